//! Allocations, counted.

use std::time::Duration;

use allocation_counter::measure;
use chainrule::data::Dataset;
use chainrule::loss::{MeanSquaredError, SparseCategoricalCrossentropy};
use chainrule::metrics::{Accuracy, MeanAbsoluteError, MeanIoU, SparseTopKCategoricalAccuracy, of_output, weighted};
use chainrule::optim::{Adam, AdamW, Optimizer, SGD};
use chainrule::random::Draws;
use chainrule::schedule::{CosineDecay, LinearWarmup};
use chainrule::train::callbacks::{LambdaCallback, TimeLimit};
use chainrule::train::{Checkpoints, Trainer};
use chainrule::{Result, model, threads};

model! {
    Digits: Flatten(8, 8) -> Dense(32, relu, kernel_regularizer = l2(1e-4)) -> Dropout(0.2)
        -> Dense(24, |x| x * sigmoid(x)) -> Dense(10, softmax);
    #[scalar(f64)]
    Line: Input(3) -> Dense(16, gelu) -> Reshape(4, 4) -> Dense(2, softmax) -> Flatten -> Dense(1)
}

const BATCH: usize = 32;

fn digits(samples: usize) -> Result<Dataset<[[f32; 8]; 8], u8>> {
    let inputs = (0..samples).map(|row| [[row as f32 / samples as f32; 8]; 8]).collect();
    Dataset::from_arrays(inputs, (0..samples).map(|row| (row % 10) as u8).collect())
}

/// The allocations of one `fit`, on a trainer and a model that are fresh.
fn allocations_of_fit(steps: usize, epochs: u64) -> Result<u64> {
    // The last batch is smaller than the others.
    let data = digits(BATCH * steps - 5)?;
    let mut net = Digits::seeded(1);
    let mut trainer = Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new())
        .metrics((Accuracy::new(),))
        .epochs(epochs)
        .batch_size(BATCH)
        .seed(1)
        .quiet();
    let mut done = Ok(());
    let counted = measure(|| done = trainer.fit(&mut net, &data).map(drop));
    done?;
    assert_eq!(trainer.steps(), steps as u64 * epochs);
    Ok(counted.count_total)
}

#[test]
fn a_thousand_steps_allocate_as_often_as_ten() -> Result<()> {
    // How many cores there are is asked once.
    threads::available();
    assert_eq!(allocations_of_fit(10, 1)?, allocations_of_fit(1000, 1)?);
    Ok(())
}

#[test]
fn steps_on_two_threads_allocate_nothing_either() -> Result<()> {
    model! { Wide: Input(256) -> Dense(512, tanh) -> Dense(4, softmax) }
    let allocations = |steps: usize| -> Result<u64> {
        let inputs = (0..64 * steps).map(|row| [row as f32 / 640.0; 256]).collect();
        let data = Dataset::from_arrays(inputs, (0..64 * steps).map(|row| (row % 4) as u8).collect())?;
        let mut net = Wide::seeded(1);
        let mut trainer =
            Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new()).batch_size(64).threads(2).seed(1).quiet();
        // On the thread that takes the steps: each counts its own.
        threads::with(2, || {
            let mut done = Ok(());
            let counted = measure(|| done = trainer.fit(&mut net, &data).map(drop));
            done.map(|()| counted.count_total)
        })
    };
    allocations(1)?;
    assert_eq!(allocations(2)?, allocations(20)?);
    Ok(())
}

#[test]
fn weights_of_samples_and_all_options_of_an_optimizer_cost_no_allocation_either() -> Result<()> {
    threads::available();
    let allocations = |steps: usize| -> Result<u64> {
        let samples = BATCH * steps;
        let data = digits(samples)?.with_weights((0..samples).map(|row| (row % 3) as f64).collect())?;
        let rule = AdamW::new().use_ema(true).gradient_accumulation_steps(3).global_clipnorm(0.01);
        let mut trainer = Trainer::new(rule, SparseCategoricalCrossentropy::new())
            .metrics((
                weighted("weighted_accuracy", Accuracy::new()),
                MeanIoU::new(),
                SparseTopKCategoricalAccuracy::new(),
            ))
            .seed(1)
            .quiet();
        let (mut net, mut done) = (Digits::seeded(1), Ok(()));
        let counted = measure(|| done = trainer.fit(&mut net, &data).map(drop));
        done.map(|()| counted.count_total)
    };
    assert_eq!(allocations(10)?, allocations(200)?);
    Ok(())
}

