//! How little outputs and labels overlap.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::bodies::Bodies;
use crate::error::Result;
use crate::loss::label::LikeOutput;
use crate::loss::{Head, Labels, Loss, check_lengths, sum_of_pairs};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// 1 − 2 Σ t·y / (Σ t + Σ y + 1e-7) between the output y and the label t, for any model; most end in `sigmoid` or `softmax`.
/// Labels are of the model's output type.
///
/// The sums go over all numbers of the *batch*, as in Keras with its default `axis=None`: the loss of a batch is not the
/// mean of the losses of its samples. No masks, no weights of samples.
///
/// Source: <https://keras.io/api/losses/regression_losses/>, `keras.losses.Dice`; Milletari et al., "V-Net", 2016.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Dice;

/// Keras' `backend.epsilon()`.
const EPSILON: f64 = 1e-7;

impl Dice {
    /// For any model.
    pub const fn new() -> Self {
        Self
    }
}

impl<H: Head<O>, O: Sample, Y: LikeOutput<O, Self>> Loss<H, O, Y> for Dice {
    fn check(&self, _labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
        Ok(())
    }
    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, Y, O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64> {
        check_lengths::<O, Y>(values, &labels, Some(gradient))?;
        let (overlap, total) = sums::<H, O, Y>(values, labels)?;
        let (slope, shift) = (-2.0 / total, 2.0 * overlap / (total * total));
        for (first, run) in labels.runs() {
            let (start, labels) = (first * O::LEN, Y::flatten(run));
            O::Scalar::dice_gradient(&mut gradient[start..start + labels.len()], labels, slope, shift);
        }
        H::backward(values, gradient);
        Ok(1.0 - 2.0 * overlap / total)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        check_lengths::<O, Y>(values, &labels, None)?;
        let (overlap, total) = sums::<H, O, Y>(values, labels)?;
        Ok(1.0 - 2.0 * overlap / total)
    }
}

/// Turns values into outputs; Σ t·y and Σ t + Σ y + 1e-7 over the batch.
fn sums<H: Head<O>, O: Sample, Y: LikeOutput<O, Dice>>(
    values: &mut [O::Scalar],
    labels: Labels<'_, Y, O::Scalar>,
) -> Result<(f64, f64)> {
    let labels = labels.unmasked("`Dice`")?.unweighted("`Dice`")?;
    H::forward(values);
    let (mut overlap, mut total) = (0.0, EPSILON);
    for (first, run) in labels.runs() {
        let (start, labels) = (first * O::LEN, Y::flatten(run));
        let (run_overlap, run_total) = O::Scalar::dice_sums(&values[start..start + labels.len()], labels);
        overlap += run_overlap;
        total += run_total;
    }
    Ok((overlap, total))
}

/// Σ t·y and Σ t + Σ y.
#[inline(always)]
pub(crate) fn sums_body<T: Scalar>(outputs: &[T], labels: &[T]) -> (f64, f64) {
    let overlap = sum_of_pairs(outputs, labels, |output, label| output.to_f64() * label.to_f64());
    (overlap, sum_of_pairs(outputs, labels, |output, label| output.to_f64() + label.to_f64()))
}

/// dy = slope · t + shift.
#[inline(always)]
pub(crate) fn gradient_body<T: Scalar>(gradient: &mut [T], labels: &[T], slope: f64, shift: f64) {
    let (slope, shift) = (T::from_f64(slope), T::from_f64(shift));
    for (gradient, label) in gradient.iter_mut().zip(labels) {
        *gradient = *label * slope + shift;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::head::Linear;

    #[test]
    fn the_batch_is_one() -> Result<()> {
        // The example of Keras' documentation.
        let labels = [[1.0, 1.0, 0.0, 0.0]; 2];
        let mut values = [0.0, 1.0, 0.0, 1.0, 0.4, 0.0, 0.0, 0.9];
        let loss = Loss::<Linear, [f64; 4], _>::value(&Dice::new(), &mut values, Labels::of(&labels))?;
        assert!((loss - 0.616_438_4).abs() < 1e-7, "{loss}");
        Ok(())
    }

    #[test]
    fn nothing_to_find_and_nothing_found_is_a_loss_of_one() -> Result<()> {
        let (mut values, mut gradient) = ([0.0_f32; 2], [f32::NAN; 2]);
        let labels = Labels::of(&[[0.0; 2]]);
        assert_eq!(Loss::<Linear, [f32; 2], _>::gradient(&Dice::new(), &mut values, labels, &mut gradient)?, 1.0);
        assert_eq!(gradient, [0.0; 2]);
        Ok(())
    }
}
