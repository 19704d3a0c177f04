"""Recurrent layers without masks: outputs and sequences, both directions, other functions, given and taken states.
"""

from keras.layers import (
    Bidirectional, Concatenate, Conv1D, Conv2D, Dense, Flatten, GRU, LSTM, MaxPooling2D, SimpleRNN, TimeDistributed,
)
from keras.losses import SparseCategoricalCrossentropy

from record import record

SOFTMAX = {"head": "softmax", "from_logits": True}


def simple_rnn_initial_state(x):
    h = Dense(3, "tanh")(Flatten()(x))
    return SimpleRNN(3)(x, initial_state=h)


def lstm_initial_state(x):
    flat = Flatten()(x)
    h = Dense(3, "tanh")(flat)
    c = Dense(3)(flat)
    return LSTM(3)(x, initial_state=[h, c])


def lstm_initial_state_sequences(x):
    flat = Flatten()(x)
    h = Dense(3, "tanh")(flat)
    c = Dense(3)(flat)
    return LSTM(3, return_sequences=True)(x, initial_state=[h, c])


def gru_initial_state(x):
    h = Dense(3, "tanh")(Flatten()(x))
    return GRU(3)(x, initial_state=h)


def gru_reset_before_initial_state(x):
    h = Dense(3, "tanh")(Flatten()(x))
    return GRU(3, reset_after=False, return_sequences=True)(x, initial_state=h)


def simple_rnn_state(x):
    y, h = SimpleRNN(3, return_sequences=True, return_state=True)(x)
    z = Dense(2)(Flatten()(y))
    return z + Dense(2)(h)


def lstm_state(x):
    y, h, c = LSTM(3, return_state=True)(x)
    return Dense(2)(Concatenate()([y, h, c]))


def lstm_encoder_decoder(x):
    _, h, c = LSTM(3, return_state=True)(x)
    return Dense(2)(LSTM(3, return_sequences=True)(x, initial_state=[h, c]))


def gru_encoder_decoder(x):
    _, h = GRU(3, return_state=True)(x)
    return Dense(2)(GRU(3, return_sequences=True)(x, initial_state=h))


