//! How long the buffers of a model are: the largest number, if they are longer than that.

use crate::error::{Error, Result};
use crate::input::Input;
use crate::model::Model;

/// Scalars of workspace for `loss_and_gradient` of a batch: what the step needs, the outputs with their masks, and copies
/// of the inputs and of their gradients, if a model cannot read and write them where they lie.
pub const fn workspace<M: Model>(batch: usize) -> usize {
    let results = M::OUTPUT_LEN.saturating_add(M::MASK_LEN);
    let copies = <M::Input as Input<M::Scalar>>::COPY.saturating_mul(2);
    let each = M::STEP_WORKSPACE.saturating_add(results).saturating_add(copies);
    each.saturating_mul(batch).saturating_add(M::STEP_SHARED)
}

/// Bytes to predict a batch: parameters and workspace.
pub const fn ram<M: Model>(batch: usize) -> usize {
    bytes::<M>(M::PARAMS.saturating_add(M::PREDICT_WORKSPACE.saturating_mul(batch)))
}

/// Bytes for a training step of a batch: parameters, gradient and workspace. The optimizer's state comes on top.
pub const fn training_ram<M: Model>(batch: usize) -> usize {
    bytes::<M>(M::PARAMS.saturating_mul(2).saturating_add(workspace::<M>(batch)))
}

const fn bytes<M: Model>(scalars: usize) -> usize {
    scalars.saturating_mul(size_of::<M::Scalar>())
}

/// Whether a storage holds as many scalars as the model has parameters.
///
/// # Errors
/// [`Error::Length`] if not.
pub fn check_parameters<M: Model>(parameters: &[M::Scalar]) -> Result<()> {
    check_length("the storage of the parameters", M::PARAMS, parameters.len())
}

pub(crate) fn check_length(what: &'static str, expected: usize, found: usize) -> Result<()> {
    if expected == found { Ok(()) } else { Err(Error::Length { what, expected, found }) }
}

/// Whether a buffer is long enough: a longer one serves as well.
pub(crate) fn check_capacity(what: &'static str, expected: usize, found: usize) -> Result<()> {
    if expected <= found { Ok(()) } else { Err(Error::Length { what, expected, found }) }
}
