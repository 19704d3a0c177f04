//! The check before each update: a loss or a gradient that is not finite must not reach the parameters.

use crate::error::{Error, Result};
use crate::model::{Model, Outcome, Role};
use crate::names;
use crate::scalar::Scalar;

/// Where a training step stands: both numbers counted from 1, epochs over all runs of a trainer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) epoch: u64,
    pub(super) step: u64,
}

/// The loss of a step, if it, the gradient and the next values of state are finite.
///
/// # Errors
/// [`Error::NonFinite`], naming the first weight whose gradient or next value is not.
pub(super) fn check<M: Model>(outcome: Outcome, gradient: &[M::Scalar], moment: Moment) -> Result<f64> {
    let Outcome { loss, finite } = outcome;
    if loss.is_finite() && finite {
        return Ok(loss);
    }
    let bad = first_bad::<M>(gradient);
    let (what, found) = match &bad {
        Some(Bad { role: Role::State, value, .. }) if loss.is_finite() => ("the next state", *value),
        Some(Bad { value, .. }) if loss.is_finite() => ("the gradient", *value),
        _ => ("the loss", loss),
    };
    let Moment { epoch, step } = moment;
    Err(Error::NonFinite { what, found, weight: bad.map(|bad| bad.name), epoch, step })
}

/// A weight with a number that is not finite in its gradient.
struct Bad {
    name: String,
    role: Role,
    value: f64,
}

/// The first of them. Where there is no gradient, nothing is looked for.
fn first_bad<M: Model>(gradient: &[M::Scalar]) -> Option<Bad> {
    names::weights::<M>().filter(|(_, weight)| weight.role != Role::Fixed).find_map(|(name, weight)| {
        let mut values = gradient[weight.offset..weight.offset + weight.len()].iter().map(|value| value.to_f64());
        values.find(|value| !value.is_finite()).map(|value| Bad { name, role: weight.role, value })
    })
}
