"""Every activation inside a small net, with its defaults and with its arguments."""

import math

import keras
import tensorflow as tf
from keras.layers import Dense

from record import record

K = keras.activations


def leaky_relu(x):
    """Keras' default slope, 0.2, in the type of `x`: TensorFlow keeps slopes in float32, which is 1.5e-8 off in float64.

    Slopes in the other cases are exact in float32, and `leaky_relu_f32` is Keras' own.
    """
    y = tf.where(x > 0, x, 0.2 * x)
    tf.debugging.assert_near(y, K.leaky_relu(x), atol=1e-7, rtol=1e-7)
    return y


def gelu(x, approximate=False):
    """Keras' gelu with its constants in the type of `x`: TensorFlow rounds them to float32, 5e-9 off in float64."""
    if approximate:
        y = 0.5 * x * (1 + tf.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x)))
    else:
        y = 0.5 * x * (1 + tf.math.erf(x / math.sqrt(2)))
    tf.debugging.assert_near(y, K.gelu(x, approximate=approximate), atol=1e-7, rtol=1e-7)
    return y


def celu(x, alpha=1.0):
    """Keras' celu with the derivative 1 at 0, the limit from both sides. Keras adds up the two halves, which gives 2."""
    y = tf.where(x > 0, x, alpha * tf.math.expm1(tf.minimum(x, 0) / alpha))
    tf.debugging.assert_near(y, K.celu(x, alpha=alpha), atol=1e-14, rtol=1e-14)
    return y


# The name of the case, and the function. `pointwise` evaluates the same ones on a grid.
SCALAR = {
    "linear": K.linear,
    "relu": K.relu,
    "relu_slope": lambda x: K.relu(x, negative_slope=0.125),
    "relu_max": lambda x: K.relu(x, max_value=1.5),
    "relu_max6": lambda x: K.relu(x, max_value=6.0),
    "relu_threshold": lambda x: K.relu(x, threshold=0.5),
    "relu_all": lambda x: K.relu(x, negative_slope=0.25, max_value=2.0, threshold=0.5),
    "leaky_relu": leaky_relu,
    "leaky_relu_slope": lambda x: K.leaky_relu(x, negative_slope=0.0625),
    "relu6": K.relu6,
    "elu": K.elu,
    "elu_alpha": lambda x: K.elu(x, alpha=0.5),
    "selu": K.selu,
    "celu": celu,
    "celu_alpha": lambda x: celu(x, alpha=0.5),
    "gelu": gelu,
    "gelu_approximate": lambda x: gelu(x, approximate=True),
    "silu": K.silu,
    "mish": K.mish,
    "sigmoid": K.sigmoid,
    "hard_sigmoid": K.hard_sigmoid,
    "tanh": K.tanh,
    "hard_tanh": K.hard_tanh,
    "softplus": K.softplus,
    "softsign": K.softsign,
    "exponential": K.exponential,
    "hard_silu": K.hard_silu,
    "log_sigmoid": K.log_sigmoid,
    "tanh_shrink": K.tanh_shrink,
    "soft_shrink": K.soft_shrink,
    "soft_shrink_threshold": lambda x: K.soft_shrink(x, threshold=0.25),
    "hard_shrink": K.hard_shrink,
    "hard_shrink_threshold": lambda x: K.hard_shrink(x, threshold=0.25),
    "threshold": lambda x: K.threshold(x, 0.5, 0.25),
    "squareplus": K.squareplus,
    "squareplus_b": lambda x: K.squareplus(x, b=1.0),
    "sparse_plus": K.sparse_plus,
    "sparse_sigmoid": K.sparse_sigmoid,
}


def write(file):
    for name, function in SCALAR.items():
        record(file, name, (4,), lambda: [Dense(5, function), Dense(2)])
    for name in ("leaky_relu", "gelu", "mish", "selu", "softplus"):
        record(file, f"{name}_f32", (4,), lambda: [Dense(5, name), Dense(2)])
