//! What a callback sees of a training run, and what it can change of it.

use std::fmt::{self, Debug, Formatter};

use crate::error::{Error, Result};
use crate::names;
use crate::train::History;

/// A training run as a [`Callback`](super::Callback) sees it.
pub struct Training<'a> {
    pub(in crate::train) epoch: u64,
    pub(in crate::train) last_epoch: u64,
    pub(in crate::train) step: u64,
    pub(in crate::train) steps: u64,
    pub(in crate::train) resumed: bool,
    pub(in crate::train) keys: &'a [String],
    pub(in crate::train) values: Values<'a>,
    pub(in crate::train) history: &'a mut History,
    /// The learning rate by the rule alone, in the step that comes next.
    pub(in crate::train) rate: &'a dyn Fn() -> f64,
    pub(in crate::train) rate_factor: &'a mut f64,
    pub(in crate::train) end: &'a mut Option<End>,
}

/// What takes keys and values.
pub(in crate::train) type To<'a> = &'a mut dyn FnMut(&str, f64);

/// Where the values of the moment are.
#[derive(Clone, Copy)]
pub(in crate::train) enum Values<'a> {
    /// The means over the epoch so far, which are computed when somebody asks.
    Running(&'a dyn Fn(To<'_>)),
    /// Those of the last epoch.
    OfEpoch,
}

/// Why a run ends before its last epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::train) enum End {
    /// There is nothing left to gain.
    Done(String),
    /// It can go on later.
    Paused(String),
}

impl Training<'_> {
    /// The number of the epoch, counted from 1 over all runs of the trainer: the one under way, or when an epoch or the run
    /// has ended, the last one that is complete.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The number of the epoch that the run is to end with.
    pub fn last_epoch(&self) -> u64 {
        self.last_epoch
    }

    /// How many steps of the epoch under way were taken; 0 between epochs.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// How many steps were taken over all runs of the trainer.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Whether this run goes on from a checkpoint.
    pub fn resumed(&self) -> bool {
        self.resumed
    }

    /// What is measured in each epoch: `loss`, metrics, `val_loss`, metrics of the validation data.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// A value of the moment by its key. After a step those are the means over the epoch so far, `loss` and the metrics;
    /// after an epoch its values; before the first epoch there are none.
    pub fn get(&self, key: &str) -> Option<f64> {
        let mut found = None;
        self.each(&mut |name, value| {
            if name == key {
                found = Some(value);
            }
        });
        found
    }

    /// Passes on all values of the moment, in the order of the [keys](Self::keys).
    pub fn each(&self, to: &mut dyn FnMut(&str, f64)) {
        match self.values {
            Values::Running(values) => values(to),
            Values::OfEpoch => self.history.last().for_each(|(key, value)| to(key, value)),
        }
    }

    /// The epochs of this run that are complete.
    pub fn history(&self) -> &History {
        self.history
    }

    /// Adds a value of one's own to the history of the epoch that has just ended, such as `learning_rate`.
    pub fn note(&mut self, key: &str, value: f64) {
        self.history.push(key, value);
    }

    /// The learning rate of the next step: of the optimizer's rule, times what callbacks have made of it.
    pub fn learning_rate(&self) -> f64 {
        (self.rate)() * *self.rate_factor
    }

    /// Changes the learning rate from the next step on. A schedule goes on, with all its rates changed by as much.
    pub fn set_learning_rate(&mut self, rate: f64) {
        let before = (self.rate)();
        if before > 0.0 {
            *self.rate_factor = rate / before;
        }
    }

    /// Ends the run for good, after this step or epoch: resumed from a checkpoint, it has ended. The first reason is kept.
    pub fn stop(&mut self, reason: impl Into<String>) {
        self.end.get_or_insert(End::Done(reason.into()));
    }

    /// Ends the run for now, after this step or epoch: resumed from a checkpoint, it goes on. The first reason is kept.
    pub fn pause(&mut self, reason: impl Into<String>) {
        self.end.get_or_insert(End::Paused(reason.into()));
    }

    /// Whether something of this name is measured in each epoch.
    ///
    /// # Errors
    /// [`Error::NoSuchKey`].
    pub fn check_key(&self, key: &str) -> Result<()> {
        check_key(key, self.keys)
    }
}

/// Whether a key is one of those that a run measures.
pub(in crate::train) fn check_key(key: &str, keys: &[String]) -> Result<()> {
    if keys.iter().any(|known| known == key) {
        return Ok(());
    }
    let nearest = names::nearest(key, keys.iter().map(String::as_str));
    Err(Error::NoSuchKey { key: key.to_owned(), nearest, keys: keys.to_vec() })
}

impl Debug for Training<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { epoch, last_epoch, step, steps, end, .. } = self;
        let mut text = f.debug_struct("Training");
        text.field("epoch", epoch).field("last_epoch", last_epoch).field("step", step).field("steps", steps);
        text.field("end", end).finish_non_exhaustive()
    }
}

impl End {
    pub(in crate::train) fn reason(&self) -> &str {
        match self {
            Self::Done(reason) | Self::Paused(reason) => reason,
        }
    }
}
