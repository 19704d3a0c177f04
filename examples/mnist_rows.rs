//! Digits read line by line: a recurrent network sees one row of pixels after the other, and names the digit at the end.
//!
//! Teaches: `LSTM` over a sequence of 28 steps, each of 28 numbers.
//!
//! `cargo run --release --example mnist_rows` is right about 97.4 % of the test digits after three epochs.

use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::metrics::Accuracy;
use chainrule::model;
use chainrule::optim::Adam;
use chainrule::train::Trainer;
use chainrule_examples::Options;

model! {
    /// What the memory holds after the last row tells the digit.
    pub Rows: Input(28, 28) -> LSTM(128) -> Dense(10, softmax)
}

fn main() -> chainrule::Result<()> {
    let options = Options::read();
    let (train, test) = chainrule_examples::mnist()?;

    let mut net = Rows::seeded(options.seed);
    options.show(&net.summary());

    let mut trainer = Trainer::new(Adam::new().learning_rate(1e-3), SparseCategoricalCrossentropy::new())
        .metrics(Accuracy::new())
        .epochs(3)
        .batch_size(64)
        .seed(options.seed)
        .verbose(options.verbosity());
    trainer.fit(&mut net, &train)?;
    println!("test accuracy {:.4}", trainer.evaluate(&net, &test)?["accuracy"]);
    Ok(())
}
