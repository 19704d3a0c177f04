"""Penalties on kernels and biases: in the loss and in the gradient, in full whatever the batch."""

from keras.layers import Dense
from keras.losses import SparseCategoricalCrossentropy
from keras.regularizers import L1, L1L2, L2

from record import exact, record


def l1(factor=None):
    return exact(L1(factor) if factor else L1())


def l2(factor=None):
    return exact(L2(factor) if factor else L2())


def l1_l2(l1, l2):
    return exact(L1L2(l1, l2))


def write(file):
    def case(name, prune=0.0, **options):
        record(file, name, (4,), lambda: [Dense(5, "tanh", **options), Dense(2)], batch=4, prune=prune)

    case("l1_kernel", kernel_regularizer=l1(0.02))
    case("l1_of_zeros", prune=0.2, kernel_regularizer=l1(0.02))
    case("l2_kernel", kernel_regularizer=l2(0.03))
    case("l1_l2_kernel", kernel_regularizer=l1_l2(l1=0.02, l2=0.03))
    case("l1_default", kernel_regularizer=l1())
    case("l2_default", kernel_regularizer=l2())
    case("l1_bias", bias_regularizer=l1(0.02))
    case("l2_bias", bias_regularizer=l2(0.03))
    case("both", kernel_regularizer=l2(0.03), bias_regularizer=l1_l2(l1=0.01, l2=0.02))

    def two_layers():
        return [
            Dense(5, "relu", use_bias=False, kernel_regularizer=l1(0.01)),
            Dense(3, kernel_regularizer=l2(0.02), bias_regularizer=l2(0.04)),
        ]

    record(file, "two_layers", (4,), two_layers, SparseCategoricalCrossentropy, "classes", 6, "softmax", True)
    record(file, "two_layers_f32", (4,), two_layers, SparseCategoricalCrossentropy, "classes", 6, "softmax", True)
