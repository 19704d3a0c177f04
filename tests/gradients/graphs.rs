//! Several inputs, several outputs, indices, and masks that reach the loss.

use chainrule::loss::{
    BinaryCrossentropy, CategoricalCrossentropy, MeanAbsoluteError, MeanSquaredError, SparseCategoricalCrossentropy,
    weighted,
};
use chainrule::model;

use crate::check::{check_gradient, gradients};
use crate::labels::{class, fractions, steps, values};

const ROWS: usize = 4;
const WIDTH: usize = 3;

model! {
    #[scalar(f64)] TwoInputs:
        let x = Input(3);
        let y = Input(2);
        ((x -> Dense(4, tanh)) * (y -> Dense(4))) -> Dense(2);
    #[scalar(f64)] FourInputs:
        let a = Input(2);
        let b = Input(3, 2);
        let c = Input(1);
        let d = Input(2);
        Concatenate()(a * d, b -> Flatten, c) -> Dense(3, tanh);
    #[scalar(f64)] InputAsOutput:
        let x = Input(3);
        let y = Input(3);
        (x, x * y, y -> tanh);
    #[scalar(f64)] TwoHeads:
        let x = Input(5);
        let h = x -> Dense(4, tanh);
        (h -> Dense(3, softmax), h -> Dense(1, sigmoid));
    #[scalar(f64)] FourHeads:
        let x = Input(2, 3);
        let h = x -> Dense(4, tanh);
        (h, h -> Dense(3, softmax), h -> Flatten -> Dense(2), h -> GlobalAveragePooling1D -> Dense(1, sigmoid));
    #[scalar(f64)] Table: Input(6) -> Embedding(4, 3);
    #[scalar(f64)] TableOfConstants: Input(2, WIDTH) -> Embedding(ROWS, WIDTH) -> Flatten -> Dense(2, tanh);
    #[scalar(f64)] TwoTables:
        let x = Input(3);
        ((x -> Embedding(ROWS, 2)) + (x -> Embedding(7, 2))) -> LSTM(2);
    #[scalar(f64)] TableShared:
        let x = Input(3);
        let y = Input(2);
        let a = x -> Embedding(5, 3) as words -> GlobalAveragePooling1D;
        let b = y -> words -> GlobalAveragePooling1D;
        ((a * b) -> Dense(2), b);
    #[scalar(f64)] NumbersAndIndices:
        let image = Input(2, 2);
        let words = Input(3);
        let a = image -> Flatten -> Dense(3, tanh);
        ((words -> Embedding(5, 3) -> GRU(3)) + a) -> Dense(2);
    #[scalar(f64)] MaskedSteps: Input(5) -> Embedding(3, 2, mask_zero = true) -> GRU(3, return_sequences = true) -> Dense(2);
    #[scalar(f64)] MaskedClasses: Input(5) -> Embedding(3, 2, mask_zero = true) -> Dense(3, softmax);
    #[scalar(f64)] MaskedOutputs:
        let x = Input(4);
        let y = Input(4, 2);
        let h = x -> Embedding(ROWS, 2, mask_zero = true);
        (h -> Dense(2, tanh), y -> Dense(1), h -> Dense(3, softmax), h -> LSTM(2));
    #[scalar(f64)] MaskInside: Input(3, 2) -> relu -> Masking -> Dense(2);
}

gradients! {
    two_inputs: TwoInputs, MeanSquaredError::new(), values;
    four_inputs: FourInputs, MeanSquaredError::new(), values;
    input_as_output: InputAsOutput,
        (MeanSquaredError::new(), weighted(MeanSquaredError::new(), 0.5), MeanSquaredError::new()), values;
    table: Table, MeanSquaredError::new(), values;
    table_of_constants: TableOfConstants, MeanSquaredError::new(), values;
    two_tables: TwoTables, MeanSquaredError::new(), values;
    table_shared: TableShared, (MeanSquaredError::new(), MeanSquaredError::new()), values;
    numbers_and_indices: NumbersAndIndices, MeanSquaredError::new(), values;
    masked_steps: MaskedSteps, MeanSquaredError::new(), values;
    masked_classes: MaskedClasses, SparseCategoricalCrossentropy::new(), steps(5, 3);
    mask_inside: MaskInside, MeanSquaredError::new(), values;
}

#[test]
fn two_heads() {
    let loss = (SparseCategoricalCrossentropy::new(), weighted(BinaryCrossentropy::new(), 0.25));
    check_gradient::<TwoHeads, _, _>(&loss, |random| (class(3)(random), fractions::<[f64; 1]>(random)));
}

#[test]
fn four_heads() {
    let loss = (
        MeanSquaredError::new(),
        CategoricalCrossentropy::new(),
        MeanAbsoluteError::new(),
        weighted(BinaryCrossentropy::new(), 2.0),
    );
    check_gradient::<FourHeads, _, _>(&loss, |random| {
        let distribution = crate::labels::distributions::<[[f64; 3]; 2]>(random);
        (values::<[[f64; 4]; 2]>(random), distribution, values::<[f64; 2]>(random), fractions::<[f64; 1]>(random))
    });
}

#[test]
fn masked_outputs() {
    let loss = (
        MeanSquaredError::new(),
        weighted(MeanSquaredError::new(), 0.5),
        SparseCategoricalCrossentropy::new(),
        MeanSquaredError::new(),
    );
    check_gradient::<MaskedOutputs, _, _>(&loss, |random| {
        let (a, b) = (values::<[[f64; 2]; 4]>(random), values::<[[f64; 1]; 4]>(random));
        (a, b, steps::<4>(3)(random), values::<[f64; 2]>(random))
    });
}
