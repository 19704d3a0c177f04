//! Cross-entropy with a vector of probabilities.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::bodies::Bodies;
use crate::error::Result;
use crate::kernels::softmax::{divide_by_sum, exponentials, log_sum_exps, subtract_maximum};
use crate::loss::formula::check_fraction;
use crate::loss::head::{EndsInLogits, EndsInSoftmax};
use crate::loss::label::{LikeOutput, width};
use crate::loss::{Head, Labels, Loss, mean};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// −Σᵢ tᵢ ln pᵢ between the label t, one-hot or any probabilities, and the model's output p, for models that end in
/// `softmax`. Labels are of the model's output type.
///
/// Computed from the logits x as Σᵢ tᵢ (ln Σⱼ exp(xⱼ) − xᵢ), averaged over the rows of the output. With
/// [`label_smoothing`](Self::label_smoothing) α, tᵢ stands for tᵢ·(1 − α) + α/n, n being the number of classes.
///
/// Source: <https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class>.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct CategoricalCrossentropy {
    label_smoothing: f64,
}

impl CategoricalCrossentropy {
    /// For a model that ends in `softmax`.
    pub const fn new() -> Self {
        Self { label_smoothing: 0.0 }
    }

    /// For a model that ends without an activation: its outputs are logits.
    pub const fn from_logits() -> CategoricalCrossentropyFromLogits {
        CategoricalCrossentropyFromLogits(Self::new())
    }

    /// How far labels are moved from one-hot towards all classes being alike, from 0 to 1. Default: 0.
    #[must_use]
    pub const fn label_smoothing(mut self, label_smoothing: f64) -> Self {
        self.label_smoothing = label_smoothing;
        self
    }
}

/// [`CategoricalCrossentropy::from_logits`].
#[derive(Clone, Copy, Debug, Default)]
pub struct CategoricalCrossentropyFromLogits(CategoricalCrossentropy);

impl CategoricalCrossentropyFromLogits {
    /// As [`CategoricalCrossentropy::label_smoothing`].
    #[must_use]
    pub const fn label_smoothing(self, label_smoothing: f64) -> Self {
        Self(self.0.label_smoothing(label_smoothing))
    }
}

/// The implementations differ in the head, in where the smoothing lies, and in the loop.
macro_rules! loss {
    ($Name:ident, $Ends:ident, $body:ident, [$($smoothing:tt)*]) => {
        impl<H, O, Y> Loss<H, O, Y> for $Name
        where
            H: Head<O> + $Ends<Self>,
            O: Sample,
            Y: LikeOutput<O, Self>,
        {
            fn check(&self, _labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
                check_fraction("label_smoothing", self $($smoothing)*)
            }
            fn gradient(
                &self,
                values: &mut [O::Scalar],
                labels: Labels<'_, Y, O::Scalar>,
                gradient: &mut [O::Scalar],
            ) -> Result<f64> {
                mean::<H, O, Y, Self>(values, labels, Some(gradient), self $($smoothing)*, O::Scalar::$body)
            }
            fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
                mean::<H, O, Y, Self>(values, labels, None, self $($smoothing)*, O::Scalar::$body)
            }
        }
    };
}
loss!(CategoricalCrossentropy, EndsInSoftmax, categorical_crossentropy, [.label_smoothing]);
loss!(CategoricalCrossentropyFromLogits, EndsInLogits, categorical_crossentropy_from_logits, [.0.label_smoothing]);

/// The summed loss of a batch, by (values, labels, smoothing, gradient, width, scale of the gradient). An empty gradient is
/// not wanted.
type BatchLoss<T> = fn(&mut [T], &[T], f64, &mut [T], usize, f64) -> f64;

/// The mean loss over the rows of a batch.
fn mean<H: Head<O>, O: Sample, Y: LikeOutput<O, L>, L>(
    values: &mut [O::Scalar],
    labels: Labels<'_, Y, O::Scalar>,
    gradient: Option<&mut [O::Scalar]>,
    smoothing: f64,
    batch_loss: BatchLoss<O::Scalar>,
) -> Result<f64> {
    let width = width::<O>();
    let rows_loss = |values: &mut [_], labels: &[_], gradient: &mut [_], scale| {
        batch_loss(values, labels, smoothing, gradient, width, scale)
    };
    mean::mean::<O, Y, L>(values, labels, gradient, width, H::forward, rows_loss)
}

