//! A value that is watched over the epochs: which way it is to go, and what its best was.

use crate::error::{Error, Result};
use crate::train::callbacks::training::check_key;

/// Which way a monitored value is to go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// As its key says: down for `loss` and errors, up for accuracies, scores and similarities. A key that says neither is
    /// refused before training.
    #[default]
    Auto,
    /// Down.
    Min,
    /// Up.
    Max,
}

/// A monitored value.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::train) struct Monitor {
    pub(in crate::train) key: String,
    pub(in crate::train) mode: Mode,
    pub(in crate::train) min_delta: f64,
    pub(in crate::train) best: Option<f64>,
}

impl Monitor {
    /// Keras' default: `val_loss`.
    pub(in crate::train) fn new() -> Self {
        Self { key: "val_loss".to_owned(), mode: Mode::Auto, min_delta: 0.0, best: None }
    }

    /// Whether the key is one of those that a run measures, and the mode known.
    pub(in crate::train) fn check(&self, keys: &[String]) -> Result<()> {
        check_key(&self.key, keys)?;
        if self.mode == Mode::Auto && direction(&self.key).is_none() {
            return Err(Error::Direction { key: self.key.clone() });
        }
        Ok(())
    }

    /// Whether a value is better than another by more than the least difference; NaN never is.
    pub(in crate::train) fn is_better(&self, value: f64, than: Option<f64>) -> bool {
        let Some(than) = than else { return true };
        match self.direction() {
            Mode::Max => value - self.min_delta > than,
            _ => value + self.min_delta < than,
        }
    }

    /// Takes a value as the best if it is better.
    pub(in crate::train) fn improves(&mut self, value: f64) -> bool {
        let better = self.is_better(value, self.best);
        if better {
            self.best = Some(value);
        }
        better
    }

    fn direction(&self) -> Mode {
        match self.mode {
            Mode::Auto => direction(&self.key).unwrap_or(Mode::Min),
            mode => mode,
        }
    }
}

/// The way that a key says. Keras asks its metrics; a history knows their keys.
fn direction(key: &str) -> Option<Mode> {
    const DOWN: [&str; 9] =
        ["loss", "error", "crossentropy", "divergence", "poisson", "hinge", "huber", "cosh", "learning_rate"];
    const UP: [&str; 10] =
        ["accuracy", "precision", "recall", "auc", "score", "similarity", "io_u", "iou", "dice", "coefficient"];
    let holds = |words: &[&str]| words.iter().any(|word| key.contains(word));
    match (holds(&DOWN), holds(&UP)) {
        (true, false) => Some(Mode::Min),
        (false, true) => Some(Mode::Max),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_say_which_way_is_better() {
        for (key, mode) in [
            ("val_loss", Some(Mode::Min)),
            ("mean_absolute_error", Some(Mode::Min)),
            ("val_sparse_top_k_categorical_accuracy", Some(Mode::Max)),
            ("f1_score", Some(Mode::Max)),
            ("fbeta_score", Some(Mode::Max)),
            ("mean_io_u", Some(Mode::Max)),
            ("cosine_similarity", Some(Mode::Max)),
            ("wonder", None),
            ("accuracy_loss", None),
        ] {
            assert_eq!(direction(key), mode, "{key}");
        }
    }

    #[test]
    fn better_is_by_more_than_the_least_difference() {
        let down = Monitor { min_delta: 0.5, ..Monitor::new() };
        assert!(down.is_better(0.0, None) && down.is_better(1.0, Some(1.6)) && !down.is_better(1.0, Some(1.5)));
        assert!(!down.is_better(f64::NAN, Some(1.0)));
        let up = Monitor { mode: Mode::Max, ..down };
        assert!(up.is_better(1.6, Some(1.0)) && !up.is_better(1.5, Some(1.0)));
    }
}
