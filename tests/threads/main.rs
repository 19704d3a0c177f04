//! Several threads: the same bits as one, and no work while there is none.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chainrule::data::Dataset;
use chainrule::loss::{MeanSquaredError, SparseCategoricalCrossentropy};
use chainrule::metrics::{Accuracy, SparseTopKCategoricalAccuracy, weighted};
use chainrule::optim::{Adam, AdamW};
use chainrule::random::Draws;
use chainrule::schedule::CosineDecay;
use chainrule::train::Trainer;
use chainrule::{Result, model, threads};

model! {
    Digits: Flatten(16, 16) -> Dense(200, relu, kernel_regularizer = l2(1e-4)) -> Dropout(0.2) -> Dense(150, gelu)
        -> Dense(10, softmax)
}

const BATCH: usize = 96;

fn digits(samples: usize) -> Result<Dataset<[[f32; 16]; 16], u8>> {
    let pixel = |row: usize, at: usize| ((row * 31 + at * 17) % 101) as f32 / 101.0;
    let inputs = (0..samples).map(|row| std::array::from_fn(|y| std::array::from_fn(|x| pixel(row, 16 * y + x))));
    Dataset::from_arrays(inputs.collect(), (0..samples).map(|row| (row % 10) as u8).collect())
}

/// One test after the other: one computation at a time has the threads.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn training_gives_the_same_bits_for_every_number_of_threads() -> Result<()> {
    let _turn = turn();
    // The last batch is of one sample.
    let data = digits(10 * BATCH + 1)?;
    let trained = |threads| -> Result<_> {
        let mut net = Digits::seeded(1);
        let mut trainer = Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new())
            .metrics(Accuracy::new())
            .validation(&data)
            .epochs(2)
            .batch_size(BATCH)
            .threads(threads)
            .seed(1)
            .quiet();
        let history = trainer.fit(&mut net, &data)?;
        let evaluation = trainer.evaluate(&net, &data)?;
        Ok((net.parameters().to_vec(), history["loss"].to_vec(), history["val_loss"].to_vec(), evaluation))
    };
    let one = trained(1)?;
    for threads in [0, 2, 3, 7] {
        assert!(trained(threads)? == one, "{threads} threads");
    }
    Ok(())
}

#[test]
fn so_does_training_at_several_paces() -> Result<()> {
    let _turn = turn();
    let data = digits(4 * BATCH)?;
    let trained = |threads| -> Result<_> {
        let mut net = Digits::seeded(1);
        let rate = CosineDecay::new(2e-3, 20);
        let mut trainer = Trainer::new(Adam::new().learning_rate(rate), SparseCategoricalCrossentropy::new())
            .freeze("dense2")
            .learning_rate_of("dense1", 0.25)
            .epochs(2)
            .batch_size(BATCH)
            .threads(threads)
            .seed(1)
            .quiet();
        trainer.fit(&mut net, &data)?;
        Ok(net)
    };
    let one = trained(1)?;
    let start = Digits::seeded(1);
    assert_eq!(one.dense2().kernel(), start.dense2().kernel());
    assert_ne!(one.dense1().kernel(), start.dense1().kernel());
    for threads in [2, 3, 7] {
        assert!(trained(threads)?.parameters() == one.parameters(), "{threads} threads");
    }
    Ok(())
}

#[test]
fn so_does_training_with_all_options_of_an_optimizer() -> Result<()> {
    let _turn = turn();
    let data = digits(4 * BATCH)?.with_weights((0..4 * BATCH).map(|row| 0.5 + (row % 3) as f64).collect())?;
    let trained = |rule: AdamW, threads| -> Result<_> {
        let mut net = Digits::seeded(1);
        let mut trainer = Trainer::new(rule, SparseCategoricalCrossentropy::new())
            .metrics((weighted("weighted_accuracy", Accuracy::new()), SparseTopKCategoricalAccuracy::new().k(3)))
            .epochs(2)
            .batch_size(BATCH)
            .threads(threads)
            .seed(1)
            .quiet();
        let history = trainer.fit(&mut net, &data)?;
        Ok((net.parameters().to_vec(), history["weighted_accuracy"].to_vec()))
    };
    let averaged = AdamW::new().use_ema(true).gradient_accumulation_steps(3);
    for rule in [averaged.global_clipnorm(0.01), averaged.clipnorm(0.01), averaged.clipvalue(1e-4)] {
        let one = trained(rule, 1)?;
        for threads in [2, 3, 7] {
            assert!(trained(rule, threads)? == one, "{threads} threads");
        }
    }
    Ok(())
}

