"""Every scalar activation and its derivative on a fixed grid, kinks included, and far out.

The grid holds every kink of every activation as an exact number. Derivatives by GradientTape.
"""

import numpy as np
import tensorflow as tf

from cases.activations import SCALAR
from record import floats

GRID = np.arange(-32, 32) / 4.0
TAILS = np.array([-1000.0, -300, -100, -50, -36, -20, -10, 10, 20, 36, 50, 100, 300, 1000])


def write(file):
    floats("pointwise")
    file.add("grid", x=GRID)
    file.add("tails", x=TAILS)
    for name, function in SCALAR.items():
        for place, x in (("grid", GRID), ("tails", TAILS)):
            if name == "exponential":
                x = np.minimum(x, 100.0)
            x = tf.constant(x)
            with tf.GradientTape() as tape:
                tape.watch(x)
                y = function(x)
            file.add(place, **{f"{name}.y": y.numpy(), f"{name}.dy": tape.gradient(y, x).numpy()})
