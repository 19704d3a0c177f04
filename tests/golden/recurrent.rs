//! Recurrent layers without masks: outputs and sequences, both directions, other functions, given and taken states.

use chainrule::loss::{MeanSquaredError, SparseCategoricalCrossentropy};
use chainrule::model;

use crate::check::{golden, nets};

static FILE: &[u8] = include_bytes!("recurrent.safetensors");

// SimpleRNN

model! {
    #[scalar(f64)] SimpleRnnNet: Input(4, 2) -> SimpleRNN(3);
    #[scalar(f64)] SimpleRnnSequences: Input(4, 2) -> SimpleRNN(3, return_sequences = true);
    #[scalar(f64)] SimpleRnnBackwards: Input(4, 2) -> SimpleRNN(3, go_backwards = true);
    #[scalar(f64)] SimpleRnnBackwardsSequences: Input(4, 2)
        -> SimpleRNN(3, go_backwards = true, return_sequences = true);
    #[scalar(f64)] SimpleRnnNoBias: Input(4, 2) -> SimpleRNN(3, use_bias = false);
    #[scalar(f64)] SimpleRnnActivation: Input(4, 2) -> SimpleRNN(3, relu);
    #[scalar(f64)] SimpleRnnLinear: Input(4, 2) -> SimpleRNN(3, activation = linear);
    #[scalar(f64)] SimpleRnnOneStep: Input(1, 2) -> SimpleRNN(3);
    #[scalar(f64)] SimpleRnnOneUnit: Input(4, 1) -> SimpleRNN(1);
    #[scalar(f64)] SimpleRnnOneSample: Input(4, 2) -> SimpleRNN(3);
    #[scalar(f64)] SimpleRnnInside: Input(4, 2) -> Dense(3, tanh) -> SimpleRNN(3) -> Dense(2);
    #[scalar(f64)] SimpleRnnTwice: Input(4, 2) -> SimpleRNN(3, return_sequences = true) -> SimpleRNN(2);
    SimpleRnnSingle: Input(7, 5) -> SimpleRNN(17) -> Dense(2);
}

nets!(
    SimpleRnnNet,
    SimpleRnnSequences,
    SimpleRnnBackwards,
    SimpleRnnBackwardsSequences,
    SimpleRnnNoBias,
    SimpleRnnActivation,
    SimpleRnnLinear,
    SimpleRnnOneStep,
    SimpleRnnOneUnit,
    SimpleRnnOneSample,
    SimpleRnnInside,
    SimpleRnnTwice,
    SimpleRnnSingle,
);

golden! {
    FILE;
    simple_rnn: SimpleRnnNet, MeanSquaredError::new(), values;
    simple_rnn_sequences: SimpleRnnSequences, MeanSquaredError::new(), values;
    simple_rnn_backwards: SimpleRnnBackwards, MeanSquaredError::new(), values;
    simple_rnn_backwards_sequences: SimpleRnnBackwardsSequences, MeanSquaredError::new(), values;
    simple_rnn_no_bias: SimpleRnnNoBias, MeanSquaredError::new(), values;
    simple_rnn_activation: SimpleRnnActivation, MeanSquaredError::new(), values;
    simple_rnn_linear: SimpleRnnLinear, MeanSquaredError::new(), values;
    simple_rnn_one_step: SimpleRnnOneStep, MeanSquaredError::new(), values;
    simple_rnn_one_unit: SimpleRnnOneUnit, MeanSquaredError::new(), values;
    simple_rnn_one_sample: SimpleRnnOneSample, MeanSquaredError::new(), values;
    simple_rnn_inside: SimpleRnnInside, MeanSquaredError::new(), values;
    simple_rnn_twice: SimpleRnnTwice, MeanSquaredError::new(), values;
    simple_rnn_f32: SimpleRnnSingle, MeanSquaredError::new(), values;
}

// LSTM

