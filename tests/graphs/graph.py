"""A random graph in the making."""

from layers import Layers
from words import listed, product

NODES = 20
# Bounds for what differences of a graph cost: parameters, elements of any value and of the inputs.
PARAMETERS, ELEMENTS, INPUTS = 230, 96, 36

ANY = [
    "dense", "dense", "function", "function", "over_rows", "softmax_axis", "rectifier", "prelu", "flatten", "reshape",
    "permute", "rescaling", "normalization", "batch_norm", "layer_norm", "group_norm", "rms_norm", "dropout",
]
SPATIAL = ["conv", "conv", "conv", "conv_transposed", "pool", "pool", "global_pool", "padding", "cropping", "up_sampling"]
BY_RANK = {
    1: [*ANY, "repeat_vector", "dense", "reshape"],
    2: [*ANY, *SPATIAL, "recurrent", "recurrent", "recurrent", "bidirectional", "bidirectional", "attention",
        "attention", "position", "time_distributed"],
    3: [*ANY, *SPATIAL, "depthwise", "depthwise", "time_distributed", "conv", "pool"],
    4: ["time_distributed"] * 6 + ["dense", "function", "flatten", "reshape", "permute"],
}
# Of these a value comes out in the shape that went in, and their weights can be shared.
SHARED = {"dense", "prelu", "layer_norm", "batch_norm", "conv", "conv_transposed", "depthwise", "recurrent",
          "bidirectional", "attention", "position", "model"}


