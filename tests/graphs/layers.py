"""Random layers, as text, with the shapes that they give."""

from words import ACTIVATIONS, CELLS, CLOSURES, SMOOTH, listed, product, tuple_of


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
