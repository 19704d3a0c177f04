"""Every scalar activation and its derivative on a fixed grid, kinks included, and far out.

The grid holds every kink of every activation as an exact number. Derivatives by GradientTape.
"""

import numpy as np
import tensorflow as tf

from cases.activations import SCALAR
from record import floats

TAILS = [-700.0, -300, -100, -50, -36, -20, -10, 10, 20, 36, 50, 100, 300, 700]
GRID = np.concatenate([np.arange(-32, 32) / 4.0, TAILS])


def write(file):
    floats("pointwise")
    for name, function in SCALAR.items():
        x = tf.constant(GRID)
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = function(x)
        file.add(name, x=GRID, y=y.numpy(), dy=tape.gradient(y, x).numpy())
