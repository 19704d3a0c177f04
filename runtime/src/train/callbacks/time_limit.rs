//! Stopping after so much time.

use std::time::Duration;

use crate::error::{Error, Result};
use crate::model::Model;
use crate::platform::Moment;
use crate::train::callbacks::{Callback, Training};

/// Ends a run after the first step that ends later than so much time after its start. A run that is resumed from a
/// checkpoint has as much time once more, and goes on where this one ended. Where there is no clock, on
/// `wasm32-unknown-unknown`, it is an error.
///
/// ```
/// use std::time::Duration;
///
/// use chainrule::data::Dataset;
/// use chainrule::loss::MeanSquaredError;
/// use chainrule::optim::Adam;
/// use chainrule::train::{Trainer, callbacks::TimeLimit};
///
/// chainrule::model! { Line: Input(1) -> Dense(1) }
///
/// let data = Dataset::from_arrays(vec![[0.0]; 100], vec![[0.0]; 100])?;
/// let mut trainer = Trainer::new(Adam::new(), MeanSquaredError::new())
///     .callback(TimeLimit::new(Duration::from_millis(20)))
///     .epochs(u64::MAX)
///     .quiet();
/// let history = trainer.fit(&mut Line::seeded(1), &data)?;
/// assert_eq!(history.stopped(), Some("the time limit of 20ms is reached"));
/// # Ok::<(), chainrule::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TimeLimit {
    limit: Duration,
    start: Option<Moment>,
}

impl TimeLimit {
    /// So much time for each run.
    pub const fn new(limit: Duration) -> Self {
        Self { limit, start: None }
    }
}

impl<M: Model> Callback<M> for TimeLimit {
    fn on_train_begin(&mut self, _model: &mut M, _training: &mut Training<'_>) -> Result<()> {
        if !Moment::CLOCK {
            let missing = "`TimeLimit` needs a clock, and this target has none: limit the epochs instead";
            return Err(Error::Callback(missing.into()));
        }
        self.start = Some(Moment::now());
        Ok(())
    }

    fn on_train_batch_end(&mut self, _model: &mut M, training: &mut Training<'_>) -> Result<()> {
        if self.start.is_some_and(|start| start.elapsed() >= self.limit) {
            training.pause(format!("the time limit of {:?} is reached", self.limit));
        }
        Ok(())
    }

    fn name(&self) -> &'static str {
        "TimeLimit"
    }
}
