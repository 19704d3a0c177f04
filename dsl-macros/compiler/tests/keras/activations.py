"""Writes activations.csv: Keras' scalar activations and their gradients in float64, where branches meet and far out.

    KERAS_BACKEND=tensorflow python activations.py > activations.csv      # keras 3.15, tensorflow 2.21
"""

import keras
import numpy as np
import tensorflow as tf

POINTS = [-1000.0, -40.0, -6.0, -3.0, -1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0, 3.0, 4.0, 6.0, 40.0, 1000.0]
NAMES = """celu elu exponential gelu hard_shrink hard_sigmoid hard_silu hard_tanh leaky_relu linear log_sigmoid mish
    relu relu6 selu sigmoid silu soft_shrink softplus softsign sparse_plus sparse_sigmoid squareplus tanh
    tanh_shrink""".split()
CASES = [(name, {}) for name in NAMES] + [
    ("celu", dict(alpha=2.0)),
    ("celu", dict(alpha=-0.5)),
    ("elu", dict(alpha=2.0)),
    ("elu", dict(alpha=-0.5)),
    ("gelu", dict(approximate=True)),
    ("hard_shrink", dict(threshold=1.0)),
    ("leaky_relu", dict(negative_slope=0.5)),
    ("leaky_relu", dict(negative_slope=2.0)),
    ("leaky_relu", dict(negative_slope=0.0)),
    ("leaky_relu", dict(negative_slope=-0.5)),
    ("relu", dict(negative_slope=0.25)),
    ("relu", dict(negative_slope=-0.25)),
    ("relu", dict(max_value=4.0)),
    ("relu", dict(max_value=6.0)),
    ("relu", dict(threshold=1.0)),
    ("relu", dict(threshold=-1.0)),
    ("relu", dict(max_value=1.0, threshold=3.0)),
    ("relu", dict(max_value=4.0, threshold=1.0)),
    ("relu", dict(max_value=4.0, threshold=-1.0)),
    ("relu", dict(negative_slope=0.25, max_value=4.0)),
    ("relu", dict(negative_slope=0.25, max_value=6.0)),
    ("relu", dict(negative_slope=0.25, threshold=1.0)),
    ("relu", dict(negative_slope=0.25, threshold=-1.0)),
    ("relu", dict(negative_slope=0.25, max_value=4.0, threshold=1.0)),
    ("relu", dict(negative_slope=0.25, max_value=4.0, threshold=-1.0)),
    ("soft_shrink", dict(threshold=1.0)),
    ("soft_shrink", dict(threshold=-1.0)),
    ("squareplus", dict(b=1.0)),
    ("threshold", dict(threshold=1.0, default_value=3.0)),
    ("threshold", dict(threshold=1.0, default_value=0.5)),
]

print("activation,arguments,x,y,dy")
for name, arguments in CASES:
    x = tf.Variable(np.array(POINTS))
    with tf.GradientTape() as tape:
        y = getattr(keras.activations, name)(x, **arguments)
    gradient = tf.convert_to_tensor(tape.gradient(y, x))
    given = " ".join(f"{key}={str(value).lower()}" for key, value in arguments.items())
    for a, b, c in zip(POINTS, tf.convert_to_tensor(y).numpy(), gradient.numpy()):
        print(f"{name},{given},{a},{float(b)!r},{float(c)!r}")
