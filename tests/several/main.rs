//! Models of several inputs and outputs, of indices, and with masks, through all that a trainer does.

use chainrule::data::Dataset;
use chainrule::loss::{
    BinaryCrossentropy, Labels, Loss, MeanSquaredError, SparseCategoricalCrossentropy, head, weighted,
};
use chainrule::metrics::{Accuracy, BinaryAccuracy, Measure, Metric, of_output};
use chainrule::optim::{Adam, Optimizer, SGD};
use chainrule::random::Draws;
use chainrule::train::{Trainer, Verbosity};
use chainrule::{Error, Model, Result, model};

model! {
    /// What is in a picture, and whether the words say so.
    Caption:
        let picture = Input(4, 4);
        let words = Input(3);
        let seen = picture -> Flatten -> Dense(6, tanh);
        let read = words -> Embedding(8, 6, mask_zero = true) -> LSTM(6);
        (seen -> Dense(4, softmax), (seen * read) -> Dense(1, sigmoid));
    /// A class for each word that is one.
    Tagger: Input(5) -> Embedding(6, 4, mask_zero = true) -> Dense(3, softmax)
}

type Picture = ([[f32; 4]; 4], [u32; 3]);

/// Pictures of which a quarter is lit; the words name it, or another.
fn captions(count: usize) -> Result<Dataset<Picture, (u8, [f32; 1])>> {
    let rows = (0..count).map(|row| {
        let (class, agrees) = (row % 4, row / 4 % 2 == 0);
        let lit = |y: usize, x: usize| y / 2 * 2 + x / 2 == class;
        let picture = std::array::from_fn(|y| std::array::from_fn(|x| if lit(y, x) { 1.0 } else { 0.0 }));
        let word = if agrees { class } else { (class + 1) % 4 } as u32;
        ((picture, [1 + word, 5 + row as u32 % 3, 0]), (class as u8, [if agrees { 1.0 } else { 0.0 }]))
    });
    let (inputs, labels) = rows.unzip();
    Dataset::from_arrays(inputs, labels)
}

#[test]
fn a_pair_of_outputs_is_trained_on_a_pair_of_inputs() -> Result<()> {
    let data = captions(64)?;
    let mut net = Caption::seeded(1);
    let loss = (SparseCategoricalCrossentropy::new(), weighted(BinaryCrossentropy::new(), 0.5));
    let mut trainer = Trainer::new(Adam::new().learning_rate(0.02), loss)
        .metrics((
            of_output::<0, _>("class_accuracy", Accuracy::new()),
            of_output::<1, _>("agrees", BinaryAccuracy::new()),
        ))
        .validation(&data)
        .epochs(60)
        .batch_size(10)
        .seed(1)
        .verbose(Verbosity::Quiet);
    let history = trainer.fit(&mut net, &data)?;
    let keys: Vec<_> = history.keys().collect();
    assert_eq!(keys, ["loss", "class_accuracy", "agrees", "val_loss", "val_class_accuracy", "val_agrees"]);
    let evaluation = trainer.evaluate(&net, &data)?;
    assert_eq!((evaluation["class_accuracy"], evaluation["agrees"]), (1.0, 1.0), "{evaluation}");
    assert_eq!(history["val_loss"].last(), Some(&evaluation.loss));
    for ((input, label), (class, agrees)) in data.iter().zip(net.predict_batch(data.inputs())?) {
        assert!(class[usize::from(label.0)] > 0.5 && (agrees[0] - label.1[0]).abs() < 0.5);
        let alone = net.predict(input)?;
        assert!((alone.1[0] - agrees[0]).abs() < 1e-6);
    }
    Ok(())
}

#[test]
fn the_order_of_the_data_is_kept_if_nothing_is_shuffled() -> Result<()> {
    let data = captions(16)?;
    let loss = (SparseCategoricalCrossentropy::new(), BinaryCrossentropy::new());
    let (mut net, mut by_hand) = (Caption::seeded(1), Caption::seeded(1));
    Trainer::new(SGD::new().learning_rate(0.1), loss)
        .shuffle(false)
        .batch_size(6)
        .seed(1)
        .quiet()
        .fit(&mut net, &data)?;
    let mut optimizer = Optimizer::new(SGD::new().learning_rate(0.1), Caption::PARAMS);
    let (mut gradient, mut workspace) = (vec![0.0; Caption::PARAMS], vec![0.0; Caption::workspace(6)]);
    for (step, (inputs, labels)) in data.batches(6)?.enumerate() {
        let draws = Draws { seed: 1, step: step as u64 };
        by_hand.loss_and_gradient(inputs, labels, &loss, draws, &mut gradient, &mut workspace)?;
        optimizer.step(by_hand.parameters_mut(), &gradient)?;
    }
    assert_eq!(net.parameters(), by_hand.parameters());
    Ok(())
}

