#!/usr/bin/env python3
"""Writes random chains of layers into chains_*.rs, to be checked by finite differences.

    python tests/gradients/generate.py

The files are committed; the same seed gives the same files. Shapes are random up to 17 a side and rank 3, small enough
that all derivatives of a chain take milliseconds.
"""

import pathlib
import random

HERE = pathlib.Path(__file__).parent
SEED = 2
FILES, CHAINS = 8, 30
SIDE, RANK, LENGTH = 17, 3, 6
# Bounds for what differences of a chain cost: parameters, and elements of the input and of any value.
PARAMETERS, INPUTS, ELEMENTS = 220, 40, 90

CLOSURES = [
    "|x| x * sigmoid(x)",
    "|x| 0.5 * x * x",
    "|x| x / (1.0 + abs(x))",
    "|x| sin(x) + 0.5 * x",
    "|x| cos(2.0 * x)",
    "|x| exp(-x * x)",
    "|x| ln(1.0 + x * x)",
    "|x| sqrt(1.0 + x * x) - 1.0",
    "|x| if x > 0.0 { x } else { 0.1 * x }",
    "|x| if x < -1.0 { -1.0 } else if x > 1.0 { 1.0 } else { x }",
    "|x| max(x, 0.3 * x)",
    "|x| min(x, 0.5)",
    "|x| abs(x)",
    "|x| -tanh(x)",
    "|x| 1.0 / (1.0 + x * x)",
    "|x| { let s = sigmoid(x); s * (1.0 - s) }",
    "|x| { let a = tanh(x); a * a + 0.5 * a }",
    "|x| atan(x)",
    "|x| erf(x)",
    "|x| softplus(x) - 0.5",
    "|x| powi(tanh(x), 3)",
]

PLAIN = [
    "linear", "relu", "leaky_relu", "relu6", "elu", "selu", "celu", "gelu", "silu", "mish", "sigmoid", "hard_sigmoid",
    "tanh", "hard_tanh", "softplus", "softsign", "hard_silu", "log_sigmoid", "tanh_shrink", "soft_shrink",
    "hard_shrink", "squareplus", "sparse_plus", "sparse_sigmoid",
]


def number(rng, low, high):
    return f"{rng.uniform(low, high):.2f}"


def with_arguments(rng):
    slope, positive, small = number(rng, 0.05, 0.5), number(rng, 0.3, 2.0), number(rng, 0.1, 0.6)
    return rng.choice([
        f"relu(negative_slope = {slope})",
        f"relu(max_value = {positive})",
        f"relu(threshold = {small})",
        f"relu(negative_slope = {slope}, max_value = {positive}, threshold = {small})",
        f"leaky_relu(negative_slope = {slope})",
        f"elu(alpha = {positive})",
        f"celu(alpha = {positive})",
        f"gelu(approximate = {rng.choice(['true', 'false'])})",
        f"soft_shrink(threshold = {small})",
        f"hard_shrink(threshold = {small})",
        f"threshold(threshold = {small}, default_value = {number(rng, -0.5, 0.5)})",
        f"squareplus(b = {positive})",
    ])


def activation(rng, last_axis):
    """An activation for a value whose last axis is so long. A softmax over one element has no gradient at all."""
    kind = rng.random()
    if kind < 0.45:
        return rng.choice(PLAIN)
    if kind < 0.7:
        return with_arguments(rng)
    if kind < 0.85 or last_axis < 2:
        return rng.choice(CLOSURES)
    return rng.choice(["softmax", "log_softmax"])


def product(shape):
    size = 1
    for side in shape:
        size *= side
    return size


def shape(rng, elements):
    while True:
        sides = tuple(rng.randint(1, SIDE) for _ in range(rng.randint(1, RANK)))
        if product(sides) <= elements:
            return sides


