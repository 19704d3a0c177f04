//! What a model is worth on a data set: its loss and metrics.

use std::fmt::{self, Display, Formatter};
use std::ops::Index;

use crate::train::history::no_such_key;

/// Loss and metrics of a model over a data set, weighted by samples.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Evaluation {
    /// The mean loss, the penalties of the regularizers included.
    pub loss: f64,
    /// The metrics, in the order in which they were given to the trainer.
    pub metrics: Vec<(&'static str, f64)>,
}

impl Evaluation {
    /// A metric by its name, or `loss`; `None` if there is no such key.
    pub fn get(&self, key: &str) -> Option<f64> {
        if key == "loss" {
            return Some(self.loss);
        }
        self.metrics.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
    }
}

/// `evaluation["accuracy"]`, or `evaluation["loss"]`.
///
/// # Panics
/// If there is no such key, as a map does; [`Evaluation::get`] does not.
impl Index<&str> for Evaluation {
    type Output = f64;

    fn index(&self, key: &str) -> &f64 {
        if key == "loss" {
            return &self.loss;
        }
        match self.metrics.iter().find(|(name, _)| *name == key) {
            Some((_, value)) => value,
            None => no_such_key(key, std::iter::once("loss").chain(self.metrics.iter().map(|(name, _)| *name))),
        }
    }
}

/// `loss 0.0751  accuracy 0.9768`
impl Display for Evaluation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "loss {:.4}", self.loss)?;
        self.metrics.iter().try_for_each(|(name, value)| write!(f, "  {name} {value:.4}"))
    }
}
