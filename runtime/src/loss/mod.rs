//! Losses, with Keras' names, formulas and defaults.
//!
//! A loss is written against the *pre-activation* of the model's last layer, its [`Head`]: cross-entropy after
//! `softmax` is computed from the logits, by log-sum-exp and without clipping, and its gradient is p − t. So the head
//! and the loss must fit: cross-entropies take the head that they are named for, `…::from_logits()` takes a model
//! without an activation at the end, and the errors (squared, absolute) take every head. What does not fit does not
//! compile.
//!
//! The loss of a batch is the mean over its loss elements: one for each row of the output for the categorical
//! cross-entropies, one for each number for the others. Sums are taken in `f64`.
//!
//! | loss | head | labels for an output `[f32; 10]` |
//! |---|---|---|
//! | [`SparseCategoricalCrossentropy`] | `softmax` | class indices: `u8`, `u32`, `usize` … |
//! | [`CategoricalCrossentropy`] | `softmax` | `[f32; 10]`, one-hot or probabilities |
//! | [`BinaryCrossentropy`] | `sigmoid` | `[f32; 10]`, numbers from 0 to 1 |
//! | the three above, `::from_logits()` | none | the same |
//! | [`MeanSquaredError`], [`MeanAbsoluteError`] | any | `[f32; 10]` |
//!
//! ```
//! use chainrule::loss::{Loss, SparseCategoricalCrossentropy, head::Softmax};
//!
//! let loss = SparseCategoricalCrossentropy::new();
//! let (mut values, mut gradient) = ([0.0_f32, 0.0], [0.0; 2]);
//! let mean = Loss::<Softmax, [f32; 2], u8>::gradient(&loss, &mut values, &[1], &mut gradient)?;
//! assert!((mean - 2.0_f64.ln()).abs() < 1e-7);
//! assert_eq!(values, [0.5, 0.5]); // the outputs
//! assert_eq!(gradient, [0.5, -0.5]); // p − t
//! # Ok::<(), chainrule::Error>(())
//! ```

use crate::error::{Error, Result};
use crate::loss::label::LikeOutput;
use crate::sample::Sample;

pub(crate) mod binary_crossentropy;
pub(crate) mod categorical_crossentropy;
pub mod head;
pub mod label;
pub(crate) mod mean_absolute_error;
pub(crate) mod mean_squared_error;
pub(crate) mod sparse_categorical_crossentropy;

#[cfg(test)]
mod tests;

pub use binary_crossentropy::{BinaryCrossentropy, BinaryCrossentropyFromLogits};
pub use categorical_crossentropy::{CategoricalCrossentropy, CategoricalCrossentropyFromLogits};
pub use head::Head;
pub use mean_absolute_error::MeanAbsoluteError;
pub use mean_squared_error::MeanSquaredError;
pub use sparse_categorical_crossentropy::{SparseCategoricalCrossentropy, SparseCategoricalCrossentropyFromLogits};

/// A loss for models with the head `H` and the output `O`, and labels `Y`.
///
/// All buffers are flat, sample after sample. A `gradient` asked for by [`step`](crate::Model::step) is written whole.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no loss",
    label = "not a loss",
    note = "the losses are in `chainrule::loss`, such as `MeanSquaredError::new()`"
)]
pub trait Loss<H: Head, O: Sample, Y>: Send + Sync {
    /// Whether every label is one that the loss can take: for a whole data set, before training.
    ///
    /// # Errors
    /// The first label that is not, with its row.
    fn check(&self, labels: &[Y]) -> Result<()>;

    /// The mean loss of a batch. `values` holds the pre-activations of the head on entry and the model's outputs on
    /// return; `gradient` receives the gradient of the mean loss with respect to the pre-activations.
    ///
    /// # Errors
    /// As `check`; a buffer whose length is not that of the labels' outputs.
    fn gradient(&self, values: &mut [O::Scalar], labels: &[Y], gradient: &mut [O::Scalar]) -> Result<f64>;

    /// The mean loss of a batch, without its gradient. `values` holds the pre-activations of the head on entry and the
    /// model's outputs on return.
    ///
    /// # Errors
    /// As `gradient`.
    fn value(&self, values: &mut [O::Scalar], labels: &[Y]) -> Result<f64>;
}

/// Whether the buffers belong to as many samples as there are labels.
fn check_lengths<O: Sample, Y>(values: &[O::Scalar], labels: &[Y], gradient: Option<&[O::Scalar]>) -> Result<()> {
    let expected = labels.len() * O::LEN;
    if values.len() != expected {
        return Err(Error::Length { what: "the outputs of a batch", expected, found: values.len() });
    }
    match gradient {
        Some(gradient) if gradient.len() != expected => {
            Err(Error::Length { what: "the gradient of the outputs of a batch", expected, found: gradient.len() })
        }
        _ => Ok(()),
    }
}

/// The summed error of a batch, by (outputs, labels, gradient, scale of the gradient). An empty gradient is not wanted.
type BatchError<T> = fn(&[T], &[T], &mut [T], f64) -> f64;

/// The mean error over the numbers of a batch, for a loss that is not fused with the head.
fn mean_error<H: Head, O: Sample, Y: LikeOutput<O, L>, L>(
    values: &mut [O::Scalar],
    labels: &[Y],
    mut gradient: Option<&mut [O::Scalar]>,
    batch_error: BatchError<O::Scalar>,
) -> Result<f64> {
    check_lengths::<O, Y>(values, labels, gradient.as_deref())?;
    let scale = 1.0 / values.len().max(1) as f64;
    H::forward(values, label::width::<O>());
    let sum = batch_error(values, Y::flatten(labels), gradient.as_deref_mut().unwrap_or_default(), scale);
    if let Some(gradient) = gradient {
        H::backward(values, gradient, label::width::<O>());
    }
    Ok(sum * scale)
}
