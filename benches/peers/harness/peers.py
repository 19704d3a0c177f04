"""Who takes part, and how each is started."""

from .places import PEERS as FOLDER
from .places import VENV, WORK


def python(script, *arguments, **environment):
    return [str(VENV / "bin/python"), str(FOLDER / "python" / script), *arguments], environment


def rust(name):
    return [str(WORK / name / "release" / f"peer-{name}")], {}


# A command, and what is special in its environment.
PEERS = {
    "keras-tensorflow": python("keras_fit.py", KERAS_BACKEND="tensorflow"),
    "keras-jax": python("keras_fit.py", KERAS_BACKEND="jax"),
    "pytorch": python("pytorch.py"),
    "pytorch-compiled": python("pytorch.py", "--compiled"),
    "jax": python("jax_scan.py"),
    "onnx": python("onnx_runtime.py"),
    "scikit-learn": python("scikit_learn.py"),
    "burn": rust("burn"),
    "candle": rust("candle"),
}

# What the lines of JSON of a peer call it.
NAMES = {
    "keras-tensorflow": "Keras on TensorFlow",
    "keras-jax": "Keras on JAX",
    "pytorch": "PyTorch",
    "pytorch-compiled": "PyTorch compiled",
    "jax": "JAX",
    "onnx": "ONNX Runtime",
    "scikit-learn": "scikit-learn",
    "burn": "burn",
    "candle": "candle",
}
