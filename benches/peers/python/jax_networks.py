"""The networks of W2, W3, W6 and W7 in JAX: functions of weights by Keras' names and of a batch, pictures as `(batch,
height, width, channels)`. All give scores, not `softmax`. Those with state return its next values too."""

import jax
import jax.numpy as jnp
from jax import lax


def conv(w, name, x, stride=1, padding="SAME"):
    numbers = ("NHWC", "HWIO", "NHWC")
    return lax.conv_general_dilated(x, w[f"{name}.kernel"], (stride, stride), padding, dimension_numbers=numbers)


def dense(w, name, x):
    return x @ w[f"{name}.kernel"] + w[f"{name}.bias"]


def pool(x):
    """The largest of two by two. Over a reshape, whose gradient is faster than that of `reduce_window`."""
    batch, rows, columns, channels = x.shape
    return x.reshape(batch, rows // 2, 2, columns // 2, 2, channels).max((2, 4))


def lenet(w, state, x, training):
    for name in ("conv2d1", "conv2d2"):
        x = pool(jax.nn.relu(conv(w, name, x, padding="VALID") + w[f"{name}.bias"]))
    x = x.reshape(len(x), -1)
    x = jax.nn.relu(dense(w, "dense1", x))
    x = jax.nn.relu(dense(w, "dense2", x))
    return dense(w, "dense3", x), state


def rows(w, state, x, training):
    """The products with the input are one product before the steps."""
    z = x.swapaxes(0, 1) @ w["lstm1.kernel"] + w["lstm1.bias"]

    def step(carry, z):
        h, c = carry
        i, f, g, o = jnp.split(z + h @ w["lstm1.recurrent_kernel"], 4, axis=1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        return (jax.nn.sigmoid(o) * jnp.tanh(c), c), None

    zero = jnp.zeros((len(x), 128), jnp.float32)
    (h, _), _ = lax.scan(step, (zero, zero), z)
    return dense(w, "dense1", h), state


def layer_norm(w, name, x):
    mean = x.mean(-1, keepdims=True)
    variance = jnp.square(x - mean).mean(-1, keepdims=True)
    return (x - mean) * lax.rsqrt(variance + 1e-3) * w[f"{name}.gamma"] + w[f"{name}.beta"]


def transformer(w, state, x, training):
    attention = lambda part: w[f"multi_head_attention1.{part}"]
    y = layer_norm(w, "layer_normalization1", x)
    project = lambda part: jnp.einsum("bsf,fhk->bhsk", y, attention(f"{part}.kernel")) + attention(f"{part}.bias")[:, None]
    q, k, v = map(project, ("query", "key", "value"))
    weights = jax.nn.softmax(jnp.einsum("bhqk,bhsk->bhqs", q, k) / 4)
    mixed = jnp.einsum("bhqs,bhsk->bqhk", weights, v)
    x = x + jnp.einsum("bqhk,hkf->bqf", mixed, attention("attention_output.kernel")) + attention("attention_output.bias")
    y = layer_norm(w, "layer_normalization2", x)
    x = x + dense(w, "dense2", jax.nn.relu(dense(w, "dense1", y)))
    return dense(w, "dense3", x.mean(1)), state


def resnet(w, state, x, training):
    after = {}

    def norm(name, x):
        """By the statistics of the batch, which the moving averages follow; when predicting, by those."""
        if training:
            mean, square = x.mean((0, 1, 2)), jnp.square(x).mean((0, 1, 2))
            variance = square - jnp.square(mean)
            for key, value in (("moving_mean", mean), ("moving_variance", variance)):
                after[f"{name}.{key}"] = 0.9 * state[f"{name}.{key}"] + 0.1 * lax.stop_gradient(value)
        else:
            mean, variance = state[f"{name}.moving_mean"], state[f"{name}.moving_variance"]
        scale = lax.rsqrt(variance + 1e-3) * w[f"{name}.gamma"]
        return x * scale + (w[f"{name}.beta"] - mean * scale)

    def block(name, x, stride):
        y = conv(w, f"{name}.conv2d1", x, stride)
        y = jax.nn.relu(norm(f"{name}.batch_normalization1", y))
        y = norm(f"{name}.batch_normalization2", conv(w, f"{name}.conv2d2", y))
        if stride > 1:
            x = norm(f"{name}.batch_normalization3", conv(w, f"{name}.conv2d3", x, stride))
        return jax.nn.relu(x + y)

    x = jax.nn.relu(norm("batch_normalization1", conv(w, "conv2d1", x)))
    for name, stride in (("fine1", 1), ("middle1", 2), ("coarse1", 2)):
        x = block(name, x, stride)
    return dense(w, "dense1", x.mean((1, 2))), after or state


NETWORKS = {"lenet": lenet, "rows": rows, "transformer": transformer, "resnet": resnet}


def arrays(tensors):
    """Weights and state as arrays of JAX."""
    is_state = lambda name: ".moving_" in name
    weights = {name: jnp.asarray(array.copy()) for name, array in tensors.items() if not is_state(name)}
    return weights, {name: jnp.asarray(array.copy()) for name, array in tensors.items() if is_state(name)}


def cross_entropy(scores, labels):
    return jnp.mean(jax.nn.logsumexp(scores, axis=1) - jnp.sum(jax.nn.one_hot(labels, 10) * scores, axis=1))
