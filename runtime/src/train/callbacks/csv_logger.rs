//! The values of each epoch as a row of a CSV file.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::model::Model;
use crate::train::callbacks::lines::{Kept, Lines};
use crate::train::callbacks::{Callback, Training};

/// Writes the values of each epoch to a CSV file, as soon as it has ended.
///
/// As in Keras: the first column is `epoch`, counted from 0; the others are the keys of the history in alphabetical order.
/// Defaults: a comma between values; a file that is there is written anew. A row is written at once and as a whole. When a
/// run is resumed, rows of epochs that the checkpoint does not have are taken out first: the file ends up as if nothing had
/// happened.
///
/// ```
/// use chainrule::data::Dataset;
/// use chainrule::loss::MeanSquaredError;
/// use chainrule::optim::SGD;
/// use chainrule::train::{Trainer, callbacks::CSVLogger};
///
/// chainrule::model! { Line: Input(1) -> Dense(1) }
///
/// # let folder = std::env::temp_dir().join(format!("chainrule-csv-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder).unwrap();
/// let path = folder.join("log.csv");
/// let data = Dataset::from_arrays(vec![[0.0]], vec![[0.0]])?;
/// let mut trainer =
///     Trainer::new(SGD::new(), MeanSquaredError::new()).callback(CSVLogger::new(&path)).epochs(2).quiet();
/// trainer.fit(&mut Line::seeded(1), &data)?;
/// assert_eq!(std::fs::read_to_string(&path).unwrap(), "epoch,loss\n0,0.0\n1,0.0\n");
/// # std::fs::remove_dir_all(folder).unwrap();
/// # Ok::<(), chainrule::Error>(())
/// ```
///
/// Source: <https://keras.io/api/callbacks/csv_logger/>.
#[derive(Clone, Debug)]
pub struct CSVLogger {
    lines: Lines,
    separator: char,
    keys: Vec<String>,
    header: Header,
}

#[derive(Clone, Copy, Debug)]
enum Header {
    Due,
    Written,
}

impl CSVLogger {
    /// To this file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { lines: Lines::new(path), separator: ',', keys: Vec::new(), header: Header::Due }
    }

    /// What stands between two values: an ASCII character. Default: a comma.
    pub fn separator(mut self, separator: char) -> Self {
        self.separator = separator;
        self
    }

    /// Whether rows are added to a file that is there. Default: no.
    pub fn append(mut self, append: bool) -> Self {
        self.lines.append = append;
        self
    }

    /// The file.
    pub fn path(&self) -> &Path {
        self.lines.path()
    }

    /// One row, quoted where it must be.
    fn row(&self, values: impl Iterator<Item = String>) -> Result<Vec<u8>> {
        let mut writer = csv::WriterBuilder::new().delimiter(self.separator as u8).from_writer(Vec::new());
        let failed = |error: csv::Error| Error::Callback(Box::new(error));
        writer.write_record(values).map_err(failed)?;
        writer.into_inner().map_err(|error| Error::Callback(error.to_string().into()))
    }
}

impl<M: Model> Callback<M> for CSVLogger {
    fn on_train_begin(&mut self, _model: &mut M, training: &mut Training<'_>) -> Result<()> {
        if !self.separator.is_ascii() {
            let (name, expected) = ("the separator of `CSVLogger`", "an ASCII character");
            return Err(Error::HyperParameter { name, expected, found: f64::from(u32::from(self.separator)) });
        }
        let epoch_of = |line: &str| line.split(self.separator).next()?.parse().ok();
        self.header = match self.lines.begin(training, epoch_of)? {
            Kept::Nothing => Header::Due,
            Kept::Something => Header::Written,
        };
        self.keys.clear();
        Ok(())
    }

    fn on_epoch_end(&mut self, _model: &mut M, training: &mut Training<'_>) -> Result<()> {
        if self.keys.is_empty() {
            training.each(&mut |key, _| self.keys.push(key.to_owned()));
            self.keys.sort();
        }
        let mut text = Vec::new();
        if matches!(self.header, Header::Due) {
            text = self.row(std::iter::once("epoch".to_owned()).chain(self.keys.iter().cloned()))?;
            self.header = Header::Written;
        }
        let epoch = std::iter::once((training.epoch() - 1).to_string());
        let values =
            self.keys.iter().map(|key| training.get(key).map_or("NA".to_owned(), |value| format!("{value:?}")));
        text.extend(self.row(epoch.chain(values))?);
        self.lines.add(&text)
    }

    fn name(&self) -> &'static str {
        "CSVLogger"
    }
}
