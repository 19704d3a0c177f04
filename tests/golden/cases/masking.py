"""Masks: who makes them, who obeys them, how they reach the loss.

Steps are masked at the start, inside, at the end, all.
"""

from keras.layers import (
    BatchNormalization, Bidirectional, Concatenate, Dense, Dropout, Embedding, Flatten, GRU, GlobalAveragePooling1D,
    LSTM, LayerNormalization, Masking, MultiHeadAttention, SimpleRNN, TimeDistributed,
)
from keras.losses import (
    BinaryCrossentropy, CategoricalCrossentropy, MeanAbsoluteError, MeanSquaredError, SparseCategoricalCrossentropy,
)

from record import STEPS, chain, having, indices, masked, record, self_attention

SOFTMAX = {"head": "softmax", "from_logits": True}
SIGMOID = {"head": "sigmoid", "from_logits": True}

# The mean over no steps is not a number.
NOT_ALL = STEPS[:-1]


def masked_lstm_initial_state(x):
    # Keras itself hands no mask to a layer that is also given a state.
    flat = Flatten()(x)
    h = Dense(3, "tanh")(flat)
    c = Dense(3)(flat)
    masking = Masking()
    return LSTM(3)(masking(x), initial_state=[h, c], mask=masking.compute_mask(x))


def masked_lstm_initial_state_sequences(x):
    # Keras itself hands no mask to a layer that is also given a state.
    flat = Flatten()(x)
    h = Dense(3, "tanh")(flat)
    c = Dense(3)(flat)
    masking = Masking()
    return LSTM(3, return_sequences=True)(masking(x), initial_state=[h, c], mask=masking.compute_mask(x))


def masked_gru_initial_state(x):
    # Keras itself hands no mask to a layer that is also given a state.
    h = Dense(3, "tanh")(Flatten()(x))
    masking = Masking()
    return GRU(3, return_sequences=True)(masking(x), initial_state=h, mask=masking.compute_mask(x))


def masked_lstm_state(x):
    y, h, c = LSTM(3, return_state=True)(Masking()(x))
    return Dense(2)(Concatenate()([y, h, c]))


def masked_gru_state(x):
    y, h = GRU(3, return_state=True)(Masking()(x))
    return Dense(2)(Concatenate()([y, h]))


def masked_lstm_encoder_decoder(x):
    _, h, c = LSTM(3, return_state=True)(Masking()(x))
    return Dense(2)(LSTM(3, return_sequences=True)(x, initial_state=[h, c]))


def masked_attention_query(x):
    q = Masking()(x)
    v = Dense(3, "tanh")(x)
    return MultiHeadAttention(2, 2)(q, v)


def masked_attention_value(x):
    v = Masking()(x)
    q = Dense(3, "tanh")(x)
    return MultiHeadAttention(2, 2)(q, v)


def masked_attention_value_causal(x):
    v = Masking()(x)
    q = Dense(3, "tanh")(x)
    return MultiHeadAttention(2, 2)(q, v, use_causal_mask=True)