#[test]
fn predictions_and_gradients_are_the_same_bits_too() -> Result<()> {
    let _turn = turn();
    let (net, data) = (Digits::seeded(2), digits(777)?);
    let loss = SparseCategoricalCrossentropy::new();
    let of = |limit| {
        threads::with(limit, || -> Result<_> {
            let (mut gradient, mut workspace) = (vec![0.0; Digits::PARAMS], vec![0.0; Digits::workspace(777)]);
            let draws = Draws::new(3);
            net.loss_and_gradient(data.inputs(), data.labels(), &loss, draws, &mut gradient, &mut workspace)?;
            Ok((net.predict_batch(data.inputs()), gradient))
        })
    };
    let one = of(1)?;
    for limit in [2, 3, 7] {
        assert!(of(limit)? == one, "{limit} threads");
    }
    assert!(net.predict_batch(data.inputs()) == one.0, "without a limit");
    Ok(())
}

#[test]
fn so_are_those_of_several_inputs_and_outputs() -> Result<()> {
    model! {
        Several:
            let x = Input(256);
            let words = Input(8);
            let h = words -> Embedding(50, 64, mask_zero = true);
            let seen = x -> Dense(256, tanh) -> Dense(64);
            (h -> Dense(64, tanh) -> Dense(3, softmax), (seen + (h -> LSTM(64))) -> Dense(2))
    }
    let _turn = turn();
    let word = |row: usize, at: usize| ((row * 13 + at * 29) % 50) as u32;
    let sample = |row: usize| {
        let words: [u32; 8] = std::array::from_fn(|at| word(row, at));
        let numbers: [f32; 256] = std::array::from_fn(|at| ((row * 31 + at * 17) % 101) as f32 / 101.0);
        ((numbers, words), (words.map(|word| (word % 3) as u8), [0.5_f32, -0.5]))
    };
    let (inputs, labels): (Vec<_>, Vec<_>) = (0..=(3 * BATCH)).map(sample).unzip();
    let data = Dataset::from_arrays(inputs, labels)?;
    let computed = |threads| -> Result<_> {
        let mut net = Several::seeded(1);
        let loss = (SparseCategoricalCrossentropy::new(), MeanSquaredError::new());
        let mut trainer = Trainer::new(Adam::new(), loss).batch_size(BATCH).threads(threads).seed(1).quiet();
        trainer.fit(&mut net, &data)?;
        let evaluation = trainer.evaluate(&net, &data)?;
        let outputs = threads::with(threads, || net.predict_batch(data.inputs()))?;
        Ok((net.parameters().to_vec(), evaluation, outputs))
    };
    let one = computed(1)?;
    for threads in [2, 3, 7] {
        assert!(computed(threads)? == one, "{threads} threads");
    }
    Ok(())
}

/// Processor time of this process so far, in ticks of 10 ms.
#[cfg(target_os = "linux")]
fn ticks() -> u64 {
    let status = std::fs::read_to_string("/proc/self/stat").expect("Linux tells of processes");
    let fields = status.rsplit_once(')').map(|(_, fields)| fields.split_whitespace()).into_iter().flatten();
    fields.skip(11).take(2).map(|ticks| ticks.parse::<u64>().expect("a number of ticks")).sum()
}

#[test]
#[cfg(target_os = "linux")]
fn threads_sleep_when_there_is_nothing_to_do() -> Result<()> {
    use std::thread;
    use std::time::Duration;

    let _turn = turn();
    let (net, data) = (Digits::seeded(2), digits(2000)?);
    assert_eq!(net.predict_batch(data.inputs()).len(), data.len());
    thread::sleep(Duration::from_millis(50));
    let before = ticks();
    thread::sleep(Duration::from_millis(300));
    assert!(ticks() - before <= 3, "threads spin");
    Ok(())
}