model! {
    #[scalar(f64)] LstmNet: Input(4, 2) -> LSTM(3);
    #[scalar(f64)] LstmSequences: Input(4, 2) -> LSTM(3, return_sequences = true);
    #[scalar(f64)] LstmBackwards: Input(4, 2) -> LSTM(3, go_backwards = true);
    #[scalar(f64)] LstmBackwardsSequences: Input(4, 2) -> LSTM(3, go_backwards = true, return_sequences = true);
    #[scalar(f64)] LstmNoBias: Input(4, 2) -> LSTM(3, use_bias = false);
    #[scalar(f64)] LstmActivation: Input(4, 2) -> LSTM(3, relu);
    #[scalar(f64)] LstmActivations: Input(4, 2) -> LSTM(3, sigmoid, hard_sigmoid);
    #[scalar(f64)] LstmRecurrentActivation: Input(4, 2) -> LSTM(3, recurrent_activation = hard_sigmoid);
    #[scalar(f64)] LstmNoUnitForgetBias: Input(4, 2) -> LSTM(3, unit_forget_bias = false);
    #[scalar(f64)] LstmOneStep: Input(1, 2) -> LSTM(3);
    #[scalar(f64)] LstmOneUnit: Input(4, 1) -> LSTM(1);
    #[scalar(f64)] LstmOneSample: Input(4, 2) -> LSTM(3);
    #[scalar(f64)] LstmInside: Input(4, 2) -> Dense(3, tanh) -> LSTM(3) -> Dense(2);
    #[scalar(f64)] LstmTwice: Input(4, 2) -> LSTM(3, return_sequences = true) -> LSTM(2);
    #[scalar(f64)] LstmClasses: Input(4, 2) -> LSTM(3, return_sequences = true) -> Dense(3, softmax);
    LstmSingle: Input(7, 5) -> LSTM(9) -> Dense(2);
}

nets!(
    LstmNet,
    LstmSequences,
    LstmBackwards,
    LstmBackwardsSequences,
    LstmNoBias,
    LstmActivation,
    LstmActivations,
    LstmRecurrentActivation,
    LstmNoUnitForgetBias,
    LstmOneStep,
    LstmOneUnit,
    LstmOneSample,
    LstmInside,
    LstmTwice,
    LstmClasses,
    LstmSingle,
);

golden! {
    FILE;
    lstm: LstmNet, MeanSquaredError::new(), values;
    lstm_sequences: LstmSequences, MeanSquaredError::new(), values;
    lstm_backwards: LstmBackwards, MeanSquaredError::new(), values;
    lstm_backwards_sequences: LstmBackwardsSequences, MeanSquaredError::new(), values;
    lstm_no_bias: LstmNoBias, MeanSquaredError::new(), values;
    lstm_activation: LstmActivation, MeanSquaredError::new(), values;
    lstm_activations: LstmActivations, MeanSquaredError::new(), values;
    lstm_recurrent_activation: LstmRecurrentActivation, MeanSquaredError::new(), values;
    lstm_no_unit_forget_bias: LstmNoUnitForgetBias, MeanSquaredError::new(), values;
    lstm_one_step: LstmOneStep, MeanSquaredError::new(), values;
    lstm_one_unit: LstmOneUnit, MeanSquaredError::new(), values;
    lstm_one_sample: LstmOneSample, MeanSquaredError::new(), values;
    lstm_inside: LstmInside, MeanSquaredError::new(), values;
    lstm_twice: LstmTwice, MeanSquaredError::new(), values;
    lstm_classes: LstmClasses, SparseCategoricalCrossentropy::new(), steps;
    lstm_f32: LstmSingle, MeanSquaredError::new(), values;
}

// GRU

