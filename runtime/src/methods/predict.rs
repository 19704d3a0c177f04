//! Predicting on buffers of the caller.

use core::slice;

use pulp::WithSimd;

use crate::error::Result;
use crate::kernels::simd::{Simd, narrow};
use crate::loss::Head;
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
    infer_one::<M>(parameters, input, output, workspace);
    Ok(())
}

/// The output for one input, all buffers being as long as they must be.
#[inline]
pub(crate) fn infer_one<M: Model>(
    parameters: &[M::Scalar],
    input: &M::Input,
    output: &mut M::Output,
    workspace: &mut [M::Scalar],
) {
    let input = M::Input::flatten(slice::from_ref(input));
    let output = M::Output::flatten_mut(slice::from_mut(output));
    if const { M::UNROLLED } {
        infer_unrolled::<M>(parameters, input, output, workspace);
    } else {
        infer::<M>(parameters, input, output, workspace);
    }
}

/// The output for one input by the model's own function for it: the set of instructions is chosen once. All buffers are as
/// long as they must be.
#[inline]
pub fn infer_unrolled<M: Model>(
    parameters: &[M::Scalar],
    input: &[M::Scalar],
    output: &mut [M::Scalar],
    workspace: &mut [M::Scalar],
) {
    narrow(One::<M> { parameters, input, output, workspace });
    M::Head::forward(output);
}

/// The forward pass of one sample, for any set of instructions.
struct One<'a, M: Model> {
    parameters: &'a [M::Scalar],
    input: &'a [M::Scalar],
    output: &'a mut [M::Scalar],
    workspace: &'a mut [M::Scalar],
}

impl<M: Model> WithSimd for One<'_, M> {
    type Output = ();

    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        M::forward_one(simd, self.parameters, self.input, self.output, self.workspace);
    }
}

/// The outputs for a batch, all buffers being as long as they must be.
pub(crate) fn infer<M: Model>(
    parameters: &[M::Scalar],
    input: &[M::Scalar],
    output: &mut [M::Scalar],
    workspace: &mut [M::Scalar],
) {
    M::forward(parameters, input, output, workspace);
    M::Head::forward(output);
}
