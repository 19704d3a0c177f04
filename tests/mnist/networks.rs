//! The networks of the other examples, smaller or cut short: each learns digits within a few hundred steps.

use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::metrics::Accuracy;
use chainrule::model;
use chainrule::optim::Adam;
use chainrule::train::Trainer;

use crate::read;

model! {
    LeNet: Input(28, 28, 1)
        -> Conv2D(6, 5, padding = same, activation = relu) -> MaxPooling2D(2)
        -> Conv2D(16, 5, activation = relu) -> MaxPooling2D(2)
        -> Flatten -> Dense(120, relu) -> Dense(84, relu) -> Dense(10, softmax);

    Block: Input(7, 7, 8)
        -> Residual(Conv2D(8, 3, padding = same, use_bias = false) -> BatchNormalization(momentum = 0.9) -> relu
            -> Conv2D(8, 3, padding = same, use_bias = false) -> BatchNormalization(momentum = 0.9))
        -> relu;
    ResNet: Input(28, 28, 1)
        -> Conv2D(8, 5, strides = 2, padding = same, use_bias = false) -> BatchNormalization(momentum = 0.9) -> relu
        -> MaxPooling2D(2) -> repeat(2, Block) -> Flatten -> Dense(10, softmax);

    Rows: Input(28, 28) -> LSTM(32) -> Dense(10, softmax);
}

/// What a model reaches in one epoch over the first digits at batch 64.
macro_rules! accuracy {
    ($net:expr, $digits:expr) => {{
        let ((train, _), test) = (read("train").split_at($digits), read("t10k"));
        let mut net = $net;
        let mut trainer = Trainer::new(Adam::new().learning_rate(3e-3), SparseCategoricalCrossentropy::new())
            .metrics(Accuracy::new())
            .batch_size(64)
            .seed(1)
            .quiet();
        trainer.fit(&mut net, &train).expect("the data fit the model");
        let accuracy = trainer.evaluate(&net, &test).expect("the data fit the model")["accuracy"];
        println!("{}: {accuracy}", stringify!($net));
        accuracy
    }};
}

#[test]
fn a_convolutional_network_learns() {
    assert!(accuracy!(LeNet::seeded(1), 20_000) > 0.95);
}

#[test]
fn a_residual_network_with_batch_normalization_learns() {
    assert!(accuracy!(ResNet::seeded(1), 20_000) > 0.95);
}

#[test]
fn a_recurrent_network_learns() {
    assert!(accuracy!(Rows::seeded(1), 20_000) > 0.85);
}
