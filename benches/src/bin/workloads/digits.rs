//! W1 and W4: the Keras program, trained and predicting.

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use chainrule::loss::SparseCategoricalCrossentropy;
use chainrule::metrics::Accuracy;
use chainrule::optim::Adam;
use chainrule::threads;
use chainrule::train::Trainer;
use chainrule_benches::data::{self, BATCH, SEED, SINGLES};
use chainrule_benches::models::{Digits, forward_flops, training_flops};
use chainrule_benches::roofline::Roofline;
use chainrule_benches::samples::Samples;

use crate::outcome::Outcome;
use crate::process::status_bytes;

type Digital = Trainer<Adam, SparseCategoricalCrossentropy, Accuracy>;

/// Seconds for an epoch, one to warm up left out. The check is the accuracy on the test data after the last.
pub(crate) fn train(
    name: &'static str,
    machine: &Roofline,
    repetitions: usize,
    batch: usize,
) -> Result<Vec<Outcome>, Box<dyn Error>> {
    let (data, test) = (data::mnist("train")?, data::mnist("t10k")?);
    let mut net = Digits::seeded(SEED);
    let mut trainer = trainer(machine.threads, batch);
    trainer.fit(&mut net, &data)?;
    let mut seconds = Vec::new();
    for _ in 0..repetitions {
        let start = Instant::now();
        trainer.fit(&mut net, &data)?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    let limit = Some(machine.arithmetic(data.len() as f64 * training_flops::<Digits>()));
    let check = Some(trainer.evaluate(&net, &test)?["accuracy"]);
    Ok(vec![Outcome { limit, check, ..Outcome::new(name, seconds) }])
}

/// The largest memory of this process, in bytes, after an epoch at batch 32 and an evaluation.
pub(crate) fn peak_memory(threads: usize) -> Result<u64, Box<dyn Error>> {
    let (data, test) = (data::mnist("train")?, data::mnist("t10k")?);
    let mut net = Digits::seeded(SEED);
    let mut trainer = trainer(threads, 32);
    trainer.fit(&mut net, &data)?;
    trainer.evaluate(&net, &test)?;
    status_bytes("VmHWM")
}

fn trainer(threads: usize, batch: usize) -> Digital {
    let trainer = Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new()).metrics(Accuracy::new());
    trainer.batch_size(batch).seed(SEED).threads(threads).quiet()
}

/// Seconds to predict one sample, each call timed. The check is Σ y² over the samples. The limit is to read the weights
/// once.
pub(crate) fn predict_one(
    name: &'static str,
    machine: &Roofline,
    repetitions: usize,
) -> Result<Vec<Outcome>, Box<dyn Error>> {
    const CALLS: usize = 20_000;
    let (inputs, _) = data::mnist("t10k")?.into_parts();
    let inputs = &inputs[..SINGLES];
    let net = Digits::seeded(SEED);
    let (mut medians, mut p99) = (Vec::new(), Vec::new());
    for repetition in 0..=repetitions {
        let mut output = [0.0; 10];
        let mut call = |call: usize| {
            let start = Instant::now();
            net.predict_into(black_box(&inputs[call % SINGLES]), &mut output);
            black_box(&output);
            start.elapsed().as_secs_f64()
        };
        let samples = Samples::new((0..CALLS).map(&mut call).collect());
        if repetition > 0 {
            medians.push(samples.median());
            p99.push(samples.quantile(0.99));
        }
    }
    let limit = Some(machine.traffic(Digits::PARAMS * size_of::<f32>()));
    let check = Some(inputs.iter().map(|input| squares(&net.predict(input))).sum());
    Ok(vec![Outcome { p99, limit, check, ..Outcome::new(name, medians) }])
}

/// Seconds to predict 1,000 samples at once, each call timed. The check is Σ y² over the samples.
pub(crate) fn predict_many(
    name: &'static str,
    machine: &Roofline,
    repetitions: usize,
) -> Result<Vec<Outcome>, Box<dyn Error>> {
    const CALLS: usize = 200;
    let (inputs, _) = data::mnist("t10k")?.into_parts();
    let inputs = &inputs[..BATCH];
    let net = Digits::seeded(SEED);
    let mut outputs = vec![[0.0; 10]; BATCH];
    let mut medians = Vec::new();
    for repetition in 0..=repetitions {
        let mut seconds = Vec::with_capacity(CALLS);
        for _ in 0..CALLS {
            let start = Instant::now();
            threads::with(machine.threads, || net.predict_batch_into(black_box(inputs), &mut outputs))?;
            black_box(&outputs);
            seconds.push(start.elapsed().as_secs_f64());
        }
        if repetition > 0 {
            medians.push(Samples::new(seconds).median());
        }
    }
    let limit = Some(machine.arithmetic(BATCH as f64 * forward_flops::<Digits>()));
    let check = Some(outputs.iter().map(squares).sum());
    Ok(vec![Outcome { limit, check, ..Outcome::new(name, medians) }])
}

fn squares(output: &[f32; 10]) -> f64 {
    output.iter().map(|y| f64::from(*y) * f64::from(*y)).sum()
}
