//! Predicting on buffers of the caller.

use core::slice;

use pulp::WithSimd;

use crate::error::Result;
use crate::input::Input;
use crate::kernels::simd::{Simd, narrow};
use crate::loss::Head;
use crate::methods::sizes::{check_capacity, check_length, check_parameters};
use crate::model::Model;
use crate::sample::Bundle;
use crate::scalar::Scalar;

/// The output for one input. `workspace` is at least `PREDICT_WORKSPACE` long.
///
/// # Errors
/// [`Error::Length`](crate::Error::Length) if the parameters or the workspace are not as long as they must be,
/// [`Error::Index`](crate::Error::Index).
pub fn predict_with<M: Model>(
    parameters: &[M::Scalar],
    input: &M::Input,
    output: &mut M::Output,
    workspace: &mut [M::Scalar],
) -> Result<()> {
    check_parameters::<M>(parameters)?;
    check_capacity("the workspace", M::PREDICT_WORKSPACE, workspace.len())?;
    M::Input::check(slice::from_ref(input), M::INDICES)?;
    rest::<M>(workspace, 1);
    infer_one::<M>(parameters, input, output, workspace);
    Ok(())
}

/// As [`predict_with`], from states that the output before left, which are `CARRIED` long and replaced by those after.
///
/// # Errors
/// As [`predict_with`], and [`Error::Length`](crate::Error::Length) if the states are not as long as they must be.
pub fn predict_on<M: Model>(
    parameters: &[M::Scalar],
    input: &M::Input,
    states: &mut [M::Scalar],
    output: &mut M::Output,
    workspace: &mut [M::Scalar],
) -> Result<()> {
    check_parameters::<M>(parameters)?;
    check_length("the states", M::CARRIED, states.len())?;
    check_capacity("the workspace", M::PREDICT_WORKSPACE, workspace.len())?;
    M::Input::check(slice::from_ref(input), M::INDICES)?;
    workspace[..M::CARRIED].copy_from_slice(states);
    infer_one::<M>(parameters, input, output, workspace);
    states.copy_from_slice(&workspace[..M::CARRIED]);
    Ok(())
}

/// Has the stateful layers of a model begin anew: a batch so large finds no states of one before.
#[inline]
pub(crate) fn rest<M: Model>(workspace: &mut [M::Scalar], batch: usize) {
    if const { M::CARRIED > 0 } {
        workspace[..M::CARRIED * batch].fill(M::Scalar::ZERO);
    }
}

/// The output for one input, all buffers being as long as they must be.
#[inline]
pub(crate) fn infer_one<M: Model>(
    parameters: &[M::Scalar],
    input: &M::Input,
    output: &mut M::Output,
    workspace: &mut [M::Scalar],
) {
    flat::<M>(slice::from_ref(input), slice::from_mut(output), workspace, |input, output, workspace| {
        if const { M::UNROLLED } {
            infer_unrolled::<M>(parameters, input, output, workspace);
        } else {
            infer::<M>(parameters, input, output, workspace);
        }
    });
}

/// The outputs for some inputs, all buffers being as long as they must be.
#[cfg(feature = "std")]
pub(crate) fn infer_block<M: Model>(
    parameters: &[M::Scalar],
    inputs: &[M::Input],
    outputs: &mut [M::Output],
    workspace: &mut [M::Scalar],
) {
    flat::<M>(inputs, outputs, workspace, |inputs, outputs, workspace| {
        infer::<M>(parameters, inputs, outputs, workspace);
    });
}

/// Lends inputs and outputs as flat slices; where they do not lie so, copies of them at the end of the workspace.
#[inline]
fn flat<M: Model>(
    inputs: &[M::Input],
    outputs: &mut [M::Output],
    workspace: &mut [M::Scalar],
    f: impl FnOnce(&[M::Scalar], &mut [M::Scalar], &mut [M::Scalar]),
) {
    let (for_inputs, for_outputs) = (M::Input::COPY * inputs.len(), M::Output::COPY * inputs.len());
    let (workspace, copies) = workspace.split_at_mut(workspace.len() - for_inputs - for_outputs);
    let (input_copies, output_copies) = copies.split_at_mut(for_inputs);
    let flat = borrow(inputs, input_copies);
    if let Some(outputs) = M::Output::lent_mut(outputs) {
        f(flat, outputs, workspace);
    } else {
        f(flat, output_copies, workspace);
        M::Output::collect(output_copies, outputs);
    }
}

/// Inputs as a flat slice: where they lie, if they lie so, or a copy that fills the beginning of `copies`.
#[inline]
pub(crate) fn borrow<'a, T: Scalar, X: Input<T>>(inputs: &'a [X], copies: &'a mut [T]) -> &'a [T] {
    X::lent(inputs).unwrap_or_else(|| {
        let copies = &mut copies[..X::COPY * inputs.len()];
        X::spread(inputs, copies);
        copies
    })
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
