#!/usr/bin/env python3
"""Writes the weights of PyTorch modules, and what these predict: what tests/weights/pytorch.rs compares with.

    pip install torch safetensors numpy
    python tests/weights/pytorch.py          # writes tests/weights/pytorch/*.safetensors
    python tests/weights/pytorch.py back     # loads files of ours into the same modules: see below

Beside `<module>.safetensors`, the state of a module as `safetensors.torch.save_file` writes it, there is
`<module>.values.safetensors`: `x`, a batch of inputs, and `y`, the outputs. Images are turned to channels last, as ours.

`back` reads what `cargo test -p chainrule-tests --test weights` leaves in target/tmp/weights: the same models, saved by us.
"""

import pathlib
import sys

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import nn

HERE = pathlib.Path(__file__).parent


class Sequence(nn.Module):
    """Layers one after the other; of a recurrent one the outputs of all steps, of attention the values."""

    def __init__(self, **layers):
        super().__init__()
        for name, layer in layers.items():
            self.add_module(name, layer)

    def forward(self, x):
        for layer in self.children():
            if isinstance(layer, nn.MultiheadAttention):
                x = layer(x, x, x, need_weights=False)[0]
            elif isinstance(layer, nn.RNNBase):
                x = layer(x)[0]
            else:
                x = layer(x)
        return x


def images():
    return Sequence(
        conv1=nn.Conv2d(2, 4, (3, 2), padding="same"), relu=nn.ReLU(), bn1=nn.BatchNorm2d(4), pool=nn.MaxPool2d(2),
        conv2=nn.Conv2d(4, 6, 2, groups=2), depth=nn.Conv2d(6, 12, 2, groups=6), flatten=nn.Flatten(),
        fc1=nn.Linear(12 * 2 * 1, 5), tanh=nn.Tanh(), fc2=nn.Linear(5, 3), softmax=nn.Softmax(dim=-1),
    )


def sequences():
    return Sequence(
        embedding=nn.Embedding(11, 4), lstm=nn.LSTM(4, 5, batch_first=True), gru=nn.GRU(5, 4, batch_first=True),
        rnn=nn.RNN(4, 3, batch_first=True), fc=nn.Linear(3, 2),
    )


def stacked():
    return Sequence(lstm=nn.LSTM(3, 4, num_layers=2, bidirectional=True, batch_first=True), fc=nn.Linear(8, 2))


def gates():
    return Sequence(gru=nn.GRU(3, 4, bidirectional=True, batch_first=True), rnn=nn.RNN(8, 2, bias=False, batch_first=True))


def attention():
    return Sequence(norm=nn.LayerNorm(8), attention=nn.MultiheadAttention(8, 2, batch_first=True), fc=nn.Linear(8, 2))


class Transposed(nn.Module):
    """Convolutions over time and space, and their transposes."""

    def __init__(self):
        super().__init__()
        self.time, self.untime = nn.Conv1d(3, 4, 2), nn.ConvTranspose1d(4, 2, 3, stride=2)

    def forward(self, x):
        return self.untime(torch.relu(self.time(x.transpose(1, 2)))).transpose(1, 2)


class Unpooled(nn.Module):
    """An image made larger."""

    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(2, 3, 2, stride=2)

    def forward(self, x):
        return torch.permute(self.up(torch.permute(x, (0, 3, 1, 2))), (0, 2, 3, 1))


def normal(*shape):
    return torch.randn(*shape)


MODULES = {
    "images": (images, lambda: normal(3, 8, 6, 2)),
    "sequences": (sequences, lambda: torch.randint(0, 11, (3, 6))),
    "stacked": (stacked, lambda: normal(3, 5, 3)),
    "gates": (gates, lambda: normal(3, 5, 3)),
    "attention": (attention, lambda: normal(3, 5, 8)),
    "transposed": (Transposed, lambda: normal(3, 6, 3)),
    "unpooled": (Unpooled, lambda: normal(3, 3, 2, 2)),
}


def predict(name, module, x):
    if name == "images":
        x = torch.permute(x, (0, 3, 1, 2))
    with torch.no_grad():
        return module(x).contiguous()


