#!/usr/bin/env python3
"""Writes random graphs of layers into models_*.rs: their gradients are checked by finite differences, and what they
predict by the interpreter.

    python tests/graphs/generate.py

The files are committed; the same seed gives the same files. A graph has up to 20 nodes; values are used several times,
layers are shared, models stand inside models. Sizes are small enough that all derivatives of a graph take milliseconds.
"""

import pathlib
import random

from graph import NODES, Graph
from words import product

HERE = pathlib.Path(__file__).parent
SEED = 20
FILES, GRAPHS, INNER = 10, 32, 3


def graph(rng, inner):
    """The text of a graph, its loss and its labels; `None` if it came out too small, or too large."""
    made = Graph(rng, inner, NODES)
    aim = rng.randint(5, NODES - 4)
    for _ in range(60):
        if made.nodes >= aim:
            break
        made.grow()
    text, shape = made.end()
    text, loss, labels = made.head(text, shape)
    if not 4 <= made.nodes <= NODES or not made.parameters or product(shape) > 400:
        return None
    return " ".join([*made.statements, text]), loss, labels


def inner_model(rng):
    """A small model to stand inside others: its text, its shapes, its parameters and nodes."""
    takes = rng.choice([(3,), (4,), (4, 2), (3, 3), (3, 3, 2)])
    made = Graph(rng, [], 5, takes)
    while made.nodes < 3:
        made.grow()
    text, shape = made.end()
    if made.parameters > 60 or product(shape) > 16 or not made.parameters or made.nodes > 6:
        return None
    return " ".join([*made.statements, text]), takes, shape, made.parameters, made.nodes


def until(make):
    while True:
        made = make()
        if made:
            return made


def file(rng, at):
    models, checks, inner = [], [], []
    for number in range(INNER):
        name = f"Inner{at}{number}"
        text, takes, gives, params, nodes = until(lambda: inner_model(rng))
        models.append(f"        #[scalar(f64)] {name}: {text};")
        checks.append(f"    inner{at}{number}: {name}, MeanSquaredError::new(), values;")
        inner.append((name, takes, gives, params, nodes))
    losses = {"MeanSquaredError"}
    for number in range(at * GRAPHS, (at + 1) * GRAPHS):
        text, loss, labels = until(lambda: graph(rng, inner))
        models.append(f"        #[scalar(f64)] Graph{number:03}: {text};")
        checks.append(f"    graph{number:03}: Graph{number:03}, {loss}, {labels};")
        losses.add(loss.split(":")[0])
    imports = ", ".join(sorted(losses))
    imports = f"{{{imports}}}" if len(losses) > 1 else imports
    lines = [
        f"//! Random graphs {at * GRAPHS} to {(at + 1) * GRAPHS - 1}, written by `generate.py`.", "",
        f"use chainrule::loss::{imports};", "", "use crate::compare::graphs;", "",
        "graphs! {", "    models {", *models, "    }", *checks, "}",
    ]
    (HERE / f"models_{at}.rs").write_text("\n".join(lines) + "\n")


def main():
    rng = random.Random(SEED)
    for at in range(FILES):
        file(rng, at)


if __name__ == "__main__":
    main()
