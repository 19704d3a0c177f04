//! `LeNet`: convolutions instead of a layer that sees all pixels at once.
//!
//! Teaches: `Conv2D` and `MaxPooling2D`, and a learning rate that falls in half a cosine wave.
//!
//! `cargo run --release --example lenet` is right about 99.2 % of the test digits after ten epochs.
//!
//! The network is the fifth of "Gradient-based learning applied to document recognition", Proceedings of the IEEE, 1998,
//! with today's activations and pooling.

use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::metrics::Accuracy;
use chainrule::model;
use chainrule::optim::Adam;
use chainrule::schedule::CosineDecay;
use chainrule::train::Trainer;
use chainrule_examples::Options;

model! {
    /// Each filter is a small pattern that is looked for everywhere; pooling keeps the best match of four neighbours.
    pub LeNet: Input(28, 28, 1)
        -> Conv2D(6, 5, padding = same, activation = relu)
        -> MaxPooling2D(2)
        -> Conv2D(16, 5, activation = relu)
        -> MaxPooling2D(2)
        -> Flatten
        -> Dense(120, relu)
        -> Dense(84, relu)
        -> Dense(10, softmax)
}

const EPOCHS: u64 = 10;
const BATCH: usize = 128;

fn main() -> chainrule::Result<()> {
    let options = Options::read();
    let (train, test) = chainrule_examples::mnist()?;

    let mut net = LeNet::seeded(options.seed);
    options.show(&net.summary());

    let steps = EPOCHS * train.len().div_ceil(BATCH) as u64;
    let learning_rate = CosineDecay::new(2e-3, steps);
    let mut trainer = Trainer::new(Adam::new().learning_rate(learning_rate), SparseCategoricalCrossentropy::new())
        .metrics(Accuracy::new())
        .epochs(EPOCHS)
        .batch_size(BATCH)
        .seed(options.seed)
        .verbose(options.verbosity());
    trainer.fit(&mut net, &train)?;
    println!("test accuracy {:.4}", trainer.evaluate(&net, &test)?["accuracy"]);
    Ok(())
}
