//! Losses, with Keras' names, formulas and defaults.
//!
//! A loss is written against the *pre-activation* of the model's last layer, its [`Head`]: cross-entropy after
//! `softmax` is computed from the logits, by log-sum-exp and without clipping, and its gradient is p − t. So the head
//! and the loss must fit: cross-entropies take the head that they are named for, `…::from_logits()` takes a model
//! without an activation at the end, and the errors (squared, absolute) take every head. What does not fit does not
//! compile. A model of several outputs takes a tuple with a loss for each, which are added up; [`weighted`] gives weights.
//!
//! The loss of a batch is the mean over its loss elements: one for each row of the output for the categorical losses,
//! [`CosineSimilarity`] and [`KLDivergence`], one for each sample for [`Ctc`], one for each number for the others; [`Dice`]
//! is no mean. [`reduced`] gives another reduction, [`Labels::weighted`] a weight for each sample or
//! step. Sums are taken in `f64`.
//!
//! | loss | head | labels for an output `[f32; 10]` |
//! |---|---|---|
//! | [`SparseCategoricalCrossentropy`] | `softmax` | class indices: `u8`, `u32`, `usize` … |
//! | [`CategoricalCrossentropy`] | `softmax` | `[f32; 10]`, one-hot or probabilities |
//! | [`BinaryCrossentropy`] | `sigmoid` | `[f32; 10]`, numbers from 0 to 1 |
//! | [`CategoricalFocalCrossentropy`] | `softmax` | `[f32; 10]`, one-hot or probabilities |
//! | [`BinaryFocalCrossentropy`] | `sigmoid` | `[f32; 10]`, numbers from 0 to 1 |
//! | the five above, `::from_logits()` | none | the same |
//! | [`CategoricalHinge`], [`CosineSimilarity`], [`Dice`], those of the second table, and your own by [`loss!`](crate::loss!) | any | `[f32; 10]` |
//! | [`Ctc`], for an output `[[f32; 10]; 20]` | none | `[u8; 8]`, symbols and zeros behind them |
//!
//! The losses of single numbers are written once, in the language of [`loss!`](crate::loss!), and differentiated by the
//! compiler; `y` is the output, `t` the label, `x` what lies before the sigmoid:
#![doc = ""]
#![doc = chainrule_macros::loss_table!()]
//!
//! ```
//! use chainrule::loss::{Labels, Loss, SparseCategoricalCrossentropy, head::Softmax};
//!
//! let loss = SparseCategoricalCrossentropy::new();
//! let (mut values, mut gradient) = ([0.0_f32, 0.0], [0.0; 2]);
//! let mean = Loss::<Softmax, [f32; 2], u8>::gradient(&loss, &mut values, Labels::of(&[1]), &mut gradient)?;
//! assert!((mean - 2.0_f64.ln()).abs() < 1e-7);
//! assert_eq!(values, [0.5, 0.5]); // the outputs
//! assert_eq!(gradient, [0.5, -0.5]); // p − t
//! # Ok::<(), chainrule::Error>(())
//! ```

use crate::error::{Error, Result};
use crate::sample::Bundle;
use crate::scalar::Scalar;

pub(crate) mod binary_crossentropy;
pub(crate) mod categorical_crossentropy;
pub(crate) mod categorical_focal_crossentropy;
pub(crate) mod categorical_hinge;
mod class_weighted;
pub(crate) mod cosine_similarity;
pub(crate) mod counted;
pub(crate) mod ctc;
#[doc(hidden)]
pub mod custom;
pub(crate) mod dice;
pub(crate) mod formula;
pub mod head;
pub mod label;
pub(crate) mod labels;
mod mean;
mod reduction;
pub(crate) mod several;
pub(crate) mod sparse_categorical_crossentropy;
#[cfg(feature = "std")]
mod weighing;

#[cfg(test)]
mod tests;

