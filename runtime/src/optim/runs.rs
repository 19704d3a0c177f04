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
    /// The rule updates them, with its learning rate times a factor; they decay if the rule has a decay, or not even then.
    Update { factor: f64, decays: bool },
    /// They become what stands in the place of their gradient.
    Take,
    /// They stay as they are.
    Keep,
}

impl Run {
    /// So many parameters, all updated.
    pub(crate) fn of_all(params: usize) -> Self {
        Self { start: 0, end: params, treatment: Treatment::Update { factor: 1.0, decays: true } }
    }

    /// A weight of a layer whose learning rate has a factor: 0 keeps the weight.
    fn of(layer: &Layer, weight: &Weight, factor: f64, options: &Options) -> Self {
        let treatment = match weight.role {
            Role::Fixed => Treatment::Keep,
            _ if factor == 0.0 => Treatment::Keep,
            Role::State => Treatment::Take,
            Role::Trained => {
                let decays = !options.lasting.iter().any(|name| covers(name, layer.name, weight.name));
                Treatment::Update { factor, decays }
            }
        };
        Self { start: weight.offset, end: weight.offset + weight.len(), treatment }
    }

    /// The same with its learning rate multiplied by one more factor, above 0.
    #[cfg(feature = "std")]
    pub(crate) fn scaled(mut self, by: f64) -> Self {
        if let Treatment::Update { factor, .. } = &mut self.treatment {
            *factor *= by;
        }
        self
    }

    fn goes_on_with(&self, next: &Self) -> bool {
        self.end == next.start && self.treatment == next.treatment
    }
}

/// Whether a name means a weight: see
/// [`exclude_from_weight_decay`](crate::optim::AdamW::exclude_from_weight_decay).
fn covers(name: &str, layer: &str, weight: &str) -> bool {
    let begins = |name: &str| layer.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let is_whole = |rest: &str| rest.strip_prefix('.') == Some(weight);
    weight.contains(name) || begins(name) || name.strip_prefix(layer).is_some_and(is_whole)
}

/// The runs of a model, each as long as it can be, given a factor of the learning rate for each layer. Where each weight is
/// clipped by itself, a run is one weight.
pub(crate) fn runs<M: Model>(options: Options, factor: impl Fn(&Layer) -> f64) -> impl Iterator<Item = Run> {
    let joins = options.clipnorm.is_none();
    let weights = M::LAYERS.iter().flat_map(move |layer| {
        let factor = factor(layer);
        layer.weights.iter().map(move |weight| Run::of(layer, weight, factor, &options))
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
        let all = Treatment::Update { factor: 1.0, decays: true };
        assert_eq!(runs::<Line>(Options::new(), |_| 1.0).collect::<Vec<_>>(), [Run::of_all(3)]);
        let plain = [(0, 1, all), (1, 2, Treatment::Take), (2, 4, all), (4, 5, Treatment::Keep)];
        assert_eq!(treatments(|_| 1.0), plain);
        let tenth = Treatment::Update { factor: 0.1, decays: true };
        let slow = treatments(|layer| if layer.name == "head1" { 0.1 } else { 1.0 });
        let expected = [(0, 1, all), (1, 2, Treatment::Take), (2, 3, all), (3, 4, tenth), (4, 5, Treatment::Keep)];
        assert_eq!(slow, expected);
        let lasting = Treatment::Update { factor: 1.0, decays: false };
        let options = Options { lasting: &["head1"], ..Options::new() };
        let runs: Vec<_> = runs::<Layered>(options, |_| 1.0).map(|run| (run.end, run.treatment)).collect();
        assert_eq!(runs, [(1, all), (2, Treatment::Take), (3, all), (4, lasting), (5, Treatment::Keep)]);
        let frozen = treatments(|layer| if layer.name == "head1" { 1.0 } else { 0.0 });
        assert_eq!(frozen, [(0, 3, Treatment::Keep), (3, 4, all), (4, 5, Treatment::Keep)]);
    }

    #[test]
    fn a_name_means_weights_as_in_keras_or_by_their_place() {
        let covered = |name, layer, weight| covers(name, layer, weight);
        assert!(covered("bias", "dense1", "bias") && covered("bias", "attention1", "query.bias"));
        assert!(covered("gamma", "norm1", "gamma") && covered("kernel", "lstm1", "recurrent_kernel"));
        assert!(covered("dense1", "dense1", "kernel") && covered("encoder1", "encoder1.dense1", "kernel"));
        assert!(
            covered("dense1.kernel", "dense1", "kernel") && covered("encoder1.dense1.bias", "encoder1.dense1", "bias")
        );
        assert!(!covered("bias", "bias_free1", "kernel") && !covered("dense1", "dense12", "kernel"));
        assert!(!covered("dense1.kernel", "dense1", "bias") && !covered("dense1.kernel", "dense12", "kernel"));
    }
}