model! {
    #[scalar(f64)] GruNet: Input(4, 2) -> GRU(3);
    #[scalar(f64)] GruSequences: Input(4, 2) -> GRU(3, return_sequences = true);
    #[scalar(f64)] GruBackwards: Input(4, 2) -> GRU(3, go_backwards = true);
    #[scalar(f64)] GruBackwardsSequences: Input(4, 2) -> GRU(3, go_backwards = true, return_sequences = true);
    #[scalar(f64)] GruNoBias: Input(4, 2) -> GRU(3, use_bias = false);
    #[scalar(f64)] GruActivation: Input(4, 2) -> GRU(3, relu);
    #[scalar(f64)] GruActivations: Input(4, 2) -> GRU(3, sigmoid, hard_sigmoid);
    #[scalar(f64)] GruOneStep: Input(1, 2) -> GRU(3);
    #[scalar(f64)] GruOneUnit: Input(4, 1) -> GRU(1);
    #[scalar(f64)] GruOneSample: Input(4, 2) -> GRU(3);
    #[scalar(f64)] GruInside: Input(4, 2) -> Dense(3, tanh) -> GRU(3) -> Dense(2);
    #[scalar(f64)] GruTwice: Input(4, 2) -> GRU(3, return_sequences = true) -> GRU(2);
    GruSingle: Input(7, 5) -> GRU(9) -> Dense(2);
}

nets!(
    GruNet,
    GruSequences,
    GruBackwards,
    GruBackwardsSequences,
    GruNoBias,
    GruActivation,
    GruActivations,
    GruOneStep,
    GruOneUnit,
    GruOneSample,
    GruInside,
    GruTwice,
    GruSingle,
);

golden! {
    FILE;
    gru: GruNet, MeanSquaredError::new(), values;
    gru_sequences: GruSequences, MeanSquaredError::new(), values;
    gru_backwards: GruBackwards, MeanSquaredError::new(), values;
    gru_backwards_sequences: GruBackwardsSequences, MeanSquaredError::new(), values;
    gru_no_bias: GruNoBias, MeanSquaredError::new(), values;
    gru_activation: GruActivation, MeanSquaredError::new(), values;
    gru_activations: GruActivations, MeanSquaredError::new(), values;
    gru_one_step: GruOneStep, MeanSquaredError::new(), values;
    gru_one_unit: GruOneUnit, MeanSquaredError::new(), values;
    gru_one_sample: GruOneSample, MeanSquaredError::new(), values;
    gru_inside: GruInside, MeanSquaredError::new(), values;
    gru_twice: GruTwice, MeanSquaredError::new(), values;
    gru_f32: GruSingle, MeanSquaredError::new(), values;
}

// GRU with reset_after = false

model! {
    #[scalar(f64)] GruResetBefore: Input(4, 2) -> GRU(3, reset_after = false);
    #[scalar(f64)] GruResetBeforeSequences: Input(4, 2) -> GRU(3, reset_after = false, return_sequences = true);
    #[scalar(f64)] GruResetBeforeBackwards: Input(4, 2) -> GRU(3, reset_after = false, go_backwards = true);
    #[scalar(f64)] GruResetBeforeNoBias: Input(4, 2) -> GRU(3, reset_after = false, use_bias = false);
    #[scalar(f64)] GruResetBeforeActivations: Input(4, 2) -> GRU(3, relu, hard_sigmoid, reset_after = false);
}

nets!(
    GruResetBefore,
    GruResetBeforeSequences,
    GruResetBeforeBackwards,
    GruResetBeforeNoBias,
    GruResetBeforeActivations,
);

golden! {
    FILE;
    gru_reset_before: GruResetBefore, MeanSquaredError::new(), values;
    gru_reset_before_sequences: GruResetBeforeSequences, MeanSquaredError::new(), values;
    gru_reset_before_backwards: GruResetBeforeBackwards, MeanSquaredError::new(), values;
    gru_reset_before_no_bias: GruResetBeforeNoBias, MeanSquaredError::new(), values;
    gru_reset_before_activations: GruResetBeforeActivations, MeanSquaredError::new(), values;
}

// initial_state and return_state