class Graph:
    """A graph in the making: its statements, its values with their shapes, and how often each is used."""

    def __init__(self, rng, inner, nodes, shape=None):
        self.rng, self.layers, self.inner = rng, Layers(rng), inner
        self.statements, self.shapes, self.uses = [], {}, {}
        self.parameters, self.nodes, self.limit = 0, 0, nodes
        self.shared = []  # A layer with a name: the name, the shape that it takes, the one that it gives.
        self.bind(f"Input({listed(shape or self.input_shape())})", shape or self.last_shape)

    def input_shape(self):
        rng = self.rng
        while True:
            rank = rng.choice([1, 1, 2, 2, 2, 3, 3, 3, 4])
            shape = tuple(rng.randint(1, [8, 6, 5, 3][rank - 1]) for _ in range(rank))
            if 2 <= product(shape) <= INPUTS:
                self.last_shape = shape
                return shape

    def bind(self, text, shape, uses=()):
        """A value of its own."""
        name = f"v{len(self.shapes)}"
        self.statements.append(f"let {name} = {text};")
        self.shapes[name], self.uses[name] = shape, 0
        self.use(*uses)
        return name

    def use(self, *names):
        for name in names:
            self.uses[name] += 1

    def fits(self, shape, params=0):
        return product(shape) <= ELEMENTS and self.parameters + params <= PARAMETERS and max(shape) <= 24

    def any_value(self):
        """A value, rather one that nothing uses yet."""
        leaves = [name for name, uses in self.uses.items() if not uses]
        return self.rng.choice(leaves if leaves and self.rng.random() < 0.6 else list(self.shapes))

    def layer(self, shape):
        """A random layer that fits: its text, its output's shape and its kind."""
        for _ in range(20):
            kind = self.rng.choice(BY_RANK[len(shape)])
            found = getattr(self.layers, kind)(shape)
            if found and len(found[1]) <= 4 and self.fits(found[1], found[2]):
                self.parameters += found[2]
                self.nodes += 1
                return found[0], found[1], kind
        return None

    def same(self, shape, repeated):
        """A chain that gives the shape that it takes; layers of what is repeated have no names."""
        text, made = [], shape
        for _ in range(self.rng.randint(1, 2)):
            found = self.layer(made)
            if found:
                text.append(found[0] + ("" if repeated else self.name(found[2], made, found[1])))
                made = found[1]
        back = self.to(made, shape)
        if back is None:
            return None
        return " -> ".join(text + back) or None

    def to(self, found, wanted):
        """Stages from one shape to another, or nothing if they would be too large."""
        stages = []
        if found == wanted:
            return stages
        if found[:-1] != wanted[:-1]:
            if len(found) > 1 and product(found) != product(wanted):
                stages.append("Flatten")
                found = (product(found),)
                self.nodes += 1
            if product(found) != product(wanted):
                text, found, params = self.layers.dense(found, product(wanted))
                if not self.fits(found, params):
                    return None
                self.parameters += params
                self.nodes += 1
                stages.append(text)
            if found != wanted:
                self.nodes += 1
                stages.append(f"Reshape({listed(wanted)})")
            return stages
        text, made, params = self.layers.dense(found, wanted[-1])
        if not self.fits(made, params):
            return None
        self.parameters += params
        self.nodes += 1
        return [*stages, text]

    def grow(self):
        kind, x = self.rng.random(), self.any_value()
        shape = self.shapes[x]
        if kind < 0.42:
            self.chain(x)
        elif kind < 0.66:
            self.merge(x)
        elif kind < 0.74:
            self.residual(x)
        elif kind < 0.8:
            self.model(x)
        elif kind < 0.93:
            self.again()
        else:
            self.states(x)

    def residual(self, x):
        """What a chain gives, added to what it takes; or a chain several times, its weights others each time."""
        times = self.rng.choice([1, 1, 1, 2, 3])
        before = self.parameters, self.nodes
        stages = self.same(self.shapes[x], times > 1)
        if not stages:
            return
        around = times == 1 or self.rng.random() < 0.6
        text = f"Residual({stages})" if around else stages
        text = f"repeat({times}, {text})" if times > 1 else text
        self.parameters += (times - 1) * (self.parameters - before[0])
        self.nodes += (times - 1) * (self.nodes - before[1]) + times * around
        self.bind(f"{x} -> {text}", self.shapes[x], [x])

    def chain(self, x):
        shape, stages = self.shapes[x], []
        for _ in range(self.rng.choice([1, 1, 2, 3])):
            found = self.layer(shape)
            if not found:
                break
            text, made, kind = found
            stages.append(text + self.name(kind, shape, made))
            shape = made
        if stages:
            self.bind(" -> ".join([x, *stages]), shape, [x])

    def name(self, kind, takes, gives):
        """Perhaps a name for a layer, by which it is used again."""
        if kind not in SHARED or self.rng.random() > 0.4:
            return ""
        self.shared.append((f"s{len(self.shared)}", kind, takes, gives))
        return f" as {self.shared[-1][0]}"

    def again(self):
        """A layer that has a name, once more: on a value of the shape that it takes, or of another that fits its weights."""
        if not self.shared:
            return
        name, kind, takes, gives = self.rng.choice(self.shared)
        x = self.any_value()
        found = self.shapes[x]
        if kind == "dense" and found[-1] == takes[-1]:
            takes, gives = found, (*found[:-1], gives[-1])
        elif kind in ("recurrent", "bidirectional", "attention") and len(found) == 2 and found[1] == takes[1]:
            takes, gives = found, (found[0], gives[1]) if len(gives) == 2 else gives
        if not self.fits(gives):
            return
        if found != takes:
            x = self.rng.choice([x for x, shape in self.shapes.items() if shape == takes] or [x])
        stages = self.to(self.shapes[x], takes)
        if stages is not None:
            self.nodes += 1
            self.bind(" -> ".join([x, *stages, name]), gives, [x])

    def model(self, x):
        """A model of the same call as a layer; once or twice, with the same weights."""
        if not self.inner:
            return
        name, takes, gives, params, nodes = self.rng.choice(self.inner)
        if self.parameters + params > PARAMETERS or self.nodes + nodes > self.limit:
            return
        stages = self.to(self.shapes[x], takes)
        if stages is None:
            return
        self.parameters += params
        self.nodes += nodes
        alias = self.name("model", takes, gives)
        self.bind(" -> ".join([x, *stages, name + alias]), gives, [x])

    def partner(self, shape, x):
        """A value of a shape: one that there is, or one brought to it."""
        names = [name for name, found in self.shapes.items() if found == shape and name != x]
        if names and self.rng.random() < 0.8:
            return self.rng.choice(names)
        other = self.any_value()
        stages = self.to(self.shapes[other], shape)
        if stages is None:
            return None
        if not stages:
            found = self.layers.function(shape)
            stages = [found[0]]
            self.nodes += 1
        return self.bind(" -> ".join([other, *stages]), shape, [other])

    def merge(self, x):
        rng, shape = self.rng, self.shapes[x]
        kind = rng.choice(["sum", "sum", "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate",
                           "Concatenate", "Dot", "MultiHeadAttention", "gate"])
        if kind == "Concatenate":
            return self.concatenate(x)
        if kind == "Dot":
            return self.dot(x)
        if kind == "MultiHeadAttention":
            return self.cross(x)
        others = [self.partner(shape, x) for _ in range(1 if kind in ("Subtract", "gate") else rng.randint(1, 2))]
        if None in others:
            return None
        values = [x, *others]
        self.nodes += len(others)
        if kind == "gate":
            self.nodes += 1
            gate = rng.choice(["sigmoid", "tanh", "softmax"] if shape[-1] > 1 else ["sigmoid", "tanh"])
            return self.bind(f"{x} * ({others[0]} -> {gate})", shape, values)
        if kind == "sum":
            text = values[0]
            for value in values[1:]:
                text += f" {rng.choice('++-*')} {value}"
            if rng.random() < 0.3:
                text += f" + {x}"
                self.use(x)
            return self.bind(text, shape, values)
        if kind == "Multiply" and len(values) > 2:
            values = values[:2]
        if rng.random() < 0.15 and kind not in ("Subtract", "Multiply"):
            values.append(x)
            self.nodes += 1
        return self.bind(f"{kind}()({listed(values)})", shape, values)

    def concatenate(self, x):
        shape = self.shapes[x]
        axis = self.rng.randrange(len(shape))
        fits = [name for name, s in self.shapes.items()
                if len(s) == len(shape) and s[:axis] + s[axis + 1:] == shape[:axis] + shape[axis + 1:]]
        values = [x, *(self.rng.choice(fits) for _ in range(self.rng.randint(1, 2)))]
        made = (*shape[:axis], sum(self.shapes[value][axis] for value in values), *shape[axis + 1:])
        if not self.fits(made):
            return
        self.nodes += 1
        given = "" if axis == len(shape) - 1 and self.rng.random() < 0.6 else f"axis = {axis + 1}"
        self.bind(f"Concatenate({given})({listed(values)})", made, values)

    def dot(self, x):
        a = self.shapes[x]
        if len(a) > 2:
            return
        at = self.rng.randrange(len(a))
        fits = [(name, axis) for name, s in self.shapes.items() if len(s) < 3
                for axis, side in enumerate(s) if side == a[at]]
        y, of_y = self.rng.choice(fits)
        b = self.shapes[y]
        made = (*a[:at], *a[at + 1:], *b[:of_y], *b[of_y + 1:]) or (1,)
        if not self.fits(made):
            return
        self.nodes += 1
        self.bind(f"Dot(({at + 1}, {of_y + 1}))({x}, {y})", made, [x, y])

    def cross(self, x):
        shape = self.shapes[x]
        sequences = [name for name, s in self.shapes.items() if len(s) == 2]
        if len(shape) != 2:
            return
        value = self.rng.choice(sequences)
        keys = [name for name in sequences if self.shapes[name][0] == self.shapes[value][0]]
        key = self.rng.choice(keys) if self.rng.random() < 0.5 else value
        text, output, params = self.layers.attention_options(shape[1], self.shapes[key][1], self.shapes[value][1])
        if not self.fits((shape[0], output), params):
            return
        self.parameters += params
        self.nodes += 1
        values = [x, value] if key == value else [x, value, key]
        self.bind(f"{text}({listed(values)})", (shape[0], output), values)

    def states(self, x):
        """A recurrent layer that gives its states, perhaps to another one."""
        shape = self.shapes[x]
        if len(shape) != 2:
            return
        if self.rng.random() < 0.2:
            return self.both(x)
        text, units, params, sequences, name = self.layers.cell(shape[-1], ["return_state = true"])
        made = (shape[0], units) if sequences else (units,)
        if not self.fits(made, params):
            return
        self.parameters += params
        states = 2 if name == "LSTM" else 1
        wide = [value for value, s in self.shapes.items() if s == (units,)]
        given = [self.rng.choice(wide) for _ in range(states)] if wide and self.rng.random() < 0.7 else []
        names = [f"v{len(self.shapes) + at}" for at in range(1 + states)]
        apply = f"({listed([x, *given])})" if given else ""
        text = f"{text}{apply}" if given else f"{x} -> {text}"
        self.nodes += 1
        self.statements.append(f"let ({listed(names)}) = {text};")
        for value, of in zip(names, [made, *[(units,)] * states]):
            self.shapes[value], self.uses[value] = of, 0
        self.use(x, *given)

    def both(self, x):
        """A recurrent layer in both directions, each with its own value."""
        shape = self.shapes[x]
        text, units, params, sequences, _ = self.layers.cell(shape[-1])
        made = (shape[0], units) if sequences else (units,)
        if not self.fits(made, 2 * params):
            return
        self.parameters += 2 * params
        self.nodes += 1
        names = [f"v{len(self.shapes) + at}" for at in range(2)]
        self.statements.append(f"let ({listed(names)}) = {x} -> Bidirectional({text}, merge_mode = none);")
        for value in names:
            self.shapes[value], self.uses[value] = made, 0
        self.use(x)

    def end(self):
        """Every value that nothing uses goes into the output."""
        rng = self.rng
        leaves = [name for name, uses in self.uses.items() if not uses]
        flat = sum(product(self.shapes[name]) for name in leaves)
        if len(leaves) == 1 and rng.random() < 0.8:
            return leaves[0], self.shapes[leaves[0]]
        parts = [name if len(self.shapes[name]) == 1 else f"({name} -> Flatten)" for name in leaves]
        whole = f"Concatenate()({', '.join(parts)})" if len(parts) > 1 else parts[0]
        return whole, (flat,)

    def head(self, text, shape):
        """The output's last stage, a loss and labels that go with it."""
        rng = self.rng
        text = text[1:-1] if text.startswith("(") else text
        kind = rng.choice(["linear", "softmax", "sigmoid", "none", "none"])
        if kind == "none" and text.startswith("v") and "->" not in text and self.statements[-1].startswith(f"let {text} "):
            # The last value is the output as it stands.
            text = self.statements.pop().split(" = ", 1)[1].removesuffix(";")
            return text, "MeanSquaredError::new()", "values"
        if kind == "none":
            return text, "MeanSquaredError::new()", "values"
        units = rng.randint(2, 3)
        if len(shape) == 2 and kind == "softmax":
            # A class for each step.
            return (f"{text} -> Dense({units}, softmax)", "SparseCategoricalCrossentropy::new()",
                    f"steps({shape[0]}, {units})")
        if len(shape) > 1:
            text, shape = f"{text} -> Flatten", (product(shape),)
        if (shape[0] + 1) * units <= 90:
            stage = f"Dense({units}{'' if kind == 'linear' else ', ' + kind})"
        else:
            stage, units = {"linear": "tanh"}.get(kind, kind), shape[0]
        text = f"{text} -> {stage}"
        if kind == "softmax" and units > 1:
            loss = rng.choice([("SparseCategoricalCrossentropy::new()", f"class({units})"),
                               ("CategoricalCrossentropy::new()", "distributions")])
            return text, *loss
        if kind == "sigmoid":
            return text, "BinaryCrossentropy::new()", "fractions"
        return text, "MeanSquaredError::new()", "values"
