#!/usr/bin/env python3
"""Writes random graphs of layers into models_*.rs: their gradients are checked by finite differences, and what they
predict by the interpreter.

    python tests/graphs/generate.py

The files are committed; the same seed gives the same files. A graph has up to 20 nodes; values are used several times,
layers are shared, models stand inside models. Sizes are small enough that all derivatives of a graph take milliseconds.
"""

import pathlib
import random

HERE = pathlib.Path(__file__).parent
SEED = 20
FILES, GRAPHS, INNER = 10, 32, 3
NODES = 20
# Bounds for what differences of a graph cost: parameters, elements of any value and of the inputs.
PARAMETERS, ELEMENTS, INPUTS = 230, 96, 36

ACTIVATIONS = [
    "tanh", "sigmoid", "silu", "gelu", "softplus", "elu", "softsign", "mish", "relu", "leaky_relu", "selu", "celu",
    "hard_tanh", "hard_sigmoid", "hard_silu", "relu6", "log_sigmoid", "tanh_shrink", "squareplus", "exponential",
    "sparse_sigmoid", "soft_shrink",
]
SMOOTH = ["tanh", "sigmoid", "silu", "gelu", "softplus", "softsign", "mish", "squareplus"]
CLOSURES = [
    "|x| x * sigmoid(x)", "|x| sin(x) + 0.5 * x", "|x| cos(2.0 * x)", "|x| x / (1.0 + abs(x))", "|x| exp(-x * x)",
    "|x| sqrt(1.0 + x * x) - 1.0", "|x| if x > 0.0 { x } else { 0.1 * x }", "|x| { let s = sigmoid(x); s * (1.0 - s) }",
    "|x| max(x, 0.3 * x)", "|x| -tanh(x)", "|x| atan(x)", "|x| ln(1.0 + x * x)",
]
# What a recurrent layer takes: functions whose output tells their derivative.
CELLS = ["tanh", "sigmoid", "hard_sigmoid", "linear"]


def product(shape):
    size = 1
    for side in shape:
        size *= side
    return size


def listed(shape):
    return ", ".join(map(str, shape))


def tuple_of(numbers):
    return str(numbers[0]) if len(set(numbers)) == 1 else f"({listed(numbers)})"


