//! Cross-entropy with class indices.

use crate::bodies::Bodies;
use crate::error::Result;
use crate::kernels::softmax::{log_sum_exp, normalize};
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

/// The loss of one row of outputs, by (values, gradient, class, scale of the gradient).
type RowLoss<T> = fn(&mut [T], Option<&mut [T]>, usize, f64) -> f64;

/// The mean loss over the rows of a batch.
fn mean<O: Sample, Y: Rows<O, L>, L>(
    values: &mut [O::Scalar],
    labels: &[Y],
    mut gradient: Option<&mut [O::Scalar]>,
    row_loss: RowLoss<O::Scalar>,
) -> Result<f64> {
    check_lengths::<O, Y>(values, labels, gradient.as_deref())?;
    let (items, width) = (Y::items(labels), width::<O>());
    let scale = 1.0 / (values.len() / width).max(1) as f64;
    let mut sum = 0.0;
    for (row, values) in values.chunks_exact_mut(width).enumerate() {
        let class = class_of::<O, _>(items, row)?;
        let gradient = gradient.as_deref_mut().map(|gradient| &mut gradient[row * width..(row + 1) * width]);
        sum += row_loss(values, gradient, class, scale);
    }
    Ok(sum * scale)
}

/// ln Σⱼ exp(xⱼ) − x\[class\], where `values` holds the logits x on entry and p = softmax(x) on return;
/// dx = scale · (p − onehot).
pub(crate) fn fused<T: Scalar>(values: &mut [T], gradient: Option<&mut [T]>, class: usize, scale: f64) -> f64 {
    let logit = values[class].to_f64();
    let log_sum = normalize(values);
    if let Some(gradient) = gradient {
        gradient.copy_from_slice(values);
        subtract_onehot(gradient, class, scale);
    }
    log_sum - logit
}

/// As [`fused`], but `values` keeps the logits.
pub(crate) fn from_logits<T: Scalar>(values: &mut [T], gradient: Option<&mut [T]>, class: usize, scale: f64) -> f64 {
    let logit = values[class].to_f64();
    let log_sum = match gradient {
        Some(gradient) => {
            gradient.copy_from_slice(values);
            let log_sum = normalize(gradient);
            subtract_onehot(gradient, class, scale);
            log_sum
        }
        None => log_sum_exp(values),
    };
    log_sum - logit
}

/// dx = scale · (p − onehot), where `gradient` holds p on entry.
fn subtract_onehot<T: Scalar>(gradient: &mut [T], class: usize, scale: f64) {
    gradient[class] -= T::ONE;
    let scale = T::from_f64(scale);
    for value in gradient.iter_mut() {
        *value *= scale;
    }
}
