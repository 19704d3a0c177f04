//! The promise of the first example, on the real data: the Keras program learns as it does in Keras. The networks of other
//! examples learn too.

mod networks;

use std::thread;

use chainrule::data::Dataset;
use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::metrics::Accuracy;
use chainrule::optim::Adam;
use chainrule::train::Trainer;
use chainrule::{Sample, model};

model! { Digits: Flatten(28, 28) -> Dense(128, relu) -> Dense(10, softmax) }

type Data = Dataset<[[f32; 28]; 28], u8>;

fn read<X: Sample>(part: &str) -> Dataset<X, u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/data/mnist");
    let file = |kind: &str| format!("{folder}/{part}-{kind}-ubyte.gz");
    Dataset::from_idx(file("images-idx3"), file("labels-idx1")).expect("the data are in the repository")
}

/// Five epochs at batch 32, as `cargo run --example mnist` with this seed.
fn accuracy(seed: u64, train: &Data, test: &Data) -> f64 {
    let mut net = Digits::seeded(seed);
    let mut trainer = Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new())
        .metrics(Accuracy::new())
        .epochs(5)
        .seed(seed)
        .quiet();
    trainer.fit(&mut net, train).expect("the data fit the model");
    trainer.evaluate(&net, test).expect("the data fit the model")["accuracy"]
}

/// Keras: 97.65 ± 0.12 %.
#[test]
fn ten_seeds_reach_what_keras_reaches() {
    let (train, test) = (read("train"), read("t10k"));
    let half = |seeds: std::ops::RangeInclusive<u64>| -> Vec<f64> {
        seeds.map(|seed| accuracy(seed, &train, &test)).collect()
    };
    let accuracies = thread::scope(|scope| {
        let first = scope.spawn(|| half(1..=5));
        let second = half(6..=10);
        [first.join().expect("the training ends"), second].concat()
    });
    let mean = accuracies.iter().sum::<f64>() / accuracies.len() as f64;
    println!("test accuracy of ten seeds: {accuracies:?}, mean {mean:.4}");
    assert!(mean >= 0.975, "mean test accuracy {mean:.4} of {accuracies:?}");
}
