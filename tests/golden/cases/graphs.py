"""Graphs: values that are used twice, layers that are shared, several inputs, several outputs."""

from keras.layers import Activation, Concatenate, Conv2D, Dense, Flatten, LSTM
from keras.losses import MeanSquaredError, SparseCategoricalCrossentropy

from record import chain, record


def residual(x):
    a = x + Dense(4, "tanh")(x)
    return Dense(2)(a)


def residual_chain(x):
    a = x + chain(x, Dense(6, "tanh"), Dense(4))
    return Dense(2)(Activation("relu")(a))


def residual_twice(x):
    a = x + Dense(4, "tanh")(x)
    return a + Dense(4, "relu")(a)


def residual_nested(x):
    a = Dense(4, "tanh")(x)
    return x + (a + Dense(4, "relu")(a))


def residual_conv2d(x):
    a = x + chain(x, Conv2D(2, 3, padding="same", activation="relu"), Conv2D(2, 3, padding="same"))
    return Activation("relu")(a)


def shared(x):
    enc = Dense(4, "tanh")
    return Dense(2)(enc(enc(x)))


def shared_two_inputs(x, y):
    enc = Dense(3, "tanh")
    return Dense(2)(enc(x) * enc(y))


def shared_conv2d(x):
    conv = Conv2D(2, 3, padding="same", activation="tanh")
    return Dense(2)(Flatten()(conv(conv(conv(x)))))


def shared_lstm(x):
    scan = LSTM(3, return_sequences=True)
    return Dense(2)(scan(scan(x)))


def two_inputs(x, y):
    return chain([x, y], Concatenate(), Dense(4, "tanh"), Dense(2))


def two_inputs_of_ranks(x, y):
    a = Dense(4, "tanh")(Flatten()(x))
    b = Dense(4)(y)
    return Dense(2)(a + b)


def three_inputs(x, y, z):
    return x * y + Dense(3)(z)


def two_outputs(x):
    h = Dense(4, "tanh")(x)
    return Dense(2)(h), Dense(3)(h)


def two_outputs_one_inside(x):
    h = Dense(4, "tanh")(x)
    return h, Dense(3)(h)


def two_outputs_two_losses(x):
    h = Dense(4, "tanh")(x)
    return Dense(3)(h), Dense(1)(h)


def three_outputs_of_ranks(x):
    h = Dense(4, "tanh")(x)
    return Dense(2)(h), Dense(3)(Flatten()(h)), h


def two_inputs_two_outputs(x, y):
    a = Dense(4, "tanh")(x)
    b = Dense(4)(y)
    return Dense(2)(a + b), Dense(3)(a * b)


def write(file):
    def graph(outputs, shape, batch=2, **options):
        record(file, outputs.__name__, shape, outputs, batch=batch, **options)

    # Residual
    graph(residual, (4,))
    graph(residual_chain, (4,))
    graph(residual_twice, (4,))
    graph(residual_nested, (4,))
    graph(residual_conv2d, (4, 4, 2))

    # Shared layers
    graph(shared, (4,))
    graph(shared_two_inputs, [(4,), (4,)])
    graph(shared_conv2d, (4, 4, 2))
    graph(shared_lstm, (4, 3))

    # Several inputs
    graph(two_inputs, [(5,), (3,)])
    graph(two_inputs_of_ranks, [(3, 4), (2,)])
    graph(three_inputs, [(3,), (3,), (2,)])

    # Several outputs
    graph(two_outputs, (5,))
    graph(two_outputs_one_inside, (5,))
    graph(two_outputs_two_losses, (5,), loss=[SparseCategoricalCrossentropy, MeanSquaredError],
          labels=["classes", "values"], head=["softmax", "linear"], from_logits=[True, False])
    graph(three_outputs_of_ranks, (3, 2))
    graph(two_inputs_two_outputs, [(3,), (2,)])
