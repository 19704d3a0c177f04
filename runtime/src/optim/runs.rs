//! Which parameters a step treats alike.

use core::iter;

use super::Options;
use crate::model::{Layer, Model, Role, Weight};

/// Parameters side by side that a step treats alike: those from `start` to before `end`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) treatment: Treatment,
}

/// What a step does to some parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Treatment {
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

/// The runs of a model, each as long as it can be, given a factor of the learning rate for each layer. Where each weight is
/// clipped by itself, a run is one weight.
pub(crate) fn runs<M: Model>(options: Options, factor: impl Fn(&Layer) -> f64) -> impl Iterator<Item = Run> {
    let joins = options.clipnorm.is_none();
    let weights = M::LAYERS.iter().flat_map(move |layer| {
        let factor = factor(layer);
        layer.weights.iter().map(move |weight| Run::of(weight, factor))
    });
    let mut weights = weights.peekable();
    iter::from_fn(move || {
        let mut run = weights.next()?;
        while let Some(next) = weights.next_if(|next| joins && run.goes_on_with(next)) {
            run.end = next.end;
        }
        Some(run)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Layered, Line};

    fn treatments(factor: impl Fn(&Layer) -> f64) -> Vec<(usize, usize, Treatment)> {
        runs::<Layered>(Options::new(), factor).map(|run| (run.start, run.end, run.treatment)).collect()
    }

    #[test]
    fn neighbours_that_are_treated_alike_are_one_run() {
        let all = Treatment::Update { factor: 1.0 };
        assert_eq!(runs::<Line>(Options::new(), |_| 1.0).collect::<Vec<_>>(), [Run::of_all(3)]);
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
