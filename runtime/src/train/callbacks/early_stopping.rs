//! Stopping once a value no longer improves.

use crate::error::Result;
use crate::model::Trainable;
use crate::scalar::Scalar;
use crate::train::callbacks::monitor::Monitor;
use crate::train::callbacks::{Callback, Mode, Training};

/// Stops training once a monitored value has stopped improving, and gives the model its best weights back if wanted.
///
/// Keras' defaults: monitors `val_loss`, every improvement counts, patience of 0 epochs, no baseline, from the first epoch
/// on, the last weights stay.
///
/// ```
/// use chainrule::data::Dataset;
/// use chainrule::loss::MeanSquaredError;
/// use chainrule::optim::Adam;
/// use chainrule::train::{Trainer, callbacks::EarlyStopping};
///
/// chainrule::model! { Line: Input(1) -> Dense(1) }
///
/// let inputs: Vec<_> = (0..20).map(|at| [at as f32 / 20.0]).collect();
/// let labels = inputs.iter().map(|x| [2.0 * x[0]]).collect();
/// let mut trainer = Trainer::new(Adam::new().learning_rate(0.1), MeanSquaredError::new())
///     .callback(EarlyStopping::new().patience(3).min_delta(1e-3).restore_best_weights(true))
///     .validation_split(0.2)
///     .epochs(1000)
///     .quiet();
/// let history = trainer.fit(&mut Line::seeded(1), &Dataset::from_arrays(inputs, labels)?)?;
/// assert!(history.epochs() < 1000 && history.stopped().is_some());
/// # Ok::<(), chainrule::Error>(())
/// ```
///
/// Source: <https://keras.io/api/callbacks/early_stopping/>.
#[derive(Clone, Debug)]
pub struct EarlyStopping {
    monitor: Monitor,
    patience: u64,
    baseline: Option<f64>,
    start_from_epoch: u64,
    restore_best_weights: bool,
    wait: u64,
    stopped_epoch: u64,
    best_epoch: u64,
    best_weights: Vec<f64>,
}

impl EarlyStopping {
    /// With Keras' defaults.
    pub fn new() -> Self {
        Self {
            monitor: Monitor::new(),
            patience: 0,
            baseline: None,
            start_from_epoch: 0,
            restore_best_weights: false,
            wait: 0,
            stopped_epoch: 0,
            best_epoch: 0,
            best_weights: Vec::new(),
        }
    }

    /// The key of the value to watch. Default: `val_loss`.
    pub fn monitor(mut self, key: impl Into<String>) -> Self {
        self.monitor.key = key.into();
        self
    }

    /// The least change that counts as an improvement; its sign does not matter. Default: 0.
    pub fn min_delta(mut self, min_delta: f64) -> Self {
        self.monitor.min_delta = min_delta.abs();
        self
    }

    /// After so many epochs without an improvement training stops. Default: 0.
    pub fn patience(mut self, epochs: u64) -> Self {
        self.patience = epochs;
        self
    }

    /// Which way the value is to go. Default: as its key says.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.monitor.mode = mode;
        self
    }

    /// What the value must beat for an improvement to count. Default: none.
    pub fn baseline(mut self, baseline: f64) -> Self {
        self.baseline = Some(baseline);
        self
    }

    /// So many epochs of a run are not looked at. Default: 0.
    pub fn start_from_epoch(mut self, epochs: u64) -> Self {
        self.start_from_epoch = epochs;
        self
    }

    /// Whether the model is given the weights of its best epoch when the run ends, for whatever reason. Default: no.
    pub fn restore_best_weights(mut self, restore: bool) -> Self {
        self.restore_best_weights = restore;
        self
    }

    /// The epoch after which training was stopped, counted from 1; `None` if it was not.
    pub fn stopped_epoch(&self) -> Option<u64> {
        (self.stopped_epoch > 0).then_some(self.stopped_epoch)
    }

    /// The epoch with the best value, counted from 1; `None` before there is one.
    pub fn best_epoch(&self) -> Option<u64> {
        (self.best_epoch > 0).then_some(self.best_epoch)
    }

    /// The best value.
    pub fn best(&self) -> Option<f64> {
        self.monitor.best
    }

    fn keep<M: Trainable>(&mut self, model: &M) {
        if self.restore_best_weights {
            self.best_weights.clear();
            self.best_weights.extend(model.parameters().iter().map(|weight| weight.to_f64()));
        }
    }
}

impl Default for EarlyStopping {
    fn default() -> Self {
        Self::new()
    }
}

impl<M: Trainable> Callback<M> for EarlyStopping {
    fn on_train_begin(&mut self, _model: &mut M, training: &mut Training<'_>) -> Result<()> {
        (self.wait, self.stopped_epoch, self.best_epoch, self.monitor.best) = (0, 0, 0, None);
        self.best_weights.clear();
        self.monitor.check(training.keys)
    }

    fn on_epoch_end(&mut self, model: &mut M, training: &mut Training<'_>) -> Result<()> {
        // Of this run, counted from 1.
        let epoch = training.history().epochs() as u64;
        let Some(current) = training.get(&self.monitor.key).filter(|_| epoch > self.start_from_epoch) else {
            return Ok(());
        };
        self.wait = self.wait.saturating_add(1);
        if self.monitor.improves(current) {
            self.best_epoch = training.epoch();
            self.keep(model);
            // Both the best so far and the baseline must be beaten.
            if self.baseline.is_none() || self.monitor.is_better(current, self.baseline) {
                self.wait = 0;
            }
        } else if self.wait >= self.patience && epoch > 1 {
            self.stopped_epoch = training.epoch();
            let (key, best) = (&self.monitor.key, self.best_epoch);
            training.stop(format!("early stopping, `{key}` was best in epoch {best}"));
        }
        Ok(())
    }

    fn on_train_end(&mut self, model: &mut M, _training: &mut Training<'_>) -> Result<()> {
        // A damaged checkpoint may have left too few, which must not change some of the weights.
        if self.best_weights.len() == M::PARAMS {
            let best = self.best_weights.iter().map(|weight| M::Scalar::from_f64(*weight));
            model.parameters_mut().iter_mut().zip(best).for_each(|(weight, best)| *weight = best);
        }
        Ok(())
    }

    fn state(&self, to: &mut dyn FnMut(f64)) {
        let best = self.monitor.best.unwrap_or_default();
        let numbers = [self.wait, self.stopped_epoch, self.best_epoch, u64::from(self.monitor.best.is_some())];
        let numbers = numbers.into_iter().map(|number| number as f64).chain([best]);
        numbers.chain(self.best_weights.iter().copied()).for_each(to);
    }

    fn restore(&mut self, from: &mut dyn Iterator<Item = f64>) {
        let [wait, stopped_epoch, best_epoch, known] = std::array::from_fn(|_| from.next().unwrap_or(0.0) as u64);
        let best = from.next();
        (self.wait, self.stopped_epoch, self.best_epoch) = (wait, stopped_epoch, best_epoch);
        self.monitor.best = best.filter(|_| known > 0);
        self.best_weights = from.collect();
    }

    fn name(&self) -> &'static str {
        "EarlyStopping"
    }
}
