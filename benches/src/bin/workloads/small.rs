//! W5: very small networks, where a framework is all that one measures.

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use chainrule::loss::MeanSquaredError;
use chainrule::optim::Adam;
use chainrule::random::Draws;
use chainrule::threads;
use chainrule::train::Trainer;
use chainrule_benches::data::{self, SEED};
use chainrule_benches::models::{Epoch, Forward, Gradient, forward_flops, training_flops};
use chainrule_benches::samples::Samples;

use crate::outcome::{Outcome, Task};

/// Seconds to predict one sample of 6-64-8-4, timed a hundred calls at a time. The check is Σ |y| over the samples.
#[expect(clippy::unnecessary_wraps, reason = "workloads share a signature")]
pub(crate) fn forward(task: &Task<'_>) -> Result<Vec<Outcome>, Box<dyn Error>> {
    const ROUNDS: usize = 5_000;
    let inputs = data::forward_inputs();
    let net = Forward::seeded(SEED);
    let round = |_| {
        let mut output = [0.0; 4];
        let start = Instant::now();
        for input in black_box(&inputs) {
            net.predict_into(black_box(input), &mut output);
            black_box(&output);
        }
        start.elapsed().as_secs_f64() / inputs.len() as f64
    };
    let medians = medians(task.repetitions, ROUNDS, round);
    let limit = Some(task.machine.arithmetic_of_one(forward_flops::<Forward>()));
    let outputs = inputs.iter().flat_map(|input| net.predict(input));
    let check = Some(outputs.map(|y| f64::from(y.abs())).sum());
    Ok(vec![Outcome { limit, check, ..Outcome::new(task.name, medians) }])
}

/// Seconds for the squared error of 24-8-2 on 200 samples and its gradient, each call timed. The check is the error.
pub(crate) fn gradient(task: &Task<'_>) -> Result<Vec<Outcome>, Box<dyn Error>> {
    const ROUNDS: usize = 5_000;
    let (inputs, labels) = data::gradient_batch();
    let net = Gradient::seeded(SEED);
    let (loss, draws) = (MeanSquaredError::new(), Draws::new(SEED));
    let mut gradient = vec![0.0; Gradient::PARAMS];
    let mut workspace = vec![0.0; Gradient::workspace(inputs.len())];
    let mut step = || {
        let (inputs, labels) = black_box((&inputs, &labels));
        let error = net.loss_and_gradient(inputs, labels, &loss, draws, &mut gradient, &mut workspace);
        black_box(&gradient);
        error
    };
    let check = Some(step()?);
    let round = |_| {
        let start = Instant::now();
        let error = step();
        let seconds = start.elapsed().as_secs_f64();
        // It was not refused the first time.
        assert!(error.is_ok());
        seconds
    };
    let medians = threads::with(task.machine.threads, || medians(task.repetitions, ROUNDS, round));
    let flops = inputs.len() as f64 * training_flops::<Gradient>();
    let limit = Some(task.machine.arithmetic_of_one(flops));
    Ok(vec![Outcome { limit, check, ..Outcome::new(task.name, medians) }])
}

/// Seconds for an epoch of 4-32-16-4 on 10,000 samples in one batch, timed a hundred epochs at a time, the first hundred
/// left out. The check is the loss of the hundredth.
pub(crate) fn epoch(task: &Task<'_>) -> Result<Vec<Outcome>, Box<dyn Error>> {
    const EPOCHS: u64 = 100;
    let data = data::epoch_data()?;
    let mut net = Epoch::seeded(SEED);
    let trainer = Trainer::new(Adam::new(), MeanSquaredError::new());
    let trainer = trainer.batch_size(data.len()).shuffle(false).epochs(EPOCHS).seed(SEED).quiet();
    let mut trainer = trainer.threads(task.machine.threads);
    let check = trainer.fit(&mut net, &data)?["loss"].last().copied();
    let mut seconds = Vec::new();
    for _ in 0..task.repetitions {
        let start = Instant::now();
        trainer.fit(&mut net, &data)?;
        seconds.push(start.elapsed().as_secs_f64() / EPOCHS as f64);
    }
    let limit = Some(task.machine.arithmetic(data.len() as f64 * training_flops::<Epoch>()));
    Ok(vec![Outcome { limit, check, ..Outcome::new(task.name, seconds) }])
}

/// The median round of each repetition, one to warm up left out.
fn medians(repetitions: usize, rounds: usize, mut round: impl FnMut(usize) -> f64) -> Vec<f64> {
    let mut median = |_| Samples::new((0..rounds).map(&mut round).collect()).median();
    (0..=repetitions).map(&mut median).skip(1).collect()
}
