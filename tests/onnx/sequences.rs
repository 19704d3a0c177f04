//! Models of sequences: recurrence, attention, tables, masks.

use crate::coverage::exports;

const STEPS: usize = 6;

exports! {
    one_axis: OneAxis { Input(10, 3) -> Conv1D(4, 3, padding = causal, dilation_rate = 2, activation = relu) -> MaxPooling1D(2) -> Conv1D(6, 2, strides = 2, padding = same)
        -> UpSampling1D(3) -> ZeroPadding1D((1, 2)) -> AveragePooling1D(3, padding = same) -> Cropping1D((1, 0)) -> GlobalMaxPooling1D -> RepeatVector(3) -> GlobalAveragePooling1D }
    transposed: TransposedSequences { Input(5, 3) -> Conv1DTranspose(4, 3, strides = 2) -> Conv1DTranspose(2, 2, strides = 3, padding = same) }
    simple: Simple { Input(STEPS, 3) -> SimpleRNN(5, return_sequences = true) -> SimpleRNN(4, activation = relu, use_bias = false) -> Dense(2) }
    lstm: Lstm { Input(STEPS, 3) -> LSTM(5, return_sequences = true) -> LSTM(4, dropout = 0.2, recurrent_dropout = 0.3) -> Dense(2, softmax) }
    lstm_of_other_functions: LstmOfOtherFunctions { Input(STEPS, 3) -> LSTM(5, activation = hard_sigmoid, recurrent_activation = hard_sigmoid, return_sequences = true, go_backwards = true) -> LSTM(4, use_bias = false) }
    gru: Gru { Input(STEPS, 3) -> GRU(5, return_sequences = true) -> GRU(4, reset_after = false) -> Dense(2) }
    gru_of_other_functions: GruOfOtherFunctions { Input(STEPS, 3) -> GRU(5, recurrent_activation = hard_sigmoid, return_sequences = true) -> GRU(4, reset_after = false, activation = linear, use_bias = false) }
    both_ways: BothWays { Input(STEPS, 3) -> Bidirectional(LSTM(4, return_sequences = true)) -> Bidirectional(GRU(3), merge_mode = sum) -> Dense(2) }
    states: States { let x = Input(STEPS, 3); let (y, h, c) = x -> LSTM(4, return_sequences = true, return_state = true);
        let z = LSTM(4)(y, h, c); let (s, t) = GRU(3, return_state = true)(x); let u = SimpleRNN(3)(x, t); let (v, w) = SimpleRNN(4, return_state = true)(y, h);
        Concatenate()(z, s, u, v, w) -> Dense(2) }
    states_of_a_loop: StatesOfALoop { let x = Input(STEPS, 3); let (y, h, c) = x -> LSTM(4, recurrent_activation = hard_sigmoid, return_sequences = true, return_state = true);
        let (a, b, d) = LSTM(4, activation = hard_sigmoid, return_state = true)(y, h, c); Concatenate()(a, b, d) }
    stateful: Stateful { Input(STEPS, 3) -> LSTM(4, stateful = true, return_sequences = true) -> GRU(3, stateful = true) -> Dense(2) }
    stateful_twice: StatefulTwice { let x = Input(STEPS, 3); let y = x -> SimpleRNN(3, stateful = true, return_sequences = true, recurrent_dropout = 0.1) as once; y -> once -> Dense(2) }
    masked: Masked { Input(STEPS, 3) -> Masking -> LSTM(4, return_sequences = true) -> GRU(3, return_sequences = true) -> Bidirectional(SimpleRNN(3, return_sequences = true)) -> LSTM(4) }
    text: Text { Input(STEPS) -> Embedding(20, 5, mask_zero = true) -> Bidirectional(LSTM(4)) -> Dense(3, softmax) }
    text_without_mask: TextWithoutMask { Input(STEPS) -> Embedding(20, 5) -> PositionEmbedding -> GlobalAveragePooling1D -> Dense(3) }
    masked_mean: MaskedMean { Input(STEPS) -> Embedding(4, 5, mask_zero = true) -> Dense(4, tanh) -> GlobalAveragePooling1D -> Dense(3) }
    masked_steps: MaskedSteps { Input(STEPS) -> Embedding(4, 5, mask_zero = true) -> LSTM(4, return_sequences = true) -> Dense(3, softmax) }
    attention: Attention { let x = Input(STEPS, 4); let y = Input(5, 4); let z = MultiHeadAttention(2, 3)(x, x) -> LayerNormalization; MultiHeadAttention(3, 2, value_dim = 4, output_shape = 5, use_bias = false)(z, y) }
    masked_attention: MaskedAttention { Input(STEPS) -> Embedding(4, 6, mask_zero = true) -> SinePositionEncoding -> MultiHeadAttention(2, 3, use_causal_mask = true) -> Dense(3) }
    transformer: Transformer { Input(STEPS) -> Embedding(20, 8) -> PositionEmbedding -> repeat(2, Residual(LayerNormalization -> MultiHeadAttention(2, 4, use_causal_mask = true))
        -> Residual(LayerNormalization -> Dense(16, gelu) -> Dense(8))) -> LayerNormalization -> Dense(20, softmax) }
    two_kinds: TwoKinds { let words = Input(STEPS); let facts = Input(3); let w = words -> Embedding(7, 4) -> Flatten; Concatenate()(w, facts) -> Dense(2, sigmoid) }
    indices_that_move: IndicesThatMove { Input(2, 3) -> Flatten -> Embedding(5, 3) -> Permute(2, 1) -> Dense(2) }
    each_step: EachStep { Input(STEPS, 4) -> TimeDistributed(Dense(3, relu)) -> TimeDistributed(LayerNormalization) -> TimeDistributed(RepeatVector(2)) -> TimeDistributed(LSTM(3)) }
}