model! {
    #[scalar(f64)] SimpleRnnInitialState:
        let x = Input(4, 2);
        let h = x -> Flatten -> Dense(3, tanh);
        x -> SimpleRNN(3, initial_state = h);
    #[scalar(f64)] LstmInitialState:
        let x = Input(4, 2);
        let flat = x -> Flatten;
        let h = flat -> Dense(3, tanh);
        let c = flat -> Dense(3);
        x -> LSTM(3, initial_state = (h, c));
    #[scalar(f64)] LstmInitialStateSequences:
        let x = Input(4, 2);
        let flat = x -> Flatten;
        let h = flat -> Dense(3, tanh);
        let c = flat -> Dense(3);
        x -> LSTM(3, return_sequences = true, initial_state = (h, c));
    #[scalar(f64)] GruInitialState:
        let x = Input(4, 2);
        let h = x -> Flatten -> Dense(3, tanh);
        x -> GRU(3, initial_state = h);
    #[scalar(f64)] GruResetBeforeInitialState:
        let x = Input(4, 2);
        let h = x -> Flatten -> Dense(3, tanh);
        x -> GRU(3, reset_after = false, return_sequences = true, initial_state = h);
    #[scalar(f64)] SimpleRnnState:
        let x = Input(4, 2);
        let (y, h) = x -> SimpleRNN(3, return_sequences = true, return_state = true);
        let z = y -> Flatten -> Dense(2);
        z + (h -> Dense(2));
    #[scalar(f64)] LstmState:
        let x = Input(4, 2);
        let (y, h, c) = x -> LSTM(3, return_state = true);
        Concatenate()(y, h, c) -> Dense(2);
    #[scalar(f64)] LstmEncoderDecoder:
        let x = Input(4, 2);
        let (_, h, c) = x -> LSTM(3, return_state = true);
        x -> LSTM(3, return_sequences = true, initial_state = (h, c)) -> Dense(2);
    #[scalar(f64)] GruEncoderDecoder:
        let x = Input(4, 2);
        let (_, h) = x -> GRU(3, return_state = true);
        x -> GRU(3, return_sequences = true, initial_state = h) -> Dense(2);
}

nets!(
    SimpleRnnInitialState,
    LstmInitialState,
    LstmInitialStateSequences,
    GruInitialState,
    GruResetBeforeInitialState,
    SimpleRnnState,
    LstmState,
    LstmEncoderDecoder,
    GruEncoderDecoder,
);

golden! {
    FILE;
    simple_rnn_initial_state: SimpleRnnInitialState, MeanSquaredError::new(), values;
    lstm_initial_state: LstmInitialState, MeanSquaredError::new(), values;
    lstm_initial_state_sequences: LstmInitialStateSequences, MeanSquaredError::new(), values;
    gru_initial_state: GruInitialState, MeanSquaredError::new(), values;
    gru_reset_before_initial_state: GruResetBeforeInitialState, MeanSquaredError::new(), values;
    simple_rnn_state: SimpleRnnState, MeanSquaredError::new(), values;
    lstm_state: LstmState, MeanSquaredError::new(), values;
    lstm_encoder_decoder: LstmEncoderDecoder, MeanSquaredError::new(), values;
    gru_encoder_decoder: GruEncoderDecoder, MeanSquaredError::new(), values;
}

// Bidirectional

model! {
    #[scalar(f64)] BidirectionalLstm: Input(4, 2) -> Bidirectional(LSTM(3));
    #[scalar(f64)] BidirectionalLstmSequences: Input(4, 2) -> Bidirectional(LSTM(3, return_sequences = true));
    #[scalar(f64)] BidirectionalLstmSum: Input(4, 2) -> Bidirectional(LSTM(3), merge_mode = sum);
    #[scalar(f64)] BidirectionalLstmMul: Input(4, 2) -> Bidirectional(LSTM(3), merge_mode = mul);
    #[scalar(f64)] BidirectionalLstmAve: Input(4, 2) -> Bidirectional(LSTM(3), merge_mode = ave);
    #[scalar(f64)] BidirectionalLstmConcat: Input(4, 2) -> Bidirectional(LSTM(3), concat);
    #[scalar(f64)] BidirectionalLstmSequencesSum: Input(4, 2)
        -> Bidirectional(LSTM(3, return_sequences = true), merge_mode = sum);
    #[scalar(f64)] BidirectionalLstmTwice: Input(4, 2) -> Bidirectional(LSTM(2, return_sequences = true))
        -> Bidirectional(LSTM(3)) -> Dense(2);
    #[scalar(f64)] BidirectionalGru: Input(4, 2) -> Bidirectional(GRU(3));
    #[scalar(f64)] BidirectionalGruSequencesAve: Input(4, 2)
        -> Bidirectional(GRU(3, return_sequences = true), merge_mode = ave);
    #[scalar(f64)] BidirectionalSimpleRnn: Input(4, 2) -> Bidirectional(SimpleRNN(3));
    #[scalar(f64)] BidirectionalSimpleRnnSequences: Input(4, 2) -> Bidirectional(SimpleRNN(3, return_sequences = true));
}

