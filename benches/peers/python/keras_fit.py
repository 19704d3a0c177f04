"""Keras as people write it: `compile`, `fit`, `predict`. `KERAS_BACKEND` says on what."""

import os

import keras

from common import BATCH_SIZES, EPOCHS, NETWORKS, Peer, absolutes, accuracy, squares

backend = {"tensorflow": "TensorFlow", "jax": "JAX"}[os.environ["KERAS_BACKEND"]]
peer = Peer(f"Keras on {backend}", keras.__version__)
if backend == "TensorFlow":
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(peer.threads)
    tf.config.threading.set_inter_op_parallelism_threads(peer.threads)
    peer.version += f" on {tf.__version__}"
else:
    import jax

    peer.version += f" on {jax.__version__}"


def network(model, *layers):
    net = keras.Sequential([keras.Input((layers[0],)), *layers[1:]])
    net.set_weights([array for pair in peer.weights(model) for array in pair])
    return net


def dense(units, activation=None):
    return keras.layers.Dense(units, activation)


def digits():
    return network("digits", 784, dense(128, "relu"), dense(10, "softmax"))


if peer.wants("start"):
    import numpy as np

    net = keras.Sequential([keras.Input((784,)), dense(128, "relu"), dense(10, "softmax")])
    peer.started(net.predict(np.full((1, 784), 0.5, "float32"), verbose=0)[0, 0])

if any(peer.wants(f"w1/{size}") for size in BATCH_SIZES):
    images, labels = peer.mnist("train")
    test_images, test_labels = peer.mnist("test")

for size in BATCH_SIZES:
    if not peer.wants(f"w1/{size}"):
        continue
    net = digits()
    net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    epoch = lambda: net.fit(images, labels, batch_size=size, verbose=0)
    peer.repeat(f"w1/{size}", epoch, lambda: accuracy(net.predict(test_images, verbose=0), test_labels))

if peer.wants("w4/one"):
    net, singles = digits(), list(peer.singles()[:, None])
    predict = lambda at: net.predict(singles[at % len(singles)], verbose=0)
    peer.calls("w4/one", predict, 30, sum(squares(predict(at)) for at in range(len(singles))))
if peer.wants("w4/1000"):
    net, many = digits(), peer.many()
    predict = lambda at: net.predict(many, batch_size=len(many), verbose=0)
    peer.calls("w4/1000", predict, 30, squares(predict(0)))
if peer.wants("w5/forward"):
    net = network("forward", 6, dense(64, "relu"), dense(8, "relu"), dense(4))
    singles = list(peer.read("forward_inputs.f32", -1, 6)[:, None])
    predict = lambda at: net.predict(singles[at % len(singles)], verbose=0)
    peer.calls("w5/forward", predict, 30, sum(absolutes(predict(at)) for at in range(len(singles))))
if peer.wants("w5/epoch"):
    net = network("epoch", 4, dense(32, "tanh"), dense(16, "tanh"), dense(4))
    net.compile("adam", "mean_squared_error")
    x, y = peer.read("epoch_inputs.f32", -1, 4), peer.read("epoch_labels.f32", -1, 4)
    run = lambda: net.fit(x, y, batch_size=len(x), epochs=EPOCHS, shuffle=False, verbose=0)
    peer.repeat("w5/epoch", run, run().history["loss"][-1], EPOCHS, warmed_up=True)


def classifier(workload):
    """W2 and W3."""
    layers = keras.layers
    if workload == "w2":
        hidden = [
            layers.Conv2D(6, 5, activation="relu"), layers.MaxPooling2D(2),
            layers.Conv2D(16, 5, activation="relu"), layers.MaxPooling2D(2),
            layers.Flatten(), dense(120, "relu"), dense(84, "relu"),
        ]  # fmt: skip
    else:
        hidden = [layers.LSTM(128)]
    model, shape, *_ = NETWORKS[workload]
    net = keras.Sequential([keras.Input(shape), *hidden, dense(10, "softmax")])
    tensors, weights = peer.tensors(model), []
    names = ("conv2d1", "conv2d2", "lstm1", "dense1", "dense2", "dense3")
    for name in names:
        parts = (f"{name}.{part}" for part in ("kernel", "recurrent_kernel", "bias"))
        weights += [tensors[part] for part in parts if part in tensors]
    net.set_weights(weights)
    return net


for workload in ("w2", "w3"):
    if not peer.wants(workload):
        continue
    _, _, size, learning_rate = NETWORKS[workload]
    images, labels = peer.classes(workload, "train")
    test_images, test_labels = peer.classes(workload, "test")
    net = classifier(workload)
    net.compile(keras.optimizers.Adam(learning_rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    epoch = lambda: net.fit(images, labels, batch_size=size, verbose=0)
    peer.repeat(workload, epoch, lambda: accuracy(net.predict(test_images, verbose=0), test_labels))


def predictor(workload, x):
    net = classifier(workload)
    return lambda x: net.predict(x, batch_size=len(x), verbose=0)


peer.predictions(lambda workload, x: x, predictor, lambda y: y, ["w2", "w3"], 30)
