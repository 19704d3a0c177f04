"""Runs one model in Keras and keeps what it computed."""

import inspect
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
    """Makes Keras compute a case in its type and count its layers from the start, and returns the type."""
    dtype = "float32" if case.endswith("_f32") else "float64"
    keras.utils.clear_session()
    keras.config.set_floatx(dtype)
    # The policy is fixed by the first layer ever made, else: it does not follow `floatx`.
    keras.config.set_dtype_policy(dtype)
    return dtype


def having(loss, **arguments):
    """A class of losses whose arguments are given, some of them."""
    return lambda **options: loss(**arguments, **options)


def exact(thing):
    """A regularizer or an optimizer that keeps its factors in float64: Keras casts Python's floats by way of float32."""
    names = (
        "l1", "l2", "momentum", "beta_1", "beta_2", "epsilon", "rho", "weight_decay", "clipvalue", "clipnorm",
        "global_clipnorm", "ema_momentum",
    )
    for name in names:
        if getattr(thing, name, None) is not None:
            value = np.asarray(getattr(thing, name), dtype="float64")
            setattr(thing, name, np.float64(f"{value.item():.7g}"))
    return thing


def build(rng, shape, layers, prune=0.0, batch=None):
    """A Keras model of `layers` on inputs of `shape`, its weights drawn from `rng`, those below `prune` set to 0.

    `layers` are a chain, or a function from inputs to outputs; then `shape` may be a list of several.
    """
    if callable(layers):
        inputs = [keras.Input(shape, batch_size=batch) for shape in for_each([shape], shape)]
        model = keras.Model(inputs if isinstance(shape, list) else inputs[0], layers(*inputs))
    else:
        model = keras.Sequential([keras.Input(shape, batch_size=batch), *layers])
    for layer in model.layers:
        if isinstance(layer, keras.layers.MultiHeadAttention):
            # As `exact`: a Python float would be cast by way of float32.
            layer._inverse_sqrt_key_dim = np.float64(layer._inverse_sqrt_key_dim)
    for variable in [*model.trainable_weights, *model.non_trainable_weights]:
        if variable.name == "moving_variance":
            drawn = rng.uniform(0.5, 2, variable.shape)
        else:
            fan_in = np.prod(variable.shape[:-1]) if len(variable.shape) > 1 else 8
            drawn = rng.standard_normal(variable.shape) / np.sqrt(fan_in)
        variable.assign(np.where(np.abs(drawn) < prune, 0, drawn).astype(variable.dtype))
    return model


def chain(x, *layers):
    """Layers one after the other: made, and so counted, in the order in which they are read."""
    for layer in layers:
        x = layer(x)
    return x


def self_attention(*arguments, use_causal_mask=False, **options):
    """Attention of a value to itself, as a part of a chain."""
    layer = keras.layers.MultiHeadAttention(*arguments, **options)
    return lambda x: layer(x, x, use_causal_mask=use_causal_mask)


def named_weights(model):
    """`(layer.weight, variable)` under our names: a counter from 1 for each class, as the layers were made."""
    for layer, name in layer_names(model):
        for variable in layer.weights:
            yield f"{name}.{weight_name(layer, variable)}", variable


def layer_names(model):
    """`(layer, name)`. Keras counts from `dense`, `dense_1`; what it wraps counts too, what we number does not."""
    counts = {}

    def made(layer):
        number = re.search(r"_(\d+)$", layer.name)
        return int(number[1]) if number else 0

    for layer in sorted(model.layers, key=made):
        word = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", type(layer).__name__)
        word = re.sub(r"([a-z])([A-Z])", r"\1_\2", word).lower()
        counts[word] = counts.get(word, 0) + 1
        yield layer, f"{word}{counts[word]}"


def weight_name(layer, variable):
    """A weight's name within its layer: without the names of cells and of the layer inside `TimeDistributed`."""
    *_, inside = variable.path.rpartition(f"{layer.name}/")
    *inside, name = inside.split("/")
    if isinstance(layer, keras.layers.TimeDistributed):
        inside = inside[1:]
    inside = [part for part in inside if not re.search(r"_cell(_\d+)?$", part)]
    return ".".join([*(re.sub(r"^(forward|backward)_.*", r"\1", part) for part in inside), name])


def step(model, x, labels, loss, head="linear", from_logits=False):
    """Outputs, loss with regularizers, gradients of the weights and of the inputs.

    `head` is applied to what `model` computes. With `from_logits` the loss sees the values before it: so the fused
    form, unclipped, which probabilities near 0 or 1 would not give.
    """
    end = End(loss, head, from_logits)
    [y], value, dweights, [dx] = step_to(model, [x], [labels], [end], model.trainable_variables)
    return y, value, dweights, dx


class End:
    """One end of a model: a loss, and the head before it."""

    def __init__(self, loss, head="linear", from_logits=False, weights=None):
        self.loss, self.head, self.from_logits, self.weights = loss, head, from_logits, weights

    def output(self, z):
        return HEADS[self.head](z)

    def value(self, labels, z):
        if self.from_logits:
            return self.loss(labels, z, sample_weight=self.weights)
        y = self.output(z)
        # Functions do not hand masks on, layers do.
        y._keras_mask = getattr(z, "_keras_mask", None)
        return self.loss(labels, y, sample_weight=self.weights)


