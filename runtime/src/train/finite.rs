//! The check before each update: a loss or a gradient that is not finite must not reach the parameters.

use crate::error::{Error, Result};
use crate::model::{Model, Outcome};
use crate::scalar::Scalar;

/// Where a training step stands: both numbers counted from 1, epochs over all runs of a trainer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) epoch: u64,
    pub(super) step: u64,
}

/// The loss of a step, if it and the gradient are finite.
///
/// # Errors
/// [`Error::NonFinite`], naming the first weight whose gradient is not.
pub(super) fn check<M: Model>(outcome: Outcome, gradient: &[M::Scalar], moment: Moment) -> Result<f64> {
    let Outcome { loss, finite } = outcome;
    if loss.is_finite() && finite {
        return Ok(loss);
    }
    let offset = gradient.iter().position(|value| !value.to_f64().is_finite());
    let weight = offset.and_then(weight_at::<M>);
    let (what, found) = match offset {
        Some(offset) if loss.is_finite() => ("the gradient", gradient[offset].to_f64()),
        _ => ("the loss", loss),
    };
    let Moment { epoch, step } = moment;
    Err(Error::NonFinite { what, found, weight, epoch, step })
}

/// The name of the weight, such as `dense1.kernel`, that an offset into the parameters falls into.
fn weight_at<M: Model>(offset: usize) -> Option<String> {
    M::LAYERS.iter().find_map(|layer| {
        let holds = |start: usize, len: usize| (start..start + len).contains(&offset);
        let weight = layer.weights.iter().find(|weight| holds(weight.offset, weight.len()))?;
        Some(format!("{}.{}", layer.name, weight.name))
    })
}