#[test]
fn weights_of_steps_cost_no_allocation_and_mean_what_those_of_samples_do() -> Result<()> {
    model! { Tagger: Input(3, 2) -> LSTM(4, return_sequences = true) -> Dense(2, softmax) }
    threads::available();
    let trained = |steps: usize, weigh: fn(Tags) -> Result<Tags>| -> Result<_> {
        let inputs = (0..BATCH * steps).map(|row| [[row as f32 / 640.0, 0.1]; 3]).collect();
        let labels = (0..BATCH * steps).map(|row| [0, (row % 2) as u8, 1]).collect();
        let data = weigh(Dataset::from_arrays(inputs, labels)?)?;
        let mut trainer =
            Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new()).metrics(Accuracy::new()).seed(1).quiet();
        let (mut net, mut done) = (Tagger::seeded(1), Ok(()));
        let counted = measure(|| done = trainer.fit(&mut net, &data).map(drop));
        done.map(|()| (counted.count_total, net))
    };
    let of_steps = |data: Tags| {
        let weights = (0..data.len()).map(|row| [(row % 3) as f64; 3]).collect();
        data.with_step_weights(weights)
    };
    let of_samples = |data: Tags| {
        let weights = (0..data.len()).map(|row| (row % 3) as f64).collect();
        data.with_weights(weights)
    };
    let (few, _) = trained(10, of_steps)?;
    let (many, by_step) = trained(100, of_steps)?;
    assert_eq!(few, many);
    let (_, by_sample) = trained(100, of_samples)?;
    let (_, without) = trained(100, Ok)?;
    assert_eq!(by_step.parameters(), by_sample.parameters());
    assert_ne!(by_step.parameters(), without.parameters());
    Ok(())
}

/// Sequences of two classes.
type Tags = Dataset<[[f32; 2]; 3], [u8; 3]>;

#[test]
fn layers_that_learn_at_their_own_pace_cost_no_allocation_either() -> Result<()> {
    threads::available();
    let allocations = |steps: usize| -> Result<u64> {
        let (data, mut net) = (digits(BATCH * steps)?, Digits::seeded(1));
        let rate = LinearWarmup::new(5, CosineDecay::new(1e-3, 100));
        let mut trainer = Trainer::new(Adam::new().learning_rate(rate), SparseCategoricalCrossentropy::new())
            .freeze("dense1")
            .learning_rate_of("dense3", 0.5)
            .seed(1)
            .quiet();
        let mut done = Ok(());
        let counted = measure(|| done = trainer.fit(&mut net, &data).map(drop));
        done.map(|()| counted.count_total)
    };
    assert_eq!(allocations(10)?, allocations(200)?);
    Ok(())
}

#[test]
fn steps_that_write_no_checkpoint_allocate_nothing_and_neither_do_callbacks() -> Result<()> {
    threads::available();
    let allocations = |steps: usize| -> Result<u64> {
        let folder = std::env::temp_dir().join(format!("chainrule-allocation-{}-{steps}", std::process::id()));
        let (data, mut net, mut seen) = (digits(BATCH * steps)?, Digits::seeded(1), 0.0);
        let look = LambdaCallback::new().on_train_batch_end(|_: &mut Digits, training| {
            training.each(&mut |_, value| seen += value);
            Ok(())
        });
        let mut trainer = Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new())
            .metrics(Accuracy::new())
            .callback(look)
            .callback(TimeLimit::new(Duration::MAX))
            .checkpoints(Checkpoints::new(&folder).every_steps(1_000_000))
            .seed(1)
            .quiet();
        let mut done = Ok(());
        let counted = measure(|| done = trainer.fit(&mut net, &data).map(drop));
        done?;
        drop(trainer);
        assert!(seen > 0.0);
        std::fs::remove_dir_all(folder).expect("the folder of the checkpoints is there");
        Ok(counted.count_total)
    };
    assert_eq!(allocations(100)?, allocations(999)?);
    Ok(())
}