pub use binary_crossentropy::{BinaryCrossentropy, BinaryCrossentropyFromLogits};
pub use categorical_crossentropy::{CategoricalCrossentropy, CategoricalCrossentropyFromLogits};
pub use categorical_focal_crossentropy::{CategoricalFocalCrossentropy, CategoricalFocalCrossentropyFromLogits};
pub use categorical_hinge::CategoricalHinge;
pub use class_weighted::{ClassOutput, ClassWeighted};
pub use cosine_similarity::CosineSimilarity;
pub use ctc::{Ctc, Transcript};
pub use custom::Custom;
pub use dice::Dice;
pub use formula::{
    BinaryFocalCrossentropy, BinaryFocalCrossentropyFromLogits, Hinge, Huber, KLDivergence, LogCosh, MeanAbsoluteError,
    MeanAbsolutePercentageError, MeanSquaredError, MeanSquaredLogarithmicError, Poisson, SquaredHinge,
};
pub use head::Head;
pub use labels::Labels;
pub use reduction::{Reduced, Reduction, reduced};
pub use several::{Weighted, weighted};
pub use sparse_categorical_crossentropy::{SparseCategoricalCrossentropy, SparseCategoricalCrossentropyFromLogits};
#[cfg(feature = "std")]
pub(crate) use weighing::Weighing;

/// A loss for models with the head `H` and the output `O`, and labels `Y`.
///
/// All buffers are flat, sample after sample. A `gradient` asked for by [`step`](crate::Model::step) is written whole.
///
/// What a mask leaves out counts neither in the mean nor in the gradient: the loss is the sum over what is left, divided
/// by how many loss elements that are; 0 if nothing is left. The losses of a sample are multiplied by its weight, if there
/// are weights; the number that the sum is divided by stays the same, unless the loss is [`reduced`] otherwise.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no loss",
    label = "not a loss",
    note = "the losses are in `chainrule::loss`, such as `MeanSquaredError::new()`"
)]
pub trait Loss<H: Head<O>, O: Bundle, Y>: Send + Sync {
    /// Whether every label is one that the loss can take: for a whole data set, before training.
    ///
    /// # Errors
    /// The first label that is not, with its row.
    fn check(&self, labels: Labels<'_, Y, O::Scalar>) -> Result<()>;

    /// The mean loss of a batch. `values` holds the pre-activations of the head on entry and the model's outputs on
    /// return; `gradient` receives the gradient of the mean loss with respect to the pre-activations.
    ///
    /// # Errors
    /// As `check`; a buffer whose length is not that of the labels' outputs; [`Error::Mask`] if the labels come with a
    /// mask that the loss cannot regard.
    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, Y, O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64>;

    /// The mean loss of a batch, without its gradient. `values` holds the pre-activations of the head on entry and the
    /// model's outputs on return.
    ///
    /// # Errors
    /// As `gradient`.
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64>;

    /// What a sample with this label weighs in training, if that depends on the label: see [`ClassWeighted`].
    fn sample_weight(&self, _label: &Y) -> Option<f64> {
        None
    }
}

/// Whether the buffers belong to as many samples as there are labels.
fn check_lengths<O: Bundle, Y>(
    values: &[O::Scalar],
    labels: &Labels<'_, Y, O::Scalar>,
    gradient: Option<&[O::Scalar]>,
) -> Result<()> {
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

/// The sum of a term over pairs of numbers, every sixteenth by itself: sums that do not wait for each other fill registers.
#[allow(clippy::inline_always)]
#[inline(always)]
fn sum_of_pairs<T: Scalar>(a: &[T], b: &[T], term: impl Fn(T, T) -> f64) -> f64 {
    const LANES: usize = 16;
    let mut sums = [0.0; LANES];
    let ((a, last_a), (b, last_b)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    for (a, b) in a.iter().zip(b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += term(*a, *b);
        }
    }
    for ((sum, a), b) in sums.iter_mut().zip(last_a).zip(last_b) {
        *sum += term(*a, *b);
    }
    sums.iter().sum()
}
