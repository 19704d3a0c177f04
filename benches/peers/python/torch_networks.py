"""The networks of W2, W3, W6 and W7 in PyTorch, from the arrays that Keras' names stand for. All end in scores, not in
`softmax`. Pictures come as `(batch, channels, height, width)`, in either order of memory."""

import torch
from torch import nn
from torch.nn import functional


def tensor(array):
    return torch.from_numpy(array.copy())


def filled(layer, **values):
    with torch.no_grad():
        for name, value in values.items():
            getattr(layer, name).copy_(value)
    return layer


def linear(w, name):
    kernel = tensor(w[f"{name}.kernel"])
    return filled(nn.Linear(*kernel.shape), weight=kernel.T, bias=tensor(w[f"{name}.bias"]))


def conv(w, name, **options):
    kernel = tensor(w[f"{name}.kernel"]).permute(3, 2, 0, 1)
    bias = {"bias": tensor(w[f"{name}.bias"])} if f"{name}.bias" in w else {}
    layer = nn.Conv2d(kernel.shape[1], kernel.shape[0], kernel.shape[2:], bias=bool(bias), **options)
    return filled(layer, weight=kernel, **bias)


def batch_norm(w, name):
    # PyTorch's momentum is what Keras' lacks to one.
    gamma, beta = (tensor(w[f"{name}.{weight}"]) for weight in ("gamma", "beta"))
    return filled(nn.BatchNorm2d(len(gamma), eps=1e-3, momentum=0.1), weight=gamma, bias=beta)


def layer_norm(w, name):
    gamma, beta = (tensor(w[f"{name}.{weight}"]) for weight in ("gamma", "beta"))
    return filled(nn.LayerNorm(len(gamma), eps=1e-3), weight=gamma, bias=beta)


def lenet(w):
    # Keras flattens rows, columns, channels in this order.
    kernel = w["dense1.kernel"].reshape(4, 4, 16, 120).transpose(2, 0, 1, 3).reshape(256, 120)
    return nn.Sequential(
        conv(w, "conv2d1"), nn.ReLU(), nn.MaxPool2d(2),
        conv(w, "conv2d2"), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), linear(w | {"dense1.kernel": kernel}, "dense1"), nn.ReLU(),
        linear(w, "dense2"), nn.ReLU(), linear(w, "dense3"),
    )  # fmt: skip


class Rows(nn.Module):
    def __init__(self, w):
        super().__init__()
        weight, recurrent, bias = (tensor(w[f"lstm1.{name}"]) for name in ("kernel", "recurrent_kernel", "bias"))
        zero = torch.zeros_like(bias)
        self.lstm = nn.LSTM(28, 128, batch_first=True)
        filled(self.lstm, weight_ih_l0=weight.T, weight_hh_l0=recurrent.T, bias_ih_l0=bias, bias_hh_l0=zero)
        # PyTorch has two biases that are added to each other; Keras has one.
        self.lstm.bias_hh_l0.requires_grad_(False)
        self.dense = linear(w, "dense1")

    def forward(self, x):
        return self.dense(self.lstm(x)[0][:, -1])


class Transformer(nn.Module):
    """One product for queries, keys and values, and PyTorch's fused attention."""

    def __init__(self, w):
        super().__init__()
        from numpy import concatenate

        attention = lambda part: w[f"multi_head_attention1.{part}"]
        parts = ("query", "key", "value")
        kernels = concatenate([attention(f"{part}.kernel").reshape(64, 64) for part in parts], axis=1)
        biases = concatenate([attention(f"{part}.bias").reshape(64) for part in parts])
        output = attention("attention_output.kernel").reshape(64, 64)
        made = {"all.kernel": kernels, "all.bias": biases, "mixed.kernel": output}
        made["mixed.bias"] = attention("attention_output.bias")
        self.norm1, self.norm2 = layer_norm(w, "layer_normalization1"), layer_norm(w, "layer_normalization2")
        self.all, self.mixed = linear(made, "all"), linear(made, "mixed")
        self.wide, self.narrow, self.dense = linear(w, "dense1"), linear(w, "dense2"), linear(w, "dense3")

    def forward(self, x):
        batch, steps, width = x.shape
        q, k, v = self.all(self.norm1(x)).view(batch, steps, 3, 4, 16).permute(2, 0, 3, 1, 4)
        heads = functional.scaled_dot_product_attention(q, k, v).transpose(1, 2)
        x = x + self.mixed(heads.reshape(batch, steps, width))
        x = x + self.narrow(functional.relu(self.wide(self.norm2(x))))
        return self.dense(x.mean(1))


class Block(nn.Module):
    """Two convolutions, and what they are added to. In pictures that are mirrored, as are the kernels, the pixel that
    Keras pads behind stands in front, where PyTorch pads as it prefers; and every second pixel begins with the second."""

    def __init__(self, w, name):
        super().__init__()
        self.fitted = f"{name}.conv2d3.kernel" in w
        stride = 2 if self.fitted else 1
        self.conv1 = conv(w, f"{name}.conv2d1", stride=stride, padding=1)
        self.norm1 = batch_norm(w, f"{name}.batch_normalization1")
        self.conv2 = conv(w, f"{name}.conv2d2", padding=1)
        self.norm2 = batch_norm(w, f"{name}.batch_normalization2")
        if self.fitted:
            self.conv3 = conv(w, f"{name}.conv2d3")
            self.norm3 = batch_norm(w, f"{name}.batch_normalization3")

    def forward(self, x):
        y = functional.relu(self.norm1(self.conv1(x)))
        y = self.norm2(self.conv2(y))
        x = self.norm3(self.conv3(x[:, :, 1::2, 1::2])) if self.fitted else x
        return functional.relu(x + y)


def mirrored(x, axes):
    """Pictures or kernels whose rows and columns run backwards."""
    import numpy as np

    return np.ascontiguousarray(np.flip(x, axes))


class ResNet(nn.Module):
    """For mirrored pictures."""

    def __init__(self, w):
        super().__init__()
        w = {name: mirrored(array, (0, 1)) if array.ndim == 4 else array for name, array in w.items()}
        self.conv, self.norm = conv(w, "conv2d1", padding=1), batch_norm(w, "batch_normalization1")
        self.blocks = nn.Sequential(*(Block(w, name) for name in ("fine1", "middle1", "coarse1")))
        self.dense = linear(w, "dense1")

    def forward(self, x):
        x = self.blocks(functional.relu(self.norm(self.conv(x))))
        return self.dense(x.mean((2, 3)))


NETWORKS = {"lenet": lenet, "rows": Rows, "transformer": Transformer, "resnet": ResNet}


def samples(model, array, last):
    """Samples for a network: pictures mirrored where it wants them so; channels last in memory, or first."""
    if array.ndim < 4:
        return torch.from_numpy(array)
    pictures = torch.from_numpy(mirrored(array, (1, 2)) if model == "resnet" else array).permute(0, 3, 1, 2)
    return pictures.contiguous(memory_format=torch.channels_last if last else torch.contiguous_format)
