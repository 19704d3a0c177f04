//! Cross-entropy with class indices.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::bodies::Bodies;
use crate::error::Result;
use crate::kernels::softmax::{divide_by_sum, exponentials, log_sum_exps, subtract_maximum};
use crate::loss::counted::{Counted, reciprocal, stretches};
use crate::loss::head::{EndsInLogits, EndsInSoftmax};
use crate::loss::label::{ClassIndex, Item, Rows, class_of, width};
use crate::loss::{Head, Labels, Loss, Reduction, check_lengths};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// −ln of the probability that the model gives to the true class, for models that end in `softmax`. Labels are class
/// indices: any integer type for an output `[T; N]`, `[index; S]` for `[[T; N]; S]`, `[[index; W]; H]` for `[[[T; N]; W]; H]`.
///
/// Computed from the logits x as ln Σⱼ exp(xⱼ) − x\[class\], averaged over the rows of the output.
///
/// Source: <https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class>.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SparseCategoricalCrossentropy {
    ignored: Option<i64>,
}

impl SparseCategoricalCrossentropy {
    /// For a model that ends in `softmax`.
    pub const fn new() -> Self {
        Self { ignored: None }
    }

    /// For a model that ends without an activation: its outputs are logits.
    pub const fn from_logits() -> SparseCategoricalCrossentropyFromLogits {
        SparseCategoricalCrossentropyFromLogits { ignored: None }
    }

    /// A label that is no answer, such as 255 for pixels that belong to no class: rows with this label count neither in
    /// the mean nor in the gradient. It need not be one of the model's classes.
    #[must_use]
    pub const fn ignore_class(mut self, class: i64) -> Self {
        self.ignored = Some(class);
        self
    }
}

/// [`SparseCategoricalCrossentropy::from_logits`].
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SparseCategoricalCrossentropyFromLogits {
    ignored: Option<i64>,
}

impl SparseCategoricalCrossentropyFromLogits {
    /// As [`SparseCategoricalCrossentropy::ignore_class`].
    #[must_use]
    pub const fn ignore_class(mut self, class: i64) -> Self {
        self.ignored = Some(class);
        self
    }
}

impl<H, O, Y> Loss<H, O, Y> for SparseCategoricalCrossentropy
where
    H: Head<O> + EndsInSoftmax<Self>,
    O: Sample,
    Y: Rows<O, Self, Item: ClassIndex<Self, Y>>,
{
    fn check(&self, labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
        check::<O, Y, Self>(labels, self.ignored)
    }
    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, Y, O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64> {
        mean::<H, O, Y, Self>(values, labels, Some(gradient), self.ignored, O::Scalar::sparse_crossentropy)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        mean::<H, O, Y, Self>(values, labels, None, self.ignored, O::Scalar::sparse_crossentropy)
    }
}

impl<H, O, Y> Loss<H, O, Y> for SparseCategoricalCrossentropyFromLogits
where
    H: Head<O> + EndsInLogits<Self>,
    O: Sample,
    Y: Rows<O, Self, Item: ClassIndex<Self, Y>>,
{
    fn check(&self, labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
        check::<O, Y, Self>(labels, self.ignored)
    }
    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, Y, O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64> {
        let rows_loss = O::Scalar::sparse_crossentropy_from_logits;
        mean::<H, O, Y, Self>(values, labels, Some(gradient), self.ignored, rows_loss)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        let rows_loss = O::Scalar::sparse_crossentropy_from_logits;
        mean::<H, O, Y, Self>(values, labels, None, self.ignored, rows_loss)
    }
}

/// Whether each label is a class, or the one to ignore.
fn check<O: Sample, Y: Rows<O, L>, L>(labels: Labels<'_, Y, O::Scalar>, ignored: Option<i64>) -> Result<()> {
    labels.runs().try_for_each(|(first, run)| {
        let items = Y::items(run);
        let mut rows = (0..items.len()).filter(|&row| !is_ignored(items[row], ignored));
        rows.try_for_each(|row| class_of::<O, _>(items, first, row).map(drop))
    })
}

