//! How the losses of elements become one number.

use crate::error::Result;
use crate::loss::{Head, Labels, Loss};
use crate::sample::Bundle;

/// How the losses of the elements of a batch become one number: Keras' `reduction`. An element is a row of the output: for
/// the losses that are averaged over all numbers, the mean over the row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reduction {
    /// The sum of the weighted losses divided by the number of elements that count, whatever their weights. The default.
    #[default]
    SumOverBatchSize,
    /// The sum of the weighted losses: its gradient grows with the batch.
    Sum,
    /// The sum of the weighted losses divided by the sum of the weights; 0 if that is 0.
    MeanWithSampleWeight,
}

/// A loss with a reduction; [`reduced`] makes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reduced<L> {
    loss: L,
    reduction: Reduction,
}

/// A loss with another reduction than the mean over the batch.
///
/// ```
/// use chainrule::loss::head::Linear;
/// use chainrule::loss::{Labels, Loss, MeanSquaredError, Reduction, reduced};
///
/// let sum = reduced(MeanSquaredError::new(), Reduction::Sum);
/// let (mut outputs, labels) = ([1.0_f32, 2.0, 3.0, 0.0], [[0.0, 0.0], [0.0, 0.0]]);
/// let loss = Loss::<Linear, [f32; 2], _>::value(&sum, &mut outputs, Labels::of(&labels))?;
/// assert_eq!(loss, (1.0 + 4.0) / 2.0 + 9.0 / 2.0); // the sum over the rows of their means
/// # Ok::<(), chainrule::Error>(())
/// ```
///
/// [`Dice`](crate::loss::Dice), a number for the whole batch, stays what it is.
///
/// Source: <https://keras.io/api/losses/>.
pub const fn reduced<L>(loss: L, reduction: Reduction) -> Reduced<L> {
    Reduced { loss, reduction }
}

impl<H: Head<O>, O: Bundle, Y, L: Loss<H, O, Y>> Loss<H, O, Y> for Reduced<L> {
    fn check(&self, labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
        self.loss.check(labels)
    }
    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, Y, O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64> {
        self.loss.gradient(values, labels.reduced(self.reduction), gradient)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        self.loss.value(values, labels.reduced(self.reduction))
    }
    fn sample_weight(&self, label: &Y) -> Option<f64> {
        self.loss.sample_weight(label)
    }
}
