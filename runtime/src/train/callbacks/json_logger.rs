//! The values of each epoch as a line of JSON.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::error::Result;
use crate::model::Model;
use crate::train::callbacks::lines::Lines;
use crate::train::callbacks::{Callback, Training};

/// Writes an object of JSON for each epoch to a file, a line each, as soon as it has ended: `epoch`, counted from 0 as in
/// [`CSVLogger`](super::CSVLogger), and the values of the history; one that is not finite is `null`.
///
/// Default: a file that is there is written anew. A line is written at once and as a whole; a run that is resumed goes on
/// as in `CSVLogger`.
///
/// ```
/// use chainrule::data::Dataset;
/// use chainrule::loss::MeanSquaredError;
/// use chainrule::optim::SGD;
/// use chainrule::train::{Trainer, callbacks::JSONLogger};
///
/// chainrule::model! { Line: Input(1) -> Dense(1) }
///
/// # let folder = std::env::temp_dir().join(format!("chainrule-json-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder).unwrap();
/// let path = folder.join("log.jsonl");
/// let data = Dataset::from_arrays(vec![[0.0]], vec![[0.0]])?;
/// let mut trainer =
///     Trainer::new(SGD::new(), MeanSquaredError::new()).callback(JSONLogger::new(&path)).epochs(2).quiet();
/// trainer.fit(&mut Line::seeded(1), &data)?;
/// let text = std::fs::read_to_string(&path).unwrap();
/// assert_eq!(text, "{\"epoch\":0,\"loss\":0.0}\n{\"epoch\":1,\"loss\":0.0}\n");
/// # std::fs::remove_dir_all(folder).unwrap();
/// # Ok::<(), chainrule::Error>(())
/// ```
///
/// Format: <https://jsonlines.org>.
#[derive(Clone, Debug)]
pub struct JSONLogger {
    lines: Lines,
}

impl JSONLogger {
    /// To this file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { lines: Lines::new(path) }
    }

    /// Whether lines are added to a file that is there. Default: no.
    pub fn append(mut self, append: bool) -> Self {
        self.lines.append = append;
        self
    }

    /// The file.
    pub fn path(&self) -> &Path {
        self.lines.path()
    }
}

impl<M: Model> Callback<M> for JSONLogger {
    fn on_train_begin(&mut self, _model: &mut M, training: &mut Training<'_>) -> Result<()> {
        let epoch_of = |line: &str| serde_json::from_str::<Value>(line).ok()?.get("epoch")?.as_u64();
        self.lines.begin(training, epoch_of).map(drop)
    }

    fn on_epoch_end(&mut self, _model: &mut M, training: &mut Training<'_>) -> Result<()> {
        let mut object = Map::new();
        object.insert("epoch".to_owned(), Value::from(training.epoch() - 1));
        training.each(&mut |key, value| {
            object.insert(key.to_owned(), Value::from(value));
        });
        let mut line = Value::Object(object).to_string();
        line.push('\n');
        self.lines.add(line.as_bytes())
    }

    fn name(&self) -> &'static str {
        "JSONLogger"
    }
}