/// Whether a label is the one to ignore.
fn is_ignored<I: Item>(item: I, ignored: Option<i64>) -> bool {
    ignored.is_some_and(|class| item.is(class))
}

/// The summed loss of some rows, by (values, the logits of their classes, gradient, width, scale). A gradient receives
/// scale · softmax(x); an empty one is not wanted.
type RowsLoss<T> = fn(&mut [T], &[T], &mut [T], usize, f64) -> f64;

/// The mean of ln Σⱼ exp(xⱼ) − x\[class\] over the rows of a batch that count; dx = scale · (p − onehot).
fn mean<H: Head<O>, O: Sample, Y: Rows<O, L>, L>(
    values: &mut [O::Scalar],
    labels: Labels<'_, Y, O::Scalar>,
    gradient: Option<&mut [O::Scalar]>,
    ignored: Option<i64>,
    rows_loss: RowsLoss<O::Scalar>,
) -> Result<f64> {
    check_lengths::<O, Y>(values, &labels, gradient.as_deref())?;
    let (counted, width) = (Counted::of::<O, Y>(&labels)?, width::<O>());
    // The runs with their places among all rows, and what counts of them.
    let rows = |(first, run): (usize, _)| (first, first * O::LEN / width, Y::items(run));
    let weight = |start: usize, items: &[Y::Item], row| {
        counted.weight((start + row) * width).filter(|_| !is_ignored(items[row], ignored))
    };
    let weights = || {
        let all = values.len() / width;
        labels.runs().map(rows).flat_map(move |(_, start, items)| {
            (0..items.len().min(all)).filter_map(move |row| weight(start, items, row))
        })
    };
    let scale = match labels.reduction() {
        Reduction::SumOverBatchSize => 1.0 / weights().count().max(1) as f64,
        Reduction::Sum => 1.0,
        Reduction::MeanWithSampleWeight => reciprocal(weights().sum()),
    };
    let gradient = gradient.unwrap_or_default();
    let mut sum = 0.0;
    for (first, start, items) in labels.runs().map(rows) {
        for (at, weight) in stretches(0..items.len().min(values.len() / width), |row| weight(start, items, row)) {
            let numbers = (start + at.start) * width..(start + at.end) * width;
            let (values, gradient) = (&mut values[numbers.clone()], gradient.get_mut(numbers).unwrap_or_default());
            if let Some(weight) = weight {
                let class = |row| class_of::<O, _>(items, first, at.start + row);
                sum += weight * sum_of_rows(values, class, gradient, width, scale * weight, rows_loss)?;
            } else {
                H::forward(values);
                gradient.fill(O::Scalar::ZERO);
            }
        }
    }
    Ok(sum * scale)
}

/// The sum over rows that lie side by side and all count, block by block.
fn sum_of_rows<T: Scalar>(
    values: &mut [T],
    class: impl Fn(usize) -> Result<usize>,
    gradient: &mut [T],
    width: usize,
    scale: f64,
    rows_loss: RowsLoss<T>,
) -> Result<f64> {
    const ROWS: usize = 64;
    let (mut sum, mut logits) = (0.0, [T::ZERO; ROWS]);
    for (number, values) in values.chunks_mut(ROWS * width).enumerate() {
        let (first, rows) = (number * ROWS, values.len() / width);
        for (row, logit) in logits[..rows].iter_mut().enumerate() {
            *logit = values[row * width + class(first + row)?];
        }
        let end = gradient.len().min((first + rows) * width);
        let gradient = &mut gradient[end.min(first * width)..end];
        sum += rows_loss(values, &logits[..rows], gradient, width, scale);
        for (row, gradient) in gradient.chunks_exact_mut(width).enumerate() {
            gradient[class(first + row)?] -= T::from_f64(scale);
        }
    }
    Ok(sum)
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