def step_to(model, x, labels, ends, weights, training=False):
    """As `step`, for all inputs and all ends of a model; indices have `None` for a gradient.

    The outputs are those of a prediction, loss and gradients those of `training`.
    """
    x = [tf.convert_to_tensor(x) for x in x]
    watched = [x for x in x if x.dtype.is_floating]

    def run(training):
        return as_list(model(x if len(x) > 1 else x[0], training=training))

    y = [end.output(z).numpy() for z, end in zip(run(False), ends, strict=True)]
    with tf.GradientTape() as tape:
        tape.watch(watched)
        values = [end.value(t, z) for end, t, z in zip(ends, labels, run(training), strict=True)]
        value = sum(values) + sum(model.losses)
    gradients = tape.gradient(value, [*weights, *watched], unconnected_gradients="zero")
    # The gradient of a table of embeddings is sparse.
    gradients = [tf.convert_to_tensor(d).numpy() for d in gradients]
    dx = iter(gradients[len(weights) :])
    return y, value.numpy(), gradients[: len(weights)], [next(dx) if x.dtype.is_floating else None for x in x]


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
    if kind == "signs":
        return (2 * rng.integers(0, 2, y.shape) - 1).astype(dtype)
    if kind == "counts":
        return rng.poisson(1.5, y.shape).astype(dtype)
    if kind == "fractions":
        return rng.uniform(0, 1, y.shape).astype(dtype)
    return rng.standard_normal(y.shape).astype(dtype)


def normal(rng, shape, dtype):
    """Inputs of a case: a function of its generator and their shape, batch first."""
    return rng.standard_normal(shape).astype(dtype)


def ties(rng, shape, dtype):
    """Few different values, so that many are equal."""
    return (rng.integers(-2, 3, shape) / 2).astype(dtype)


# Which of five steps count: all; masked at the start; inside and at both ends; at the end; none.
STEPS = np.array([[step == "1" for step in steps] for steps in ("11111", "00111", "01010", "11100", "00000")])


def masked(value=0.0, steps=STEPS):
    """Inputs with the steps that do not count set to a value: five samples of five steps."""

    def inputs(rng, shape, dtype):
        x = normal(rng, shape, dtype)
        x[~steps] = value
        return x

    return inputs


def indices(below, steps=None):
    """Indices into a table; if there are steps to mask, 0 is where they are, and nowhere else."""

    def inputs(rng, shape, _dtype):
        x = rng.integers(0 if steps is None else 1, below, shape)
        return (x if steps is None else np.where(steps, x, 0)).astype("uint32")

    return inputs


def record(
    file, case, shape, layers, loss=keras.losses.MeanSquaredError, labels="values", batch=3, head="linear",
    from_logits=False, prune=0.0, inputs=normal, training=False, weighted=False,
):
    """Writes one case: a function that makes its layers, or one from inputs to outputs; a Keras loss class, a kind of
    labels.

    A head and a loss that are fused are `from_logits` here, and `layers` leave the head out. With several inputs
    `shape` is a list; with several outputs the loss and what belongs to it may be lists, and the losses add up.
    `weighted` samples have weights, which count for each of their rows; with `weighted="steps"` each row has its own.
    """
    dtype = floats(case)
    rng = random(case)
    chain = not inspect.signature(layers).parameters
    model = build(rng, shape, layers() if chain else layers, prune)
    x = [inputs(rng, (batch, *shape), dtype) for shape in for_each([shape], shape)]
    z = as_list(model(x if len(x) > 1 else x[0], training=False))
    t, ends = [], []
    for z, *ending in zip(z, *(for_each(z, option) for option in (loss, labels, head, from_logits)), strict=True):
        loss, kind, head, fused = ending
        t.append(labels_like(kind, rng, z, dtype))
        weights = None
        if weighted:
            drawn = rng.uniform(0.25, 2, z.shape[:-1] if weighted == "steps" else (batch,))
            file.add(case, weights=drawn)
            each = drawn.reshape(*drawn.shape, *[1] * (z.ndim - 1 - drawn.ndim))
            weights = np.broadcast_to(each, z.shape[:-1]).astype(dtype)
        ends.append(End(loss(**({"from_logits": True} if fused else {})), head, fused, weights))
        if fused and head != "linear":
            value, from_probabilities = (
                end.value(t[-1], z).numpy() for end in (ends[-1], End(loss(), head, weights=weights))
            )
            assert abs(from_probabilities - value) <= 1e-5 * abs(value), f"{case}: clipping shows, choose other values"

    named = dict(named_weights(model))
    file.add(case, **{name: variable.numpy().copy() for name, variable in named.items()})
    trained = {name: variable for name, variable in named.items() if variable.trainable}
    y, value, dweights, dx = step_to(model, x, t, ends, list(trained.values()), training)
    file.add(case, loss=value)
    file.add(case, **numbered("x", x), **numbered("y", y), **numbered("labels", t), **numbered("dx", dx))
    file.add(case, **{f"d.{name}": d for name, d in zip(trained, dweights, strict=True)})
    for layer, word in layer_names(model):
        for name in named:
            if name.startswith(f"{word}.") and layer.trainable and name not in trained:
                assert training, f"{case}: only training changes state"
                file.add(case, **{f"next.{name}": named[name].numpy()})


def for_each(several, option):
    """An option for each of several: itself if it is a list, else the same for all."""
    return option if isinstance(option, list) else [option] * len(several)


def as_list(one_or_several):
    return list(one_or_several) if isinstance(one_or_several, (list, tuple)) else [one_or_several]


def numbered(word, tensors):
    """`x`, or `x.0` and so on if there are several; without the gradients that do not exist."""
    names = [word] if len(tensors) == 1 else [f"{word}.{at}" for at in range(len(tensors))]
    return {name: tensor for name, tensor in zip(names, tensors, strict=True) if tensor is not None}
