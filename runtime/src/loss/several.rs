//! Losses of models with several outputs: a tuple with a loss for each, and weights.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::bodies::Bodies;
use crate::error::Result;
use crate::loss::{Head, Labels, Loss, check_lengths};
use crate::sample::{Bundle, Sample};
use crate::scalar::Scalar;

/// A loss times a weight; [`weighted`] makes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighted<L> {
    loss: L,
    weight: f64,
}

/// A loss times a weight: Keras' `loss_weights`, for a model of several outputs.
///
/// ```
/// use chainrule::loss::head::{Linear, Softmax};
/// use chainrule::loss::{Labels, Loss, MeanSquaredError, SparseCategoricalCrossentropy, weighted};
///
/// // For a model that gives a class and a number.
/// let loss = (SparseCategoricalCrossentropy::new(), weighted(MeanSquaredError::new(), 0.5));
/// let (mut values, mut gradient) = ([0.0_f32, 0.0, 3.0], [0.0; 3]);
/// let labels = Labels::of(&[(1_u8, [1.0])]);
/// let total = Loss::<(Softmax, Linear), ([f32; 2], [f32; 1]), _>::gradient(&loss, &mut values, labels, &mut gradient)?;
/// assert!((total - (2.0_f64.ln() + 0.5 * 4.0)).abs() < 1e-6);
/// assert_eq!(gradient, [0.5, -0.5, 2.0]);
/// # Ok::<(), chainrule::Error>(())
/// ```
pub const fn weighted<L>(loss: L, weight: f64) -> Weighted<L> {
    Weighted { loss, weight }
}

impl<H: Head<O>, O: Bundle, Y, L: Loss<H, O, Y>> Loss<H, O, Y> for Weighted<L> {
    fn check(&self, labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
        self.loss.check(labels)
    }
    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, Y, O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64> {
        let value = self.loss.gradient(values, labels, gradient)?;
        O::Scalar::multiply_by(gradient, self.weight);
        Ok(self.weight * value)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        Ok(self.weight * self.loss.value(values, labels)?)
    }
    fn sample_weight(&self, label: &Y) -> Option<f64> {
        self.loss.sample_weight(label)
    }
}

/// y = factor · y.
#[inline(always)]
pub(crate) fn multiply_by<T: Scalar>(values: &mut [T], factor: f64) {
    let factor = T::from_f64(factor);
    for value in values.iter_mut() {
        *value *= factor;
    }
}

/// The loss of a tuple is the sum of its losses, each of which sees its own part of outputs and labels.
macro_rules! tuple {
    ($($L:ident $H:ident $O:ident $Y:ident $at:tt),+) => {
        impl<T, $($L, $H, $O, $Y),+> Loss<($($H,)+), ($($O,)+), ($($Y,)+)> for ($($L,)+)
        where
            T: Scalar,
            $($H: Head<$O>, $O: Sample<Scalar = T>, $L: Loss<$H, $O, $Y>,)+
            ($($O,)+): Bundle<Scalar = T>,
            ($($H,)+): Head<($($O,)+)>,
        {
            fn check(&self, labels: Labels<'_, ($($Y,)+), T>) -> Result<()> {
                $(self.$at.check(labels.part($at, |label| &label.$at).labels())?;)+
                Ok(())
            }
            fn gradient(
                &self,
                values: &mut [T],
                labels: Labels<'_, ($($Y,)+), T>,
                gradient: &mut [T],
            ) -> Result<f64> {
                check_lengths::<($($O,)+), _>(values, &labels, Some(gradient))?;
                let (mut total, mut rest) = (0.0, (values, gradient));
                $(
                    let (values, other_values) = rest.0.split_at_mut(labels.len() * $O::LEN);
                    let (gradient, other_gradient) = rest.1.split_at_mut(labels.len() * $O::LEN);
                    total += self.$at.gradient(values, labels.part($at, |label| &label.$at).labels(), gradient)?;
                    rest = (other_values, other_gradient);
                )+
                debug_assert!(rest.0.is_empty());
                Ok(total)
            }
            fn value(&self, values: &mut [T], labels: Labels<'_, ($($Y,)+), T>) -> Result<f64> {
                check_lengths::<($($O,)+), _>(values, &labels, None)?;
                let (mut total, mut rest) = (0.0, values);
                $(
                    let (values, others) = rest.split_at_mut(labels.len() * $O::LEN);
                    total += self.$at.value(values, labels.part($at, |label| &label.$at).labels())?;
                    rest = others;
                )+
                debug_assert!(rest.is_empty());
                Ok(total)
            }
        }
    };
}
tuple!(A G P X 0, B H Q Y 1);
tuple!(A G P X 0, B H Q Y 1, C I R Z 2);
tuple!(A G P X 0, B H Q Y 1, C I R Z 2, D J S W 3);
