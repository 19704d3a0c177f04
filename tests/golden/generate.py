#!/usr/bin/env python3
"""Writes the golden values: what Keras computes for the models that tests/golden/*.rs declare.

    pip install keras tensorflow-cpu safetensors numpy
    python tests/golden/generate.py            # all groups
    python tests/golden/generate.py losses     # one group

One safetensors file a group, beside this script. In it `<case>.<tensor>`:

    x, y                  inputs and outputs of a batch, the outputs as the user sees them (after softmax or sigmoid)
    labels                what the loss compares with: class indices (u8) or values
    weights               of the samples, if they have any
    loss                  the mean loss of the batch, regularizers included; steps that are masked do not count
    <layer>.<weight>      a weight under our name for it, in Keras' shape and element order
    d.<layer>.<weight>    the gradient of the loss with respect to it, if it is trained
    next.<layer>.<weight> what a training step makes of it, if it is state, such as a moving mean
    dx                    the gradient of the loss with respect to the inputs, if they are not indices (u32)

    result                what a metric gives for the outputs `y`, in batches of 7 and 5, and their labels

With several inputs or outputs there are `x.0`, `x.1`, `dx.0` and so on, and the loss is the sum of the outputs' losses.
Files whose cases are others say what they hold: see the head of the group in `cases/`.

A weight with neither `d.` nor `next.` is fixed. `y` is a prediction; loss and gradients are those of a training step.

Weights, inputs and labels come from a generator seeded by the case's name, never from Keras: a new release of Keras
cannot move them. Values are float64, except for cases whose name ends in `_f32`.
"""

import os
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from cases import (  # noqa: E402
    activation_layers, activations, attention, callbacks, convolution, depthwise, geometry, graphs, initializers, layers,
    losses, masking, merging, metrics, normalization, pointwise, pooling, recurrent, regularizers, stateful, trajectories,
    transposed,
)

from record import File  # noqa: E402

GROUPS = {
    module.__name__.split(".")[-1]: module
    for module in (
        layers, activations, pointwise, losses, regularizers, initializers, trajectories, convolution, depthwise,
        transposed, pooling, geometry, normalization, recurrent, stateful, masking, attention, merging, graphs,
        activation_layers, callbacks, metrics,
    )
}


def main(names):
    unknown = set(names) - set(GROUPS)
    if unknown:
        sys.exit(f"no group {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    for name in names or GROUPS:
        file = File(name)
        GROUPS[name].write(file)
        print(f"{file.save()}: {len(file.tensors)} tensors")


if __name__ == "__main__":
    main(sys.argv[1:])