def write(name):
    make, data = MODULES[name]
    torch.manual_seed(sum(map(ord, name)))
    module = make().eval()
    with torch.no_grad():
        for key, value in module.state_dict().items():
            if value.is_floating_point():
                value.copy_(torch.rand_like(value) + 0.5 if "var" in key else torch.randn_like(value) / 2)
    x = data()
    folder = HERE / "pytorch"
    save_file(module.state_dict(), folder / f"{name}.safetensors")
    inputs = x.to(torch.uint32) if x.dtype == torch.int64 else x
    save_file({"x": inputs.contiguous(), "y": predict(name, module, x)}, folder / f"{name}.values.safetensors")
    print(folder / f"{name}.safetensors", sum(value.numel() for value in module.state_dict().values()), "numbers")


def kernel(weights, name):
    """A kernel of ours as PyTorch's `weight`: the axes in reverse, those of space in their own order."""
    k = weights[f"{name}.kernel"]
    return torch.permute(k, (k.ndim - 1, k.ndim - 2, *range(k.ndim - 2))).contiguous()


def back():
    """The way back, as the guide shows it: a file of ours in the module that its weights once came from."""
    folder = HERE.parent.parent / "target" / "tmp" / "weights"
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else folder

    ours = load_file(folder / "images.safetensors")
    module = images().eval()
    state = {}
    for name in ("conv1", "conv2", "fc2"):
        state[f"{name}.weight"], state[f"{name}.bias"] = kernel(ours, name), ours[f"{name}.bias"]
    # A depthwise kernel (h, w, in, multiplier): each input channel is a group.
    depth = ours["depth.kernel"]
    state["depth.weight"] = depth.flatten(2).permute(2, 0, 1).unsqueeze(1).contiguous()
    state["depth.bias"] = ours["depth.bias"]
    # The rows of the first dense layer are (h, w, c); PyTorch flattens (c, h, w).
    rows = ours["fc1.kernel"].reshape(2, 1, 12, 5)
    state["fc1.weight"], state["fc1.bias"] = rows.permute(3, 2, 0, 1).reshape(5, -1).contiguous(), ours["fc1.bias"]
    state["bn1.weight"], state["bn1.bias"] = ours["bn1.gamma"], ours["bn1.beta"]
    state["bn1.running_mean"], state["bn1.running_var"] = ours["bn1.moving_mean"], ours["bn1.moving_variance"]
    state["bn1.num_batches_tracked"] = torch.tensor(0)
    module.load_state_dict(state)
    compare("images", module)

    ours = load_file(folder / "sequences.safetensors")
    module = sequences().eval()
    state = {"embedding.weight": ours["embedding.embeddings"], "fc.weight": kernel(ours, "fc"), "fc.bias": ours["fc.bias"]}
    for name in ("lstm", "rnn"):
        state[f"{name}.weight_ih_l0"] = ours[f"{name}.kernel"].T.contiguous()
        state[f"{name}.weight_hh_l0"] = ours[f"{name}.recurrent_kernel"].T.contiguous()
        state[f"{name}.bias_ih_l0"] = ours[f"{name}.bias"]
        state[f"{name}.bias_hh_l0"] = torch.zeros_like(ours[f"{name}.bias"])
    # The gates of a GRU: ours z, r, h; PyTorch's r, z, n.
    swap = lambda x: torch.cat([part for at in (1, 0, 2) for part in [x.chunk(3)[at]]]).contiguous()
    state["gru.weight_ih_l0"] = swap(ours["gru.kernel"].T)
    state["gru.weight_hh_l0"] = swap(ours["gru.recurrent_kernel"].T)
    state["gru.bias_ih_l0"], state["gru.bias_hh_l0"] = map(swap, ours["gru.bias"])
    module.load_state_dict(state)
    compare("sequences", module)


def compare(name, module):
    values = load_file(HERE / "pytorch" / f"{name}.values.safetensors")
    x = values["x"].to(torch.int64) if values["x"].dtype == torch.uint32 else values["x"]
    difference = (predict(name, module, x) - values["y"]).abs().max().item()
    print(f"{name}: PyTorch to ours to PyTorch, largest difference {difference:.1e}")
    if not difference <= 1e-5:
        sys.exit("too large")


if __name__ == "__main__":
    torch.set_grad_enabled(False)
    if sys.argv[1:2] == ["back"]:
        back()
    else:
        (HERE / "pytorch").mkdir(exist_ok=True)
        for name in MODULES:
            write(name)
