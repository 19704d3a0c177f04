//! Cross-entropy of independent yes-or-no answers.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::bodies::Bodies;
use crate::error::Result;
use crate::loss::head::{self, EndsInLogits, EndsInSigmoid};
use crate::loss::label::LikeOutput;
use crate::loss::{Head, Labels, Loss, mean, sum_of_pairs};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// −t ln p − (1 − t) ln(1 − p) between the label t, from 0 to 1, and the model's output p, for models that end in
/// `sigmoid`. Labels are of the model's output type.
///
/// Computed from the logits x as max(x, 0) − x·t + ln(1 + e^−|x|), averaged over all numbers of the output.
///
/// Source: <https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class>.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct BinaryCrossentropy;

impl BinaryCrossentropy {
    /// For a model that ends in `sigmoid`.
    pub const fn new() -> Self {
        Self
    }

    /// For a model that ends without an activation: its outputs are logits.
    pub const fn from_logits() -> BinaryCrossentropyFromLogits {
        BinaryCrossentropyFromLogits
    }
}

/// [`BinaryCrossentropy::from_logits`].
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct BinaryCrossentropyFromLogits;

impl<H, O, Y> Loss<H, O, Y> for BinaryCrossentropy
where
    H: Head<O> + EndsInSigmoid<Self>,
    O: Sample,
    Y: LikeOutput<O, Self>,
{
    fn check(&self, _labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
        Ok(())
    }
    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, Y, O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64> {
        mean::<H, O, Y, Self>(values, labels, Some(gradient), O::Scalar::binary_crossentropy)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        mean::<H, O, Y, Self>(values, labels, None, O::Scalar::binary_crossentropy)
    }
}

impl<H, O, Y> Loss<H, O, Y> for BinaryCrossentropyFromLogits
where
    H: Head<O> + EndsInLogits<Self>,
    O: Sample,
    Y: LikeOutput<O, Self>,
{
    fn check(&self, _labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
        Ok(())
    }
    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, Y, O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64> {
        mean::<H, O, Y, Self>(values, labels, Some(gradient), O::Scalar::binary_crossentropy_from_logits)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        mean::<H, O, Y, Self>(values, labels, None, O::Scalar::binary_crossentropy_from_logits)
    }
}

/// The summed loss of a batch, by (values, labels, gradient, scale of the gradient). An empty gradient is not wanted.
type BatchLoss<T> = fn(&mut [T], &[T], &mut [T], f64) -> f64;

/// The mean loss over the numbers of a batch.
fn mean<H: Head<O>, O: Sample, Y: LikeOutput<O, L>, L>(
    values: &mut [O::Scalar],
    labels: Labels<'_, Y, O::Scalar>,
    gradient: Option<&mut [O::Scalar]>,
    batch_loss: BatchLoss<O::Scalar>,
) -> Result<f64> {
    mean::mean::<O, Y, L>(values, labels, gradient, 1, H::forward, batch_loss)
}

/// Σ max(x, 0) − x·t + ln(1 + e^−|x|), where `values` holds the logits x on entry and p = sigmoid(x) on return;
/// dx = scale · (p − t).
#[inline(always)]
pub(crate) fn fused<T: Scalar>(values: &mut [T], labels: &[T], gradient: &mut [T], scale: f64) -> f64 {
    let sum = sum(values, labels);
    head::sigmoid(values);
    if !gradient.is_empty() {
        gradient.copy_from_slice(values);
        differentiate(gradient, labels, scale);
    }
    sum
}

/// As [`fused`], but `values` keeps the logits.
#[inline(always)]
pub(crate) fn from_logits<T: Scalar>(values: &mut [T], labels: &[T], gradient: &mut [T], scale: f64) -> f64 {
    if !gradient.is_empty() {
        gradient.copy_from_slice(values);
        head::sigmoid(gradient);
        differentiate(gradient, labels, scale);
    }
    sum(values, labels)
}

/// dx = scale · (p − t), where `gradient` holds p on entry.
#[inline(always)]
fn differentiate<T: Scalar>(gradient: &mut [T], labels: &[T], scale: f64) {
    let scale = T::from_f64(scale);
    for (gradient, label) in gradient.iter_mut().zip(labels) {
        *gradient = (*gradient - *label) * scale;
    }
}

/// Σ max(x, 0) − x·t + ln(1 + e^−|x|).
#[inline(always)]
fn sum<T: Scalar>(logits: &[T], labels: &[T]) -> f64 {
    sum_of_pairs(logits, labels, |logit, label| (Scalar::softplus(logit) - logit * label).to_f64())
}
