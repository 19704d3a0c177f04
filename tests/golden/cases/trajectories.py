"""Ten steps of each optimizer on one batch, from given weights: the loss before each step, the weights after the last, or
their averages, if there are such."""

import keras
import keras.src.optimizers.nadam
import numpy as np
from keras.layers import Dense

from record import build, exact, floats, labels_like, named_weights, random, step



class ExactOps:
    """`keras.ops`, but numbers of Python stay float64: the 0.96 of Nadam would be cast by way of float32."""

    def __getattr__(self, name):
        return getattr(keras.ops, name)

    def cast(self, x, dtype):
        return keras.ops.cast(np.float64(x) if isinstance(x, float) else x, dtype)

    def power(self, x, exponent):
        return keras.ops.power(self.cast(x, exponent.dtype), exponent)


keras.src.optimizers.nadam.ops = ExactOps()

def lasting(rule, names):
    """An optimizer whose weight decay leaves some weights out."""
    rule.exclude_from_weight_decay(var_names=names)
    return rule


STEPS = 10
OPTIMIZERS = {
    "sgd": lambda: keras.optimizers.SGD(),
    "sgd_rate": lambda: keras.optimizers.SGD(learning_rate=0.5),
    "sgd_momentum": lambda: keras.optimizers.SGD(learning_rate=0.1, momentum=0.9),
    "sgd_nesterov": lambda: keras.optimizers.SGD(learning_rate=0.1, momentum=0.9, nesterov=True),
    "adam": lambda: keras.optimizers.Adam(),
    "adam_rate": lambda: keras.optimizers.Adam(learning_rate=0.05),
    "sgd_decay": lambda: keras.optimizers.SGD(learning_rate=0.1, momentum=0.9, weight_decay=0.05),
    "rmsprop": lambda: keras.optimizers.RMSprop(),
    "rmsprop_arguments": lambda: keras.optimizers.RMSprop(
        learning_rate=0.02, rho=0.8, momentum=0.5, epsilon=1e-3, centered=True
    ),
    "rmsprop_momentum": lambda: keras.optimizers.RMSprop(learning_rate=0.02, momentum=0.9),
    "rmsprop_centered": lambda: keras.optimizers.RMSprop(learning_rate=0.02, centered=True, epsilon=1e-3),
    "adagrad": lambda: keras.optimizers.Adagrad(),
    "adagrad_arguments": lambda: keras.optimizers.Adagrad(
        learning_rate=0.2, initial_accumulator_value=0.25, epsilon=1e-3
    ),
    "adadelta": lambda: keras.optimizers.Adadelta(),
    "adadelta_arguments": lambda: keras.optimizers.Adadelta(learning_rate=1.0, rho=0.8, epsilon=1e-3),
    "adamw": lambda: keras.optimizers.AdamW(),
    "adamw_decay": lambda: keras.optimizers.AdamW(learning_rate=0.05, weight_decay=0.2, amsgrad=True),
    "amsgrad": lambda: keras.optimizers.Adam(learning_rate=0.05, beta_2=0.5, amsgrad=True),
    "nadam": lambda: keras.optimizers.Nadam(),
    "nadam_betas": lambda: keras.optimizers.Nadam(learning_rate=0.02, beta_1=0.8, beta_2=0.95, epsilon=1e-3),
    "adamax": lambda: keras.optimizers.Adamax(),
    "adamax_betas": lambda: keras.optimizers.Adamax(learning_rate=0.02, beta_1=0.8, beta_2=0.5, epsilon=1e-3),
    "lion": lambda: keras.optimizers.Lion(),
    "lion_betas": lambda: keras.optimizers.Lion(learning_rate=0.02, beta_1=0.8, beta_2=0.5, weight_decay=0.1),
    "adamw_lasting": lambda: lasting(keras.optimizers.AdamW(learning_rate=0.05, weight_decay=0.4), ["bias"]),
    "sgd_lasting": lambda: lasting(keras.optimizers.SGD(learning_rate=0.1, weight_decay=0.4), ["kern", "x"]),
    "clipvalue": lambda: keras.optimizers.SGD(learning_rate=0.5, clipvalue=0.05),
    "clipnorm": lambda: keras.optimizers.Adam(learning_rate=0.05, epsilon=0.1, clipnorm=0.1),
    "global_clipnorm": lambda: keras.optimizers.Adam(learning_rate=0.05, epsilon=0.1, global_clipnorm=0.1),
    "accumulation": lambda: keras.optimizers.Adam(learning_rate=0.05, gradient_accumulation_steps=3),
    "accumulation_scheduled": lambda: keras.optimizers.AdamW(
        keras.optimizers.schedules.ExponentialDecay(0.125, 4, 0.5, staircase=True),
        gradient_accumulation_steps=2, global_clipnorm=0.25,
    ),
    "ema": lambda: keras.optimizers.SGD(learning_rate=0.5, use_ema=True, ema_momentum=0.75),
    "ema_overwrite": lambda: keras.optimizers.Adam(
        learning_rate=0.05, use_ema=True, ema_momentum=0.5, ema_overwrite_frequency=4
    ),
    "ema_accumulation": lambda: keras.optimizers.Adam(
        learning_rate=0.05, use_ema=True, ema_overwrite_frequency=2, gradient_accumulation_steps=3
    ),
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
            if rule.use_ema:
                rule.finalize_variable_values(model.trainable_variables)
            file.add(case, **{f"after.{weight}": variable.numpy() for weight, variable in named_weights(model)})
