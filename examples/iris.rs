//! Three kinds of iris flowers, told apart by the length and width of their leaves.
//!
//! Teaches: reading a table from CSV, names as classes, standardising, holding rows back for a test, and saving weights.

use std::error::Error;

use chainrule::data::{Csv, Dataset};
use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::metrics::Accuracy;
use chainrule::model;
use chainrule::optim::Adam;
use chainrule::train::Trainer;

model! {
    /// Four lengths in centimetres to three kinds.
    pub Iris: Input(4) -> Dense(16, relu) -> Dense(3, softmax)
}

fn main() -> Result<(), Box<dyn Error>> {
    let table = Csv::open(chainrule_examples::data("iris").join("iris.csv"))?;
    let kinds = table.classes("species")?;
    let flowers: Dataset<[f32; 4], usize> = table.classification("species")?;

    // The table is sorted by kind: shuffle before holding rows back. Only the training rows tell the scale.
    let (mut train, mut test) = flowers.shuffled(1).split(0.8)?;
    let scale = train.standardize()?;
    test.standardize_as(&scale)?;

    let mut net = Iris::seeded(1);
    let mut trainer = Trainer::new(Adam::new().learning_rate(0.01), SparseCategoricalCrossentropy::new())
        .metrics(Accuracy::new())
        .epochs(50)
        .batch_size(16)
        .seed(1)
        .quiet();
    trainer.fit(&mut net, &train)?;
    println!("{} training rows, {} test rows: {}", train.len(), test.len(), trainer.evaluate(&net, &test)?);

    let mut flower = [[6.1, 2.9, 4.7, 1.4]];
    scale.apply(&mut flower)?;
    println!("6.1, 2.9, 4.7 and 1.4 cm: {}", kinds[net.predict_class(&flower[0])]);

    // Weights are kept by name, and read back into a model of the same layers.
    let path = std::env::temp_dir().join("iris.safetensors");
    net.save(&path)?;
    let mut again = Iris::new();
    again.load(&path)?;
    assert_eq!(again.predict(&flower[0]), net.predict(&flower[0]));
    println!("saved to {} and read back", path.display());
    Ok(())
}