class Layers:
    """Random layers: each method takes the shape of an input, and gives the text of the layer, the shape of its output
    and the number of its parameters, or nothing where it does not fit."""

    def __init__(self, rng):
        self.rng = rng

    def activation(self):
        return self.rng.choice(self.rng.choice([ACTIVATIONS, SMOOTH, CLOSURES]))

    def chance(self, probability):
        return self.rng.random() < probability

    def number(self, low, high):
        return f"{self.rng.uniform(low, high):.2f}"

    # Any rank.

    def dense(self, s, units=None):
        last = units or self.rng.randint(1, 6)
        inputs, bias = s[-1], self.chance(0.8)
        arguments, made = [str(last)], last
        kind = self.rng.random()
        if units is None and kind < 0.1 and last % 2 == 0:
            arguments.append("glu")
            made = last // 2
        elif units is None and kind < 0.2 and last > 1:
            arguments.append(self.rng.choice(["softmax", "log_softmax", "sparsemax"]))
        elif kind < 0.7:
            arguments.append(self.activation())
        if not bias:
            arguments.append("use_bias = false")
        if self.chance(0.05):
            arguments.append("trainable = false")
        return f"Dense({', '.join(arguments)})", (*s[:-1], made), (inputs + bias) * last

    def function(self, s):
        text = self.activation()
        if not text.startswith("|") and self.chance(0.3):
            text = f"Activation({text})"
        return text, s, 0

    def over_rows(self, s):
        choices = ["glu"] if s[-1] % 2 == 0 and s[-1] > 1 else []
        if s[-1] > 1:
            choices += ["softmax", "log_softmax", "sparsemax"]
        if not choices:
            return None
        text = self.rng.choice(choices)
        return text, (*s[:-1], s[-1] // 2) if text == "glu" else s, 0

    def softmax_axis(self, s):
        axes = [axis for axis, side in enumerate(s) if side > 1]
        if not axes:
            return None
        axis = self.rng.choice(axes)
        return f"Softmax(axis = {self.rng.choice([axis + 1, axis - len(s)])})", s, 0

    def rectifier(self, s):
        return self.rng.choice([
            ("ReLU(max_value = 1.5, negative_slope = 0.2, threshold = 0.1)", s, 0),
            ("ReLU", s, 0),
            ("LeakyReLU", s, 0),
            (f"LeakyReLU({self.number(0.1, 0.6)})", s, 0),
            (f"ELU({self.number(0.3, 1.5)})", s, 0),
        ])

    def prelu(self, s):
        shared = self.rng.randint(0, len(s) - 1)
        if not shared:
            return "PReLU", s, product(s)
        axes = tuple(range(1, shared + 1))
        return f"PReLU(shared_axes = {axes if shared > 1 else 1})", s, product(s[shared:])

    def flatten(self, s):
        return (self.rng.choice(["Flatten", "Flatten()"]), (product(s),), 0) if len(s) > 1 else None

    def reshape(self, s):
        size = product(s)
        shapes = [(size,)]
        for a in range(1, size + 1):
            if size % a == 0:
                shapes.append((a, size // a))
                shapes += [(a, b, size // a // b) for b in range(1, size // a + 1) if size // a % b == 0]
        shapes = [shape for shape in shapes if shape != s and (len(shape) == 1 or max(shape) <= 8)]
        if not shapes:
            return None
        rank = self.rng.choice(sorted({len(shape) for shape in shapes}))
        shape = self.rng.choice([shape for shape in shapes if len(shape) == rank])
        return f"Reshape({listed(shape)})", shape, 0

    def permute(self, s):
        if len(s) < 2:
            return None
        order = list(range(1, len(s) + 1))
        self.rng.shuffle(order)
        return f"Permute({listed(order)})", tuple(s[axis - 1] for axis in order), 0

    def rescaling(self, s):
        offset = f", offset = {self.number(-1, 1)}" if self.chance(0.5) else ""
        return f"Rescaling({self.number(0.3, 2)}{offset})", s, 0

    def normalization(self, s):
        given = f"(mean = {self.number(-0.5, 0.5)}, variance = {self.number(0.5, 3)})" if self.chance(0.5) else ""
        return f"Normalization{given}", s, 2 * s[-1]

    def affine(self, name, s, first, moving):
        """A normalisation with `gamma` and `beta`, either of which may be left out."""
        arguments, params = list(first), (2 + moving) * s[-1]
        for word in ["center", "scale"]:
            if self.chance(0.2):
                arguments.append(f"{word} = false")
                params -= s[-1]
        return f"{name}({', '.join(arguments)})" if arguments else name, s, params

    def batch_norm(self, s):
        first = ["epsilon = 0.1", *(["trainable = false"] if self.chance(0.15) else [])]
        return self.affine("BatchNormalization", s, first, 2)

    def layer_norm(self, s):
        return self.affine("LayerNormalization", s, ["epsilon = 0.1"], 0) if s[-1] > 2 else None

    def group_norm(self, s):
        groups = [groups for groups in range(1, s[-1] + 1) if s[-1] % groups == 0]
        if product(s[:-1]) > 1:
            groups.append(-1)
        groups = self.rng.choice(groups)
        if product(s) // (groups if groups > 0 else s[-1]) < 3:
            return None
        return self.affine("GroupNormalization", s, [str(groups), "epsilon = 0.1"], 0)

    def rms_norm(self, s):
        return ("RMSNormalization(epsilon = 0.1)", s, s[-1]) if s[-1] > 1 else None

    # At random while training, nothing when predicting.

    def dropout(self, s):
        choices = [f"Dropout({self.number(0.1, 0.6)})", f"GaussianNoise({self.number(0.05, 0.4)})"]
        if len(s) in (2, 3):
            choices += [f"SpatialDropout{len(s) - 1}D({self.number(0.1, 0.5)})"] * 2
        return self.rng.choice(choices), s, 0

    # Images and sequences.

    def windows(self, s, causal, dilated, equal=False):
        """Sizes, strides, padding, dilation, and the sides of the output, of windows over s."""
        axes = len(s) - 1
        size = [self.rng.randint(1, min(4, side + 1)) for side in s[:-1]]
        strides = [self.rng.choice([1, 1, 2, 3]) for _ in range(axes)]
        if equal:
            strides = strides[:1] * axes
        if self.chance(0.5):
            size = size[:1] * axes
        dilation = [1] * axes
        if dilated and self.chance(0.3):
            dilation, strides = [self.rng.randint(2, 3) for _ in range(axes)], [1] * axes
            if equal:
                dilation = dilation[:1] * axes
        padding = self.rng.choice(["valid", "valid", "same", "same", "causal"] if causal else ["valid", "same"])
        reach = [(k - 1) * d + 1 for k, d in zip(size, dilation)]
        if padding == "valid":
            if any(r > side for r, side in zip(reach, s)):
                return None
            sides = tuple((side - r) // t + 1 for side, r, t in zip(s, reach, strides))
        else:
            sides = tuple(-(-side // t) for side, t in zip(s, strides))
        return size, strides, padding, dilation, sides

    def options(self, strides, padding, dilation):
        arguments = []
        if set(strides) != {1}:
            arguments.append(f"strides = {tuple_of(strides)}")
        if padding != "valid":
            arguments.append(f"padding = {padding}")
        if set(dilation) != {1}:
            arguments.append(f"dilation_rate = {tuple_of(dilation)}")
        return arguments

    def finish(self, arguments):
        if self.chance(0.5):
            arguments.append(f"activation = {self.activation()}")
        bias = self.chance(0.75)
        if not bias:
            arguments.append("use_bias = false")
        return bias

    def conv(self, s):
        found = self.windows(s, len(s) == 2, True)
        if not found:
            return None
        size, strides, padding, dilation, sides = found
        groups = self.rng.choice([g for g in range(1, s[-1] + 1) if s[-1] % g == 0] + [1])
        filters = groups * self.rng.randint(1, max(1, 5 // groups))
        arguments = [str(filters), tuple_of(size), *self.options(strides, padding, dilation)]
        if groups > 1:
            arguments.append(f"groups = {groups}")
        bias = self.finish(arguments)
        params = (product(size) * s[-1] // groups + bias) * filters
        return f"Conv{len(s) - 1}D({', '.join(arguments)})", (*sides, filters), params

    def conv_transposed(self, s):
        axes = len(s) - 1
        size, strides = [self.rng.randint(1, 3) for _ in range(axes)], [self.rng.randint(1, 3) for _ in range(axes)]
        padding = self.rng.choice(["valid", "same"])
        scaled = [side * t for side, t in zip(s, strides)]
        if padding == "valid":
            scaled = [n + max(k - t, 0) for n, k, t in zip(scaled, size, strides)]
        filters = self.rng.randint(1, 3)
        arguments = [str(filters), tuple_of(size), *self.options(strides, padding, [1])]
        bias = self.finish(arguments)
        params = (product(size) * s[-1] + bias) * filters
        return f"Conv{axes}DTranspose({', '.join(arguments)})", (*scaled, filters), params

    def depthwise(self, s):
        found = self.windows(s, False, True, equal=True)
        if not found:
            return None
        size, strides, padding, dilation, sides = found
        multiplier = self.rng.randint(1, 2)
        channels = s[-1] * multiplier
        arguments = [tuple_of(size), *self.options(strides, padding, dilation)]
        if multiplier > 1:
            arguments.append(f"depth_multiplier = {multiplier}")
        if self.chance(0.5):
            bias = self.finish(arguments)
            return f"DepthwiseConv2D({', '.join(arguments)})", (*sides, channels), (product(size) + bias) * channels
        filters = self.rng.randint(1, 4)
        arguments.insert(0, str(filters))
        bias = self.finish(arguments)
        params = product(size) * channels + (channels + bias) * filters
        return f"SeparableConv2D({', '.join(arguments)})", (*sides, filters), params

    def pool(self, s):
        found = self.windows(s, False, False)
        if not found:
            return None
        size, strides, padding, _, sides = found
        name = f"{self.rng.choice(['Max', 'Average'])}Pooling{len(s) - 1}D"
        arguments = [tuple_of(size), f"strides = {tuple_of(strides)}"]
        if padding != "valid":
            arguments.append(f"padding = {padding}")
        return f"{name}({', '.join(arguments)})", (*sides, s[-1]), 0

    def global_pool(self, s):
        name = f"Global{self.rng.choice(['Max', 'Average'])}Pooling{len(s) - 1}D"
        if self.chance(0.3):
            return f"{name}(keepdims = true)", (*[1] * (len(s) - 1), s[-1]), 0
        return name, (s[-1],), 0

    def borders(self, s, name, sign):
        sides = [(self.rng.randint(0, 2), self.rng.randint(0, 2)) for _ in s[:-1]]
        if len(s) == 3 and self.chance(0.3):
            sides = [(1, 1), (1, 1)]
        made = [side + sign * (a + b) for side, (a, b) in zip(s, sides)]
        if min(made) < 1:
            return None
        written = "1" if sides == [(1, 1), (1, 1)] else str(tuple(sides) if len(sides) > 1 else sides[0])
        return f"{name}{len(s) - 1}D({written})", (*made, s[-1]), 0

    def padding(self, s):
        return self.borders(s, "ZeroPadding", 1)

    def cropping(self, s):
        return self.borders(s, "Cropping", -1)

    def up_sampling(self, s):
        size = [self.rng.randint(1, 3) for _ in s[:-1]]
        bilinear = ", interpolation = bilinear" if len(s) == 3 and self.chance(0.6) else ""
        made = tuple(side * by for side, by in zip(s, size))
        return f"UpSampling{len(s) - 1}D({tuple_of(size)}{bilinear})", (*made, s[-1]), 0

    # Vectors.

    def repeat_vector(self, s):
        n = self.rng.randint(1, 4)
        return f"RepeatVector({n})", (n, *s), 0

    # Sequences.

    def cell(self, features, extra=()):
        """A recurrent layer: its text, its units, its parameters, whether it gives a sequence, its name."""
        name = self.rng.choice(["SimpleRNN", "LSTM", "GRU"])
        units, gates, bias = self.rng.randint(1, 4), {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}[name], self.chance(0.8)
        arguments, after = [str(units)], True
        if self.chance(0.2):
            arguments.append(f"activation = {self.rng.choice(CELLS)}")
        if name != "SimpleRNN" and self.chance(0.2):
            arguments.append(f"recurrent_activation = {self.rng.choice(CELLS)}")
        if name == "GRU" and self.chance(0.3):
            arguments.append("reset_after = false")
            after = False
        if not bias:
            arguments.append("use_bias = false")
        if self.chance(0.2):
            arguments.append("go_backwards = true")
        sequences = self.chance(0.6)
        if sequences:
            arguments.append("return_sequences = true")
        params = gates * (units * (features + units) + bias * units * (2 if name == "GRU" and after else 1))
        return f"{name}({', '.join([*arguments, *extra])})", units, params, sequences, name

    def recurrent(self, s):
        text, units, params, sequences, name = self.cell(s[-1])
        if name == "LSTM" and self.chance(0.2):
            text = f"{text[:-1]}, dropout = {self.number(0.1, 0.5)}, recurrent_dropout = {self.number(0.1, 0.5)})"
        return text, (s[0], units) if sequences else (units,), params

    def bidirectional(self, s):
        text, units, params, sequences, _ = self.cell(s[-1])
        mode = self.rng.choice(["concat", "concat", "sum", "mul", "ave"])
        width = 2 * units if mode == "concat" else units
        given = "" if mode == "concat" else f", merge_mode = {mode}"
        return f"Bidirectional({text}{given})", (s[0], width) if sequences else (width,), 2 * params

    def attention_options(self, features, keys, values):
        heads, key, value = self.rng.randint(1, 2), self.rng.randint(1, 3), None
        bias = self.chance(0.7)
        arguments = [str(heads), str(key)]
        if self.chance(0.3):
            value = self.rng.randint(1, 3)
            arguments.append(f"value_dim = {value}")
        value = value or key
        if not bias:
            arguments.append("use_bias = false")
        output = features
        if self.chance(0.3):
            output = self.rng.randint(1, 4)
            arguments.append(f"output_shape = {output}")
        if self.chance(0.4):
            arguments.append("use_causal_mask = true")
        params = heads * ((features + keys + 2 * bias) * key + (values + bias) * value + value * output) + bias * output
        return f"MultiHeadAttention({', '.join(arguments)})", output, params

    def attention(self, s):
        text, output, params = self.attention_options(s[-1], s[-1], s[-1])
        return text, (s[0], output), params

    def position(self, s):
        if self.chance(0.5):
            return "SinePositionEncoding", s, 0
        return "PositionEmbedding", s, product(s)

    def time_distributed(self, s):
        """A layer on each step, of a sequence or of a sequence of images."""
        inner = s[1:]
        names = {1: ["dense", "layer_norm", "repeat_vector"], 2: ["conv", "pool", "recurrent", "attention", "flatten"],
                 3: ["conv", "pool", "depthwise", "global_pool", "flatten", "conv_transposed"]}[len(inner)]
        found = getattr(self, self.rng.choice(names))(inner)
        if not found or found[0].startswith("GlobalAveragePooling"):
            return None
        text, shape, params = found
        return f"TimeDistributed({text})", (s[0], *shape), params


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
