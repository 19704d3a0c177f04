"""Ten steps of each optimizer on one batch, from given weights: the loss before each step, the weights after the last."""

import keras
import numpy as np
from keras.layers import Dense

from record import build, exact, floats, labels_like, named_weights, random, step

STEPS = 10
OPTIMIZERS = {
    "sgd": lambda: keras.optimizers.SGD(),
    "sgd_rate": lambda: keras.optimizers.SGD(learning_rate=0.5),
    "sgd_momentum": lambda: keras.optimizers.SGD(learning_rate=0.1, momentum=0.9),
    "sgd_nesterov": lambda: keras.optimizers.SGD(learning_rate=0.1, momentum=0.9, nesterov=True),
    "adam": lambda: keras.optimizers.Adam(),
    "adam_rate": lambda: keras.optimizers.Adam(learning_rate=0.05),
    "adam_betas": lambda: keras.optimizers.Adam(learning_rate=0.02, beta_1=0.8, beta_2=0.95, epsilon=1e-3),
}


def write(file):
    for name, optimizer in OPTIMIZERS.items():
        for case in (name, f"{name}_f32"):
            dtype = floats(case)
            rng = random(name)
            model = build(rng, (4,), [Dense(6, "tanh"), Dense(3)])
            x = rng.standard_normal((8, 4)).astype(dtype)
            labels = labels_like("classes", rng, np.empty((8, 3)), dtype)
            loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
            file.add(case, x=x, labels=labels)
            file.add(case, **{weight: variable.numpy().copy() for weight, variable in named_weights(model)})
            rule = optimizer() if dtype == "float32" else exact(optimizer())
            losses = []
            for _ in range(STEPS):
                _, value, gradient, _ = step(model, x, labels, loss, "softmax", from_logits=True)
                losses.append(value)
                rule.apply(gradient, model.trainable_variables)
            file.add(case, losses=np.array(losses))
            file.add(case, **{f"after.{weight}": variable.numpy() for weight, variable in named_weights(model)})
