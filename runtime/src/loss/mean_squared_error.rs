//! The mean of squared differences.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::bodies::Bodies;
use crate::error::Result;
use crate::loss::label::LikeOutput;
use crate::loss::mean::mean_of_outputs;
use crate::loss::{Head, Labels, Loss, sum_of_pairs};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// The mean of (y − t)² over all numbers of the output y and the label t, for any model. Labels are of the model's output
/// type.
///
/// Source: <https://keras.io/api/losses/regression_losses/#meansquarederror-class>.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct MeanSquaredError;

impl MeanSquaredError {
    /// For any model.
    pub const fn new() -> Self {
        Self
    }
}

impl<H: Head<O>, O: Sample, Y: LikeOutput<O, Self>> Loss<H, O, Y> for MeanSquaredError {
    fn check(&self, _labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
        Ok(())
    }
    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, Y, O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64> {
        mean_of_outputs::<H, O, Y, Self>(values, labels, Some(gradient), O::Scalar::squared_error)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        mean_of_outputs::<H, O, Y, Self>(values, labels, None, O::Scalar::squared_error)
    }
}

/// Σ (y − t)²; dy = scale · 2 (y − t).
#[inline(always)]
pub(crate) fn body<T: Scalar>(outputs: &[T], labels: &[T], gradient: &mut [T], scale: f64) -> f64 {
    let scale = T::from_f64(2.0 * scale);
    for ((gradient, output), label) in gradient.iter_mut().zip(outputs).zip(labels) {
        *gradient = (*output - *label) * scale;
    }
    sum_of_pairs(outputs, labels, |output, label| {
        let difference = (output - label).to_f64();
        difference * difference
    })
}
