//! Cross-entropy with class indices.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::bodies::Bodies;
use crate::error::Result;
use crate::kernels::softmax::{divide_by_sum, exponentials, log_sum_exps, subtract_maximum};
use crate::loss::head::{EndsInLogits, EndsInSoftmax};
use crate::loss::label::{ClassIndex, Rows, class_of, width};
use crate::loss::{Head, Loss, check_lengths};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// −ln of the probability that the model gives to the true class, for models that end in `softmax`. Labels are class
/// indices: any integer type for an output `[T; N]`, `[index; S]` for `[[T; N]; S]`.
///
/// Computed from the logits x as ln Σⱼ exp(xⱼ) − x\[class\], averaged over the rows of the output.
///
/// Source: <https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class>.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SparseCategoricalCrossentropy;

impl SparseCategoricalCrossentropy {
    /// For a model that ends in `softmax`.
    pub const fn new() -> Self {
        Self
    }

    /// For a model that ends without an activation: its outputs are logits.
    pub const fn from_logits() -> SparseCategoricalCrossentropyFromLogits {
        SparseCategoricalCrossentropyFromLogits
    }
}

/// [`SparseCategoricalCrossentropy::from_logits`].
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SparseCategoricalCrossentropyFromLogits;

impl<H, O, Y> Loss<H, O, Y> for SparseCategoricalCrossentropy
where
    H: Head + EndsInSoftmax<Self>,
    O: Sample,
    Y: Rows<O, Self, Item: ClassIndex<Self, Y>>,
{
    fn check(&self, labels: &[Y]) -> Result<()> {
        check::<O, Y, Self>(labels)
    }
    fn gradient(&self, values: &mut [O::Scalar], labels: &[Y], gradient: &mut [O::Scalar]) -> Result<f64> {
        mean::<O, Y, Self>(values, labels, Some(gradient), O::Scalar::sparse_crossentropy)
    }
    fn value(&self, values: &mut [O::Scalar], labels: &[Y]) -> Result<f64> {
        mean::<O, Y, Self>(values, labels, None, O::Scalar::sparse_crossentropy)
    }
}

impl<H, O, Y> Loss<H, O, Y> for SparseCategoricalCrossentropyFromLogits
where
    H: Head + EndsInLogits<Self>,
    O: Sample,
    Y: Rows<O, Self, Item: ClassIndex<Self, Y>>,
{
    fn check(&self, labels: &[Y]) -> Result<()> {
        check::<O, Y, Self>(labels)
    }
    fn gradient(&self, values: &mut [O::Scalar], labels: &[Y], gradient: &mut [O::Scalar]) -> Result<f64> {
        mean::<O, Y, Self>(values, labels, Some(gradient), O::Scalar::sparse_crossentropy_from_logits)
    }
    fn value(&self, values: &mut [O::Scalar], labels: &[Y]) -> Result<f64> {
        mean::<O, Y, Self>(values, labels, None, O::Scalar::sparse_crossentropy_from_logits)
    }
}

/// Whether each label is a class.
fn check<O: Sample, Y: Rows<O, L>, L>(labels: &[Y]) -> Result<()> {
    let items = Y::items(labels);
    (0..items.len()).try_for_each(|row| class_of::<O, _>(items, row).map(drop))
}

/// The summed loss of some rows, by (values, the logits of their classes, gradient, width, scale). A gradient receives
/// scale · softmax(x); an empty one is not wanted.
type RowsLoss<T> = fn(&mut [T], &[T], &mut [T], usize, f64) -> f64;

/// The mean of ln Σⱼ exp(xⱼ) − x\[class\] over the rows of a batch; dx = scale · (p − onehot).
fn mean<O: Sample, Y: Rows<O, L>, L>(
    values: &mut [O::Scalar],
    labels: &[Y],
    gradient: Option<&mut [O::Scalar]>,
    rows_loss: RowsLoss<O::Scalar>,
) -> Result<f64> {
    const ROWS: usize = 64;
    check_lengths::<O, Y>(values, labels, gradient.as_deref())?;
    let (items, width) = (Y::items(labels), width::<O>());
    let scale = 1.0 / (values.len() / width).max(1) as f64;
    let gradient = gradient.unwrap_or_default();
    let (mut sum, mut logits) = (0.0, [O::Scalar::ZERO; ROWS]);
    for (number, values) in values.chunks_mut(ROWS * width).enumerate() {
        let (first, rows) = (number * ROWS, values.len() / width);
        for (row, logit) in logits[..rows].iter_mut().enumerate() {
            *logit = values[row * width + class_of::<O, _>(items, first + row)?];
        }
        let end = gradient.len().min((first + rows) * width);
        let gradient = &mut gradient[end.min(first * width)..end];
        sum += rows_loss(values, &logits[..rows], gradient, width, scale);
        for (row, gradient) in gradient.chunks_exact_mut(width).enumerate() {
            gradient[class_of::<O, _>(items, first + row)?] -= O::Scalar::from_f64(scale);
        }
    }
    Ok(sum * scale)
}

/// Σ ln Σⱼ exp(xⱼ) − logit, where `values` holds the logits x on entry and p = softmax(x) on return, `gradient` scale · p.
#[inline(always)]
pub(crate) fn fused<T: Scalar>(values: &mut [T], logits: &[T], gradient: &mut [T], width: usize, scale: f64) -> f64 {
    let mut sum = 0.0;
    for (values, logit) in values.chunks_exact_mut(width).zip(logits) {
        sum += subtract_maximum(values).to_f64() - logit.to_f64();
    }
    exponentials(values);
    // The logarithms of a product, taken before it overflows: each factor is at least 1 and at most the width.
    let mut product = 1.0;
    for values in values.chunks_exact_mut(width) {
        product *= divide_by_sum(values);
        if product > 1e200 {
            sum += Scalar::ln(product);
            product = 1.0;
        }
    }
    sum += Scalar::ln(product);
    let scale = T::from_f64(scale);
    for (gradient, value) in gradient.iter_mut().zip(values) {
        *gradient = *value * scale;
    }
    sum
}

/// As [`fused`], but `values` keeps the logits.
#[inline(always)]
pub(crate) fn from_logits<T: Scalar>(
    values: &mut [T],
    logits: &[T],
    gradient: &mut [T],
    width: usize,
    scale: f64,
) -> f64 {
    if gradient.is_empty() {
        let mut sum = 0.0;
        log_sum_exps(values, width, |row, log_sum| sum += log_sum - logits[row].to_f64());
        return sum;
    }
    gradient.copy_from_slice(values);
    let sum = fused(gradient, logits, &mut [], width, scale);
    let scale = T::from_f64(scale);
    for gradient in gradient {
        *gradient *= scale;
    }
    sum
}
