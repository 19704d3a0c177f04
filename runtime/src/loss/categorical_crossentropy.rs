//! Cross-entropy with a vector of probabilities.

use crate::bodies::Bodies;
use crate::error::Result;
use crate::kernels::softmax::{log_sum_exp, normalize};
use crate::loss::head::{EndsInLogits, EndsInSoftmax};
use crate::loss::label::{LikeOutput, width};
use crate::loss::{Head, Loss, check_lengths};
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
    H: Head + EndsInSoftmax<Self>,
    O: Sample,
    Y: LikeOutput<O, Self>,
{
    fn check(&self, _labels: &[Y]) -> Result<()> {
        Ok(())
    }
    fn gradient(&self, values: &mut [O::Scalar], labels: &[Y], gradient: &mut [O::Scalar]) -> Result<f64> {
        mean::<O, Y, Self>(values, labels, Some(gradient), O::Scalar::categorical_crossentropy)
    }
    fn value(&self, values: &mut [O::Scalar], labels: &[Y]) -> Result<f64> {
        mean::<O, Y, Self>(values, labels, None, O::Scalar::categorical_crossentropy)
    }
}

impl<H, O, Y> Loss<H, O, Y> for CategoricalCrossentropyFromLogits
where
    H: Head + EndsInLogits<Self>,
    O: Sample,
    Y: LikeOutput<O, Self>,
{
    fn check(&self, _labels: &[Y]) -> Result<()> {
        Ok(())
    }
    fn gradient(&self, values: &mut [O::Scalar], labels: &[Y], gradient: &mut [O::Scalar]) -> Result<f64> {
        mean::<O, Y, Self>(values, labels, Some(gradient), O::Scalar::categorical_crossentropy_from_logits)
    }
    fn value(&self, values: &mut [O::Scalar], labels: &[Y]) -> Result<f64> {
        mean::<O, Y, Self>(values, labels, None, O::Scalar::categorical_crossentropy_from_logits)
    }
}

/// The summed loss of a batch, by (values, labels, gradient, width, scale of the gradient).
type BatchLoss<T> = fn(&mut [T], &[T], Option<&mut [T]>, usize, f64) -> f64;

/// The mean loss over the rows of a batch.
fn mean<O: Sample, Y: LikeOutput<O, L>, L>(
    values: &mut [O::Scalar],
    labels: &[Y],
    gradient: Option<&mut [O::Scalar]>,
    batch_loss: BatchLoss<O::Scalar>,
) -> Result<f64> {
    check_lengths::<O, Y>(values, labels, gradient.as_deref())?;
    let width = width::<O>();
    let scale = 1.0 / (values.len() / width).max(1) as f64;
    Ok(batch_loss(values, Y::flatten(labels), gradient, width, scale) * scale)
}

/// Σ Σᵢ tᵢ (ln Σⱼ exp(xⱼ) − xᵢ), where `values` holds the logits x on entry and p = softmax(x) on return;
/// dx = scale · (p · Σᵢ tᵢ − t).
pub(crate) fn fused<T: Scalar>(
    values: &mut [T],
    labels: &[T],
    mut gradient: Option<&mut [T]>,
    width: usize,
    scale: f64,
) -> f64 {
    let mut sum = 0.0;
    for (row, (values, labels)) in values.chunks_exact_mut(width).zip(labels.chunks_exact(width)).enumerate() {
        let (mass, logit) = weigh(labels, values);
        sum += mass * normalize(values) - logit;
        if let Some(gradient) = gradient.as_deref_mut() {
            let gradient = &mut gradient[row * width..(row + 1) * width];
            gradient.copy_from_slice(values);
            subtract_label(gradient, labels, mass, scale);
        }
    }
    sum
}

/// As [`fused`], but `values` keeps the logits.
pub(crate) fn from_logits<T: Scalar>(
    values: &mut [T],
    labels: &[T],
    mut gradient: Option<&mut [T]>,
    width: usize,
    scale: f64,
) -> f64 {
    let mut sum = 0.0;
    for (row, (values, labels)) in values.chunks_exact(width).zip(labels.chunks_exact(width)).enumerate() {
        let (mass, logit) = weigh(labels, values);
        let log_sum = if let Some(gradient) = gradient.as_deref_mut() {
            let gradient = &mut gradient[row * width..(row + 1) * width];
            gradient.copy_from_slice(values);
            let log_sum = normalize(gradient);
            subtract_label(gradient, labels, mass, scale);
            log_sum
        } else {
            log_sum_exp(values)
        };
        sum += mass * log_sum - logit;
    }
    sum
}

/// Σᵢ tᵢ and Σᵢ tᵢ xᵢ.
fn weigh<T: Scalar>(labels: &[T], logits: &[T]) -> (f64, f64) {
    labels
        .iter()
        .zip(logits)
        .fold((0.0, 0.0), |(mass, logit), (t, x)| (mass + t.to_f64(), logit + t.to_f64() * x.to_f64()))
}

/// dx = scale · (p · mass − t), where `gradient` holds p on entry.
fn subtract_label<T: Scalar>(gradient: &mut [T], labels: &[T], mass: f64, scale: f64) {
    let (mass, scale) = (T::from_f64(mass), T::from_f64(scale));
    for (gradient, label) in gradient.iter_mut().zip(labels) {
        *gradient = (*gradient * mass - *label) * scale;
    }
}