#[test]
fn an_epoch_allocates_for_its_history_only() -> Result<()> {
    threads::available();
    let (one, two, nine) = (allocations_of_fit(10, 1)?, allocations_of_fit(10, 2)?, allocations_of_fit(10, 9)?);
    let most = 8;
    assert!(two - one <= most, "the second epoch allocates {} times", two - one);
    assert!(nine - one <= 8 * most, "eight epochs more allocate {} times", nine - one);
    Ok(())
}

#[test]
fn a_loop_of_ones_own_allocates_nothing() -> Result<()> {
    let (inputs, labels) = digits(BATCH)?.into_parts();
    let mut net = Digits::seeded(1);
    let mut optimizer = Optimizer::new(Adam::new(), Digits::PARAMS);
    let loss = SparseCategoricalCrossentropy::new();
    let mut gradient = vec![0.0; Digits::PARAMS];
    let mut workspace = vec![0.0; Digits::workspace(BATCH)];
    let mut input_gradient = vec![[[0.0; 8]; 8]; BATCH];
    let mut output = [0.0; 10];
    let mut done = Ok(());
    let counted = measure(|| {
        done = (0..10).try_for_each(|step| {
            let draws = Draws { seed: 1, step };
            net.loss_and_gradient(&inputs, &labels, &loss, draws, &mut gradient, &mut workspace)?;
            optimizer.step(net.parameters_mut(), &gradient)?;
            optimizer.step_model(&mut net, &gradient)?;
            optimizer.step_layers(&mut net, &gradient, |layer| if layer.name == "dense1" { 0.0 } else { 0.5 })?;
            net.predict_into(&inputs[0], &mut output);
            net.predict_with(&inputs[0], &mut output, &mut workspace)?;
            assert!(net.predict_class(&inputs[0]) < 10);
            let (to, scratch) = (&mut input_gradient, &mut workspace);
            net.input_gradient(&inputs, &labels, &loss, draws, to, &mut gradient, scratch)?;
            net.reset(2);
            Ok(())
        });
    });
    done?;
    assert_eq!(counted.count_total, 0);
    Ok(())
}

#[test]
fn nor_does_one_in_double_precision() -> Result<()> {
    let (inputs, labels) = ([[1.0, 2.0, 3.0]; 5], [[1.0]; 5]);
    let mut net = Line::seeded(1);
    let mut optimizer = Optimizer::new(SGD::new().momentum(0.9).nesterov(true), Line::PARAMS);
    let mut gradient = vec![0.0; Line::PARAMS];
    let mut workspace = vec![0.0; Line::workspace(5)];
    let mut done = Ok(());
    let counted = measure(|| {
        let loss = net.loss_and_gradient(
            &inputs,
            &labels,
            &MeanSquaredError::new(),
            Draws::new(1),
            &mut gradient,
            &mut workspace,
        );
        done = loss.and_then(|_| optimizer.step(net.parameters_mut(), &gradient));
    });
    done?;
    assert_eq!(counted.count_total, 0);
    Ok(())
}

#[test]
fn evaluation_allocates_as_often_for_many_samples_as_for_few() -> Result<()> {
    let net = Line::seeded(1);
    let count = |samples: usize| -> Result<u64> {
        let data = Dataset::from_arrays(vec![[1.0; 3]; samples], vec![[1.0]; samples])?;
        let trainer = Trainer::new(SGD::new(), MeanSquaredError::new()).metrics(MeanAbsoluteError::new());
        let mut done = Ok(());
        let counted = measure(|| done = trainer.evaluate(&net, &data).map(drop));
        done?;
        Ok(counted.count_total)
    };
    assert_eq!(count(1000)?, count(100_000)?);
    Ok(())
}

