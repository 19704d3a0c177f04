//! The margin between the right class and the best of the others.

use crate::bodies::Bodies;
use crate::error::Result;
use crate::loss::label::{LikeOutput, width};
use crate::loss::mean::mean_of_outputs;
use crate::loss::{Head, Labels, Loss};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// max(maxᵢ (1 − tᵢ)·yᵢ − Σᵢ tᵢ·yᵢ + 1, 0) between the rows of the output y and of the label t, one-hot, averaged over the
/// rows; for any model. Labels are of the model's output type.
///
/// Source: <https://keras.io/api/losses/hinge_losses/#categoricalhinge-class>.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CategoricalHinge;

impl CategoricalHinge {
    /// For any model.
    pub const fn new() -> Self {
        Self
    }
}

impl<H: Head<O>, O: Sample, Y: LikeOutput<O, Self>> Loss<H, O, Y> for CategoricalHinge {
    fn check(&self, _labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
        Ok(())
    }
    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, Y, O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64> {
        let width = width::<O>();
        let sum = |y: &[_], t: &[_], dy: &mut [_], scale| O::Scalar::categorical_hinge(y, t, dy, width, scale);
        mean_of_outputs::<H, O, Y, Self>(values, labels, Some(gradient), width, sum)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        let width = width::<O>();
        let sum = |y: &[_], t: &[_], dy: &mut [_], scale| O::Scalar::categorical_hinge(y, t, dy, width, scale);
        mean_of_outputs::<H, O, Y, Self>(values, labels, None, width, sum)
    }
}

/// The sum over rows; dyᵢ = scale · ((1 − tᵢ)/k − tᵢ), the first part only where (1 − tᵢ)·yᵢ is the maximum, of which there
/// are k; 0 beyond the margin.
pub(crate) fn body<T: Scalar>(outputs: &[T], labels: &[T], gradient: &mut [T], width: usize, scale: f64) -> f64 {
    let mut sum = 0.0;
    for (row, (outputs, labels)) in outputs.chunks_exact(width).zip(labels.chunks_exact(width)).enumerate() {
        let others = || outputs.iter().zip(labels).map(|(y, t)| (1.0 - t.to_f64()) * y.to_f64());
        let right: f64 = outputs.iter().zip(labels).map(|(y, t)| t.to_f64() * y.to_f64()).sum();
        let best =
            others().fold(f64::NEG_INFINITY, |best, other| if other > best || other.is_nan() { other } else { best });
        let gap = best - right + 1.0;
        let beyond = gap < 0.0;
        sum += if beyond { 0.0 } else { gap };
        let ties = others().filter(|other| *other == best).count().max(1) as f64;
        let gradient = gradient.get_mut(row * width..(row + 1) * width).unwrap_or_default();
        for ((gradient, other), label) in gradient.iter_mut().zip(others()).zip(labels) {
            let label = label.to_f64();
            let of_best = if other == best { (1.0 - label) / ties } else { 0.0 };
            *gradient = if beyond { T::ZERO } else { T::from_f64(scale * (of_best - label)) };
        }
    }
    sum
}
