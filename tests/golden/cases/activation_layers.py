"""Activations that are layers of their own, and those that look at more than one element."""

from keras import activations
from keras.layers import Activation, Dense, ELU, LeakyReLU, PReLU, ReLU, Softmax

from record import record, ties


def glu(x):
    return Dense(2)(activations.glu(x))


def glu_inside(x):
    a = activations.glu(Dense(6)(x))
    return Dense(2)(a)


def glu_rank2(x):
    return activations.glu(Dense(6, "tanh")(x))


def write(file):
    def case(name, shape, layers, batch=2, **options):
        record(file, name, shape, layers, batch=batch, **options)

    def graph(outputs, shape, batch=2, **options):
        record(file, outputs.__name__, shape, outputs, batch=batch, **options)

    # ReLU
    case("relu", (5,), lambda: [ReLU()])
    case("relu_inside", (5,), lambda: [Dense(4), ReLU(), Dense(2)])
    case("relu_max_value", (5,), lambda: [ReLU(max_value=0.5)])
    case("relu_max_value_6", (5,), lambda: [ReLU(6.0)])
    case("relu_negative_slope", (5,), lambda: [ReLU(negative_slope=0.25)])
    case("relu_threshold", (5,), lambda: [ReLU(threshold=0.5)])
    case("relu_all", (5,), lambda: [ReLU(1.0, 0.25, 0.5)])
    case("relu_ties", (2, 4), lambda: [ReLU(max_value=0.5)], inputs=ties)

    # LeakyReLU and ELU
    case("leaky_relu_slope", (5,), lambda: [LeakyReLU(0.25)])
    case("leaky_relu_name", (5,), lambda: [LeakyReLU(negative_slope=0.0625)])
    case("leaky_relu_f32", (3, 4), lambda: [Dense(5), LeakyReLU(), Dense(2)])
    case("elu", (5,), lambda: [ELU()])
    case("elu_alpha", (5,), lambda: [ELU(0.5)])
    case("elu_inside", (5,), lambda: [Dense(4), ELU(alpha=0.5), Dense(2)])

    # PReLU
    case("p_relu", (5,), lambda: [PReLU()])
    case("p_relu_rank2", (3, 4), lambda: [PReLU()])
    case("p_relu_rank3", (2, 3, 2), lambda: [PReLU()])
    case("p_relu_shared", (3, 4), lambda: [PReLU(shared_axes=[1])])
    case("p_relu_shared_last", (3, 4), lambda: [PReLU(shared_axes=[2])])
    case("p_relu_shared_image", (2, 3, 2), lambda: [PReLU(shared_axes=(1, 2))])
    case("p_relu_inside", (5,), lambda: [Dense(4), PReLU(), Dense(2)])
    case("p_relu_ties", (2, 4), lambda: [PReLU()], inputs=ties)

    # Softmax
    case("softmax_layer", (5,), lambda: [Softmax(), Dense(2)])
    case("softmax_layer_last", (5,), lambda: [Dense(4), Softmax()])
    case("softmax_axis1", (3, 4), lambda: [Softmax(axis=1), Dense(2)])
    case("softmax_axis1_last", (3, 4), lambda: [Dense(2), Softmax(1)])
    case("softmax_axis2_rank3", (2, 3, 4), lambda: [Softmax(axis=2)])
    case("softmax_negative_axis", (2, 3, 4), lambda: [Softmax(axis=-2)])
    case("softmax_axes", (2, 3, 4), lambda: [Softmax(axis=(1, 2))])

    # glu (sparsemax of Keras 3.15 on TensorFlow is not the paper's: its rows sum to less than 1)
    graph(glu, (6,))
    graph(glu_inside, (5,))
    graph(glu_rank2, (3, 4))