/// Σ Σᵢ tᵢ (ln Σⱼ exp(xⱼ) − xᵢ), where `values` holds the logits x on entry and p = softmax(x) on return;
/// dx = scale · (p · Σᵢ tᵢ − t).
#[inline(always)]
pub(crate) fn fused<T: Scalar>(
    values: &mut [T],
    labels: &[T],
    smoothing: f64,
    gradient: &mut [T],
    width: usize,
    scale: f64,
) -> f64 {
    let (smooth, mut sum) = (Smooth::new(smoothing, width), 0.0);
    for (values, labels) in values.chunks_exact_mut(width).zip(labels.chunks_exact(width)) {
        let (mass, logit) = smooth.weigh(labels, values);
        sum += mass * subtract_maximum(values).to_f64() - logit;
    }
    exponentials(values);
    for (values, labels) in values.chunks_exact_mut(width).zip(labels.chunks_exact(width)) {
        sum += smooth.mass(labels) * Scalar::ln(divide_by_sum(values));
    }
    if !gradient.is_empty() {
        gradient.copy_from_slice(values);
        smooth.differentiate(gradient, labels, width, scale);
    }
    sum
}

/// As [`fused`], but `values` keeps the logits.
#[inline(always)]
pub(crate) fn from_logits<T: Scalar>(
    values: &mut [T],
    labels: &[T],
    smoothing: f64,
    gradient: &mut [T],
    width: usize,
    scale: f64,
) -> f64 {
    let smooth = Smooth::new(smoothing, width);
    if gradient.is_empty() {
        let mut sum = 0.0;
        log_sum_exps(values, width, |row, log_sum| {
            let row = row * width..(row + 1) * width;
            let (mass, logit) = smooth.weigh(&labels[row.clone()], &values[row]);
            sum += mass * log_sum - logit;
        });
        return sum;
    }
    gradient.copy_from_slice(values);
    let sum = fused(gradient, labels, smoothing, &mut [], width, scale);
    smooth.differentiate(gradient, labels, width, scale);
    sum
}

/// What labels are as tᵢ·(1 − α) + α/n.
#[derive(Clone, Copy)]
struct Smooth {
    factor: f64,
    summand: f64,
}

impl Smooth {
    #[inline(always)]
    fn new(smoothing: f64, width: usize) -> Self {
        Self { factor: 1.0 - smoothing, summand: smoothing / width as f64 }
    }

    /// Σᵢ tᵢ and Σᵢ tᵢ xᵢ.
    #[inline(always)]
    fn weigh<T: Scalar>(self, labels: &[T], logits: &[T]) -> (f64, f64) {
        let logit = labels.iter().zip(logits).map(|(t, x)| self.label(*t) * x.to_f64()).sum();
        (self.mass(labels), logit)
    }

    /// Σᵢ tᵢ.
    #[inline(always)]
    fn mass<T: Scalar>(self, labels: &[T]) -> f64 {
        labels.iter().map(|label| self.label(*label)).sum()
    }

    #[inline(always)]
    fn label<T: Scalar>(self, label: T) -> f64 {
        label.to_f64() * self.factor + self.summand
    }

    /// dx = scale · (p · Σᵢ tᵢ − t), where `gradient` holds p on entry.
    #[inline(always)]
    fn differentiate<T: Scalar>(self, gradient: &mut [T], labels: &[T], width: usize, scale: f64) {
        let (factor, summand, scale) = (T::from_f64(self.factor), T::from_f64(self.summand), T::from_f64(scale));
        for (gradient, labels) in gradient.chunks_exact_mut(width).zip(labels.chunks_exact(width)) {
            let mass = T::from_f64(self.mass(labels));
            for (gradient, label) in gradient.iter_mut().zip(labels) {
                *gradient = (*gradient * mass - (*label * factor + summand)) * scale;
            }
        }
    }
}