def write(file):
    def case(name, shape, layers, **options):
        record(file, name, shape, layers, **options)

    def graph(outputs, shape, **options):
        record(file, outputs.__name__, shape, outputs, **options)

    # Masking
    case("masking", (5, 2), lambda: [Masking(), Dense(2)], inputs=masked(), batch=5)
    case("masking_value", (5, 2), lambda: [Masking(mask_value=-1.0), Dense(2)], inputs=masked(-1.0), batch=5)
    case("masking_alone", (5, 2), lambda: [Masking()], inputs=masked(), batch=5)
    case("masking_dropout", (5, 2), lambda: [Masking(), Dropout(0.0), Dense(2)], inputs=masked(), batch=5)
    case("masking_layer_normalization", (5, 2), lambda: [Masking(), Dense(3), LayerNormalization(), Dense(2)],
         inputs=masked(), batch=5)
    case("masking_batch_normalization", (5, 2), lambda: [Masking(), BatchNormalization(), Dense(2)], training=True,
         inputs=masked(), batch=5)
    case("masking_time_distributed", (5, 2), lambda: [Masking(), TimeDistributed(Dense(3, "tanh")), Dense(2)],
         inputs=masked(), batch=5)
    case("masking_global_average", (5, 2), lambda: [Masking(), GlobalAveragePooling1D(), Dense(2)],
         inputs=masked(steps=NOT_ALL), batch=4)

    # Losses of masked outputs
    case("masked_sparse", (5, 2), lambda: [Masking(), Dense(3)], inputs=masked(), batch=5,
         loss=SparseCategoricalCrossentropy, labels="classes", **SOFTMAX)
    case("masked_categorical", (5, 2), lambda: [Masking(), Dense(3)], inputs=masked(), batch=5,
         loss=CategoricalCrossentropy, labels="distribution", **SOFTMAX)
    case("masked_binary", (5, 2), lambda: [Masking(), Dense(3)], inputs=masked(), batch=5, loss=BinaryCrossentropy,
         labels="bits", **SIGMOID)
    case("masked_absolute", (5, 2), lambda: [Masking(), Dense(3)], inputs=masked(), batch=5, loss=MeanAbsoluteError)
    case("masked_squared_sigmoid", (5, 2), lambda: [Masking(), Dense(3)], inputs=masked(), batch=5, head="sigmoid")

    # Recurrent layers
    case("masked_simple_rnn", (5, 2), lambda: [Masking(), SimpleRNN(3)], inputs=masked(), batch=5)
    case("masked_simple_rnn_sequences", (5, 2), lambda: [Masking(), SimpleRNN(3, return_sequences=True)],
         inputs=masked(), batch=5)
    case("masked_simple_rnn_backwards", (5, 2), lambda: [Masking(), SimpleRNN(3, go_backwards=True)], inputs=masked(),
         batch=5)
    case("masked_lstm", (5, 2), lambda: [Masking(), LSTM(3)], inputs=masked(), batch=5)
    case("masked_lstm_sequences", (5, 2), lambda: [Masking(), LSTM(3, return_sequences=True)], inputs=masked(), batch=5)
    case("masked_lstm_backwards", (5, 2), lambda: [Masking(), LSTM(3, go_backwards=True)], inputs=masked(), batch=5)
    case("masked_lstm_backwards_sequences", (5, 2),
         lambda: [Masking(), LSTM(3, go_backwards=True, return_sequences=True)], inputs=masked(), batch=5)
    case("masked_lstm_twice", (5, 2), lambda: [Masking(), LSTM(3, return_sequences=True), LSTM(2)], inputs=masked(),
         batch=5)
    case("masked_lstm_dense", (5, 2), lambda: [Masking(), LSTM(3, return_sequences=True), Dense(2)], inputs=masked(),
         batch=5)
    case("masked_lstm_flat", (5, 2), lambda: [Masking(), LSTM(3), Dense(2, "tanh")], inputs=masked(), batch=5)
    case("masked_gru", (5, 2), lambda: [Masking(), GRU(3)], inputs=masked(), batch=5)
    case("masked_gru_sequences", (5, 2), lambda: [Masking(), GRU(3, return_sequences=True)], inputs=masked(), batch=5)
    case("masked_gru_backwards", (5, 2), lambda: [Masking(), GRU(3, go_backwards=True)], inputs=masked(), batch=5)
    case("masked_gru_reset_before", (5, 2), lambda: [Masking(), GRU(3, reset_after=False)], inputs=masked(), batch=5)
    case("masked_gru_reset_before_sequences", (5, 2),
         lambda: [Masking(), GRU(3, reset_after=False, return_sequences=True)], inputs=masked(), batch=5)
    case("masked_lstm_f32", (5, 3), lambda: [Masking(), LSTM(9, return_sequences=True), Dense(2)], inputs=masked(),
         batch=5)

    # States of masked sequences
    graph(masked_lstm_initial_state, (5, 2), inputs=masked(), batch=5)
    graph(masked_lstm_initial_state_sequences, (5, 2), inputs=masked(), batch=5)
    graph(masked_gru_initial_state, (5, 2), inputs=masked(), batch=5)
    graph(masked_lstm_state, (5, 2), inputs=masked(), batch=5)
    graph(masked_gru_state, (5, 2), inputs=masked(), batch=5)
    graph(masked_lstm_encoder_decoder, (5, 2), inputs=masked(), batch=5)

    # Bidirectional
    case("masked_bidirectional_lstm", (5, 2), lambda: [Masking(), Bidirectional(LSTM(3))], inputs=masked(), batch=5)
    case("masked_bidirectional_lstm_sequences", (5, 2),
         lambda: [Masking(), Bidirectional(LSTM(3, return_sequences=True))], inputs=masked(), batch=5)
    case("masked_bidirectional_lstm_twice", (5, 2),
         lambda: [Masking(), Bidirectional(LSTM(2, return_sequences=True)), Bidirectional(LSTM(3)), Dense(2)],
         inputs=masked(), batch=5)
    case("masked_bidirectional_gru", (5, 2), lambda: [Masking(), Bidirectional(GRU(3), merge_mode="sum")],
         inputs=masked(), batch=5)
    case("masked_bidirectional_gru_sequences", (5, 2),
         lambda: [Masking(), Bidirectional(GRU(3, return_sequences=True))], inputs=masked(), batch=5)
    case("masked_bidirectional_simple_rnn_sequences", (5, 2),
         lambda: [Masking(), Bidirectional(SimpleRNN(3, return_sequences=True), merge_mode="ave")], inputs=masked(),
         batch=5)

    # Attention
    case("masked_attention", (5, 3), lambda x: chain(x, Masking(), self_attention(2, 2)), inputs=masked(), batch=5)
    case("masked_attention_dense", (5, 3), lambda x: chain(x, Masking(), self_attention(2, 2), Dense(2)),
         inputs=masked(), batch=5)
    case("masked_attention_lstm", (5, 3), lambda x: chain(x, Masking(), self_attention(2, 2), LSTM(2)), inputs=masked(),
         batch=5)
    case("masked_attention_causal", (5, 3), lambda x: chain(x, Masking(), self_attention(2, 2, use_causal_mask=True)),
         inputs=masked(), batch=5)
    graph(masked_attention_query, (5, 3), inputs=masked(), batch=5)
    graph(masked_attention_value, (5, 3), inputs=masked(), batch=5)
    graph(masked_attention_value_causal, (5, 3), inputs=masked(), batch=5)

    # Embedding
    case("embedding", (5,), lambda: [Embedding(7, 3)], batch=6, inputs=indices(7))
    case("embedding_rank2", (2, 3), lambda: [Embedding(7, 3)], batch=6, inputs=indices(7))
    case("embedding_dense", (5,), lambda: [Embedding(7, 3), Flatten(), Dense(2, "tanh")], batch=6, inputs=indices(7))
    case("embedding_average", (5,), lambda: [Embedding(7, 3), GlobalAveragePooling1D(), Dense(2)], batch=6,
         inputs=indices(7))
    case("embedding_lstm", (5,), lambda: [Embedding(7, 3), LSTM(2), Dense(2)], batch=6, inputs=indices(7))
    case("embedding_classes", (5,), lambda: [Embedding(7, 3), Dense(3)], batch=6, inputs=indices(7),
         loss=SparseCategoricalCrossentropy, labels="classes", **SOFTMAX)
    case("embedding_f32", (5,), lambda: [Embedding(13, 9), Flatten(), Dense(2)], batch=6, inputs=indices(13))
    case("embedding_mask", (5,), lambda: [Embedding(7, 3, mask_zero=True)], inputs=indices(7, STEPS), batch=5)
    case("embedding_mask_dense", (5,), lambda: [Embedding(7, 3, mask_zero=True), Dense(2, "tanh")],
         inputs=indices(7, STEPS), batch=5)
    case("embedding_mask_average", (5,), lambda: [Embedding(7, 3, mask_zero=True), GlobalAveragePooling1D(), Dense(2)],
         inputs=indices(7, NOT_ALL), batch=4)
    case("embedding_mask_lstm", (5,), lambda: [Embedding(7, 3, mask_zero=True), LSTM(2), Dense(2)],
         inputs=indices(7, STEPS), batch=5)
    case("embedding_mask_gru_sequences", (5,),
         lambda: [Embedding(7, 3, mask_zero=True), GRU(2, return_sequences=True), Dense(2)], inputs=indices(7, STEPS),
         batch=5)
    case("embedding_mask_bidirectional", (5,),
         lambda: [Embedding(7, 3, mask_zero=True), Bidirectional(LSTM(2)), Dense(1)], inputs=indices(7, STEPS), batch=5,
         loss=BinaryCrossentropy, labels="bits", **SIGMOID)
    case("embedding_mask_attention", (5,),
         lambda x: chain(x, Embedding(7, 4, mask_zero=True), self_attention(2, 2, use_causal_mask=True), Dense(7)),
         inputs=indices(7, STEPS), batch=5, loss=SparseCategoricalCrossentropy, labels="classes", **SOFTMAX)

    # Weights of samples and of their steps, beside a mask
    def values():
        return [Masking(), LSTM(3, return_sequences=True)]

    def words():
        return [Embedding(7, 3, mask_zero=True), LSTM(2, return_sequences=True), Dense(3)]

    vectors, ids = masked(), indices(7, STEPS)
    for reduction in ("sum_over_batch_size", "sum", "mean_with_sample_weight"):
        squared = having(MeanSquaredError, reduction=reduction)
        binary = having(BinaryCrossentropy, reduction=reduction)
        sparse = having(SparseCategoricalCrossentropy, reduction=reduction)
        for of, weighted in (("", True), ("_steps", "steps")):
            case(f"masked{of}_weighted_{reduction}", (5, 2), values, inputs=vectors, batch=5, loss=squared,
                 weighted=weighted)
            case(f"embedding_mask_lstm{of}_weighted_{reduction}", (5,), words, inputs=ids, batch=5, loss=sparse,
                 labels="classes", weighted=weighted, **SOFTMAX)
        case(f"masked_binary_steps_weighted_{reduction}", (5, 2), lambda: [Masking(), Dense(3)], inputs=vectors,
             batch=5, loss=binary, labels="bits", weighted="steps", **SIGMOID)
