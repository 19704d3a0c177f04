//~ ERROR `([f32; 3], [f32; 1])` is no number and no array of numbers
//~ ERROR MeanSquaredError` takes labels of the model's output type `([f32; 3], [f32; 1])`, found `(u8, [f32; 1])`
//~ ERROR `SparseCategoricalCrossentropy` cannot compare labels `[f32; 2]` with outputs `[f32; 3]`
//~ ERROR no method named `predict_class` found
//~ ERROR mismatched types
//~ ERROR mismatched types
//~ HELP where a model gives a tuple, give a tuple too: a loss for each output
//! Losses, labels and inputs for a model of two inputs and two outputs.

use chainrule::data::Dataset;
use chainrule::loss::{MeanSquaredError, SparseCategoricalCrossentropy};
use chainrule::optim::SGD;
use chainrule::train::Trainer;

chainrule::model! {
    Pair:
        let x = Input(2);
        let words = Input(4);
        let h = (x -> Dense(3)) + (words -> Embedding(9, 3) -> GlobalMaxPooling1D);
        (h -> Dense(3, softmax), h -> Dense(1))
}

fn one_loss(net: &mut Pair, data: &Dataset<([f32; 2], [u32; 4]), (u8, [f32; 1])>) {
    let _ = Trainer::new(SGD::new(), MeanSquaredError::new()).fit(net, data);
}

fn one_label(net: &mut Pair, data: &Dataset<([f32; 2], [u32; 4]), u8>) {
    let loss = (SparseCategoricalCrossentropy::new(), MeanSquaredError::new());
    let _ = Trainer::new(SGD::new(), loss).fit(net, data);
}

fn other_labels(net: &mut Pair, data: &Dataset<([f32; 2], [u32; 4]), ([f32; 2], [f32; 1])>) {
    let loss = (SparseCategoricalCrossentropy::new(), MeanSquaredError::new());
    let _ = Trainer::new(SGD::new(), loss).fit(net, data);
}

fn no_class(net: &Pair) {
    let _ = net.predict_class(&([0.0; 2], [0; 4]));
}

fn numbers_for_indices(net: &Pair) {
    let _ = net.predict(&([0.0; 2], [0.5; 4]));
}

fn main() {}
