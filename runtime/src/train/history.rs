//! What a training run leaves behind: one value an epoch for each of Keras' keys.

use std::ops::Index;
use std::time::Duration;

/// The course of a training run: `loss`, the metrics, and with validation data `val_loss` and `val_…`, epoch by epoch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    series: Vec<(String, Vec<f64>)>,
    durations: Vec<Duration>,
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
    let help = match key {
        "val_loss" => "`.validation(&data)`",
        key if key.starts_with("val_") => "its metric by `.metrics(…)`, and `.validation(&data)`",
        _ => "its metric, such as `.metrics(Accuracy::new())`",
    };
    panic!("there is no `{key}`, only {}: give the trainer {help}", keys.join(", "))
}