model! {
    /// Everything that is copied: tuples, indices; and what comes with them, masks.
    Several:
        let x = Input(3);
        let words = Input(4);
        let h = words -> Embedding(9, 5, mask_zero = true);
        (h -> Dense(2, softmax), (x -> Dense(5, tanh)) + (h -> LSTM(5)))
}

/// Inputs and labels of [`Several`].
#[allow(clippy::type_complexity)]
fn several(samples: usize) -> (Vec<([f32; 3], [u32; 4])>, Vec<([u8; 4], [f32; 5])>) {
    let word = |row: usize, at: usize| ((row * 5 + at * 7) % 9) as u32;
    let sample = |row: usize| {
        let words = std::array::from_fn(|at| word(row, at));
        (([row as f32 / samples as f32; 3], words), (words.map(|word| (word % 2) as u8), [0.5; 5]))
    };
    (0..samples).map(sample).unzip()
}

#[test]
fn tuples_and_indices_cost_no_allocation_in_a_step() -> Result<()> {
    threads::available();
    let loss = (SparseCategoricalCrossentropy::new(), MeanSquaredError::new());
    let allocations = |steps: usize, shuffle| -> Result<u64> {
        let (inputs, labels) = several(BATCH * steps - 5);
        let data = Dataset::from_arrays(inputs, labels)?;
        let mut net = Several::seeded(1);
        let mut trainer = Trainer::new(Adam::new(), loss)
            .metrics(of_output::<0, _>("tags", Accuracy::new()))
            .batch_size(BATCH)
            .shuffle(shuffle)
            .seed(1)
            .quiet();
        let mut done = Ok(());
        let counted = measure(|| done = trainer.fit(&mut net, &data).map(drop));
        done.map(|()| counted.count_total)
    };
    for shuffle in [true, false] {
        assert_eq!(allocations(10, shuffle)?, allocations(100, shuffle)?);
    }

    let ((inputs, labels), net) = (several(BATCH), Several::seeded(1));
    let (mut gradient, mut workspace) = (vec![0.0; Several::PARAMS], vec![0.0; Several::workspace(BATCH)]);
    let (mut input_gradient, mut output) = (inputs.clone(), ([[0.0; 2]; 4], [0.0; 5]));
    let mut done = Ok(());
    let counted = measure(|| {
        done = (0..10).try_for_each(|step| {
            let draws = Draws { seed: 1, step };
            net.loss_and_gradient(&inputs, &labels, &loss, draws, &mut gradient, &mut workspace)?;
            net.predict_into(&inputs[0], &mut output)?;
            net.predict_with(&inputs[0], &mut output, &mut workspace)?;
            let (to, scratch) = (&mut input_gradient, &mut workspace);
            net.input_gradient(&inputs, &labels, &loss, draws, to, &mut gradient, scratch)?;
            Ok(())
        });
    });
    done?;
    assert_eq!(counted.count_total, 0);
    Ok(())
}

#[test]
fn states_that_last_cost_no_allocation() -> Result<()> {
    model! { Pieces: Input(2, 3) -> LSTM(8, stateful = true) -> Dense(2) }
    threads::available();
    let allocations = |steps: usize| -> Result<u64> {
        let data = Dataset::from_arrays(vec![[[0.5; 3]; 2]; 4 * steps], vec![[1.0, -1.0]; 4 * steps])?;
        let mut net = Pieces::seeded(1);
        let mut trainer = Trainer::new(Adam::new(), MeanSquaredError::new()).batch_size(4).shuffle(false).quiet();
        let mut done = Ok(());
        let counted = measure(|| done = trainer.fit(&mut net, &data).map(drop));
        done.map(|()| counted.count_total)
    };
    assert_eq!(allocations(10)?, allocations(100)?);

    let net = Pieces::seeded(1);
    let mut session = net.session(4);
    let (inputs, mut outputs) = ([[[0.5; 3]; 2]; 4], [[0.0; 2]; 4]);
    let mut done = Ok(());
    let counted = measure(|| done = (0..10).try_for_each(|_| session.predict_batch_into(&inputs, &mut outputs)));
    done?;
    assert_eq!(counted.count_total, 0);
    Ok(())
}
