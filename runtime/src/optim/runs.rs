//! Which parameters a step treats alike, and the update of all of them.

use core::{array, iter, mem};

use super::{Rule, Step};
use crate::cost;
use crate::error::Result;
use crate::model::{Layer, Model, Role, Weight};
use crate::parallel::{Divide, in_parts};
use crate::scalar::Scalar;

/// Parameters side by side that a step treats alike: those from `start` to before `end`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Run {
    start: usize,
    end: usize,
    treatment: Treatment,
}

/// What a step does to some parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Treatment {
    /// The rule updates them, with its learning rate times a factor.
    Update { factor: f64 },
    /// They become what stands in the place of their gradient.
    Take,
    /// They stay as they are.
    Keep,
}

impl Run {
    /// So many parameters, all updated.
    pub(crate) fn of_all(params: usize) -> Self {
        Self { start: 0, end: params, treatment: Treatment::Update { factor: 1.0 } }
    }

    /// A weight of a layer whose learning rate has a factor: 0 keeps the weight.
    fn of(weight: &Weight, factor: f64) -> Self {
        let treatment = match weight.role {
            Role::Fixed => Treatment::Keep,
            _ if factor == 0.0 => Treatment::Keep,
            Role::State => Treatment::Take,
            Role::Trained => Treatment::Update { factor },
        };
        Self { start: weight.offset, end: weight.offset + weight.len(), treatment }
    }

    /// The same with its learning rate multiplied by one more factor, above 0.
    #[cfg(feature = "std")]
    pub(crate) fn scaled(mut self, by: f64) -> Self {
        if let Treatment::Update { factor } = &mut self.treatment {
            *factor *= by;
        }
        self
    }

    fn goes_on_with(&self, next: &Self) -> bool {
        self.end == next.start && self.treatment == next.treatment
    }
}

/// The runs of a model, each as long as it can be, given a factor of the learning rate for each layer.
pub(crate) fn runs<M: Model>(factor: impl Fn(&Layer) -> f64) -> impl Iterator<Item = Run> {
    let weights = M::LAYERS.iter().flat_map(move |layer| {
        let factor = factor(layer);
        layer.weights.iter().map(move |weight| Run::of(weight, factor))
    });
    let mut weights = weights.peekable();
    iter::from_fn(move || {
        let mut run = weights.next()?;
        while let Some(next) = weights.next_if(|next| run.goes_on_with(next)) {
            run.end = next.end;
        }
        Some(run)
    })
}

/// Whether a rule is in order in the update of this number, for all that it is to update.
pub(crate) fn check<R: Rule, T: Scalar>(rule: &R, number: u64, runs: impl IntoIterator<Item = Run>) -> Result<()> {
    rule.check::<T>(Step::new(number))?;
    runs.into_iter().try_for_each(|run| match run.treatment {
        Treatment::Update { factor } if factor != 1.0 => rule.check::<T>(Step { number, factor }),
        _ => Ok(()),
    })
}

/// The update of this number, run by run. `state` is one slot after the other, each for all parameters.
pub(crate) fn update<R: Rule, T: Scalar>(
    rule: &R,
    parameters: &mut [T],
    gradient: &[T],
    state: &mut [T],
    number: u64,
    runs: impl IntoIterator<Item = Run>,
) {
    const { assert!(R::SLOTS <= MAX_SLOTS, "a rule can remember at most 4 numbers for each parameter") }
    let params = parameters.len();
    for Run { start, end, treatment } in runs {
        let (parameters, gradient) = (&mut parameters[start..end], &gradient[start..end]);
        match treatment {
            Treatment::Update { factor } => {
                let mut slots = state.chunks_exact_mut(params.max(1)).map(|slot| &mut slot[start..end]);
                let state = array::from_fn(|_| slots.next().unwrap_or_default());
                update_run(rule, Slices { parameters, gradient, state }, Step { number, factor });
            }
            Treatment::Take => parameters.copy_from_slice(gradient),
            Treatment::Keep => {}
        }
    }
}

/// An update by a rule, on as many threads as it pays for.
fn update_run<R: Rule, T: Scalar>(rule: &R, slices: Slices<'_, T>, step: Step) {
    let slots = rule.slots();
    let parts = cost::parts(slices.parameters.len() * cost::UPDATE);
    in_parts(slices, parts, &|Slices { parameters, gradient, mut state }| {
        rule.update(parameters, gradient, &mut state[..slots], step);
        true
    });
}

/// The most that a rule can remember for each parameter.
const MAX_SLOTS: usize = 4;

/// Parameters with their gradient and with what a rule remembers of each; slots that it does not have are empty.
struct Slices<'a, T> {
    parameters: &'a mut [T],
    gradient: &'a [T],
    state: [&'a mut [T]; MAX_SLOTS],
}

impl<T: Send + Sync> Divide for Slices<'_, T> {
    fn units(&self) -> usize {
        self.parameters.len()
    }
    fn divide_at(mut self, units: usize) -> (Self, Self) {
        let (parameters, last_parameters) = self.parameters.split_at_mut(units);
        let (gradient, last_gradient) = self.gradient.split_at(units);
        let last_state = self.state.each_mut().map(|slot| {
            let at = units.min(slot.len());
            let (first, last) = mem::take(slot).split_at_mut(at);
            *slot = first;
            last
        });
        let last = Self { parameters: last_parameters, gradient: last_gradient, state: last_state };
        (Self { parameters, gradient, state: self.state }, last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Layered, Line};

    fn treatments(factor: impl Fn(&Layer) -> f64) -> Vec<(usize, usize, Treatment)> {
        runs::<Layered>(factor).map(|run| (run.start, run.end, run.treatment)).collect()
    }

    #[test]
    fn neighbours_that_are_treated_alike_are_one_run() {
        let all = Treatment::Update { factor: 1.0 };
        assert_eq!(runs::<Line>(|_| 1.0).collect::<Vec<_>>(), [Run::of_all(3)]);
        let plain = [(0, 1, all), (1, 2, Treatment::Take), (2, 4, all), (4, 5, Treatment::Keep)];
        assert_eq!(treatments(|_| 1.0), plain);
        let tenth = Treatment::Update { factor: 0.1 };
        let slow = treatments(|layer| if layer.name == "head1" { 0.1 } else { 1.0 });
        let expected = [(0, 1, all), (1, 2, Treatment::Take), (2, 3, all), (3, 4, tenth), (4, 5, Treatment::Keep)];
        assert_eq!(slow, expected);
        let frozen = treatments(|layer| if layer.name == "head1" { 1.0 } else { 0.0 });
        assert_eq!(frozen, [(0, 3, Treatment::Keep), (3, 4, all), (4, 5, Treatment::Keep)]);
    }
}
