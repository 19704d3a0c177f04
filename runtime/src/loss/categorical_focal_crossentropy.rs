//! Cross-entropy in which answers that are right already hardly count.

use crate::bodies::Bodies;
use crate::error::Result;
use crate::loss::formula::{check_fraction, check_positive};
use crate::loss::head::{EndsInLogits, EndsInSoftmax};
use crate::loss::label::{LikeOutput, width};
use crate::loss::mean::mean_of_logits;
use crate::loss::{Head, Labels, Loss};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// −Σᵢ α·tᵢ·(1 − pᵢ)^γ·ln pᵢ between the label t, one-hot or any probabilities, and the model's output p, for models that end
/// in `softmax`. Labels are of the model's output type. Averaged over the rows of the output.
///
/// Keras' defaults: α 0.25, γ 2, no label smoothing.
///
/// Sources: Lin et al. 2017, <https://arxiv.org/abs/1708.02002>;
/// <https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CategoricalFocalCrossentropy {
    alpha: f64,
    gamma: f64,
    label_smoothing: f64,
}

impl CategoricalFocalCrossentropy {
    /// For a model that ends in `softmax`.
    pub const fn new() -> Self {
        Self { alpha: 0.25, gamma: 2.0, label_smoothing: 0.0 }
    }

    /// For a model that ends without an activation: its outputs are logits.
    pub const fn from_logits() -> CategoricalFocalCrossentropyFromLogits {
        CategoricalFocalCrossentropyFromLogits(Self::new())
    }

    /// The weight of all classes, above 0. Default: 0.25.
    #[must_use]
    pub const fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// How little counts what is right already, above 0. Default: 2.
    #[must_use]
    pub const fn gamma(mut self, gamma: f64) -> Self {
        self.gamma = gamma;
        self
    }

    /// How far labels are moved from one-hot towards all classes being alike, from 0 to 1. Default: 0.
    #[must_use]
    pub const fn label_smoothing(mut self, label_smoothing: f64) -> Self {
        self.label_smoothing = label_smoothing;
        self
    }

    fn check_parameters(&self) -> Result<()> {
        check_positive("alpha", self.alpha)?;
        check_positive("gamma", self.gamma)?;
        check_fraction("label_smoothing", self.label_smoothing)
    }
}

impl Default for CategoricalFocalCrossentropy {
    fn default() -> Self {
        Self::new()
    }
}

/// [`CategoricalFocalCrossentropy::from_logits`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CategoricalFocalCrossentropyFromLogits(CategoricalFocalCrossentropy);

impl CategoricalFocalCrossentropyFromLogits {
    /// As [`CategoricalFocalCrossentropy::alpha`].
    #[must_use]
    pub const fn alpha(self, alpha: f64) -> Self {
        Self(self.0.alpha(alpha))
    }

    /// As [`CategoricalFocalCrossentropy::gamma`].
    #[must_use]
    pub const fn gamma(self, gamma: f64) -> Self {
        Self(self.0.gamma(gamma))
    }

    /// As [`CategoricalFocalCrossentropy::label_smoothing`].
    #[must_use]
    pub const fn label_smoothing(self, label_smoothing: f64) -> Self {
        Self(self.0.label_smoothing(label_smoothing))
    }
}

macro_rules! loss {
    ($Name:ident, $Ends:ident, [$($loss:tt)*]) => {
        impl<H: Head<O> + $Ends<Self>, O: Sample, Y: LikeOutput<O, Self>> Loss<H, O, Y> for $Name {
            fn check(&self, _labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
                self $($loss)* .check_parameters()
            }
            fn gradient(
                &self,
                values: &mut [O::Scalar],
                labels: Labels<'_, Y, O::Scalar>,
                gradient: &mut [O::Scalar],
            ) -> Result<f64> {
                let (loss, width) = (&self $($loss)*, width::<O>());
                let sum = |x: &[_], t: &[_], dx: &mut [_], scale| O::Scalar::categorical_focal(loss, x, t, dx, width, scale);
                mean_of_logits::<H, O, Y, Self>(values, labels, Some(gradient), width, sum)
            }
            fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
                let (loss, width) = (&self $($loss)*, width::<O>());
                let sum = |x: &[_], t: &[_], dx: &mut [_], scale| O::Scalar::categorical_focal(loss, x, t, dx, width, scale);
                mean_of_logits::<H, O, Y, Self>(values, labels, None, width, sum)
            }
        }
    };
}
loss!(CategoricalFocalCrossentropy, EndsInSoftmax, []);
loss!(CategoricalFocalCrossentropyFromLogits, EndsInLogits, [.0]);

/// Σ α·tᵢ·f(lᵢ) over rows, where l = ln softmax(x) and f(l) = −(1 − eˡ)^γ·l; with fᵢ′ = γ·(1 − pᵢ)^(γ−1)·pᵢ·lᵢ − (1 − pᵢ)^γ,
/// dxᵢ = scale · α · (tᵢ·fᵢ′ − pᵢ·Σⱼ tⱼ·fⱼ′).
pub(crate) fn body<T: Scalar>(
    loss: &CategoricalFocalCrossentropy,
    logits: &[T],
    labels: &[T],
    gradient: &mut [T],
    width: usize,
    scale: f64,
) -> f64 {
    let CategoricalFocalCrossentropy { alpha, gamma, label_smoothing } = *loss;
    let smooth = |label: T| label.to_f64() * (1.0 - label_smoothing) + label_smoothing / width as f64;
    let mut sum = 0.0;
    for (row, (logits, labels)) in logits.chunks_exact(width).zip(labels.chunks_exact(width)).enumerate() {
        let largest = logits.iter().fold(f64::NEG_INFINITY, |largest, x| Scalar::max(largest, x.to_f64()));
        let total: f64 = logits.iter().map(|x| Scalar::exp(x.to_f64() - largest)).sum();
        let log_sum = largest + Scalar::ln(total);
        // t·f and t·f′ of a class.
        let of = |logit: T, label: T| {
            let (t, l) = (smooth(label), logit.to_f64() - log_sum);
            let wrong = -Scalar::exp_m1(l);
            let power = Scalar::powf(wrong, gamma);
            // At p = 1 both factors of the first part are 0 or infinite: their product has the limit 0.
            let first = if wrong > 0.0 { gamma * power / wrong * (1.0 - wrong) * l } else { 0.0 };
            (-t * power * l, t * (first - power))
        };
        sum += alpha * logits.iter().zip(labels).map(|(x, t)| of(*x, *t).0).sum::<f64>();
        let gradient = gradient.get_mut(row * width..(row + 1) * width).unwrap_or_default();
        if gradient.is_empty() {
            continue;
        }
        let slopes: f64 = logits.iter().zip(labels).map(|(x, t)| of(*x, *t).1).sum();
        for ((gradient, logit), label) in gradient.iter_mut().zip(logits).zip(labels) {
            let p = Scalar::exp(logit.to_f64() - log_sum);
            *gradient = T::from_f64(scale * alpha * (of(*logit, *label).1 - p * slopes));
        }
    }
    sum
}
