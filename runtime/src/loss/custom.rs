//! Losses of the user's own, by a formula: what `loss!` expands to.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::error::Result;
use crate::kernels::simd::vectorize_for;
use crate::loss::label::LikeOutput;
use crate::loss::mean::mean_of_outputs;
use crate::loss::{Head, Labels, Loss, formula};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// A loss that [`loss!`](crate::loss!) made: the mean of a formula over all numbers of the output and the label, for any
/// model. Labels are of the model's output type.
#[derive(Clone, Copy, Debug)]
pub struct Custom<F>(F);

impl<F> Custom<F> {
    /// The mean of a formula.
    #[doc(hidden)]
    pub const fn new(formula: F) -> Self {
        Self(formula)
    }
}

/// A formula of an output and its label, with its derivative.
#[doc(hidden)]
pub trait Formula<T> {
    /// The sum of its values; dy = scale · its derivative. An empty gradient is not wanted.
    fn sum(&self, outputs: &[T], labels: &[T], gradient: &mut [T], scale: f64) -> f64;
}

impl<H, O, Y, F> Loss<H, O, Y> for Custom<F>
where
    H: Head<O>,
    O: Sample,
    Y: LikeOutput<O, Self>,
    F: Formula<O::Scalar> + Send + Sync,
{
    fn check(&self, _labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
        Ok(())
    }
    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, Y, O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64> {
        let sum = |y: &[_], t: &[_], dy: &mut [_], scale| self.0.sum(y, t, dy, scale);
        mean_of_outputs::<H, O, Y, Self>(values, labels, Some(gradient), 1, sum)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        let sum = |y: &[_], t: &[_], dy: &mut [_], scale| self.0.sum(y, t, dy, scale);
        mean_of_outputs::<H, O, Y, Self>(values, labels, None, 1, sum)
    }
}

/// Σ f(y, t); dy = scale · ∂f/∂y (y, t). Compiled where it is called, for the processor's vector instructions.
#[inline(always)]
pub fn sum_with<T: Scalar>(
    outputs: &[T],
    labels: &[T],
    gradient: &mut [T],
    scale: f64,
    value: impl Fn(T, T) -> T,
    derivative: impl Fn(T, T) -> T,
) -> f64 {
    vectorize_for::<T, _>(
        #[inline(always)]
        || formula::lanes(outputs, labels, gradient, scale, &value, &derivative),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_summed_and_differentiated() {
        let (outputs, labels) = ([1.0_f32, 2.0, 4.0], [0.0, 5.0, 4.0]);
        let mut gradient = [f32::NAN; 3];
        let sum = sum_with(&outputs, &labels, &mut gradient, 0.5, |y, t| (y - t) * (y - t), |y, t| 2.0 * (y - t));
        assert_eq!((sum, gradient), (10.0, [1.0, -3.0, 0.0]));
        assert_eq!(sum_with(&outputs, &labels, &mut [], 0.5, |y, t| y * t, |_, t| t), 26.0);
    }
}
