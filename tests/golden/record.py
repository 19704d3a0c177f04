"""Runs one model in Keras and keeps what it computed."""

import pathlib
import re
import zlib

import keras
import numpy as np
import tensorflow as tf
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).parent

HEADS = {"linear": lambda x: x, "softmax": keras.activations.softmax, "sigmoid": keras.activations.sigmoid}


class File:
    """The golden values of one group."""

    def __init__(self, group):
        self.path = HERE / f"{group}.safetensors"
        self.tensors = {}

    def add(self, case, **tensors):
        for name, value in tensors.items():
            name = f"{case}.{name}"
            assert name not in self.tensors, f"{name} is written twice"
            value = np.ascontiguousarray(value)
            assert np.isfinite(value).all(), f"{name} is not finite"
            self.tensors[name] = value

    def save(self):
        save_file(self.tensors, self.path)
        self.path.chmod(0o644)
        return self.path.name


def random(case):
    """The generator of a case: its name is the seed."""
    return np.random.Generator(np.random.PCG64(zlib.crc32(case.encode())))


def floats(case):
    """Makes Keras compute a case in its type, and returns it."""
    dtype = "float32" if case.endswith("_f32") else "float64"
    keras.config.set_floatx(dtype)
    # The policy is fixed by the first layer ever made, else: it does not follow `floatx`.
    keras.config.set_dtype_policy(dtype)
    return dtype


def exact(thing):
    """A regularizer or an optimizer that keeps its factors in float64: Keras casts Python's floats by way of float32."""
    for name in ("l1", "l2", "momentum", "beta_1", "beta_2", "epsilon"):
        if hasattr(thing, name):
            value = np.asarray(getattr(thing, name), dtype="float64")
            setattr(thing, name, np.float64(f"{value.item():.7g}"))
    return thing


def build(rng, shape, layers, prune=0.0):
    """A Keras model of `layers` on inputs of `shape`, its weights drawn from `rng`, those below `prune` set to 0."""
    model = keras.Sequential([keras.Input(shape), *layers])
    for variable in model.trainable_variables:
        fan_in = np.prod(variable.shape[:-1]) if len(variable.shape) > 1 else 8
        drawn = rng.standard_normal(variable.shape) / np.sqrt(fan_in)
        variable.assign(np.where(np.abs(drawn) < prune, 0, drawn).astype(variable.dtype))
    return model


def named_weights(model):
    """`(layer.weight, variable)` in Keras' order, under our names: a counter from 1 for each class."""
    counts = {}
    for layer in model.layers:
        word = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", type(layer).__name__).lower()
        counts[word] = counts.get(word, 0) + 1
        for variable in layer.trainable_variables:
            yield f"{word}{counts[word]}.{variable.name}", variable


def step(model, x, labels, loss, head="linear", from_logits=False):
    """Outputs, loss with regularizers, gradients of the weights and of the inputs.

    `head` is applied to what `model` computes. With `from_logits` the loss sees the values before it: so the fused
    form, unclipped, which probabilities near 0 or 1 would not give.
    """
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        z = model(x, training=False)
        y = HEADS[head](z)
        value = loss(labels, z if from_logits else y) + sum(model.losses)
    weights = model.trainable_variables
    *dweights, dx = tape.gradient(value, [*weights, x], unconnected_gradients="zero")
    return y.numpy(), value.numpy(), [d.numpy() for d in dweights], dx.numpy()


def labels_like(kind, rng, y, dtype):
    """Labels of a kind for outputs shaped like `y`."""
    if kind == "classes":
        return rng.integers(0, y.shape[-1], y.shape[:-1]).astype("uint8")
    if kind == "one_hot":
        return np.eye(y.shape[-1], dtype=dtype)[rng.integers(0, y.shape[-1], y.shape[:-1])]
    if kind == "distribution":
        return rng.dirichlet(np.ones(y.shape[-1]), y.shape[:-1]).astype(dtype)
    if kind == "bits":
        return rng.integers(0, 2, y.shape).astype(dtype)
    if kind == "fractions":
        return rng.uniform(0, 1, y.shape).astype(dtype)
    return rng.standard_normal(y.shape).astype(dtype)


def record(
    file, case, shape, layers, loss=keras.losses.MeanSquaredError, labels="values", batch=3, head="linear",
    from_logits=False, prune=0.0,
):
    """Writes one case: a function that makes its layers, a Keras loss class, a kind of labels.

    A head and a loss that are fused are `from_logits` here, and `layers` leave the head out.
    """
    dtype = floats(case)
    rng = random(case)
    model = build(rng, shape, layers(), prune)
    x = rng.standard_normal((batch, *shape)).astype(dtype)
    t = labels_like(labels, rng, model(x, training=False), dtype)
    y, value, dweights, dx = step(model, x, t, loss(**({"from_logits": True} if from_logits else {})), head, from_logits)
    if from_logits and head != "linear":
        from_probabilities = loss()(t, y).numpy() + float(sum(model.losses))
        assert abs(from_probabilities - value) <= 1e-5 * abs(value), f"{case}: clipping shows, choose other values"
    names = list(named_weights(model))
    file.add(case, x=x, y=y, labels=t, loss=value, dx=dx)
    file.add(case, **{name: variable.numpy() for name, variable in names})
    file.add(case, **{f"d.{name}": d for (name, _), d in zip(names, dweights, strict=True)})
