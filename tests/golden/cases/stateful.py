"""Stateful recurrent layers: batch after batch, each from the states in which the one before left the layers.

`x` and `labels` hold three batches of two samples in order. From rest: `y` is what is predicted for them, `states` what
the layers are in after that. From rest again: a step of plain gradient descent for each batch, `losses` before each,
`after.…` the weights behind the last. From rest again, with these weights: `evaluated`, the mean of the batches' losses.
"""

import keras
import numpy as np
import tensorflow as tf
from keras.layers import Add, Bidirectional, Dense, GRU, LSTM, Masking, SimpleRNN

from record import STEPS, build, floats, named_weights, random

BATCHES, BATCH, STEP = 3, 2, 0.5


def returned_state(x):
    y, h, c = LSTM(3, return_state=True, stateful=True)(x)
    return Dense(2)(Add()([y, h, c]))


def shared(x):
    layer = GRU(2, return_sequences=True, stateful=True)
    return Dense(2)(layer(layer(x)))


def reset(model):
    for layer in model.layers:
        if hasattr(layer, "reset_states"):
            layer.reset_states()


def states(model):
    """The states of all layers, in our order."""
    for layer in model.layers:
        inside = [layer.forward_layer, layer.backward_layer] if isinstance(layer, Bidirectional) else [layer]
        for layer in inside:
            yield from getattr(layer, "states", None) or []


def write(file):
    def case(name, shape, layers, inputs=None):
        dtype = floats(name)
        rng = random(name)
        model = build(rng, shape, layers if inputs == "graph" else layers(), batch=BATCH)
        x = rng.standard_normal((BATCHES, BATCH, *shape)).astype(dtype)
        if inputs == "masked":
            x[~STEPS[rng.integers(0, len(STEPS), (BATCHES, BATCH))]] = 0
        weights = dict(named_weights(model))
        file.add(name, **{weight: variable.numpy().copy() for weight, variable in weights.items()})
        reset(model)
        y = np.stack([model(batch, training=False).numpy() for batch in x])
        file.add(name, states=np.concatenate([state.numpy().flatten() for state in states(model)]))
        labels = rng.standard_normal(y.shape).astype(dtype)
        file.add(name, x=np.concatenate(x), y=np.concatenate(y), labels=np.concatenate(labels))

        loss = keras.losses.MeanSquaredError()
        losses = []
        reset(model)
        for batch, t in zip(x, labels, strict=True):
            with tf.GradientTape() as tape:
                value = loss(t, model(batch, training=True))
            losses.append(value.numpy())
            for variable, d in zip(weights.values(), tape.gradient(value, list(weights.values())), strict=True):
                variable.assign(variable - np.asarray(STEP, dtype) * d)
        reset(model)
        evaluated = np.mean([loss(t, model(batch, training=False)).numpy() for batch, t in zip(x, labels, strict=True)])
        file.add(name, losses=np.array(losses), evaluated=np.array([evaluated]))
        file.add(name, **{f"after.{weight}": variable.numpy() for weight, variable in weights.items()})

    case("simple_rnn", (3, 2), lambda: [SimpleRNN(3, stateful=True)])
    case("simple_rnn_backwards", (3, 2), lambda: [SimpleRNN(3, go_backwards=True, stateful=True), Dense(2)])
    case("lstm", (3, 2), lambda: [LSTM(3, stateful=True), Dense(2)])
    case("lstm_one_step", (1, 2), lambda: [LSTM(3, stateful=True)])
    case("gru", (3, 2), lambda: [GRU(3, stateful=True)])
    case("gru_reset_before", (3, 2), lambda: [GRU(3, reset_after=False, return_sequences=True, stateful=True)])
    case("stacked", (3, 2), lambda: [
        Dense(2, "tanh"), LSTM(3, return_sequences=True, stateful=True), GRU(2, return_sequences=True),
        SimpleRNN(2, stateful=True),
    ])
    case("bidirectional", (3, 2), lambda: [Bidirectional(LSTM(2, return_sequences=True, stateful=True)), Dense(2)])
    case("masked", (5, 2), lambda: [Masking(), LSTM(3, stateful=True), Dense(2)], "masked")
    case("returned_state", (3, 2), returned_state, "graph")
    case("shared", (3, 2), shared, "graph")
    case("lstm_f32", (4, 5), lambda: [LSTM(9, stateful=True), Dense(2)])