/// Sentences of which word `w` has the tag `w % 3`; the padding has tags that nobody can learn.
fn sentences(count: usize) -> Result<Dataset<[u32; 5], [u8; 5]>> {
    let rows = (0..count).map(|row| {
        let word = |at: usize| if at <= row % 4 { 1 + ((row * 7 + at * 3) % 5) as u32 } else { 0 };
        let words: [u32; 5] = std::array::from_fn(word);
        let tag = |at: usize| if words[at] == 0 { ((row + at) % 3) as u8 } else { (words[at] % 3) as u8 };
        (words, std::array::from_fn(tag))
    });
    let (inputs, labels) = rows.unzip();
    Dataset::from_arrays(inputs, labels)
}

#[test]
fn masked_steps_count_in_no_loss_and_no_metric() -> Result<()> {
    let data = sentences(40)?;
    let mut net = Tagger::seeded(1);
    let mut trainer = Trainer::new(Adam::new().learning_rate(0.05), SparseCategoricalCrossentropy::new())
        .metrics(Accuracy::new())
        .epochs(40)
        .batch_size(7)
        .seed(1)
        .quiet();
    let history = trainer.fit(&mut net, &data)?;
    assert_eq!(history["accuracy"].last(), Some(&1.0), "the padding is not counted");
    assert_eq!(trainer.evaluate(&net, &data)?["accuracy"], 1.0);

    // Other labels where nothing counts change nothing.
    let other = data.clone().into_parts();
    let pairs = other.0.iter().zip(&other.1);
    let labels =
        pairs.map(|(words, tags)| std::array::from_fn(|at| if words[at] == 0 { 2 - tags[at] } else { tags[at] }));
    let other = Dataset::from_arrays(other.0.clone(), labels.collect())?;
    assert_ne!(other.labels(), data.labels());
    assert_eq!(trainer.evaluate(&net, &other)?, trainer.evaluate(&net, &data)?);

    // As computed by hand.
    let evaluation = trainer.evaluate(&net, &data)?;
    let (mut values, mut masks) = (vec![0.0; 15 * 40], vec![0.0; 5 * 40]);
    let input: Vec<f32> = data.inputs().as_flattened().iter().map(|word| *word as f32).collect();
    let mut workspace = vec![0.0; <Tagger as Model>::PREDICT_WORKSPACE * 40];
    Tagger::<Vec<f32>>::forward(net.parameters(), &input, &mut values, &mut workspace);
    Tagger::<Vec<f32>>::masks(net.parameters(), &input, &mut masks, &mut workspace);
    let expected: Vec<f32> = input.iter().map(|word| if *word == 0.0 { 0.0 } else { 1.0 }).collect();
    assert_eq!(masks, expected);
    let masks = [Some(&masks[..])];
    let labels = Labels::of(data.labels()).masked(&masks);
    let loss = SparseCategoricalCrossentropy::new();
    let loss = Loss::<head::Softmax, [[f32; 3]; 5], _>::value(&loss, &mut values, labels)?;
    assert!((loss - evaluation.loss).abs() < 1e-6, "{loss} and {}", evaluation.loss);
    let mut accuracy = Accuracy::new();
    Measure::<head::Softmax, [[f32; 3]; 5], _>::update(&mut accuracy, &values, labels);
    assert_eq!(accuracy.result(), 1.0);
    Ok(())
}

