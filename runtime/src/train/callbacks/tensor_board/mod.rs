//! Scalars for `TensorBoard`.

mod event;
mod file;
mod record;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::model::Model;
use crate::train::callbacks::tensor_board::file::EventFile;
use crate::train::callbacks::{Callback, Training};

/// Writes the values of each epoch to files that [`TensorBoard`](https://www.tensorflow.org/tensorboard) shows:
/// `tensorboard --logdir logs`.
///
/// As in Keras: values of training are in the folder `train`, those of validation in `validation`, with the tags
/// `epoch_loss`, `epoch_accuracy` and so on, by the number of the epoch, counted from 0; also `epoch_learning_rate`. If
/// [asked for](Self::update_freq), also `batch_loss` and so on by the number of the step. Default: the folder `logs`, and
/// epochs only.
///
/// A run adds a file to each folder. Of a run that is resumed, `TensorBoard` shows what comes after the checkpoint once.
///
/// ```no_run
/// use chainrule::loss::MeanSquaredError;
/// use chainrule::optim::Adam;
/// use chainrule::train::{Trainer, callbacks::TensorBoard};
///
/// let trainer: Trainer<_, _, (), (), f32, _> =
///     Trainer::new(Adam::new(), MeanSquaredError::new()).callback(TensorBoard::new("logs/second try").update_freq(100));
/// # let _ = trainer;
/// ```
///
/// Source: <https://keras.io/api/callbacks/tensorboard/>.
#[derive(Debug)]
pub struct TensorBoard {
    log_dir: PathBuf,
    update_freq: Option<u64>,
    training: Option<EventFile>,
    validation: Option<EventFile>,
}

impl TensorBoard {
    /// To files in this folder, which is made if it is not there.
    pub fn new(log_dir: impl Into<PathBuf>) -> Self {
        Self { log_dir: log_dir.into(), update_freq: None, training: None, validation: None }
    }

    /// Also after every so many steps; 0 counts as 1. Default: after epochs only.
    pub fn update_freq(mut self, steps: u64) -> Self {
        self.update_freq = Some(steps.max(1));
        self
    }

    /// The folder.
    pub fn log_dir(&self) -> &Path {
        &self.log_dir
    }

    fn write(file: Option<&mut EventFile>, events: impl FnOnce(&mut EventFile)) -> Result<()> {
        let Some(file) = file else { return Ok(()) };
        events(file);
        file.flush().map_err(|source| Error::File { action: "write", path: file.path().to_owned(), source })
    }
}

impl Default for TensorBoard {
    fn default() -> Self {
        Self::new("logs")
    }
}

/// A trainer's copy opens files of its own.
impl Clone for TensorBoard {
    fn clone(&self) -> Self {
        let Self { log_dir, update_freq, .. } = self;
        Self { log_dir: log_dir.clone(), update_freq: *update_freq, training: None, validation: None }
    }
}

impl<M: Model> Callback<M> for TensorBoard {
    fn on_train_begin(&mut self, _model: &mut M, training: &mut Training<'_>) -> Result<()> {
        let open = |name: &str, next: u64| {
            let folder = self.log_dir.join(name);
            let restart = training.resumed().then_some(next);
            EventFile::create(&folder, restart).map_err(|source| Error::File { action: "write", path: folder, source })
        };
        // What is numbered by steps would be lost by the number of an epoch; an epoch that was written twice has the same
        // values twice.
        let next = if self.update_freq.is_some() { training.steps() + 1 } else { training.epoch() };
        self.training = Some(open("train", next)?);
        let validated = training.keys().any(|key| key.starts_with("val_"));
        self.validation = if validated { Some(open("validation", training.epoch())?) } else { None };
        Ok(())
    }

    fn on_train_batch_end(&mut self, _model: &mut M, training: &mut Training<'_>) -> Result<()> {
        let steps = training.steps();
        if self.update_freq.is_none_or(|every| !steps.is_multiple_of(every)) {
            return Ok(());
        }
        Self::write(self.training.as_mut(), |file| {
            training.each(&mut |key, value| file.scalar("batch_", key, steps, value));
        })
    }

    fn on_epoch_end(&mut self, _model: &mut M, training: &mut Training<'_>) -> Result<()> {
        let epoch = training.epoch() - 1;
        Self::write(self.training.as_mut(), |file| {
            let noted = |key: &str| !key.starts_with("val_") && key != "learning_rate";
            training.each(&mut |key, value| {
                if noted(key) {
                    file.scalar("epoch_", key, epoch, value);
                }
            });
            file.scalar("epoch_", "learning_rate", epoch, training.learning_rate());
        })?;
        Self::write(self.validation.as_mut(), |file| {
            training.each(&mut |key, value| {
                if let Some(key) = key.strip_prefix("val_") {
                    file.scalar("epoch_", key, epoch, value);
                }
            });
        })
    }

    fn on_train_end(&mut self, _model: &mut M, _training: &mut Training<'_>) -> Result<()> {
        (self.training, self.validation) = (None, None);
        Ok(())
    }

    fn name(&self) -> &'static str {
        "TensorBoard"
    }
}
