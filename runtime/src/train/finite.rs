//! The check before each update: a loss or a gradient that is not finite must not reach the parameters.

use crate::error::{Error, Result};
use crate::model::{Layer, Model, Observe, Outcome, Role};
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
/// [`Error::NonFinite`], naming where it is seen first: the row of the batch, or the layer by its output, or the weight by
/// its gradient or next value.
pub(super) fn check<M: Model>(
    outcome: Outcome,
    parameters: &[M::Scalar],
    inputs: &[M::Scalar],
    gradient: &[M::Scalar],
    moment: Moment,
) -> Result<f64> {
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
    let row = first_row::<M>(inputs);
    let layer = first_layer::<M>(parameters, inputs).filter(|_| row.is_none()).map(|layer| layer.name.to_owned());
    let Moment { epoch, step } = moment;
    Err(Error::NonFinite { what, found, weight: bad.map(|bad| bad.name), layer, row, epoch, step })
}

/// A weight with a number that is not finite in its gradient.
struct Bad {
    name: String,
    role: Role,
    value: f64,
}

/// The first of them on the way back, which begins at the last layer; state, which is computed on the way there, only
/// where all gradients are finite. Where there is no gradient, nothing is looked for.
fn first_bad<M: Model>(gradient: &[M::Scalar]) -> Option<Bad> {
    let in_layer = |layer: &Layer, role: Role| {
        layer.weights.iter().filter(|weight| weight.role == role).find_map(|weight| {
            let values = &gradient[weight.offset..weight.offset + weight.len()];
            let value = values.iter().map(|value| value.to_f64()).find(|value| !value.is_finite())?;
            Some(Bad { name: format!("{}.{}", layer.name, weight.name), role, value })
        })
    };
    let trained = M::LAYERS.iter().rev().find_map(|layer| in_layer(layer, Role::Trained));
    trained.or_else(|| M::LAYERS.iter().find_map(|layer| in_layer(layer, Role::State)))
}

/// The first row of a batch with a number that is not finite, if its inputs are numbers.
fn first_row<M: Model>(inputs: &[M::Scalar]) -> Option<usize> {
    let numbers = M::INDICES.iter().all(Option::is_none);
    let at = inputs.iter().position(|value| !Scalar::is_finite(*value)).filter(|_| numbers)?;
    at.checked_div(M::INPUT_LEN)
}

/// The first layer whose output for a batch is not finite, as when predicting.
fn first_layer<M: Model>(parameters: &[M::Scalar], inputs: &[M::Scalar]) -> Option<&'static Layer> {
    let batch = inputs.len().checked_div(M::INPUT_LEN)?;
    let mut outputs = vec![M::Scalar::ZERO; M::OUTPUT_LEN * batch];
    let mut workspace = vec![M::Scalar::ZERO; M::PREDICT_WORKSPACE * batch];
    let mut first = First { layer: None, last: None };
    M::forward_observed(parameters, inputs, &mut outputs, &mut workspace, &mut first);
    // An output of the model is not shown, but computed at last.
    let of_output = first.last.filter(|_| outputs.iter().any(|value| !Scalar::is_finite(*value)));
    first.layer.or(of_output).map(|at| &M::LAYERS[at])
}

/// Waits for the first output that is not finite.
struct First {
    layer: Option<usize>,
    /// A layer whose output is an output of the model.
    last: Option<usize>,
}

impl<T: Scalar> Observe<T> for First {
    fn layer(&mut self, layer: usize, values: &[T]) {
        if self.layer.is_none() && values.iter().any(|value| !Scalar::is_finite(*value)) {
            self.layer = Some(layer);
        }
    }
    fn output(&mut self, layer: usize, _output: usize) {
        self.last = Some(layer);
    }
}
