"""Values that are merged: sums and products, concatenation, averages, maxima, scalar products."""

from keras.layers import (
    Activation, Average, Concatenate, Conv2D, Cropping1D, Dense, Dot, Flatten, GlobalAveragePooling2D, MaxPooling2D,
    Maximum, Minimum, Rescaling,
)

from record import chain, record, ties


def add(x):
    a = Dense(4, "tanh")(x)
    b = Dense(4)(x)
    return Dense(2)(a + b)


def add_last(x):
    a = Dense(4, "tanh")(x)
    b = Dense(4)(x)
    return a + b


def subtract(x):
    a = Dense(4, "tanh")(x)
    b = Dense(4)(x)
    return Dense(2)(a - b)


def multiply(x):
    a = Dense(4, "tanh")(x)
    b = Dense(4, "sigmoid")(x)
    return Dense(2)(a * b)


def precedence(x):
    a = Dense(4, "tanh")(x)
    b = Dense(4)(x)
    c = Dense(4, "sigmoid")(x)
    return a + b * c - a * Dense(4)(c)


def add_to_itself(x):
    a = Dense(4, "tanh")(x)
    return Dense(2)(a + a)


def multiply_by_itself(x):
    a = Dense(4, "tanh")(x)
    return Dense(2)(a * a)


def subtract_inputs(x):
    return x - Dense(4)(x)


def multiply_inputs(x):
    return x * x * x


def used_three_times(x):
    a = Dense(4, "tanh")(x)
    b = Dense(4, "relu")(a)
    c = Dense(4)(a)
    return Dense(2)(a + b * c)


def add_rank3(x):
    a = Dense(3, "tanh")(x)
    b = Dense(3)(x)
    return Dense(2)(Flatten()(a + b))


def concatenate(x):
    a = Dense(4, "tanh")(x)
    b = Dense(3)(x)
    return Dense(2)(Concatenate()([a, b]))


def concatenate_three(x):
    a = Dense(4, "tanh")(x)
    b = Dense(1)(x)
    return Concatenate(axis=-1)([a, x, b])


def concatenate_with_itself(x):
    a = Dense(3, "tanh")(x)
    return Dense(2)(Concatenate()([a, a]))


def concatenate_rank2(x):
    a = Dense(2, "tanh")(x)
    return Dense(2)(Concatenate()([a, x]))


def concatenate_axis1(x):
    a = Cropping1D((1, 0))(Dense(4, "tanh")(x))
    return Dense(2)(Concatenate(axis=1)([a, x]))


def concatenate_axis1_rank3(x):
    a = Dense(2, "tanh")(x)
    return Conv2D(2, 3)(Concatenate(1)([x, a]))


def concatenate_axis2_rank3(x):
    a = Dense(2, "tanh")(x)
    return Conv2D(2, 2)(Concatenate(axis=2)([x, a]))


def inception(x):
    a = Conv2D(2, 1, activation="relu")(x)
    b = chain(x, Conv2D(2, 1, activation="relu"), Conv2D(3, 3, padding="same", activation="relu"))
    c = Conv2D(1, 1)(MaxPooling2D(3, strides=1, padding="same")(x))
    return Dense(2)(GlobalAveragePooling2D()(Concatenate()([a, b, c])))


def average(x):
    a = Dense(4, "tanh")(x)
    b = Dense(4)(x)
    return Dense(2)(Average()([a, b]))


def average_three(x):
    a = Dense(4, "tanh")(x)
    b = Dense(4)(x)
    return Average()([a, b, x])


def maximum(x):
    a = Dense(4, "tanh")(x)
    b = Dense(4)(x)
    return Dense(2)(Maximum()([a, b]))


def maximum_three(x):
    a = Dense(4, "tanh")(x)
    b = Dense(4)(x)
    return Maximum()([a, b, x])


def maximum_ties(x):
    a = Activation("relu")(x)
    b = Rescaling(0.5)(x)
    return Dense(2)(Maximum()([a, b]))


def minimum(x):
    a = Dense(4, "tanh")(x)
    b = Dense(4)(x)
    return Dense(2)(Minimum()([a, b]))


def minimum_ties(x):
    a = Activation("relu")(x)
    b = Rescaling(2.0)(x)
    return Dense(2)(Minimum()([a, b]))


def dot(x):
    a = Dense(4, "tanh")(x)
    b = Dense(4)(x)
    return Dot(1)([a, b])


def dot_last(x):
    a = Dense(4, "tanh")(x)
    b = Dense(4)(x)
    return Dense(2)(Dot(axes=-1)([a, b]))


def dot_normalize(x):
    a = Dense(4, "tanh")(x)
    b = Dense(4)(x)
    return Dot(axes=1, normalize=True)([a, b])


def dot_rank2(x):
    a = Dense(2, "tanh")(x)
    b = Dense(5)(x)
    return Dot(axes=1)([a, b])


def dot_rank2_last(x):
    a = Dense(2, "tanh")(x)
    b = Cropping1D((0, 1))(Dense(2)(x))
    return Dot(axes=2)([a, b])


def dot_axes(x):
    a = Dense(3, "tanh")(x)
    b = Dense(5)(x)
    return Dense(2)(Dot(axes=(2, 1))([a, b]))


def dot_axes_turned(x):
    a = Dense(2, "tanh")(x)
    b = Dense(3)(x)
    return Dot(axes=(1, 2))([a, b])


def dot_rank2_normalize(x):
    a = Dense(2, "tanh")(x)
    b = Dense(2)(x)
    return Dot(axes=2, normalize=True)([a, b])


def dot_with_vector(x):
    v = Dense(4, "tanh")(Flatten()(x))
    return Dense(2)(Dot(axes=(2, 1))([x, v]))


def write(file):
    def graph(outputs, shape, batch=2, **options):
        record(file, outputs.__name__, shape, outputs, batch=batch, **options)

    # Sums and products
    graph(add, (5,))
    graph(add_last, (5,))
    graph(subtract, (5,))
    graph(multiply, (5,))
    graph(precedence, (5,))
    graph(add_to_itself, (5,))
    graph(multiply_by_itself, (5,))
    graph(subtract_inputs, (4,))
    graph(multiply_inputs, (4,))
    graph(used_three_times, (5,))
    graph(add_rank3, (2, 3, 2))

    # Concatenate
    graph(concatenate, (5,))
    graph(concatenate_three, (5,))
    graph(concatenate_with_itself, (5,))
    graph(concatenate_rank2, (3, 4))
    graph(concatenate_axis1, (3, 4))
    graph(concatenate_axis1_rank3, (2, 3, 2))
    graph(concatenate_axis2_rank3, (2, 3, 2))
    graph(inception, (5, 5, 2))

    # Average, Maximum and Minimum
    graph(average, (5,))
    graph(average_three, (4,))
    graph(maximum, (5,))
    graph(maximum_three, (4,))
    graph(maximum_ties, (4,), inputs=ties)
    graph(minimum, (5,))
    graph(minimum_ties, (4,), inputs=ties)

    # Dot
    graph(dot, (5,))
    graph(dot_last, (5,))
    graph(dot_normalize, (5,))
    graph(dot_rank2, (3, 4))
    graph(dot_rank2_last, (3, 4))
    graph(dot_axes, (3, 4))
    graph(dot_axes_turned, (3, 4))
    graph(dot_rank2_normalize, (3, 4))
    graph(dot_with_vector, (3, 4))
