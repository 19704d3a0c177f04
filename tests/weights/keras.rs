//! Files of Keras', written by `keras.py`: with their weights our models predict what Keras predicts.

use chainrule::io::Import;
use chainrule::model;

use crate::values::{agree, file, inputs, left, tensor};

model! {
    Digits: Input(6, 6, 1) -> Conv2D(3, 3, activation = relu) -> BatchNormalization -> Dropout(0.5) -> Flatten
        -> Dense(5, tanh) -> Dense(3, softmax);
    Words: Input(6) -> Embedding(11, 4) -> Bidirectional(LSTM(3, return_sequences = true))
        -> GRU(4, return_sequences = true) -> SimpleRNN(3) as last -> Dense(2);
    Attention: let x = Input(5, 8) -> LayerNormalization; MultiHeadAttention(2, 4)(x, x) -> Dense(2) as out
}

#[test]
fn layers_that_are_numbered_alike_need_no_names() {
    let mut net = Digits::seeded(1);
    net.load_with(file("keras/digits"), &Import::keras()).unwrap();
    agree::<Digits>("keras/digits", &net.predict_batch(&inputs("keras/digits")));
    // For `keras.py back`.
    net.save(left("digits")).unwrap();
}

#[test]
fn cells_and_directions_are_found() {
    let mut net = Words::seeded(1);
    net.load_with(file("keras/words"), &Import::keras().layer("last", "simple_rnn")).unwrap();
    let flat = tensor("keras/words", "x", u32::from_le_bytes);
    agree::<Words>("keras/words", &net.predict_batch(flat.as_chunks::<6>().0).unwrap());
}

#[test]
fn attention_is_paid_alike() {
    let mut net = Attention::seeded(1);
    net.load_with(file("keras/attention"), &Import::keras().layer("out", "dense")).unwrap();
    agree::<Attention>("keras/attention", &net.predict_batch(&inputs("keras/attention")));
}

#[test]
fn what_has_no_counterpart_is_told() {
    let mut net = Attention::seeded(1);
    let refusal = net.load_with(file("keras/attention"), &Import::keras()).unwrap_err().to_string();
    let expected = "`out.kernel` is missing (the nearest name is `dense.kernel`)";
    assert!(refusal.contains(expected), "{refusal}");
}
