"""What EarlyStopping and ReduceLROnPlateau do while a monitored value takes given courses: which epoch a run ends with,
whose weights the model has then, the learning rate of each epoch."""

import keras
import numpy as np

from record import random

EPOCHS = 14
STOPPING = {
    "stop": {},
    "stop_patience": {"patience": 3},
    "stop_delta": {"patience": 2, "min_delta": 0.25},
    "stop_max": {"patience": 2, "mode": "max"},
    "stop_baseline": {"patience": 3, "baseline": 0.25},
    "stop_late": {"patience": 1, "start_from_epoch": 4},
    "stop_all": {"patience": 2, "min_delta": 0.125, "baseline": 0.5, "start_from_epoch": 2, "mode": "max"},
}
REDUCING = {
    "reduce": {"patience": 1},
    "reduce_patience": {"patience": 3, "factor": 0.5},
    "reduce_delta": {"patience": 2, "min_delta": 0.25, "factor": 0.25},
    "reduce_cooldown": {"patience": 1, "cooldown": 2, "factor": 0.5},
    "reduce_bound": {"patience": 1, "min_lr": 0.03, "factor": 0.5, "mode": "max"},
}
COURSES = 4


class Model:
    """All that the callbacks ask of a model."""

    def __init__(self):
        self.stop_training = False
        self.epoch = 0
        self.metrics = []
        self.optimizer = type("Optimizer", (), {"learning_rate": np.float64(0.1)})()

    def get_weights(self):
        return [np.float64(self.epoch)]

    def set_weights(self, weights):
        (self.epoch,) = weights


def run(callback, values):
    """The epochs of a run, the weights it ends with, and the learning rate of each epoch."""
    model = Model()
    callback.set_model(model)
    callback.on_train_begin()
    rates = []
    for epoch, value in enumerate(values):
        rates.append(float(model.optimizer.learning_rate))
        model.epoch = epoch + 1
        callback.on_epoch_end(epoch, {"wonder": value})
        if model.stop_training:
            break
    callback.on_train_end()
    return len(rates), model.epoch, rates


def write(file):
    for name, options in (STOPPING | REDUCING).items():
        rng = random(name)
        options = {"mode": "min", "monitor": "wonder"} | options
        for course in range(COURSES):
            # Eighths, so that values are often equal, and differences as large as the least that count.
            values = rng.integers(0, 12, EPOCHS) / 8 + np.linspace(0.5, 0, EPOCHS).round(3) * (course % 2)
            if name in STOPPING:
                epochs, weights, _ = run(keras.callbacks.EarlyStopping(restore_best_weights=True, **options), values)
                ends = np.array([epochs, weights], dtype="float64")
                file.add(f"{name}_{course}", values=values, ends=ends)
            else:
                _, _, rates = run(keras.callbacks.ReduceLROnPlateau(**options), values)
                file.add(f"{name}_{course}", values=values, rates=np.array(rates))