def factored(rng, size):
    """A shape of this size, no side but a single one longer than 17."""
    sides = [size]
    while len(sides) < RANK and rng.random() < 0.8:
        at = rng.randrange(len(sides))
        divisors = [d for d in range(1, SIDE + 1) if sides[at] % d == 0]
        first = rng.choice(divisors)
        sides[at:at + 1] = [first, sides[at] // first]
    return tuple(sides) if len(sides) == 1 or max(sides) <= SIDE else (size,)


def listed(shape):
    return ", ".join(map(str, shape))


class Chain:
    """A chain in the making: its stages as text, the shape that comes out, the parameters so far."""

    def __init__(self, rng):
        self.rng = rng
        self.shape = shape(rng, INPUTS)
        self.parameters = 0
        if rng.random() < 0.15:
            self.stages = [f"Flatten({listed(self.shape)})"]
            self.shape = (product(self.shape),)
        else:
            self.stages = [f"Input({listed(self.shape)})"]

    def dense(self, units=None, last=None):
        """Adds a `Dense`, unless it would be too large."""
        rng, inputs = self.rng, self.shape[-1]
        units = units or rng.randint(1, SIDE)
        bias = rng.random() < 0.8
        parameters = self.parameters + (inputs + bias) * units
        if parameters > PARAMETERS or product(self.shape[:-1]) * units > ELEMENTS:
            return False
        arguments = [str(units)]
        if last:
            arguments.append(last)
        elif rng.random() < 0.6:
            arguments.append(activation(rng, units))
        if not bias:
            arguments.append("use_bias = false")
        self.stages.append(f"Dense({', '.join(arguments)})")
        self.shape, self.parameters = (*self.shape[:-1], units), parameters
        return True

    def grow(self):
        """Adds a random stage."""
        rng, kind = self.rng, self.rng.random()
        if kind < 0.45:
            self.dense()
        elif kind < 0.65:
            chosen = activation(rng, self.shape[-1])
            bare = chosen.startswith("|") or rng.random() < 0.5
            self.stages.append(chosen if bare else f"Activation({chosen})")
        elif kind < 0.71:
            self.shape = (product(self.shape),)
            self.stages.append(rng.choice(["Flatten", "Flatten()"]))
        elif kind < 0.85:
            self.shape = factored(rng, product(self.shape))
            self.stages.append(f"Reshape({listed(self.shape)})")
        else:
            self.stages.append(f"Dropout({rng.choice(['0.1', '0.25', '0.5', '0.6'])})")

    def end(self):
        """Adds the end, and chooses a loss and labels that go with it."""
        rng = self.rng
        head = rng.choice(["softmax", "sigmoid", "linear", "any"])
        if head == "any":
            if not self.parameters and not self.dense():
                self.dense(1)
            # Whatever the chain ends in: these two take every head.
            return rng.choice(["MeanSquaredError::new()", "MeanAbsoluteError::new()"]), "values"
        units = rng.randint(2, 7)
        if head == "linear":
            if not self.dense(units, rng.choice(["linear", "tanh", "elu", "softsign"])):
                return "MeanSquaredError::new()", "values"
            choices = self.crossentropies("from_logits") + [("BinaryCrossentropy::from_logits()", "fractions")]
            return rng.choice(choices)
        if not self.dense(units, head):
            if head == "softmax" and self.shape[-1] < 2:
                return "MeanSquaredError::new()", "values"
            self.stages.append(rng.choice([head, f"Activation({head})"]))
        if head == "sigmoid":
            return rng.choice([("BinaryCrossentropy::new()", "fractions")] * 3 + [("MeanSquaredError::new()", "fractions")])
        return rng.choice(self.crossentropies("new") * 2 + [("MeanAbsoluteError::new()", "distributions")])

    def crossentropies(self, constructor):
        choices = [(f"CategoricalCrossentropy::{constructor}()", "distributions")]
        if len(self.shape) == 1:
            choices.append((f"SparseCategoricalCrossentropy::{constructor}()", f"class({self.shape[-1]})"))
        if len(self.shape) == 2:
            choices.append((f"SparseCategoricalCrossentropy::{constructor}()", f"steps({listed(self.shape)})"))
        return choices


def chain(rng):
    """The text of a model's body, its loss and its labels."""
    made = Chain(rng)
    for _ in range(rng.randint(1, LENGTH)):
        made.grow()
    loss, labels = made.end()
    return " -> ".join(made.stages), loss, labels


def file(rng, at):
    first = at * CHAINS
    models, checks, losses = [], [], set()
    for number in range(first, first + CHAINS):
        body, loss, labels = chain(rng)
        models.append(f"    #[scalar(f64)] Chain{number:03}: {body};")
        checks.append(f"    chain{number:03}: Chain{number:03}, {loss}, {labels};")
        losses.add(loss.split(":")[0])
    imports = ", ".join(sorted(losses))
    use = f"use chainrule::loss::{{{imports}}};"
    if len(use) > 120:
        use = "use chainrule::loss::{\n    " + imports + ",\n};"
    lines = [
        f"//! Random chains {first} to {first + CHAINS - 1}, written by `generate.py`.", "",
        use, "use chainrule::model;", "", "use crate::check::gradients;", "",
        "model! {", *models, "}", "", "gradients! {", *checks, "}",
    ]
    (HERE / f"chains_{at}.rs").write_text("\n".join(lines) + "\n")


def main():
    rng = random.Random(SEED)
    for at in range(FILES):
        file(rng, at)


if __name__ == "__main__":
    main()
