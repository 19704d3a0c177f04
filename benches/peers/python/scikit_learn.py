"""scikit-learn: `MLPClassifier` and `MLPRegressor` with Adam. They choose their own initial weights."""

import warnings

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor

from common import BATCH_SIZES, EPOCHS, Peer, accuracy, squares

peer = Peer("scikit-learn", sklearn.__version__)
warnings.filterwarnings("ignore", category=ConvergenceWarning)


def classifier(size):
    """One epoch a `fit`, each going on where the last ended."""
    return MLPClassifier(hidden_layer_sizes=(128,), activation="relu", solver="adam", alpha=0.0, batch_size=size, max_iter=1, warm_start=True)


if peer.wants("start"):
    net = classifier(10).fit(np.random.default_rng(1).random((10, 784), np.float32), np.arange(10))
    peer.started(net.predict_proba(np.full((1, 784), 0.5, np.float32))[0, 0])

if any(peer.wants(name) for name in ["w1/32", "w1/128", "w1/512", "w4/one", "w4/1000"]):
    images, labels = peer.mnist("train")
    test_images, test_labels = peer.mnist("test")

for size in BATCH_SIZES:
    if peer.wants(f"w1/{size}"):
        net = classifier(size)
        epoch = lambda: net.fit(images, labels)
        peer.repeat(f"w1/{size}", epoch, lambda: accuracy(net.predict_proba(test_images), test_labels))

if peer.wants("w4/one") or peer.wants("w4/1000"):
    net = classifier(512).fit(images, labels)
    if peer.wants("w4/one"):
        singles = list(peer.singles()[:, None])
        check = sum(squares(net.predict_proba(single)) for single in singles)
        peer.calls("w4/one", lambda at: net.predict_proba(singles[at % len(singles)]), 2_000, check)
    if peer.wants("w4/1000"):
        many = peer.many()
        peer.calls("w4/1000", lambda at: net.predict_proba(many), 100, squares(net.predict_proba(many)))

if peer.wants("w5/epoch"):
    x, y = peer.read("epoch_inputs.f32", -1, 4), peer.read("epoch_labels.f32", -1, 4)
    net = MLPRegressor(hidden_layer_sizes=(32, 16), activation="tanh", solver="adam", alpha=0.0)
    net.set_params(batch_size=len(x), shuffle=False, max_iter=EPOCHS, warm_start=True, n_iter_no_change=10**9, tol=0.0)
    run = lambda: net.fit(x, y)
    run()
    # scikit-learn's loss is half the squared error.
    peer.repeat("w5/epoch", run, 2 * net.loss_, EPOCHS, warmed_up=True)
