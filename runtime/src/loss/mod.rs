//! Losses, with Keras' names, formulas and defaults.

use crate::error::Result;
use crate::sample::Sample;
use crate::scalar::Scalar;

pub mod head;

/// What a model ends in.
pub trait Head {
    /// Turns pre-activations `(width, columns)` into outputs, in place.
    fn forward<T: Scalar>(values: &mut [T], width: usize);
    /// Turns the gradient with respect to the outputs into the one with respect to the pre-activations, in place.
    fn backward<T: Scalar>(outputs: &[T], gradient: &mut [T], width: usize);
}

/// A loss for models with the given head and output, and labels `Y`.
pub trait Loss<H: Head, O: Sample, Y> {
    /// Whether every label is one that the loss can take.
    ///
    /// # Errors
    /// The first label that is not, with its row.
    fn check(&self, labels: &[Y]) -> Result<()>;
    /// The mean loss of a batch. `values` holds the pre-activations of the head on entry and the model's outputs on
    /// return; `gradient` receives the gradient of the mean loss with respect to the pre-activations.
    ///
    /// # Errors
    /// As `check`.
    fn gradient(&self, values: &mut [O::Scalar], labels: &[Y], gradient: &mut [O::Scalar]) -> Result<f64>;
    /// The mean loss of a batch, from the model's outputs. `values` holds pre-activations on entry, outputs on return.
    ///
    /// # Errors
    /// As `check`.
    fn value(&self, values: &mut [O::Scalar], labels: &[Y]) -> Result<f64>;
}
