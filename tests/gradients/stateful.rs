//! Stateful layers: the states that they start from are given, and drawn at random.

use chainrule::loss::{MeanSquaredError, SparseCategoricalCrossentropy};
use chainrule::model;

use crate::check::gradients;

const UNITS: usize = 3;

model! {
    #[scalar(f64)] Simple: Input(3, 2) -> SimpleRNN(3, stateful = true);
    #[scalar(f64)] Lstm: Input(3, 2) -> LSTM(3, return_sequences = true, stateful = true) -> Dense(3, softmax);
    #[scalar(f64)] Gru: Input(3, 2) -> GRU(UNITS, stateful = true) -> Dense(UNITS);
    #[scalar(f64)] GruResetBefore: Input(1, 2) -> GRU(2, reset_after = false, stateful = true) -> Dense(2);
    #[scalar(f64)] Stacked: Input(3, 2) -> GRU(UNITS, return_sequences = true, stateful = true) -> LSTM(2, stateful = true);
    #[scalar(f64)] Both: Input(3, 2) -> Bidirectional(LSTM(2, stateful = true)) -> Dense(2);
    // The mask of the output follows from what a stateful layer puts out.
    #[scalar(f64)] Masked: Input(3, 2) -> LSTM(2, return_sequences = true, stateful = true) -> relu -> Masking
        -> SimpleRNN(2, return_sequences = true, stateful = true) -> Dense(2);
    #[scalar(f64)] States: let (y, h, c) = Input(3, 2) -> LSTM(2, return_state = true, stateful = true);
        (y, h * c);
    #[scalar(f64)] Part: Input(3, 2) -> GRU(2, stateful = true) -> RepeatVector(3);
    #[scalar(f64)] Parts: Input(3, 2) -> Part -> Part -> Dense(1, sigmoid);
}

gradients! {
    simple: Simple, MeanSquaredError::new(), values;
    lstm: Lstm, SparseCategoricalCrossentropy::new(), steps(3, 3);
    gru: Gru, MeanSquaredError::new(), values;
    gru_reset_before: GruResetBefore, MeanSquaredError::new(), values;
    stacked: Stacked, MeanSquaredError::new(), values;
    both: Both, MeanSquaredError::new(), values;
    masked: Masked, MeanSquaredError::new(), values;
    parts: Parts, MeanSquaredError::new(), values;
    states: States, (MeanSquaredError::new(), MeanSquaredError::new()), values;
}
