//! Checkpoints: all that a training run needs to go on after the machine was switched off.

mod container;
mod folder;
mod identity;
mod restore;
mod write;

use std::path::{Path, PathBuf};

use crate::train::callbacks::{Mode, Monitor};

pub(super) use identity::Fact;

/// When [`Trainer::checkpoints`](crate::train::Trainer::checkpoints) writes checkpoints, and where.
///
/// A checkpoint is one safetensors file, `checkpoint-<steps>.safetensors`: the weights under their own names, and beside
/// them what the optimizer remembers, the history, the place in the shuffled data, what metrics and callbacks have
/// counted. It is written beside its name and renamed: whoever opens it sees all of it. Defaults: after each epoch, the last
/// three are kept. One more is written where a run ends, be it in the middle of an epoch.
///
/// ```
/// use chainrule::data::Dataset;
/// use chainrule::loss::MeanSquaredError;
/// use chainrule::optim::Adam;
/// use chainrule::train::{Checkpoints, Trainer};
///
/// chainrule::model! { Line: Input(1) -> Dense(1) }
///
/// # let folder = std::env::temp_dir().join(format!("chainrule-checkpoints-{}", std::process::id()));
/// let data = Dataset::from_arrays(vec![[0.0], [0.5], [1.0]], vec![[1.0], [2.0], [3.0]])?;
/// let trainer = || {
///     Trainer::new(Adam::new(), MeanSquaredError::new())
///         .checkpoints(Checkpoints::new(&folder).every_steps(100).best("loss"))
///         .resume_or_begin(&folder)
///         .seed(1)
///         .quiet()
/// };
/// trainer().epochs(3).fit(&mut Line::seeded(1), &data)?;
/// // Started again: goes on after the third epoch.
/// let history = trainer().epochs(5).fit(&mut Line::seeded(1), &data)?;
/// assert_eq!(history.epochs(), 5);
/// # std::fs::remove_dir_all(folder).unwrap();
/// # Ok::<(), chainrule::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Checkpoints {
    folder: PathBuf,
    every_epochs: u64,
    every_steps: u64,
    keep: usize,
    best: Option<Monitor>,
}

impl Checkpoints {
    /// In this folder, which is made if it is not there.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), every_epochs: 1, every_steps: 0, keep: 3, best: None }
    }

    /// After every so many epochs; 0 for none but the last. Default: 1.
    pub fn every_epochs(mut self, epochs: u64) -> Self {
        self.every_epochs = epochs;
        self
    }

    /// Also after every so many steps, counted over all runs. Default: 0, which is never.
    pub fn every_steps(mut self, steps: u64) -> Self {
        self.every_steps = steps;
        self
    }

    /// How many of the last ones are kept, at least 1. Default: 3.
    pub fn keep(mut self, count: usize) -> Self {
        self.keep = count.max(1);
        self
    }

    /// Also keeps the checkpoint of the epoch with the best value of this key so far, as `best.safetensors`. A key that the run
    /// does not measure, or that does not say which way is better, is refused before the first step. Default: none.
    pub fn best(mut self, key: impl Into<String>) -> Self {
        let mode = self.best.map_or(Mode::Auto, |best| best.mode);
        self.best = Some(Monitor { key: key.into(), mode, ..Monitor::new() });
        self
    }

    /// Which way the value of [`best`](Self::best) is to go. Default: as its key says.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.best.get_or_insert_with(Monitor::new).mode = mode;
        self
    }

    /// What the best checkpoint is told by.
    pub(super) fn monitor(&self) -> Option<&Monitor> {
        self.best.as_ref()
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Where a run is to go on from.
#[derive(Clone, Debug)]
pub(super) struct Resume {
    pub(super) path: PathBuf,
    pub(super) otherwise: Otherwise,
}

/// What is done if there is no checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Otherwise {
    Fail,
    Begin,
}

/// What is due after a step or an epoch.
fn due(every: u64, done: u64) -> bool {
    every > 0 && done.is_multiple_of(every)
}

#[cfg(test)]
mod tests;
