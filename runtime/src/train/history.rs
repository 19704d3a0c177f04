//! What a training run leaves behind: one value an epoch for each of Keras' keys.

use std::ops::Index;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::names::source_of;

/// The course of a training run: `loss`, the metrics, and with validation data `val_loss` and `val_…`, epoch by epoch; also
/// what callbacks [noted](crate::train::callbacks::Training::note).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    series: Vec<(String, Vec<f64>)>,
    durations: Vec<Duration>,
    stopped: Option<String>,
    resumed_from: Option<PathBuf>,
    damaged: Vec<PathBuf>,
}

impl History {
    /// The values of a key, one an epoch; `None` if there is no such key.
    pub fn get(&self, key: &str) -> Option<&[f64]> {
        self.series.iter().find(|(name, _)| name == key).map(|(_, values)| values.as_slice())
    }

    /// The keys, in the order `loss`, metrics, `val_loss`, metrics of the validation data.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.series.iter().map(|(name, _)| name.as_str())
    }

    /// How many epochs were trained.
    pub fn epochs(&self) -> usize {
        self.durations.len()
    }

    /// How long each epoch took, its validation included.
    pub fn durations(&self) -> &[Duration] {
        &self.durations
    }

    /// Why the run ended before its last epoch; `None` if it did not.
    pub fn stopped(&self) -> Option<&str> {
        self.stopped.as_deref()
    }

    /// The checkpoint that the run went on from; `None` if it began.
    pub fn resumed_from(&self) -> Option<&Path> {
        self.resumed_from.as_deref()
    }

    /// Newer checkpoints than this one that were damaged.
    pub fn damaged(&self) -> &[PathBuf] {
        &self.damaged
    }

    /// Notes a value of the epoch that [`History::end_epoch`] will end.
    pub(crate) fn push(&mut self, key: &str, value: f64) {
        match self.series.iter_mut().find(|(name, _)| name == key) {
            Some((_, values)) => values.push(value),
            None => self.series.push((key.to_owned(), vec![value])),
        }
    }

    pub(crate) fn end_epoch(&mut self, duration: Duration) {
        self.durations.push(duration);
    }

    pub(crate) fn resume(&mut self, from: PathBuf, damaged: Vec<PathBuf>) {
        (self.resumed_from, self.damaged) = (Some(from), damaged);
    }

    pub(crate) fn stop(&mut self, reason: &str) {
        self.stopped = Some(reason.to_owned());
    }

    /// The values of the last epoch.
    pub(crate) fn last(&self) -> impl Iterator<Item = (&str, f64)> {
        self.series.iter().filter_map(|(name, values)| Some((name.as_str(), *values.last()?)))
    }
}

/// `history["loss"]`.
///
/// # Panics
/// If there is no such key, as a map does; [`History::get`] does not.
impl Index<&str> for History {
    type Output = [f64];

    fn index(&self, key: &str) -> &[f64] {
        match self.get(key) {
            Some(values) => values,
            None => no_such_key(key, self.keys()),
        }
    }
}

/// The end of indexing by a key that is not there, which the caller wrote into the program.
#[track_caller]
pub(crate) fn no_such_key<'a>(key: &str, keys: impl Iterator<Item = &'a str>) -> ! {
    let keys: Vec<_> = keys.map(|key| format!("`{key}`")).collect();
    panic!("there is no `{key}`, only {}: give the trainer {}", keys.join(", "), source_of(key))
}
