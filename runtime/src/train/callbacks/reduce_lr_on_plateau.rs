//! A smaller learning rate once a value no longer improves.

use crate::error::{Error, Result};
use crate::model::Trainable;
use crate::train::callbacks::monitor::Monitor;
use crate::train::callbacks::{Callback, Mode, Training};

/// Multiplies the learning rate by a factor once a monitored value has stopped improving.
///
/// Keras' defaults: monitors `val_loss`, factor 0.1, patience of 10 epochs, least change 1e-4, no cooldown, no lower bound.
/// The learning rate of each epoch is noted in the history as `learning_rate`. A schedule goes on, with all its rates
/// multiplied. A second `fit` of the trainer begins with the learning rate that the first ended with.
///
/// ```
/// use chainrule::data::Dataset;
/// use chainrule::loss::MeanSquaredError;
/// use chainrule::optim::SGD;
/// use chainrule::train::{Trainer, callbacks::ReduceLROnPlateau};
///
/// chainrule::model! { Line: Input(1) -> Dense(1) }
///
/// // Nothing to learn: the loss stays.
/// let data = Dataset::from_arrays(vec![[0.0]], vec![[0.0]])?;
/// let plateau = ReduceLROnPlateau::new().monitor("loss").factor(0.5).patience(2).min_lr(0.03);
/// let mut trainer = Trainer::new(SGD::new().learning_rate(0.1), MeanSquaredError::new())
///     .callback(plateau)
///     .epochs(7)
///     .quiet();
/// let history = trainer.fit(&mut Line::seeded(1), &data)?;
/// assert_eq!(history["learning_rate"], [0.1, 0.1, 0.1, 0.05, 0.05, 0.03, 0.03]);
/// # Ok::<(), chainrule::Error>(())
/// ```
///
/// Source: <https://keras.io/api/callbacks/reduce_lr_on_plateau/>.
#[derive(Clone, Debug)]
pub struct ReduceLROnPlateau {
    monitor: Monitor,
    factor: f64,
    patience: u64,
    cooldown: u64,
    min_lr: f64,
    wait: u64,
    cooling: u64,
}

impl ReduceLROnPlateau {
    /// With Keras' defaults.
    pub fn new() -> Self {
        let monitor = Monitor { min_delta: 1e-4, ..Monitor::new() };
        Self { monitor, factor: 0.1, patience: 10, cooldown: 0, min_lr: 0.0, wait: 0, cooling: 0 }
    }

    /// The key of the value to watch. Default: `val_loss`.
    pub fn monitor(mut self, key: impl Into<String>) -> Self {
        self.monitor.key = key.into();
        self
    }

    /// What the learning rate is multiplied by, between 0 and 1. Default: 0.1.
    pub fn factor(mut self, factor: f64) -> Self {
        self.factor = factor;
        self
    }

    /// After so many epochs without an improvement the learning rate is reduced. Default: 10.
    pub fn patience(mut self, epochs: u64) -> Self {
        self.patience = epochs;
        self
    }

    /// Which way the value is to go. Default: as its key says.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.monitor.mode = mode;
        self
    }

    /// The least change that counts as an improvement; its sign does not matter. Default: 1e-4.
    pub fn min_delta(mut self, min_delta: f64) -> Self {
        self.monitor.min_delta = min_delta.abs();
        self
    }

    /// For so many epochs after a reduction nothing is counted. Default: 0.
    pub fn cooldown(mut self, epochs: u64) -> Self {
        self.cooldown = epochs;
        self
    }

    /// The learning rate is not reduced below this. Default: 0.
    pub fn min_lr(mut self, rate: f64) -> Self {
        self.min_lr = rate;
        self
    }
}

impl Default for ReduceLROnPlateau {
    fn default() -> Self {
        Self::new()
    }
}

impl<M: Trainable> Callback<M> for ReduceLROnPlateau {
    fn on_train_begin(&mut self, _model: &mut M, training: &mut Training<'_>) -> Result<()> {
        (self.wait, self.cooling, self.monitor.best) = (0, 0, None);
        if !(self.factor > 0.0 && self.factor < 1.0) {
            let (name, expected) = ("the factor of `ReduceLROnPlateau`", "between 0 and 1");
            return Err(Error::HyperParameter { name, expected, found: self.factor });
        }
        self.monitor.check(training.keys)
    }

    fn on_epoch_end(&mut self, _model: &mut M, training: &mut Training<'_>) -> Result<()> {
        let rate = training.learning_rate();
        let current = training.get(&self.monitor.key);
        training.note("learning_rate", rate);
        let Some(current) = current else { return Ok(()) };
        if self.cooling > 0 {
            self.cooling -= 1;
            self.wait = 0;
        }
        if self.monitor.improves(current) {
            self.wait = 0;
        } else if self.cooling == 0 {
            self.wait = self.wait.saturating_add(1);
            if self.wait >= self.patience && rate > self.min_lr {
                training.set_learning_rate((rate * self.factor).max(self.min_lr));
                (self.cooling, self.wait) = (self.cooldown, 0);
            }
        }
        Ok(())
    }

    fn state(&self, to: &mut dyn FnMut(f64)) {
        to(self.wait as f64);
        to(self.cooling as f64);
        self.monitor.best.into_iter().for_each(to);
    }

    fn restore(&mut self, from: &mut dyn Iterator<Item = f64>) {
        [self.wait, self.cooling] = std::array::from_fn(|_| from.next().unwrap_or(0.0) as u64);
        self.monitor.best = from.next();
    }

    fn name(&self) -> &'static str {
        "ReduceLROnPlateau"
    }
}
