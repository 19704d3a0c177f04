//! Cross-entropy of independent yes-or-no answers.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::bodies::Bodies;
use crate::error::Result;
use crate::loss::formula::check_fraction;
use crate::loss::head::{self, EndsInLogits, EndsInSigmoid};
use crate::loss::label::LikeOutput;
use crate::loss::{Head, Labels, Loss, mean, sum_of_pairs};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// −t ln p − (1 − t) ln(1 − p) between the label t, from 0 to 1, and the model's output p, for models that end in
/// `sigmoid`. Labels are of the model's output type.
///
/// Computed from the logits x as max(x, 0) − x·t + ln(1 + e^−|x|), averaged over all numbers of the output. With
/// [`label_smoothing`](Self::label_smoothing) α, t stands for t·(1 − α) + α/2.
///
/// Source: <https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class>.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct BinaryCrossentropy {
    label_smoothing: f64,
}

impl BinaryCrossentropy {
    /// For a model that ends in `sigmoid`.
    pub const fn new() -> Self {
        Self { label_smoothing: 0.0 }
    }

    /// For a model that ends without an activation: its outputs are logits.
    pub const fn from_logits() -> BinaryCrossentropyFromLogits {
        BinaryCrossentropyFromLogits(Self::new())
    }

    /// How far labels are moved from 0 and 1 towards 0.5, from 0 to 1. Default: 0.
    #[must_use]
    pub const fn label_smoothing(mut self, label_smoothing: f64) -> Self {
        self.label_smoothing = label_smoothing;
        self
    }
}

/// [`BinaryCrossentropy::from_logits`].
#[derive(Clone, Copy, Debug, Default)]
pub struct BinaryCrossentropyFromLogits(BinaryCrossentropy);

impl BinaryCrossentropyFromLogits {
    /// As [`BinaryCrossentropy::label_smoothing`].
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
loss!(BinaryCrossentropy, EndsInSigmoid, binary_crossentropy, [.label_smoothing]);
loss!(BinaryCrossentropyFromLogits, EndsInLogits, binary_crossentropy_from_logits, [.0.label_smoothing]);

/// The summed loss of a batch, by (values, labels, smoothing, gradient, scale of the gradient). An empty gradient is not
/// wanted.
type BatchLoss<T> = fn(&mut [T], &[T], f64, &mut [T], f64) -> f64;

/// The mean loss over the numbers of a batch.
fn mean<H: Head<O>, O: Sample, Y: LikeOutput<O, L>, L>(
    values: &mut [O::Scalar],
    labels: Labels<'_, Y, O::Scalar>,
    gradient: Option<&mut [O::Scalar]>,
    smoothing: f64,
    batch_loss: BatchLoss<O::Scalar>,
) -> Result<f64> {
    let batch_loss = |values: &mut [_], labels: &[_], gradient: &mut [_], scale| {
        batch_loss(values, labels, smoothing, gradient, scale)
    };
    mean::mean::<O, Y, L>(values, labels, gradient, 1, H::forward, batch_loss)
}

/// Σ max(x, 0) − x·t + ln(1 + e^−|x|), where `values` holds the logits x on entry and p = sigmoid(x) on return;
/// dx = scale · (p − t).
#[inline(always)]
pub(crate) fn fused<T: Scalar>(values: &mut [T], labels: &[T], smoothing: f64, gradient: &mut [T], scale: f64) -> f64 {
    let sum = sum(values, labels, smoothing);
    head::sigmoid(values);
    if !gradient.is_empty() {
        gradient.copy_from_slice(values);
        differentiate(gradient, labels, smoothing, scale);
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
    scale: f64,
) -> f64 {
    if !gradient.is_empty() {
        gradient.copy_from_slice(values);
        head::sigmoid(gradient);
        differentiate(gradient, labels, smoothing, scale);
    }
    sum(values, labels, smoothing)
}

/// dx = scale · (p − t), where `gradient` holds p on entry.
#[inline(always)]
fn differentiate<T: Scalar>(gradient: &mut [T], labels: &[T], smoothing: f64, scale: f64) {
    let (smooth, scale) = (smooth(smoothing), T::from_f64(scale));
    for (gradient, label) in gradient.iter_mut().zip(labels) {
        *gradient = (*gradient - smooth(*label)) * scale;
    }
}

/// Σ max(x, 0) − x·t + ln(1 + e^−|x|).
#[inline(always)]
fn sum<T: Scalar>(logits: &[T], labels: &[T], smoothing: f64) -> f64 {
    let smooth = smooth(smoothing);
    sum_of_pairs(logits, labels, |logit, label| (Scalar::softplus(logit) - logit * smooth(label)).to_f64())
}

/// t·(1 − α) + α/2.
#[inline(always)]
fn smooth<T: Scalar>(smoothing: f64) -> impl Fn(T) -> T {
    let (factor, summand) = (T::from_f64(1.0 - smoothing), T::from_f64(0.5 * smoothing));
    #[inline(always)]
    move |label| label * factor + summand
}
