//! W1 to W4 and W6 to W8: networks that tell ten classes, trained and predicting.

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::metrics::Accuracy;
use chainrule::optim::Adam;
use chainrule::threads;
use chainrule::train::Trainer;
use chainrule_benches::data::{self, BATCH, Classes, Part, SEED, SINGLES};
use chainrule_benches::models::{Classifier, Digits, forward_flops, training_flops};
use chainrule_benches::samples::Samples;

use crate::outcome::{Outcome, Task};
use crate::process::status_bytes;

type Teacher = Trainer<Adam, SparseCategoricalCrossentropy, Accuracy>;
/// Reads or makes the samples of a network.
type Data<M> = fn(Part) -> chainrule::Result<Classes<<M as chainrule::Model>::Input>>;

/// Seconds for an epoch, one to warm up left out. The check is the accuracy on the test data after the last.
pub(crate) fn train<M: Classifier>(
    task: &Task<'_>,
    data: Data<M>,
    batch: usize,
    optimizer: Adam,
) -> Result<Vec<Outcome>, Box<dyn Error>> {
    let (data, test) = (data(Part::Train)?, data(Part::Test)?);
    let mut net = M::seeded(SEED);
    let mut trainer = teacher(task.machine.threads, batch, optimizer);
    trainer.fit(&mut net, &data)?;
    let mut seconds = Vec::new();
    for _ in 0..task.repetitions {
        let start = Instant::now();
        trainer.fit(&mut net, &data)?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    let limit = Some(task.machine.arithmetic(data.len() as f64 * training_flops::<M>()));
    let check = Some(trainer.evaluate(&net, &test)?["accuracy"]);
    Ok(vec![Outcome { limit, check, ..Outcome::new(task.name, seconds) }])
}

/// The largest memory of this process, in bytes, after an epoch of W1 at batch 32 and an evaluation.
pub(crate) fn peak_memory(threads: usize) -> Result<u64, Box<dyn Error>> {
    let (data, test) = (data::mnist(Part::Train)?, data::mnist(Part::Test)?);
    let mut net = Digits::seeded(SEED);
    let mut trainer = teacher(threads, 32, Adam::new());
    trainer.fit(&mut net, &data)?;
    trainer.evaluate(&net, &test)?;
    status_bytes("VmHWM")
}

fn teacher(threads: usize, batch: usize, optimizer: Adam) -> Teacher {
    let trainer = Trainer::new(optimizer, SparseCategoricalCrossentropy::new()).metrics(Accuracy::new());
    trainer.batch_size(batch).seed(SEED).threads(threads).quiet()
}

/// Seconds to predict one sample, each of so many calls timed. The check is Σ y² over the samples. The limit is to read the
/// weights once, or the arithmetic on one thread.
pub(crate) fn predict_one<M: Classifier>(
    task: &Task<'_>,
    data: Data<M>,
    calls: usize,
) -> Result<Vec<Outcome>, Box<dyn Error>> {
    let Task { name, machine, repetitions } = *task;
    let (inputs, _) = data(Part::Test)?.into_parts();
    let inputs = &inputs[..SINGLES];
    let net = M::seeded(SEED);
    // As most people call it, unless it could take a thread more than it may.
    let predict = |input: &M::Input, output: &mut [f32; 10]| match machine.threads {
        1 => threads::with(1, || net.predict_into(input, output)),
        _ => net.predict_into(input, output),
    };
    let (mut medians, mut p99) = (Vec::new(), Vec::new());
    for repetition in 0..=repetitions {
        let mut output = [0.0; 10];
        let mut call = |call: usize| {
            let start = Instant::now();
            predict(black_box(&inputs[call % SINGLES]), &mut output);
            black_box(&output);
            start.elapsed().as_secs_f64()
        };
        let samples = Samples::new((0..calls).map(&mut call).collect());
        if repetition > 0 {
            medians.push(samples.median());
            p99.push(samples.quantile(0.99));
        }
    }
    let peak_of_one = machine.peak_f32 / machine.threads as f64;
    let limit = Some(machine.limit(forward_flops::<M>(), peak_of_one, M::PARAMS * size_of::<f32>()));
    let one = |input| {
        let mut output = [0.0; 10];
        net.predict_into(input, &mut output);
        squares(&output)
    };
    let check = Some(inputs.iter().map(one).sum());
    Ok(vec![Outcome { p99, limit, check, ..Outcome::new(name, medians) }])
}

/// Seconds to predict 1,000 samples at once, each of so many calls timed. The check is Σ y² over the samples.
pub(crate) fn predict_many<M: Classifier>(
    task: &Task<'_>,
    data: Data<M>,
    calls: usize,
) -> Result<Vec<Outcome>, Box<dyn Error>> {
    let Task { name, machine, repetitions } = *task;
    let (inputs, _) = data(Part::Test)?.into_parts();
    let inputs = &inputs[..BATCH];
    let net = M::seeded(SEED);
    let mut outputs = vec![[0.0; 10]; BATCH];
    let mut medians = Vec::new();
    for repetition in 0..=repetitions {
        let mut seconds = Vec::with_capacity(calls);
        for _ in 0..calls {
            let start = Instant::now();
            threads::with(machine.threads, || net.predict_batch_into(black_box(inputs), &mut outputs))?;
            black_box(&outputs);
            seconds.push(start.elapsed().as_secs_f64());
        }
        if repetition > 0 {
            medians.push(Samples::new(seconds).median());
        }
    }
    let limit = Some(machine.arithmetic(BATCH as f64 * forward_flops::<M>()));
    let check = Some(outputs.iter().map(squares).sum());
    Ok(vec![Outcome { limit, check, ..Outcome::new(name, medians) }])
}

fn squares(output: &[f32; 10]) -> f64 {
    output.iter().map(|y| f64::from(*y) * f64::from(*y)).sum()
}
