//! Graphs: values that are used twice, layers that are shared, several inputs, several outputs.

use chainrule::loss::{MeanSquaredError, SparseCategoricalCrossentropy};
use chainrule::model;

use crate::check::{golden, nets};

static FILE: &[u8] = include_bytes!("graphs.safetensors");

// Residual

model! {
    #[scalar(f64)] Residual: Input(4) -> Residual(Dense(4, tanh)) -> Dense(2);
    #[scalar(f64)] ResidualChain: Input(4) -> Residual(Dense(6, tanh) -> Dense(4)) -> relu -> Dense(2);
    #[scalar(f64)] ResidualTwice: Input(4) -> Residual(Dense(4, tanh)) -> Residual(Dense(4, relu));
    #[scalar(f64)] ResidualNested: Input(4) -> Residual(Dense(4, tanh) -> Residual(Dense(4, relu)));
    #[scalar(f64)] ResidualConv2d: Input(4, 4, 2)
        -> Residual(Conv2D(2, 3, padding = same, activation = relu) -> Conv2D(2, 3, padding = same)) -> relu;
}

nets!(Residual, ResidualChain, ResidualTwice, ResidualNested, ResidualConv2d);

golden! {
    FILE;
    residual: Residual, MeanSquaredError::new(), values;
    residual_chain: ResidualChain, MeanSquaredError::new(), values;
    residual_twice: ResidualTwice, MeanSquaredError::new(), values;
    residual_nested: ResidualNested, MeanSquaredError::new(), values;
    residual_conv2d: ResidualConv2d, MeanSquaredError::new(), values;
}

// Shared layers

model! {
    #[scalar(f64)] Shared:
        let x = Input(4);
        let a = x -> Dense(4, tanh) as dense1;
        a -> dense1 -> Dense(2);
    #[scalar(f64)] SharedTwoInputs:
        let x = Input(4);
        let y = Input(4);
        let a = x -> Dense(3, tanh) as dense1;
        let b = y -> dense1;
        (a * b) -> Dense(2);
    #[scalar(f64)] SharedConv2d:
        let x = Input(4, 4, 2);
        let a = x -> Conv2D(2, 3, padding = same, activation = tanh) as conv2d1;
        a -> conv2d1 -> conv2d1 -> Flatten -> Dense(2);
    #[scalar(f64)] SharedLstm:
        let x = Input(4, 3);
        let a = x -> LSTM(3, return_sequences = true) as lstm1;
        a -> lstm1 -> Dense(2);
}

nets!(Shared, SharedTwoInputs, SharedConv2d, SharedLstm);

golden! {
    FILE;
    shared: Shared, MeanSquaredError::new(), values;
    shared_two_inputs: SharedTwoInputs, MeanSquaredError::new(), values;
    shared_conv2d: SharedConv2d, MeanSquaredError::new(), values;
    shared_lstm: SharedLstm, MeanSquaredError::new(), values;
}

// Several inputs

model! {
    #[scalar(f64)] TwoInputs:
        let x = Input(5);
        let y = Input(3);
        Concatenate()(x, y) -> Dense(4, tanh) -> Dense(2);
    #[scalar(f64)] TwoInputsOfRanks:
        let x = Input(3, 4);
        let y = Input(2);
        let a = x -> Flatten -> Dense(4, tanh);
        let b = y -> Dense(4);
        (a + b) -> Dense(2);
    #[scalar(f64)] ThreeInputs:
        let x = Input(3);
        let y = Input(3);
        let z = Input(2);
        (x * y) + (z -> Dense(3));
}

nets!(TwoInputs, TwoInputsOfRanks, ThreeInputs);

golden! {
    FILE;
    two_inputs: TwoInputs, MeanSquaredError::new(), values;
    two_inputs_of_ranks: TwoInputsOfRanks, MeanSquaredError::new(), values;
    three_inputs: ThreeInputs, MeanSquaredError::new(), values;
}

// Several outputs

model! {
    #[scalar(f64)] TwoOutputs:
        let x = Input(5);
        let h = x -> Dense(4, tanh);
        (h -> Dense(2), h -> Dense(3));
    #[scalar(f64)] TwoOutputsOneInside:
        let x = Input(5);
        let h = x -> Dense(4, tanh);
        (h, h -> Dense(3));
    #[scalar(f64)] TwoOutputsTwoLosses:
        let x = Input(5);
        let h = x -> Dense(4, tanh);
        (h -> Dense(3, softmax), h -> Dense(1));
    #[scalar(f64)] ThreeOutputsOfRanks:
        let x = Input(3, 2);
        let h = x -> Dense(4, tanh);
        (h -> Dense(2), h -> Flatten -> Dense(3), h);
    #[scalar(f64)] TwoInputsTwoOutputs:
        let x = Input(3);
        let y = Input(2);
        let a = x -> Dense(4, tanh);
        let b = y -> Dense(4);
        ((a + b) -> Dense(2), (a * b) -> Dense(3));
}

nets!(TwoOutputs, TwoOutputsOneInside, TwoOutputsTwoLosses, ThreeOutputsOfRanks, TwoInputsTwoOutputs);

golden! {
    FILE;
    two_outputs: TwoOutputs, (MeanSquaredError::new(), MeanSquaredError::new()), values;
    two_outputs_one_inside: TwoOutputsOneInside, (MeanSquaredError::new(), MeanSquaredError::new()), values;
    two_outputs_two_losses: TwoOutputsTwoLosses,
        (SparseCategoricalCrossentropy::new(), MeanSquaredError::new()),
        both;
    three_outputs_of_ranks: ThreeOutputsOfRanks,
        (MeanSquaredError::new(), MeanSquaredError::new(), MeanSquaredError::new()),
        values;
    two_inputs_two_outputs: TwoInputsTwoOutputs, (MeanSquaredError::new(), MeanSquaredError::new()), values;
}
