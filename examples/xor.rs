//! Exclusive or: the smallest problem that needs a hidden layer.
//!
//! Teaches: data from arrays, and a model of one output for a yes or a no.

use chainrule::data::Dataset;
use chainrule::loss::BinaryCrossentropy;
use chainrule::model;
use chainrule::optim::Adam;
use chainrule::train::Trainer;

model! {
    /// True if one of its inputs is true, and not both.
    pub Xor: Input(2) -> Dense(8, tanh) -> Dense(1, sigmoid)
}

fn main() -> chainrule::Result<()> {
    let inputs = vec![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let table = Dataset::from_arrays(inputs, vec![[0.0], [1.0], [1.0], [0.0]])?;

    let mut net = Xor::seeded(1);
    Trainer::new(Adam::new().learning_rate(0.1), BinaryCrossentropy::new())
        .epochs(200)
        .quiet()
        .fit(&mut net, &table)?;

    for ([a, b], [truth]) in table.iter() {
        let [probability] = net.predict(&[*a, *b]);
        println!("{a} xor {b} = {truth}, predicted with probability {probability:.3}");
    }
    Ok(())
}
