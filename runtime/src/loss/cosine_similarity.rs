//! The angle between outputs and labels.

use crate::bodies::Bodies;
use crate::error::Result;
use crate::loss::label::{LikeOutput, width};
use crate::loss::mean::mean_of_outputs;
use crate::loss::{Head, Labels, Loss};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// −Σᵢ yᵢ·tᵢ / (‖y‖·‖t‖) between the rows of the output y and of the label t, averaged over the rows; for any model. From −1,
/// where they point the same way, to 1. Labels are of the model's output type.
///
/// A norm below 1e-7 counts as 1e-7: a row of zeros is similar to nothing.
///
/// Source: <https://keras.io/api/losses/regression_losses/#cosinesimilarity-class>.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CosineSimilarity;

impl CosineSimilarity {
    /// For any model.
    pub const fn new() -> Self {
        Self
    }
}

impl<H: Head<O>, O: Sample, Y: LikeOutput<O, Self>> Loss<H, O, Y> for CosineSimilarity {
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
        let sum = |y: &[_], t: &[_], dy: &mut [_], scale: f64| -O::Scalar::cosine_similarity(y, t, dy, width, -scale);
        mean_of_outputs::<H, O, Y, Self>(values, labels, Some(gradient), width, sum)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        let width = width::<O>();
        let sum = |y: &[_], t: &[_], dy: &mut [_], scale: f64| -O::Scalar::cosine_similarity(y, t, dy, width, -scale);
        mean_of_outputs::<H, O, Y, Self>(values, labels, None, width, sum)
    }
}

/// Σ c over rows, c = Σᵢ yᵢ·tᵢ / (‖y‖·‖t‖); dyᵢ = scale · (tᵢ/‖t‖ − c·yᵢ/‖y‖) / ‖y‖, without the second part where the norm
/// of y is too small to be one.
pub(crate) fn body<T: Scalar>(outputs: &[T], labels: &[T], gradient: &mut [T], width: usize, scale: f64) -> f64 {
    const EPSILON: f64 = 1e-7;
    let product = |a: &[T], b: &[T]| a.iter().zip(b).map(|(a, b)| a.to_f64() * b.to_f64()).sum::<f64>();
    let mut sum = 0.0;
    for (row, (outputs, labels)) in outputs.chunks_exact(width).zip(labels.chunks_exact(width)).enumerate() {
        let norm = Scalar::sqrt(product(outputs, outputs));
        let of_output = 1.0 / Scalar::max(norm, EPSILON);
        let of_label = 1.0 / Scalar::max(Scalar::sqrt(product(labels, labels)), EPSILON);
        let cosine = product(outputs, labels) * of_output * of_label;
        sum += cosine;
        let along = if norm < EPSILON { 0.0 } else { cosine * of_output };
        let gradient = gradient.get_mut(row * width..(row + 1) * width).unwrap_or_default();
        for ((gradient, output), label) in gradient.iter_mut().zip(outputs).zip(labels) {
            let slope = (label.to_f64() * of_label - output.to_f64() * along) * of_output;
            *gradient = T::from_f64(scale * slope);
        }
    }
    sum
}
