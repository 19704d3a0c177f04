#!/usr/bin/env python3
"""Writes the weights of Keras models, and what these predict: what tests/weights/keras.rs compares with.

    pip install keras tensorflow-cpu safetensors numpy
    python tests/weights/keras.py            # writes tests/weights/keras/*.safetensors
    python tests/weights/keras.py back       # loads files of ours into the same models

Beside `<model>.safetensors` there is `<model>.values.safetensors`: `x`, a batch of inputs, and `y`, the outputs.

`back` reads what `cargo test -p chainrule-tests --test weights` leaves in target/tmp/weights: the same models, saved by us.
"""

import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
HERE = pathlib.Path(__file__).resolve().parent
# This file has the name of what it imports.
sys.path = [path for path in sys.path if pathlib.Path(path or ".").resolve() != HERE]

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers as L  # noqa: E402
from safetensors.numpy import load_file, save_file  # noqa: E402


def digits():
    return keras.Sequential([
        L.Input((6, 6, 1)), L.Conv2D(3, 3, activation="relu"), L.BatchNormalization(), L.Dropout(0.5), L.Flatten(),
        L.Dense(5, activation="tanh"), L.Dense(3, activation="softmax"),
    ])


def words():
    return keras.Sequential([
        L.Input((6,), dtype="uint32"), L.Embedding(11, 4), L.Bidirectional(L.LSTM(3, return_sequences=True)),
        L.GRU(4, return_sequences=True), L.SimpleRNN(3), L.Dense(2),
    ])


def attention():
    x = keras.Input((5, 8))
    y = L.LayerNormalization()(x)
    y = L.MultiHeadAttention(2, 4)(y, y)
    return keras.Model(x, L.Dense(2)(y))


# Our names for the layers of `digits` that have weights.
NAMES = ["conv2d1", "batch_normalization1", "dense1", "dense2"]

MODELS = {
    "digits": (digits, lambda rng: rng.standard_normal((3, 6, 6, 1), dtype=np.float32)),
    "words": (words, lambda rng: rng.integers(0, 11, (3, 6), dtype=np.uint32)),
    "attention": (attention, lambda rng: rng.standard_normal((3, 5, 8), dtype=np.float32)),
}


def write(name):
    make, data = MODELS[name]
    keras.backend.clear_session()
    rng = np.random.default_rng(sum(map(ord, name)))
    model = make()
    for weight in model.weights:
        if "seed" not in weight.path:
            values = rng.standard_normal(weight.shape, dtype=np.float32) / 2
            weight.assign(np.abs(values) + 0.5 if "variance" in weight.path else values)
    x = data(rng)
    # As the guide shows it.
    tensors = {weight.path.replace("/", "."): np.ascontiguousarray(weight.numpy()) for weight in model.weights}
    save_file(tensors, HERE / "keras" / f"{name}.safetensors")
    if name == "digits":
        # Under our names from the beginning: what `= weights("weights/embedded.safetensors")` takes.
        layers = zip([layer for layer in model.layers if layer.name != "dropout" and layer.weights], NAMES)
        ours = {f"{name}.{weight.name}": np.ascontiguousarray(weight.numpy()) for layer, name in layers for weight in layer.weights}
        save_file(ours, HERE / "embedded.safetensors")
        save_file({key: value.astype(np.float64) for key, value in ours.items()}, HERE / "embedded64.safetensors")
    y = np.ascontiguousarray(model.predict(x, verbose=0))
    save_file({"x": x, "y": y}, HERE / "keras" / f"{name}.values.safetensors")
    print(f"{name}: {', '.join(tensors)}")


def back():
    folder = HERE.parent.parent / "target" / "tmp" / "weights"
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else folder
    ours = load_file(folder / "digits.safetensors")
    keras.backend.clear_session()
    model = digits()
    # As the guide shows it: the same shapes and the same order of elements, so names are all there is to do.
    for layer, name in zip([layer for layer in model.layers if layer.weights], NAMES):
        for weight in layer.weights:
            weight.assign(ours[f"{name}.{weight.name}"])
    values = load_file(HERE / "keras" / "digits.values.safetensors")
    difference = np.abs(model.predict(values["x"], verbose=0) - values["y"]).max()
    print(f"digits: Keras to ours to Keras, largest difference {difference:.1e}")
    if not difference <= 1e-5:
        sys.exit("too large")


if __name__ == "__main__":
    if sys.argv[1:2] == ["back"]:
        back()
    else:
        (HERE / "keras").mkdir(exist_ok=True)
        for name in MODELS:
            write(name)