nets!(
    BidirectionalLstm,
    BidirectionalLstmSequences,
    BidirectionalLstmSum,
    BidirectionalLstmMul,
    BidirectionalLstmAve,
    BidirectionalLstmConcat,
    BidirectionalLstmSequencesSum,
    BidirectionalLstmTwice,
    BidirectionalGru,
    BidirectionalGruSequencesAve,
    BidirectionalSimpleRnn,
    BidirectionalSimpleRnnSequences,
);

golden! {
    FILE;
    bidirectional_lstm: BidirectionalLstm, MeanSquaredError::new(), values;
    bidirectional_lstm_sequences: BidirectionalLstmSequences, MeanSquaredError::new(), values;
    bidirectional_lstm_sum: BidirectionalLstmSum, MeanSquaredError::new(), values;
    bidirectional_lstm_mul: BidirectionalLstmMul, MeanSquaredError::new(), values;
    bidirectional_lstm_ave: BidirectionalLstmAve, MeanSquaredError::new(), values;
    bidirectional_lstm_concat: BidirectionalLstmConcat, MeanSquaredError::new(), values;
    bidirectional_lstm_sequences_sum: BidirectionalLstmSequencesSum, MeanSquaredError::new(), values;
    bidirectional_lstm_twice: BidirectionalLstmTwice, MeanSquaredError::new(), values;
    bidirectional_gru: BidirectionalGru, MeanSquaredError::new(), values;
    bidirectional_gru_sequences_ave: BidirectionalGruSequencesAve, MeanSquaredError::new(), values;
    bidirectional_simple_rnn: BidirectionalSimpleRnn, MeanSquaredError::new(), values;
    bidirectional_simple_rnn_sequences: BidirectionalSimpleRnnSequences, MeanSquaredError::new(), values;
}

// TimeDistributed

model! {
    #[scalar(f64)] TimeDistributedDense: Input(4, 2) -> TimeDistributed(Dense(3, tanh)) -> Dense(2);
    #[scalar(f64)] TimeDistributedFlatten: Input(3, 2, 2) -> TimeDistributed(Flatten) -> Dense(2);
    #[scalar(f64)] TimeDistributedConv2d: Input(2, 4, 4, 2) -> TimeDistributed(Conv2D(3, 3))
        -> TimeDistributed(Flatten) -> Dense(2);
    #[scalar(f64)] TimeDistributedConv2dLstm: Input(3, 4, 4, 1) -> TimeDistributed(Conv2D(2, 3, activation = relu))
        -> TimeDistributed(MaxPooling2D(2)) -> TimeDistributed(Flatten) -> LSTM(3) -> Dense(2);
    #[scalar(f64)] TimeDistributedConv1d: Input(3, 4, 2) -> TimeDistributed(Conv1D(3, 2, activation = tanh))
        -> Dense(2);
}

nets!(
    TimeDistributedDense,
    TimeDistributedFlatten,
    TimeDistributedConv2d,
    TimeDistributedConv2dLstm,
    TimeDistributedConv1d,
);

golden! {
    FILE;
    time_distributed_dense: TimeDistributedDense, MeanSquaredError::new(), values;
    time_distributed_flatten: TimeDistributedFlatten, MeanSquaredError::new(), values;
    time_distributed_conv2d: TimeDistributedConv2d, MeanSquaredError::new(), values;
    time_distributed_conv2d_lstm: TimeDistributedConv2dLstm, MeanSquaredError::new(), values;
    time_distributed_conv1d: TimeDistributedConv1d, MeanSquaredError::new(), values;
}
