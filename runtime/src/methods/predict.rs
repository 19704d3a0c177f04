//! Predicting on buffers of the caller.

use core::slice;

use crate::error::Result;
use crate::loss::Head;
use crate::loss::label::width;
use crate::methods::sizes::{check_capacity, check_parameters};
use crate::model::Model;
use crate::sample::Sample;

/// The output for one input. `workspace` is at least `PREDICT_WORKSPACE` long.
///
/// # Errors
/// [`Error::Length`](crate::Error::Length) if the parameters or the workspace are not as long as they must be.
pub fn predict_with<M: Model>(
    parameters: &[M::Scalar],
    input: &M::Input,
    output: &mut M::Output,
    workspace: &mut [M::Scalar],
) -> Result<()> {
    check_parameters::<M>(parameters)?;
    check_capacity("the workspace", M::PREDICT_WORKSPACE, workspace.len())?;
    let (input, output) = (slice::from_ref(input), slice::from_mut(output));
    infer::<M>(parameters, M::Input::flatten(input), M::Output::flatten_mut(output), workspace);
    Ok(())
}

/// The outputs for a batch, all buffers being as long as they must be.
pub(crate) fn infer<M: Model>(
    parameters: &[M::Scalar],
    input: &[M::Scalar],
    output: &mut [M::Scalar],
    workspace: &mut [M::Scalar],
) {
    M::forward(parameters, input, output, workspace);
    M::Head::forward(output, width::<M::Output>());
}
