//! The root of the mean of squared differences.

use super::{MeanSquaredError, Measure, Metric};
use crate::loss::label::LikeOutput;
use crate::loss::{Head, Labels};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// The root of the mean of (y − t)² over all numbers of the output y and the label t. Key `root_mean_squared_error`.
///
/// Labels are of the model's output type.
///
/// Source: <https://keras.io/api/metrics/regression_metrics/#rootmeansquarederror-class>.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RootMeanSquaredError {
    square: MeanSquaredError,
}

impl RootMeanSquaredError {
    /// Nothing counted yet.
    pub const fn new() -> Self {
        Self { square: MeanSquaredError::new() }
    }
}

impl Metric for RootMeanSquaredError {
    fn name(&self) -> &'static str {
        "root_mean_squared_error"
    }
    fn reset(&mut self) {
        self.square.reset();
    }
    fn result(&self) -> f64 {
        Scalar::sqrt(self.square.result())
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        self.square.counted(to);
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        self.square.restore(from);
    }
}

impl<H: Head<O>, O: Sample, Y: LikeOutput<O, Self> + LikeOutput<O, MeanSquaredError>> Measure<H, O, Y>
    for RootMeanSquaredError
{
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        Measure::<H, O, Y>::update(&mut self.square, outputs, labels);
    }
}
