//! Loss and gradients of a batch on buffers of the caller: for training loops of one's own.

use crate::error::{Error, Result};
use crate::input::Input;
use crate::loss::Loss;
use crate::methods::predict::{borrow, rest};
use crate::methods::sizes::{check_capacity, check_length, check_parameters, workspace};
use crate::model::{Buffers, Model, Outcome};
use crate::random::Draws;
use crate::regularizers;
use crate::scalar::Scalar;

/// The mean loss of a batch, the penalties of the regularizers included, and its gradient with respect to the
/// parameters. `gradient` is as long as `parameters` and overwritten; `workspace` is at least `workspace(batch)` long.
///
/// # Errors
/// [`Error::Length`] if a buffer is not as long as it must be or there are not as many labels as inputs,
/// [`Error::Empty`] if there is no input, [`Error::Index`], and what the loss says about the labels.
pub fn loss_and_gradient<M: Model, Y, L: Loss<M::Head, M::Output, Y>>(
    parameters: &[M::Scalar],
    inputs: &[M::Input],
    labels: &[Y],
    loss: &L,
    draws: Draws,
    gradient: &mut [M::Scalar],
    workspace: &mut [M::Scalar],
) -> Result<f64> {
    let (buffers, copies) = buffers::<M, Y>(parameters, inputs, labels, gradient, workspace)?;
    Ok(step::<M, Y, L>(parameters, borrow(inputs, copies), labels, loss, draws, buffers)?.loss)
}

/// As [`loss_and_gradient`], with the gradient of the mean loss with respect to each input too: what in an input
/// speaks for or against a label. Indices have no gradient: it is 0 for them.
///
/// # Errors
/// As [`loss_and_gradient`].
#[expect(clippy::too_many_arguments, reason = "one buffer more than `loss_and_gradient`")]
pub fn input_gradient<M: Model, Y, L: Loss<M::Head, M::Output, Y>>(
    parameters: &[M::Scalar],
    inputs: &[M::Input],
    labels: &[Y],
    loss: &L,
    draws: Draws,
    input_gradient: &mut [M::Input],
    gradient: &mut [M::Scalar],
    workspace: &mut [M::Scalar],
) -> Result<f64> {
    check_length("the gradient of the inputs", inputs.len(), input_gradient.len())?;
    let (mut buffers, copies) = buffers::<M, Y>(parameters, inputs, labels, gradient, workspace)?;
    let (copies, gradient_copies) = copies.split_at_mut(M::Input::COPY * inputs.len());
    let inputs = borrow(inputs, copies);
    if let Some(input_gradient) = M::Input::lent_mut(input_gradient) {
        buffers.input_gradient = Some(input_gradient);
        return Ok(step::<M, Y, L>(parameters, inputs, labels, loss, draws, buffers)?.loss);
    }
    gradient_copies.fill(M::Scalar::ZERO);
    buffers.input_gradient = Some(&mut *gradient_copies);
    let outcome = step::<M, Y, L>(parameters, inputs, labels, loss, draws, buffers)?;
    M::Input::collect(gradient_copies, input_gradient);
    Ok(outcome.loss)
}

/// A training step without its update, all buffers being as long as they must be.
pub(crate) fn step<M: Model, Y, L: Loss<M::Head, M::Output, Y>>(
    parameters: &[M::Scalar],
    inputs: &[M::Scalar],
    labels: &[Y],
    loss: &L,
    draws: Draws,
    buffers: Buffers<'_, M::Scalar>,
) -> Result<Outcome> {
    let Buffers { outputs, masks, gradient, input_gradient, workspace } = buffers;
    let buffers = Buffers { outputs, masks, gradient: &mut *gradient, input_gradient, workspace };
    let Outcome { loss, finite } = M::step(parameters, inputs, labels, loss, draws, buffers)?;
    // Penalties are added in any case.
    let finite = regularizers::add::<M>(parameters, gradient) && finite;
    Ok(Outcome { loss: loss + regularizers::penalty::<M>(parameters), finite })
}

/// The buffers of a step out of those of the caller, if all are as long as they must be, and memory for two copies of the
/// inputs, if they are to be copied.
#[expect(clippy::type_complexity, reason = "a pair of buffers, spelled once")]
fn buffers<'a, M: Model, Y>(
    parameters: &[M::Scalar],
    inputs: &[M::Input],
    labels: &[Y],
    gradient: &'a mut [M::Scalar],
    scratch: &'a mut [M::Scalar],
) -> Result<(Buffers<'a, M::Scalar>, &'a mut [M::Scalar])> {
    let batch = inputs.len();
    if batch == 0 {
        return Err(Error::Empty { what: "a batch" });
    }
    check_parameters::<M>(parameters)?;
    check_length("the labels", batch, labels.len())?;
    check_length("the gradient", M::PARAMS, gradient.len())?;
    check_capacity("the workspace", workspace::<M>(batch), scratch.len())?;
    M::Input::check(inputs, M::INDICES)?;
    let (outputs, scratch) = scratch.split_at_mut(M::OUTPUT_LEN * batch);
    let (masks, scratch) = scratch.split_at_mut(M::MASK_LEN * batch);
    let (copies, workspace) = scratch.split_at_mut(2 * M::Input::COPY * batch);
    rest::<M>(workspace, batch);
    Ok((Buffers { outputs, masks, gradient, input_gradient: None, workspace }, copies))
}