def write(file):
    def case(name, shape, layers, batch=2, **options):
        record(file, name, shape, layers, batch=batch, **options)

    def graph(outputs, shape, batch=2, **options):
        record(file, outputs.__name__, shape, outputs, batch=batch, **options)

    # SimpleRNN
    case("simple_rnn", (4, 2), lambda: [SimpleRNN(3)])
    case("simple_rnn_sequences", (4, 2), lambda: [SimpleRNN(3, return_sequences=True)])
    case("simple_rnn_backwards", (4, 2), lambda: [SimpleRNN(3, go_backwards=True)])
    case("simple_rnn_backwards_sequences", (4, 2), lambda: [SimpleRNN(3, go_backwards=True, return_sequences=True)])
    case("simple_rnn_no_bias", (4, 2), lambda: [SimpleRNN(3, use_bias=False)])
    case("simple_rnn_activation", (4, 2), lambda: [SimpleRNN(3, "relu")])
    case("simple_rnn_linear", (4, 2), lambda: [SimpleRNN(3, activation="linear")])
    case("simple_rnn_one_step", (1, 2), lambda: [SimpleRNN(3)])
    case("simple_rnn_one_unit", (4, 1), lambda: [SimpleRNN(1)])
    case("simple_rnn_one_sample", (4, 2), lambda: [SimpleRNN(3)], batch=1)
    case("simple_rnn_inside", (4, 2), lambda: [Dense(3, "tanh"), SimpleRNN(3), Dense(2)])
    case("simple_rnn_twice", (4, 2), lambda: [SimpleRNN(3, return_sequences=True), SimpleRNN(2)])
    case("simple_rnn_f32", (7, 5), lambda: [SimpleRNN(17), Dense(2)], batch=5)

    # LSTM
    case("lstm", (4, 2), lambda: [LSTM(3)])
    case("lstm_sequences", (4, 2), lambda: [LSTM(3, return_sequences=True)])
    case("lstm_backwards", (4, 2), lambda: [LSTM(3, go_backwards=True)])
    case("lstm_backwards_sequences", (4, 2), lambda: [LSTM(3, go_backwards=True, return_sequences=True)])
    case("lstm_no_bias", (4, 2), lambda: [LSTM(3, use_bias=False)])
    case("lstm_activation", (4, 2), lambda: [LSTM(3, "relu")])
    case("lstm_activations", (4, 2), lambda: [LSTM(3, "sigmoid", "hard_sigmoid")])
    case("lstm_recurrent_activation", (4, 2), lambda: [LSTM(3, recurrent_activation="hard_sigmoid")])
    case("lstm_no_unit_forget_bias", (4, 2), lambda: [LSTM(3, unit_forget_bias=False)])
    case("lstm_one_step", (1, 2), lambda: [LSTM(3)])
    case("lstm_one_unit", (4, 1), lambda: [LSTM(1)])
    case("lstm_one_sample", (4, 2), lambda: [LSTM(3)], batch=1)
    case("lstm_inside", (4, 2), lambda: [Dense(3, "tanh"), LSTM(3), Dense(2)])
    case("lstm_twice", (4, 2), lambda: [LSTM(3, return_sequences=True), LSTM(2)])
    case("lstm_classes", (4, 2), lambda: [LSTM(3, return_sequences=True), Dense(3)], loss=SparseCategoricalCrossentropy,
         labels="classes", **SOFTMAX)
    case("lstm_f32", (7, 5), lambda: [LSTM(9), Dense(2)], batch=5)

    # GRU
    case("gru", (4, 2), lambda: [GRU(3)])
    case("gru_sequences", (4, 2), lambda: [GRU(3, return_sequences=True)])
    case("gru_backwards", (4, 2), lambda: [GRU(3, go_backwards=True)])
    case("gru_backwards_sequences", (4, 2), lambda: [GRU(3, go_backwards=True, return_sequences=True)])
    case("gru_no_bias", (4, 2), lambda: [GRU(3, use_bias=False)])
    case("gru_activation", (4, 2), lambda: [GRU(3, "relu")])
    case("gru_activations", (4, 2), lambda: [GRU(3, "sigmoid", "hard_sigmoid")])
    case("gru_one_step", (1, 2), lambda: [GRU(3)])
    case("gru_one_unit", (4, 1), lambda: [GRU(1)])
    case("gru_one_sample", (4, 2), lambda: [GRU(3)], batch=1)
    case("gru_inside", (4, 2), lambda: [Dense(3, "tanh"), GRU(3), Dense(2)])
    case("gru_twice", (4, 2), lambda: [GRU(3, return_sequences=True), GRU(2)])
    case("gru_f32", (7, 5), lambda: [GRU(9), Dense(2)], batch=5)

    # GRU with reset_after = false
    case("gru_reset_before", (4, 2), lambda: [GRU(3, reset_after=False)])
    case("gru_reset_before_sequences", (4, 2), lambda: [GRU(3, reset_after=False, return_sequences=True)])
    case("gru_reset_before_backwards", (4, 2), lambda: [GRU(3, reset_after=False, go_backwards=True)])
    case("gru_reset_before_no_bias", (4, 2), lambda: [GRU(3, reset_after=False, use_bias=False)])
    case("gru_reset_before_activations", (4, 2), lambda: [GRU(3, "relu", "hard_sigmoid", reset_after=False)])

    # initial_state and return_state
    graph(simple_rnn_initial_state, (4, 2))
    graph(lstm_initial_state, (4, 2))
    graph(lstm_initial_state_sequences, (4, 2))
    graph(gru_initial_state, (4, 2))
    graph(gru_reset_before_initial_state, (4, 2))
    graph(simple_rnn_state, (4, 2))
    graph(lstm_state, (4, 2))
    graph(lstm_encoder_decoder, (4, 2))
    graph(gru_encoder_decoder, (4, 2))

    # Bidirectional
    case("bidirectional_lstm", (4, 2), lambda: [Bidirectional(LSTM(3))])
    case("bidirectional_lstm_sequences", (4, 2), lambda: [Bidirectional(LSTM(3, return_sequences=True))])
    case("bidirectional_lstm_sum", (4, 2), lambda: [Bidirectional(LSTM(3), merge_mode="sum")])
    case("bidirectional_lstm_mul", (4, 2), lambda: [Bidirectional(LSTM(3), merge_mode="mul")])
    case("bidirectional_lstm_ave", (4, 2), lambda: [Bidirectional(LSTM(3), merge_mode="ave")])
    case("bidirectional_lstm_concat", (4, 2), lambda: [Bidirectional(LSTM(3), "concat")])
    case("bidirectional_lstm_sequences_sum", (4, 2),
         lambda: [Bidirectional(LSTM(3, return_sequences=True), merge_mode="sum")])
    case("bidirectional_lstm_twice", (4, 2),
         lambda: [Bidirectional(LSTM(2, return_sequences=True)), Bidirectional(LSTM(3)), Dense(2)])
    case("bidirectional_gru", (4, 2), lambda: [Bidirectional(GRU(3))])
    case("bidirectional_gru_sequences_ave", (4, 2),
         lambda: [Bidirectional(GRU(3, return_sequences=True), merge_mode="ave")])
    case("bidirectional_simple_rnn", (4, 2), lambda: [Bidirectional(SimpleRNN(3))])
    case("bidirectional_simple_rnn_sequences", (4, 2), lambda: [Bidirectional(SimpleRNN(3, return_sequences=True))])

    # TimeDistributed
    case("time_distributed_dense", (4, 2), lambda: [TimeDistributed(Dense(3, "tanh")), Dense(2)])
    case("time_distributed_flatten", (3, 2, 2), lambda: [TimeDistributed(Flatten()), Dense(2)])
    case("time_distributed_conv2d", (2, 4, 4, 2),
         lambda: [TimeDistributed(Conv2D(3, 3)), TimeDistributed(Flatten()), Dense(2)])
    case("time_distributed_conv2d_lstm", (3, 4, 4, 1),
         lambda: [TimeDistributed(Conv2D(2, 3, activation="relu")), TimeDistributed(MaxPooling2D(2)),
         TimeDistributed(Flatten()), LSTM(3), Dense(2)])
    case("time_distributed_conv1d", (3, 4, 2), lambda: [TimeDistributed(Conv1D(3, 2, activation="tanh")), Dense(2)])