#[test]
fn an_index_out_of_range_is_found_before_training() -> Result<()> {
    let (inputs, labels) = sentences(40)?.into_parts();
    let good = Dataset::from_arrays(inputs.clone(), labels.clone())?;
    let mut inputs = inputs;
    inputs[33][2] = 6;
    let bad = Dataset::from_arrays(inputs, labels)?;
    let (mut net, start) = (Tagger::seeded(1), Tagger::seeded(1));
    let loss = SparseCategoricalCrossentropy::new();
    let message = "row 33: the index at place 2 of input 0 is 6, but must be below 6";
    let mut trainer = Trainer::new(SGD::new(), loss).seed(1).quiet();
    assert_eq!(trainer.fit(&mut net, &bad).unwrap_err().to_string(), message);
    assert_eq!(trainer.evaluate(&net, &bad).unwrap_err().to_string(), message);
    let mut validating = Trainer::new(SGD::new(), loss).validation(&bad).seed(1).quiet();
    assert_eq!(validating.fit(&mut net, &good).unwrap_err().to_string(), message);
    assert_eq!(net.parameters(), start.parameters(), "nothing was trained");

    let (mut gradient, mut workspace) = (vec![0.0; Tagger::PARAMS], vec![0.0; Tagger::workspace(40)]);
    let draws = Draws::new(1);
    let found = net.loss_and_gradient(bad.inputs(), bad.labels(), &loss, draws, &mut gradient, &mut workspace);
    assert!(matches!(found, Err(Error::Index { row: 33, place: 2, index: 6, below: 6, .. })));
    Ok(())
}

#[test]
fn the_gradient_of_a_pair_is_a_pair() -> Result<()> {
    model! {
        Product:
            let x = Input(2);
            let y = Input(2);
            x * y;
        Scaled:
            let x = Input(2);
            let word = Input(2);
            x + (word -> Embedding(3, 2) -> GlobalAveragePooling1D)
    }
    let (net, loss, draws) = (Product::seeded(1), MeanSquaredError::new(), Draws::new(1));
    let inputs = [([1.0, 2.0], [3.0, 4.0]), ([5.0, 6.0], [7.0, 8.0])];
    let mut gradients = [([0.0; 2], [0.0; 2]); 2];
    let mut workspace = vec![0.0; Product::workspace(2)];
    net.input_gradient(&inputs, &[[3.0, 7.0], [35.0, 50.0]], &loss, draws, &mut gradients, &mut [], &mut workspace)?;
    // The mean over four numbers of (xy − t)²: dy is 0, ½, 0, −1.
    assert_eq!(gradients, [([0.0, 2.0], [0.0, 1.0]), ([0.0, -8.0], [0.0, -6.0])]);

    let net = Scaled::seeded(1);
    let (mut gradients, mut gradient) = ([([9.0; 2], [9; 2]); 1], [0.0; Scaled::PARAMS]);
    let mut workspace = vec![0.0; Scaled::workspace(1)];
    let inputs = [([1.0, 2.0], [0, 2])];
    net.input_gradient(&inputs, &[[0.0; 2]], &loss, draws, &mut gradients, &mut gradient, &mut workspace)?;
    assert_eq!(gradients[0].1, [0, 0], "indices have none");
    let output = net.predict(&inputs[0])?;
    assert!(output.iter().zip(gradients[0].0).all(|(y, dx)| (y - dx).abs() < 1e-6), "dx = 2 y / 2");
    Ok(())
}

#[test]
fn sizes_that_are_constants_train_as_numbers_do() -> Result<()> {
    const WORDS: usize = 8;
    const STEPS: usize = 3;
    const UNITS: usize = 6;
    const CLASSES: usize = 4;
    model! {
        Constants: Input(STEPS) -> Embedding(WORDS, UNITS, mask_zero = true)
            -> GRU(UNITS, return_sequences = true) -> Bidirectional(LSTM(UNITS, return_sequences = true))
            -> MultiHeadAttention(2, 3) -> SimpleRNN(UNITS) -> Dense(CLASSES, softmax);
        Numbers: Input(3) -> Embedding(8, 6, mask_zero = true)
            -> GRU(6, return_sequences = true) -> Bidirectional(LSTM(6, return_sequences = true))
            -> MultiHeadAttention(2, 3) -> SimpleRNN(6) -> Dense(4, softmax)
    }
    let data = captions(20)?.map_inputs(|(_, words)| words).map_labels(|(class, _)| class);
    let trainer = Trainer::new(SGD::new().learning_rate(0.1), SparseCategoricalCrossentropy::new());
    let trainer = trainer.epochs(2).batch_size(8).seed(1).quiet();
    let (mut constants, mut numbers) = (Constants::seeded(1), Numbers::seeded(1));
    trainer.clone().fit(&mut constants, &data)?;
    trainer.clone().fit(&mut numbers, &data)?;
    assert_ne!(numbers.parameters(), Numbers::seeded(1).parameters());
    assert_eq!(constants.parameters(), numbers.parameters());
    Ok(())
}
