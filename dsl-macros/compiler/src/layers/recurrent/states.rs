//! What a scan starts from: states that are values of the model, states that the batch before left, or zeros.

use super::Recurrent;
use crate::build::{Build, Tensor};
use crate::graph::Value;
use crate::layers::Mismatch;

/// What the first step starts from, where no state is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beginning {
    /// Zeros.
    Rest,
    /// What the batch before left.
    BatchBefore,
}

impl Recurrent {
    /// The initial states, each as wide as the units.
    pub(super) fn initial(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let (given, states) = (&inputs[1..], self.states());
        if !given.is_empty() && given.len() != states {
            let what = if states == 2 { "2 initial states, h and c" } else { "1 initial state" };
            let message = format!("`{}` takes {what}, found {}", self.name, given.len());
            let help = if states == 2 {
                "write `LSTM(…)(x, h, c)`".into()
            } else {
                format!("write `{}(…)(x, h)`", self.name)
            };
            return Err(Mismatch::layer(message, help));
        }
        for state in given {
            let same = (state.shape.rank() == 1).then(|| state.shape.0[0].same(&self.units)).flatten();
            match (state.shape.rank(), same) {
                (1, Some(true)) => {}
                (1, None) => {
                    let rule =
                        format!("an initial state of `{}` has as many elements as the layer has units", self.name);
                    build.claim(rule, self.units.clone(), state.shape.0[0].clone());
                }
                _ => {
                    let message = format!(
                        "an initial state of `{}` has the shape ({}), found {}",
                        self.name, self.units, state.shape
                    );
                    let help = format!("give it one element for each unit, by a `Dense({})` for instance", self.units);
                    return Err(Mismatch::layer(message, help));
                }
            }
        }
        Ok(given.to_vec())
    }

    /// The states that the batch before left, with their numbers in the model; none if the layer is not stateful.
    pub(super) fn carried(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<(usize, Value)>, Mismatch> {
        if self.beginning == Beginning::Rest {
            return Ok(Vec::new());
        }
        if build.is_distributed() {
            let message = format!("a stateful `{}` cannot stand in `TimeDistributed`", self.name);
            let help =
                "its steps are sequences of one sample, of which none goes on with another: leave `stateful` out";
            return Err(Mismatch::layer(message, help));
        }
        if inputs.len() > 1 {
            let message =
                format!("a stateful `{}` takes no initial state: it starts from that of the batch before", self.name);
            return Err(Mismatch::layer(message, "leave out one of the two"));
        }
        Ok((0..self.states()).map(|state| build.carried(state, &self.units)).collect())
    }
}
