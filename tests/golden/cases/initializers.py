"""What each initializer draws for a kernel: mean, standard deviation and limits, by formula, checked against draws.

`<case>.dense` holds them for shape [64, 48], `<case>.conv` for [6, 2, 3] (fans 12 and 18), `<case>.vector` for [64]
(fans 64 and 64): four numbers each, `mean, standard deviation, least, greatest`, the last two infinite in principle
for normal draws and then given as the largest float32. A truncated normal ends at two of *its* deviations, the
parameter; the deviation of what it draws is 0.8796 times that, which variance scaling makes up for and
`truncated_normal` does not.
"""

import math

import keras
import numpy as np

from record import floats

SHAPES = {"dense": (64, 48), "conv": (6, 2, 3), "vector": (64,)}
TRUNCATED = 0.87962566103423978
FAR = float(np.finfo("float32").max)


def fans(shape):
    if len(shape) == 1:
        return shape[0], shape[0]
    field = math.prod(shape[:-2])
    return shape[-2] * field, shape[-1] * field


def constant(value):
    return lambda shape: (value, 0.0, value, value)


def uniform(low, high):
    return lambda shape: ((low + high) / 2, (high - low) / math.sqrt(12), low, high)


def normal(mean, deviation):
    return lambda shape: (mean, deviation, -FAR, FAR)


def truncated(mean, parameter):
    return lambda shape: (mean, parameter * TRUNCATED, mean - 2 * parameter, mean + 2 * parameter)


def scaled(scale, mode, distribution):
    def statistics(shape):
        fan_in, fan_out = fans(shape)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[mode]
        variance = scale / fan
        if distribution == "uniform":
            return uniform(-math.sqrt(3 * variance), math.sqrt(3 * variance))(shape)
        if distribution == "untruncated_normal":
            return normal(0.0, math.sqrt(variance))(shape)
        return truncated(0.0, math.sqrt(variance) / TRUNCATED)(shape)

    return statistics


I = keras.initializers
INITIALIZERS = {
    "zeros": (lambda seed: I.Zeros(), constant(0.0)),
    "ones": (lambda seed: I.Ones(), constant(1.0)),
    "constant": (lambda seed: I.Constant(0.25), constant(0.25)),
    "random_uniform": (I.RandomUniform, uniform(-0.05, 0.05)),
    "random_uniform_limits": (lambda seed: I.RandomUniform(-0.5, 1.5, seed), uniform(-0.5, 1.5)),
    "random_normal": (I.RandomNormal, normal(0.0, 0.05)),
    "random_normal_mean": (lambda seed: I.RandomNormal(1.0, 0.5, seed), normal(1.0, 0.5)),
    "truncated_normal": (I.TruncatedNormal, truncated(0.0, 0.05)),
    "truncated_normal_mean": (lambda seed: I.TruncatedNormal(1.0, 0.5, seed), truncated(1.0, 0.5)),
    "glorot_uniform": (I.GlorotUniform, scaled(1.0, "fan_avg", "uniform")),
    "glorot_normal": (I.GlorotNormal, scaled(1.0, "fan_avg", "truncated_normal")),
    "he_uniform": (I.HeUniform, scaled(2.0, "fan_in", "uniform")),
    "he_normal": (I.HeNormal, scaled(2.0, "fan_in", "truncated_normal")),
    "lecun_uniform": (I.LecunUniform, scaled(1.0, "fan_in", "uniform")),
    "lecun_normal": (I.LecunNormal, scaled(1.0, "fan_in", "truncated_normal")),
    "variance_scaling": (
        lambda seed: I.VarianceScaling(3.0, "fan_out", "untruncated_normal", seed),
        scaled(3.0, "fan_out", "untruncated_normal"),
    ),
}


def check(name, initializer, shape, expected):
    """Keras draws what the formula says, within five standard errors."""
    mean, deviation, least, greatest = expected
    count = math.ceil(200_000 / math.prod(shape))
    drawn = np.stack([keras.ops.convert_to_numpy(initializer(seed=seed)(shape)) for seed in range(min(count, 400))])
    error = 5 / math.sqrt(drawn.size)
    assert abs(drawn.mean() - mean) <= error * deviation, (name, shape, drawn.mean(), expected)
    assert abs(drawn.std() - deviation) <= error * deviation, (name, shape, drawn.std(), expected)
    slack = 1e-6 * max(abs(least), abs(greatest), 1e-30)
    assert least - slack <= drawn.min() and drawn.max() <= greatest + slack, (name, shape, drawn.min(), drawn.max())


def write(file):
    floats("initializers")
    for name, (initializer, statistics) in INITIALIZERS.items():
        for word, shape in SHAPES.items():
            expected = statistics(shape)
            check(name, initializer, shape, expected)
            file.add(name, **{word: np.array(expected)})
