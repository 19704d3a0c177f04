"""JAX at its best: a whole epoch is one `scan` inside `jit`, weights and state of the optimizer donated, a jitted call for
predictions. Convolutions are several times slower inside of `scan`: there, a jitted call for each batch."""

import functools

import jax
import jax.numpy as jnp

import jax_networks
from common import BATCH_SIZES, EPOCHS, NETWORKS, Peer, absolutes, accuracy, squares

peer = Peer("JAX", jax.__version__)


def logits(weights, x, activation):
    for kernel, bias in weights[:-1]:
        x = activation(x @ kernel + bias)
    kernel, bias = weights[-1]
    return x @ kernel + bias


def load(model):
    return [(jnp.asarray(kernel.copy()), jnp.asarray(bias.copy())) for kernel, bias in peer.weights(model)]


def adam(weights, gradient, state, learning_rate=1e-3):
    """Keras' Adam, all weights in one `tree.map`."""
    step, first, second = state
    step += 1
    first = jax.tree.map(lambda m, g: m + 0.1 * (g - m), first, gradient)
    second = jax.tree.map(lambda v, g: v + 0.001 * (g * g - v), second, gradient)
    t = step.astype(jnp.float32)
    rate = learning_rate * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    weights = jax.tree.map(lambda w, m, v: w - rate * m / (jnp.sqrt(v) + 1e-7), weights, first, second)
    return weights, (step, first, second)


def fresh(weights):
    # Buffers of their own, since both are donated.
    return jnp.zeros((), jnp.int32), jax.tree.map(jnp.zeros_like, weights), jax.tree.map(jnp.zeros_like, weights)


def cross_entropy(weights, x, y):
    scores = logits(weights, x, jax.nn.relu)
    return jnp.mean(jax.nn.logsumexp(scores, axis=1) - jnp.sum(jax.nn.one_hot(y, 10) * scores, axis=1))


def squared_error(weights, x, y):
    return jnp.mean((logits(weights, x, jnp.tanh) - y) ** 2)


@functools.partial(jax.jit, static_argnums=5, donate_argnums=(0, 1))
def epoch(weights, state, key, images, labels, size):
    """One epoch; what does not fill a batch is trained on as a batch of its own."""
    order = jax.random.permutation(key, len(images))
    full = len(images) // size * size

    def step(carry, batch):
        weights, state = carry
        loss, gradient = jax.value_and_grad(cross_entropy)(weights, images[batch], labels[batch])
        return adam(weights, gradient, state), loss

    carry, losses = jax.lax.scan(step, (weights, state), order[:full].reshape(-1, size))
    if full < len(images):
        carry, _ = step(carry, order[full:])
    return *carry, losses.mean()


@functools.partial(jax.jit, donate_argnums=(0, 1))
def full_batch_epochs(weights, state, x, y):
    def step(carry, _):
        weights, state = carry
        loss, gradient = jax.value_and_grad(squared_error)(weights, x, y)
        return adam(weights, gradient, state), loss

    carry, losses = jax.lax.scan(step, (weights, state), length=EPOCHS)
    return *carry, losses


@jax.jit
def predict(weights, x):
    return jax.nn.softmax(logits(weights, x, jax.nn.relu))


@jax.jit
def predict_plain(weights, x):
    return logits(weights, x, jax.nn.relu)


if peer.wants("start"):
    weights = [(jnp.zeros((784, 128)), jnp.zeros(128)), (jnp.zeros((128, 10)), jnp.zeros(10))]
    peer.started(predict(weights, jnp.full((1, 784), 0.5))[0, 0])

if any(peer.wants(f"w1/{size}") for size in BATCH_SIZES):
    images, labels = map(jnp.asarray, peer.mnist("train"))
    labels = labels.astype(jnp.int32)
    test_images, test_labels = peer.mnist("test")

for size in BATCH_SIZES:
    if not peer.wants(f"w1/{size}"):
        continue
    weights = load("digits")
    state, key = fresh(weights), jax.random.key(1)

    def run():
        global weights, state, key
        key, now = jax.random.split(key)
        weights, state, loss = epoch(weights, state, now, images, labels, size)
        jax.block_until_ready((weights, state, loss))

    peer.repeat(f"w1/{size}", run, lambda: accuracy(jax.device_get(predict(weights, test_images)), test_labels))

weights = load("digits") if not peer.wants("start") else None
if peer.wants("w4/one"):
    singles = [jnp.asarray(row) for row in peer.singles()[:, None]]
    check = sum(squares(jax.device_get(predict(weights, single))) for single in singles)
    call = lambda at: predict(weights, singles[at % len(singles)]).block_until_ready()
    peer.calls("w4/one", call, 10_000, check)
