//! The mean of squared differences.

use super::{Measure, Metric, counting, mean::Mean};
use crate::loss;
use crate::loss::formula::Formulas;
use crate::loss::label::LikeOutput;
use crate::loss::{Head, Labels};
use crate::sample::Sample;

/// The mean of (y − t)² over all numbers of the output y and the label t. Key `mean_squared_error`.
///
/// Labels are of the model's output type.
///
/// Source: <https://keras.io/api/metrics/regression_metrics/#meansquarederror-class>.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeanSquaredError {
    mean: Mean,
}

impl MeanSquaredError {
    /// Nothing counted yet.
    pub const fn new() -> Self {
        Self { mean: Mean::new() }
    }
}

impl Metric for MeanSquaredError {
    fn name(&self) -> &'static str {
        "mean_squared_error"
    }
    fn reset(&mut self) {
        self.mean = Mean::new();
    }
    fn result(&self) -> f64 {
        self.mean.get()
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        self.mean.counted(to);
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        self.mean = Mean::restored(from);
    }
}

impl<H: Head<O>, O: Sample, Y: LikeOutput<O, Self>> Measure<H, O, Y> for MeanSquaredError {
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        counting::<O, Y, Self>(outputs, labels, |outputs, labels, weight| {
            let sum = O::Scalar::mean_squared_error(&loss::MeanSquaredError::new(), outputs, labels, &mut [], 1.0);
            self.mean.add(weight * sum, weight * outputs.len() as f64);
        });
    }
}
