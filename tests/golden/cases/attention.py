"""Multi-head attention without masks of steps: to itself, across, causal."""

from keras.layers import Cropping1D, Dense, Flatten, LayerNormalization, MultiHeadAttention
from keras.losses import SparseCategoricalCrossentropy

from cases.activations import gelu
from record import chain, record, self_attention

SOFTMAX = {"head": "softmax", "from_logits": True}


def cross_attention(x):
    q = Dense(2, "tanh")(x)
    return MultiHeadAttention(2, 3)(q, x)


def cross_attention_key(x):
    q = Dense(2, "tanh")(x)
    k = Dense(4, "tanh")(x)
    return MultiHeadAttention(2, 3, value_dim=2)(q, x, k)


def cross_attention_fewer_queries(x):
    q = Cropping1D((1, 2))(x)
    return MultiHeadAttention(2, 3)(q, x)


def cross_attention_fewer_keys(x):
    v = Cropping1D((1, 2))(x)
    return MultiHeadAttention(2, 3)(x, v)


def cross_attention_causal_fewer_queries(x):
    q = Cropping1D((1, 2))(x)
    return MultiHeadAttention(2, 3)(q, x, use_causal_mask=True)


def cross_attention_causal_fewer_keys(x):
    v = Cropping1D((1, 2))(x)
    return MultiHeadAttention(2, 3)(x, v, use_causal_mask=True)


def cross_attention_two_inputs(x, y):
    return MultiHeadAttention(2, 3)(x, y)


def transformer_block(x):
    a = LayerNormalization()(x + MultiHeadAttention(2, 2)(x, x))
    return LayerNormalization()(a + chain(a, Dense(6, gelu), Dense(4)))


def transformer_block_causal(x):
    n = LayerNormalization()(x)
    a = x + MultiHeadAttention(2, 2)(n, n, use_causal_mask=True)
    b = a + chain(a, LayerNormalization(), Dense(6, "relu"), Dense(4))
    return chain(b, LayerNormalization(), Dense(3))


def write(file):
    def case(name, shape, layers, batch=2, **options):
        record(file, name, shape, layers, batch=batch, **options)

    def graph(outputs, shape, batch=2, **options):
        record(file, outputs.__name__, shape, outputs, batch=batch, **options)

    # Self-attention
    case("self_attention", (4, 3), lambda x: chain(x, self_attention(2, 3)))
    case("self_attention_one_head", (4, 3), lambda x: chain(x, self_attention(1, 2)))
    case("self_attention_three_heads", (3, 4), lambda x: chain(x, self_attention(num_heads=3, key_dim=2)))
    case("self_attention_one_step", (1, 3), lambda x: chain(x, self_attention(2, 2)))
    case("self_attention_one_sample", (4, 3), lambda x: chain(x, self_attention(2, 2)), batch=1)
    case("self_attention_value_dim", (4, 3), lambda x: chain(x, self_attention(2, 3, 2)))
    case("self_attention_value_dim_larger", (4, 3), lambda x: chain(x, self_attention(2, 2, value_dim=4)))
    case("self_attention_no_bias", (4, 3), lambda x: chain(x, self_attention(2, 2, use_bias=False)))
    case("self_attention_output_shape", (4, 3), lambda x: chain(x, self_attention(2, 2, output_shape=5)))
    case("self_attention_inside", (4, 2),
         lambda x: chain(x, Dense(3, "tanh"), self_attention(2, 2), Flatten(), Dense(2)))
    case("self_attention_twice", (4, 3), lambda x: chain(x, self_attention(2, 2), self_attention(1, 3, use_bias=False)))
    case("self_attention_f32", (5, 9), lambda x: chain(x, self_attention(3, 5), Dense(2)))

    # Causal
    case("causal_attention", (4, 3), lambda x: chain(x, self_attention(2, 2, use_causal_mask=True)))
    case("causal_attention_one_step", (1, 3), lambda x: chain(x, self_attention(2, 2, use_causal_mask=True)))
    case("causal_attention_value_dim", (4, 3),
         lambda x: chain(x, self_attention(2, 3, value_dim=2, use_causal_mask=True)))
    case("causal_attention_f32", (5, 9), lambda x: chain(x, self_attention(3, 5, use_causal_mask=True), Dense(2)))

    # Cross-attention
    graph(cross_attention, (4, 3))
    graph(cross_attention_key, (4, 3))
    graph(cross_attention_fewer_queries, (5, 3))
    graph(cross_attention_fewer_keys, (5, 3))
    graph(cross_attention_causal_fewer_queries, (5, 3))
    graph(cross_attention_causal_fewer_keys, (5, 3))
    graph(cross_attention_two_inputs, [(4, 3), (2, 5)])

    # In a transformer
    graph(transformer_block, (4, 4))
    graph(transformer_block_causal, (4, 4), loss=SparseCategoricalCrossentropy, labels="classes", **SOFTMAX)