if peer.wants("w4/1000"):
    many = jnp.asarray(peer.many())
    check = squares(jax.device_get(predict(weights, many)))
    peer.calls("w4/1000", lambda at: predict(weights, many).block_until_ready(), 200, check)
if peer.wants("w5/forward"):
    weights = load("forward")
    singles = [jnp.asarray(row) for row in peer.read("forward_inputs.f32", -1, 6)[:, None]]
    check = sum(absolutes(jax.device_get(predict_plain(weights, single))) for single in singles)
    call = lambda at: predict_plain(weights, singles[at % len(singles)]).block_until_ready()
    peer.calls("w5/forward", call, 10_000, check)
if peer.wants("w5/gradient"):
    weights = load("gradient")
    x = jnp.asarray(peer.read("gradient_inputs.f32", -1, 24))
    y = jnp.asarray(peer.read("gradient_labels.f32", -1, 2))
    gradient = jax.jit(jax.value_and_grad(squared_error))
    call = lambda at: jax.block_until_ready(gradient(weights, x, y))
    peer.calls("w5/gradient", call, 2_000, call(0)[0])
if peer.wants("w5/epoch"):
    weights = load("epoch")
    state = fresh(weights)
    x = jnp.asarray(peer.read("epoch_inputs.f32", -1, 4))
    y = jnp.asarray(peer.read("epoch_labels.f32", -1, 4))

    def run():
        global weights, state
        weights, state, losses = full_batch_epochs(weights, state, x, y)
        return jax.block_until_ready(losses)

    peer.repeat("w5/epoch", run, run()[-1], EPOCHS, warmed_up=True)


def trainer(workload, images, labels):
    """An epoch of a network, as a function of weights, moving averages and state of the optimizer, and of a key."""
    model, _, size, learning_rate = NETWORKS[workload]
    net = jax_networks.NETWORKS[model]

    def step(carry, images, labels, batch):
        weights, averages, state = carry

        def error(weights):
            scores, after = net(weights, averages, images[batch], True)
            return jax_networks.cross_entropy(scores, labels[batch]), after

        (loss, averages), gradient = jax.value_and_grad(error, has_aux=True)(weights)
        weights, state = adam(weights, gradient, state, learning_rate)
        return (weights, averages, state), loss

    def order(key):
        permutation = jax.random.permutation(key, len(images))
        full = len(images) // size * size
        return permutation[:full].reshape(-1, size), permutation[full:]

    one, order = jax.jit(step, donate_argnums=0), jax.jit(order)

    @functools.partial(jax.jit, donate_argnums=0)
    def scanned(carry, images, labels, batches):
        return jax.lax.scan(lambda carry, batch: step(carry, images, labels, batch), carry, batches)

    def epoch(carry, key):
        batches, rest = order(key)
        if model in ("lenet", "resnet"):
            for batch in batches:
                carry, loss = one(carry, images, labels, batch)
        else:
            carry, loss = scanned(carry, images, labels, batches)
        if len(rest):
            carry, loss = one(carry, images, labels, rest)
        return jax.block_until_ready((carry, loss))[0]

    return epoch


def probabilities(model):
    return jax.jit(lambda weights, averages, x: jax.nn.softmax(jax_networks.NETWORKS[model](weights, averages, x, False)[0]))


for workload, (model, *_) in NETWORKS.items():
    if not peer.wants(workload):
        continue
    images, labels = map(jnp.asarray, peer.classes(workload, "train"))
    test_images, test_labels = peer.classes(workload, "test")
    run_epoch = trainer(workload, images, labels.astype(jnp.int32))
    weights, averages = jax_networks.arrays(peer.tensors(model))
    carry, key = (weights, averages, fresh(weights)), jax.random.key(1)

    def run():
        global carry, key
        key, now = jax.random.split(key)
        carry = run_epoch(carry, now)

    def check():
        predict = probabilities(model)
        parts = [predict(*carry[:2], test_images[at : at + 1000]) for at in range(0, len(test_images), 1000)]
        return accuracy(jax.device_get(jnp.concatenate(parts)), test_labels)

    peer.repeat(workload, run, check)


def predictor(workload, x):
    model = NETWORKS[workload][0]
    weights, averages = jax_networks.arrays(peer.tensors(model))
    predict = probabilities(model)
    return lambda x: predict(weights, averages, x).block_until_ready()


peer.predictions(lambda workload, x: jnp.asarray(x), predictor, jax.device_get)
