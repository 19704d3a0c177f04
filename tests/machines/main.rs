//! The same numbers on every machine: training and predicting, held to what an x86-64 with AVX-512 computed.
//!
//! A program of its own, not of the test harness, which not every target has: on `wasm32-unknown-unknown` all that is seen
//! of it is what `main` returns, the number of the first comparison that failed. `.ci/machines` runs it on several.

use std::process::ExitCode;

use chainrule::data::Dataset;
use chainrule::loss::{MeanSquaredError, SparseCategoricalCrossentropy};
use chainrule::metrics::Accuracy;
use chainrule::optim::Adam;
use chainrule::train::Trainer;
use chainrule::train::callbacks::EarlyStopping;
use chainrule::{Result, model};

model! {
    /// In which quarter of a picture the spot is.
    Quarter:
        Input(8, 8, 1) -> Conv2D(8, 3, activation = relu) -> BatchNormalization -> MaxPooling2D(2) -> Flatten
        -> Dense(37, gelu) -> Dropout(0.1) -> Dense(4, softmax);

    /// Where a walk ends.
    Walk: Input(6, 3) -> LSTM(9, return_sequences = true) -> GRU(5) -> Dense(2)
}

/// Numbers from 0 to 1 that look random and are exact everywhere.
fn number(at: usize) -> f32 {
    (at * 7919 % 1009) as f32 / 1024.0
}

fn quarters(count: usize) -> Result<Dataset<[[[f32; 1]; 8]; 8], u8>> {
    let picture = |row: usize| {
        let (spot, place) = (row % 4, row / 4 % 3);
        let lit = |y: usize, x: usize| y == 4 * (spot / 2) + place && x == 4 * (spot % 2) + place;
        std::array::from_fn(|y| {
            std::array::from_fn(|x| [0.3 * number(64 * row + 8 * y + x) + f32::from(u8::from(lit(y, x)))])
        })
    };
    Dataset::from_arrays((0..count).map(picture).collect(), (0..count).map(|row| (row % 4) as u8).collect())
}

fn walks(count: usize) -> Result<Dataset<[[f32; 3]; 6], [f32; 2]>> {
    let walk = |row: usize| std::array::from_fn(|t| std::array::from_fn(|at| number(18 * row + 3 * t + at) - 0.5));
    let inputs: Vec<[[f32; 3]; 6]> = (0..count).map(walk).collect();
    let ends = inputs.iter().map(|walk| std::array::from_fn(|at| walk.iter().map(|step| step[at]).sum()));
    let labels = ends.collect();
    Dataset::from_arrays(inputs, labels)
}

/// Losses and predictions, in the order of `EXPECTED`.
fn found() -> Result<Vec<f64>> {
    let mut found = Vec::new();

    let (train, test) = (quarters(203)?, quarters(41)?);
    let mut net = Quarter::seeded(3);
    let mut trainer = Trainer::new(Adam::new(), SparseCategoricalCrossentropy::new())
        .metrics(Accuracy::new())
        .validation(&test)
        .callback(EarlyStopping::new().patience(5))
        .epochs(6)
        .seed(3);
    let history = trainer.fit(&mut net, &train)?;
    found.extend(["loss", "val_loss", "val_accuracy"].map(|key| history[key].last().copied().unwrap_or(f64::NAN)));
    let batch = net.predict_batch(test.inputs());
    found.extend(net.predict(&test.inputs()[2]).iter().chain(&batch[7]).map(|number| f64::from(*number)));

    let data = walks(150)?;
    let mut net = Walk::seeded(5);
    let mut trainer =
        Trainer::new(Adam::new().learning_rate(0.01), MeanSquaredError::new()).epochs(4).seed(5).threads(3);
    let history = trainer.fit(&mut net, &data)?;
    found.push(history["loss"].last().copied().unwrap_or(f64::NAN));
    found.push(trainer.evaluate(&net, &data)?["loss"]);
    found.extend(net.predict(&data.inputs()[11]).map(f64::from));
    Ok(found)
}

/// Machines agree to rounding, which training amplifies.
const TOLERANCE: f64 = 1e-3;

const EXPECTED: [f64; 15] = [
    0.25465, 1.29004, 0.73171, 0.27374, 0.26378, 0.28029, 0.18219, 0.28992, 0.24346, 0.26134, 0.20528, 0.11200,
    0.08493, -0.08005, 0.09188,
];

fn main() -> ExitCode {
    let found = match found() {
        Ok(found) => found,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(100);
        }
    };
    println!("{found:?}");
    for (at, (found, expected)) in found.iter().zip(EXPECTED).enumerate() {
        let close = (found - expected).abs() <= TOLERANCE * expected.abs().max(0.1);
        if !close {
            eprintln!("number {at} is {found}, expected {expected}");
            return ExitCode::from(1 + at as u8);
        }
    }
    if found.len() == EXPECTED.len() { ExitCode::SUCCESS } else { ExitCode::from(101) }
}
