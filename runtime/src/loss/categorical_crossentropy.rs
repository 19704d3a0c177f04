//! Cross-entropy with a vector of probabilities.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::bodies::Bodies;
use crate::error::Result;
use crate::kernels::softmax::{divide_by_sum, exponentials, log_sum_exps, subtract_maximum};
use crate::loss::head::{EndsInLogits, EndsInSoftmax};
use crate::loss::label::{LikeOutput, width};
use crate::loss::{Head, Labels, Loss, mean};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// −Σᵢ tᵢ ln pᵢ between the label t, one-hot or any probabilities, and the model's output p, for models that end in
/// `softmax`. Labels are of the model's output type.
///
/// Computed from the logits x as Σᵢ tᵢ (ln Σⱼ exp(xⱼ) − xᵢ), averaged over the rows of the output.
///
/// Source: <https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class>.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct CategoricalCrossentropy;

impl CategoricalCrossentropy {
    /// For a model that ends in `softmax`.
    pub const fn new() -> Self {
        Self
    }

    /// For a model that ends without an activation: its outputs are logits.
    pub const fn from_logits() -> CategoricalCrossentropyFromLogits {
        CategoricalCrossentropyFromLogits
    }
}

/// [`CategoricalCrossentropy::from_logits`].
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct CategoricalCrossentropyFromLogits;

impl<H, O, Y> Loss<H, O, Y> for CategoricalCrossentropy
where
    H: Head<O> + EndsInSoftmax<Self>,
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
        mean::<H, O, Y, Self>(values, labels, Some(gradient), O::Scalar::categorical_crossentropy)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        mean::<H, O, Y, Self>(values, labels, None, O::Scalar::categorical_crossentropy)
    }
}

impl<H, O, Y> Loss<H, O, Y> for CategoricalCrossentropyFromLogits
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
        mean::<H, O, Y, Self>(values, labels, Some(gradient), O::Scalar::categorical_crossentropy_from_logits)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        mean::<H, O, Y, Self>(values, labels, None, O::Scalar::categorical_crossentropy_from_logits)
    }
}

/// The summed loss of a batch, by (values, labels, gradient, width, scale of the gradient). An empty gradient is not
/// wanted.
type BatchLoss<T> = fn(&mut [T], &[T], &mut [T], usize, f64) -> f64;

/// The mean loss over the rows of a batch.
fn mean<H: Head<O>, O: Sample, Y: LikeOutput<O, L>, L>(
    values: &mut [O::Scalar],
    labels: Labels<'_, Y, O::Scalar>,
    gradient: Option<&mut [O::Scalar]>,
    batch_loss: BatchLoss<O::Scalar>,
) -> Result<f64> {
    let width = width::<O>();
    let rows_loss =
        |values: &mut [_], labels: &[_], gradient: &mut [_], scale| batch_loss(values, labels, gradient, width, scale);
    mean::mean::<O, Y, L>(values, labels, gradient, width, H::forward, rows_loss)
}

/// Σ Σᵢ tᵢ (ln Σⱼ exp(xⱼ) − xᵢ), where `values` holds the logits x on entry and p = softmax(x) on return;
/// dx = scale · (p · Σᵢ tᵢ − t).
#[inline(always)]
pub(crate) fn fused<T: Scalar>(values: &mut [T], labels: &[T], gradient: &mut [T], width: usize, scale: f64) -> f64 {
    let mut sum = 0.0;
    for (values, labels) in values.chunks_exact_mut(width).zip(labels.chunks_exact(width)) {
        let (mass, logit) = weigh(labels, values);
        sum += mass * subtract_maximum(values).to_f64() - logit;
    }
    exponentials(values);
    for (values, labels) in values.chunks_exact_mut(width).zip(labels.chunks_exact(width)) {
        sum += mass(labels) * Scalar::ln(divide_by_sum(values));
    }
    if !gradient.is_empty() {
        gradient.copy_from_slice(values);
        differentiate(gradient, labels, width, scale);
    }
    sum
}

/// As [`fused`], but `values` keeps the logits.
#[inline(always)]
pub(crate) fn from_logits<T: Scalar>(
    values: &mut [T],
    labels: &[T],
    gradient: &mut [T],
    width: usize,
    scale: f64,
) -> f64 {
    if gradient.is_empty() {
        let mut sum = 0.0;
        log_sum_exps(values, width, |row, log_sum| {
            let row = row * width..(row + 1) * width;
            let (mass, logit) = weigh(&labels[row.clone()], &values[row]);
            sum += mass * log_sum - logit;
        });
        return sum;
    }
    gradient.copy_from_slice(values);
    let sum = fused(gradient, labels, &mut [], width, scale);
    differentiate(gradient, labels, width, scale);
    sum
}

/// Σᵢ tᵢ and Σᵢ tᵢ xᵢ.
#[inline(always)]
fn weigh<T: Scalar>(labels: &[T], logits: &[T]) -> (f64, f64) {
    let logit = labels.iter().zip(logits).map(|(t, x)| t.to_f64() * x.to_f64()).sum();
    (mass(labels), logit)
}

/// Σᵢ tᵢ.
#[inline(always)]
fn mass<T: Scalar>(labels: &[T]) -> f64 {
    labels.iter().map(|label| label.to_f64()).sum()
}

/// dx = scale · (p · Σᵢ tᵢ − t), where `gradient` holds p on entry.
#[inline(always)]
fn differentiate<T: Scalar>(gradient: &mut [T], labels: &[T], width: usize, scale: f64) {
    let scale = T::from_f64(scale);
    for (gradient, labels) in gradient.chunks_exact_mut(width).zip(labels.chunks_exact(width)) {
        let mass = T::from_f64(mass(labels));
        for (gradient, label) in gradient.iter_mut().zip(labels) {
            *gradient = (*gradient * mass - *label) * scale;
        }
    }
}
