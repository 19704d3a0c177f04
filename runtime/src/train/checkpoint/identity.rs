//! Which training run a checkpoint belongs to: what must be the same for another process to go on with it.

use std::any::type_name;

use crate::loss::Loss;
use crate::metrics::Metrics;
use crate::model::Model;
use crate::names::Names;
use crate::train::Trainer;
use crate::train::checkpoint::container::{Container, Tensor, dtype};
use crate::train::trainer::Seed;

/// One thing that must be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::train) struct Fact {
    /// Its key in the file.
    pub(super) key: &'static str,
    /// How a message calls it.
    words: &'static str,
    pub(super) value: String,
    /// Whether the file's value is taken if it is another one.
    yields: Yields,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Yields {
    Yes,
    No,
}

impl Fact {
    /// The same once the seed is known.
    pub(super) fn with_seed(&self, seed: u64) -> Self {
        if self.key == "seed" { Self { value: seed.to_string(), ..self.clone() } } else { self.clone() }
    }
}

impl<R, L, Ms, V, T, Cs> Trainer<R, L, Ms, V, T, Cs> {
    /// What must be the same, given how many samples there are to train on and to validate on.
    pub(in crate::train) fn facts<M, Y>(&self, samples: usize, validation_samples: usize) -> Vec<Fact>
    where
        M: Model,
        L: Loss<M::Head, M::Output, Y>,
        Ms: Metrics<M::Head, M::Output, Y>,
    {
        let plan = &self.settings.plan;
        let mut metrics = Vec::new();
        self.metrics.report(&mut |name, _| metrics.push(name));
        let layers: Vec<_> =
            M::LAYERS.iter().map(|layer| format!("{} {} {:?}", layer.name, layer.class, layer.output)).collect();
        let fact = |key, words, value: String| Fact { key, words, value, yields: Yields::No };
        let (seed, yields) = match plan.seed {
            Seed::Given(seed) => (seed, Yields::No),
            Seed::Drawn(seed) => (seed, Yields::Yes),
        };
        vec![
            fact("model", "the model", M::NAME.to_owned()),
            fact("layers", "the layers", layers.join(", ")),
            fact("optimizer", "the optimizer", short(type_name::<R>())),
            fact("loss", "the loss", short(type_name::<L>())),
            fact("metrics", "the metrics", metrics.join(", ")),
            fact("training_samples", "the number of training samples", samples.to_string()),
            fact("validation_samples", "the number of validation samples", validation_samples.to_string()),
            fact("batch_size", "the batch size", plan.batch_size.to_string()),
            fact("shuffle", "shuffling", plan.shuffle.to_string()),
            Fact { key: "seed", words: "the seed", value: seed.to_string(), yields },
        ]
    }
}

/// A value in a message, which may be of several names or of none.
fn quoted(value: &str) -> String {
    if value.is_empty() { "none".to_owned() } else { format!("`{value}`") }
}

/// How a checkpoint differs from a run: nothing if the run can go on from it.
pub(super) fn differences<M: Model>(container: &Container, facts: &[Fact]) -> Vec<String> {
    let mut differences = Vec::new();
    for Fact { key, words, value, .. } in facts.iter().filter(|fact| fact.yields == Yields::No) {
        match container.texts.get(*key) {
            Some(found) if found == value => {}
            Some(found) => differences.push(format!("{words}: {} there, {} here", quoted(found), quoted(value))),
            None => differences.push(format!("{words}: nothing there, {} here", quoted(value))),
        }
    }
    let mut weights: Vec<_> = container.tensors.iter().filter(|(name, _)| !name.contains('/')).collect();
    for (name, weight) in Names::of::<M>().weights() {
        let at = weights.iter().position(|(known, _)| **known == name);
        let here = form(dtype::<M::Scalar>(), weight.shape);
        match at.map(|at| weights.remove(at).1) {
            Some(Tensor { dtype, shape, .. }) if form(dtype, shape) == here => {}
            Some(Tensor { dtype, shape, .. }) => {
                differences.push(format!("`{name}`: {} there, {here} here", form(dtype, shape)));
            }
            None => differences.push(format!("`{name}`: nothing there, {here} here")),
        }
    }
    let surplus = weights
        .into_iter()
        .map(|(name, tensor)| format!("`{name}`: {} there, nothing here", form(tensor.dtype, &tensor.shape)));
    differences.extend(surplus);
    differences
}

/// `F32 (784, 128)`
fn form(dtype: &str, shape: &[usize]) -> String {
    let axes: Vec<_> = shape.iter().map(usize::to_string).collect();
    format!("{dtype} ({})", axes.join(", "))
}

/// The name of a type without the modules it is in: `Adam<CosineDecay>`.
fn short(name: &str) -> String {
    let mut short = String::new();
    let mut path = 0;
    for letter in name.chars() {
        if letter == ':' {
            short.truncate(path);
        } else {
            short.push(letter);
            if !(letter.is_alphanumeric() || letter == '_') {
                path = short.len();
            }
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn names_of_types_lose_their_modules() {
        let long = "chainrule::optim::adam::Adam<chainrule::schedule::cosine_decay::CosineDecay>";
        assert_eq!(short(long), "Adam<CosineDecay>");
        assert_eq!(short("(a::B, &c::d::E<f64>)"), "(B, &E<f64>)");
        assert_eq!(short("f64"), "f64");
    }
}
