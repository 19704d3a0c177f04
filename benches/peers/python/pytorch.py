"""PyTorch at its best: data in memory as one tensor, a batch by `index_select`, fused Adam, and the model as it is or
compiled (`--compiled`), once for each size of a batch. Pictures lie in memory as was measured to be faster."""

import sys
import warnings

compiled = "--compiled" in sys.argv
if compiled:
    sys.argv.remove("--compiled")

import torch
from torch import nn
from torch.nn import functional

import torch_networks
from common import BATCH_SIZES, EPOCHS, LAYERS, NETWORKS, PREDICTED, Peer, absolutes, accuracy, squares

warnings.filterwarnings("ignore", category=FutureWarning)
peer = Peer("PyTorch compiled" if compiled else "PyTorch", torch.__version__)
torch.set_num_threads(peer.threads)
# Adam's running means of pixels that are seldom lit become subnormal, which is slow.
torch.set_flush_denormal(True)


def network(model, activation):
    sizes, layers = LAYERS[model], []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), activation()]
    net = nn.Sequential(*layers[:-1])
    linear = [layer for layer in net if isinstance(layer, nn.Linear)]
    with torch.no_grad():
        for layer, (kernel, bias) in zip(linear, peer.weights(model)):
            layer.weight.copy_(torch.from_numpy(kernel.T.copy()))
            layer.bias.copy_(torch.from_numpy(bias))
    return net


def trainable(net, loss, learning_rate=1e-3):
    """A function of a batch that makes one step; the optimizer runs in one fused kernel."""
    trained = [weight for weight in net.parameters() if weight.requires_grad]
    optimizer = torch.optim.Adam(trained, lr=learning_rate, eps=1e-7, fused=True)

    def value(x, y):
        return loss(net(x), y)

    value = torch.compile(value, dynamic=False) if compiled else value

    def step(x, y):
        optimizer.zero_grad(set_to_none=True)
        error = value(x, y)
        error.backward()
        optimizer.step()
        return error.detach()

    return step


def predictor(net, x):
    """A function that predicts, traced and frozen, or compiled."""
    net.eval()
    if compiled:
        return torch.compile(net, dynamic=False)
    return torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(net, x)))


if peer.wants("start"):
    net = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10), nn.Softmax(dim=1))
    with torch.inference_mode():
        peer.started(net(torch.full((1, 784), 0.5))[0, 0])

if any(peer.wants(f"w1/{size}") for size in BATCH_SIZES):
    images, labels = map(torch.from_numpy, peer.mnist("train"))
    labels = labels.long()
    test_images, test_labels = peer.mnist("test")

for size in BATCH_SIZES:
    if not peer.wants(f"w1/{size}"):
        continue
    net = network("digits", nn.ReLU)
    step = trainable(net, functional.cross_entropy)

    def epoch():
        for batch in torch.randperm(len(images)).split(size):
            step(images.index_select(0, batch), labels.index_select(0, batch))

    def check():
        with torch.inference_mode():
            return accuracy(net(torch.from_numpy(test_images)).numpy(), test_labels)

    peer.repeat(f"w1/{size}", epoch, check)

with torch.inference_mode():
    net = nn.Sequential(network("digits", nn.ReLU), nn.Softmax(dim=1))
    if peer.wants("w4/one"):
        singles = [torch.from_numpy(row.copy()) for row in peer.singles()[:, None]]
        predict = predictor(net, singles[0])
        check = sum(squares(predict(single).numpy()) for single in singles)
        peer.calls("w4/one", lambda at: predict(singles[at % len(singles)]), 10_000, check)
    if peer.wants("w4/1000"):
        many = torch.from_numpy(peer.many())
        predict = predictor(net, many)
        peer.calls("w4/1000", lambda at: predict(many), 200, squares(predict(many).numpy()))
    if peer.wants("w5/forward"):
        inputs = peer.read("forward_inputs.f32", -1, 6)
        singles = [torch.from_numpy(row.copy()) for row in inputs[:, None]]
        predict = predictor(network("forward", nn.ReLU), singles[0])
        check = sum(absolutes(predict(single).numpy()) for single in singles)
        peer.calls("w5/forward", lambda at: predict(singles[at % len(singles)]), 10_000, check)

if peer.wants("w5/gradient"):
    net = network("gradient", nn.Tanh)
    x = torch.from_numpy(peer.read("gradient_inputs.f32", -1, 24))
    y = torch.from_numpy(peer.read("gradient_labels.f32", -1, 2))
    parameters = tuple(net.parameters())

    def value(x, y):
        return functional.mse_loss(net(x), y)

    value = torch.compile(value, dynamic=False) if compiled else value

    def gradient(at):
        error = value(x, y)
        return error, torch.autograd.grad(error, parameters)

    peer.calls("w5/gradient", gradient, 2_000, gradient(0)[0].detach())

if peer.wants("w5/epoch"):
    step = trainable(network("epoch", nn.Tanh), functional.mse_loss)
    x = torch.from_numpy(peer.read("epoch_inputs.f32", -1, 4))
    y = torch.from_numpy(peer.read("epoch_labels.f32", -1, 4))

    def epochs():
        for _ in range(EPOCHS):
            error = step(x, y)
        return error

    peer.repeat("w5/epoch", epochs, epochs(), EPOCHS, warmed_up=True)

# What is compiled of an LSTM is only what is around it. With channels last W2 is faster in either form, W7 as it is.
networks = {workload: entry for workload, entry in NETWORKS.items() if not (compiled and workload == "w3")}
channels_last = ("lenet",) if compiled else ("lenet", "resnet")


def classifier(workload):
    model = NETWORKS[workload][0]
    net = torch_networks.NETWORKS[model](peer.tensors(model))
    return net.to(memory_format=torch.channels_last) if model in channels_last else net


def samples(workload, array):
    model = NETWORKS[workload][0]
    return torch_networks.samples(model, array, model in channels_last)


for workload, (_, _, size, learning_rate) in networks.items():
    if not peer.wants(workload):
        continue
    images, labels = peer.classes(workload, "train")
    images, labels = samples(workload, images), torch.from_numpy(labels).long()
    test_images, test_labels = peer.classes(workload, "test")
    net = classifier(workload)
    step = trainable(net, functional.cross_entropy, learning_rate)

    def epoch():
        net.train()
        for batch in torch.randperm(len(images)).split(size):
            step(images.index_select(0, batch), labels.index_select(0, batch))

    def check():
        net.eval()
        with torch.inference_mode():
            parts = samples(workload, test_images).split(1000)
            return accuracy(torch.cat([net(part) for part in parts]).numpy(), test_labels)

    peer.repeat(workload, epoch, check)

with torch.inference_mode():
    probabilities = lambda workload, x: predictor(nn.Sequential(classifier(workload), nn.Softmax(dim=1)), x)
    peer.predictions(samples, probabilities, lambda y: y.numpy(), [name for name in PREDICTED if name in networks])
