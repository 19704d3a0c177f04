//! Losses that are a formula of one number of the output and the number of its label: made from the compiler's table, as
//! the activations are, with derivatives that the compiler finds.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::error::{Error, Result};
use crate::kernels::simd::vectorize_narrow;
use crate::loss::head::{EndsInLogits, EndsInSigmoid};
use crate::loss::label::LikeOutput;
use crate::loss::mean::{mean_of_logits, mean_of_outputs};
use crate::loss::{Head, Labels, Loss, sum_of_pairs};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// `of_outputs! { Name, its method of Formulas, O, numbers of an element }`: a loss that sees outputs, whatever the head.
macro_rules! of_outputs {
    ($Name:ident, $sum:ident, $O:ident, $element:expr) => {
        impl<H: Head<$O>, $O: Sample, Y: LikeOutput<$O, Self>> Loss<H, $O, Y> for $Name {
            fn check(&self, _labels: Labels<'_, Y, $O::Scalar>) -> Result<()> {
                self.check_parameters()
            }
            fn gradient(
                &self,
                values: &mut [$O::Scalar],
                labels: Labels<'_, Y, $O::Scalar>,
                gradient: &mut [$O::Scalar],
            ) -> Result<f64> {
                let sum = |y: &[_], t: &[_], dy: &mut [_], scale| $O::Scalar::$sum(self, y, t, dy, scale);
                mean_of_outputs::<H, $O, Y, Self>(values, labels, Some(gradient), $element, sum)
            }
            fn value(&self, values: &mut [$O::Scalar], labels: Labels<'_, Y, $O::Scalar>) -> Result<f64> {
                let sum = |y: &[_], t: &[_], dy: &mut [_], scale| $O::Scalar::$sum(self, y, t, dy, scale);
                mean_of_outputs::<H, $O, Y, Self>(values, labels, None, $element, sum)
            }
        }
    };
}
use of_outputs;

/// `of_logits! { Name, NameFromLogits, its method of Formulas }`: a loss that sees what lies before the sigmoid.
macro_rules! of_logits {
    ($Name:ident, $FromLogits:ident, $sum:ident) => {
        crate::loss::formula::of_logits! { @ $Name, EndsInSigmoid, $sum, [] }
        crate::loss::formula::of_logits! { @ $FromLogits, EndsInLogits, $sum, [.0] }
    };
    (@ $Name:ident, $Ends:ident, $sum:ident, [$($loss:tt)*]) => {
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
                let sum = |x: &[_], t: &[_], dx: &mut [_], scale| O::Scalar::$sum(&self $($loss)*, x, t, dx, scale);
                mean_of_logits::<H, O, Y, Self>(values, labels, Some(gradient), 1, sum)
            }
            fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
                let sum = |x: &[_], t: &[_], dx: &mut [_], scale| O::Scalar::$sum(&self $($loss)*, x, t, dx, scale);
                mean_of_logits::<H, O, Y, Self>(values, labels, None, 1, sum)
            }
        }
    };
}
use of_logits;

chainrule_macros::define_losses! {}

/// Σ f(y, t); dy = scale · ∂f/∂y (y, t). An empty gradient is not wanted.
#[inline(always)]
pub(crate) fn plain<T: Scalar>(
    outputs: &[T],
    labels: &[T],
    gradient: &mut [T],
    scale: f64,
    value: impl Fn(T, T) -> T,
    derivative: impl Fn(T, T) -> T,
) -> f64 {
    let scale = T::from_f64(scale);
    for ((gradient, output), label) in gradient.iter_mut().zip(outputs).zip(labels) {
        *gradient = derivative(*output, *label) * scale;
    }
    // One after the other: sums that go side by side are unrolled, and a formula can be long.
    outputs.iter().zip(labels).map(|(output, label)| value(*output, *label).to_f64()).sum()
}

/// As [`plain`], in sums that do not wait for each other, to fill vector registers.
#[inline(always)]
pub(crate) fn lanes<T: Scalar>(
    outputs: &[T],
    labels: &[T],
    gradient: &mut [T],
    scale: f64,
    value: impl Fn(T, T) -> T,
    derivative: impl Fn(T, T) -> T,
) -> f64 {
    let scale = T::from_f64(scale);
    for ((gradient, output), label) in gradient.iter_mut().zip(outputs).zip(labels) {
        *gradient = derivative(*output, *label) * scale;
    }
    sum_of_pairs(
        outputs,
        labels,
        #[inline(always)]
        |output, label| value(output, label).to_f64(),
    )
}

/// As [`lanes`], for vector instructions of medium width.
#[inline(always)]
pub(crate) fn narrow<T: Scalar>(
    outputs: &[T],
    labels: &[T],
    gradient: &mut [T],
    scale: f64,
    value: impl Fn(T, T) -> T,
    derivative: impl Fn(T, T) -> T,
) -> f64 {
    vectorize_narrow(
        #[inline(always)]
        || lanes(outputs, labels, gradient, scale, &value, &derivative),
    )
}

/// Whether a hyper-parameter is above 0 and finite.
pub(super) fn check_positive(name: &'static str, found: f64) -> Result<()> {
    if found > 0.0 && found.is_finite() {
        Ok(())
    } else {
        Err(Error::HyperParameter { name, expected: "above 0 and finite", found })
    }
}

/// Whether a hyper-parameter is from 0 to 1.
pub(super) fn check_fraction(name: &'static str, found: f64) -> Result<()> {
    if (0.0..=1.0).contains(&found) {
        Ok(())
    } else {
        Err(Error::HyperParameter { name, expected: "from 0 to 1", found })
    }
}
