//! Callbacks: who is told what happens while a model is trained, and may act on it.
//!
//! A trainer takes any number of them; they are told one after the other, in the order in which they were given.
//!
//! ```
//! use chainrule::data::Dataset;
//! use chainrule::loss::MeanSquaredError;
//! use chainrule::optim::Adam;
//! use chainrule::train::{Trainer, callbacks::LambdaCallback};
//!
//! chainrule::model! { Line: Input(1) -> Dense(1) }
//!
//! let data = Dataset::from_arrays(vec![[0.0], [0.5], [1.0]], vec![[1.0], [2.0], [3.0]])?;
//! let enough = LambdaCallback::new().on_epoch_end(|net: &mut Line, training| {
//!     if training.get("loss") < Some(0.5) {
//!         training.stop(format!("1 is taken for {:?}", net.predict(&[1.0])));
//!     }
//!     Ok(())
//! });
//! let mut trainer =
//!     Trainer::new(Adam::new().learning_rate(0.1), MeanSquaredError::new()).callback(enough).epochs(1000).quiet();
//! let history = trainer.fit(&mut Line::seeded(1), &data)?;
//! assert!(history.epochs() < 1000 && history.stopped().is_some());
//! # Ok::<(), chainrule::Error>(())
//! ```
//!
//! # A callback of one's own
//!
//! ```
//! use chainrule::train::callbacks::{Callback, Training};
//! use chainrule::{Model, Result};
//!
//! /// Stops once the loss is as low as wanted.
//! struct Target {
//!     loss: f64,
//!     reached: u64,
//! }
//!
//! impl<M: Model> Callback<M> for Target {
//!     fn on_epoch_end(&mut self, _model: &mut M, training: &mut Training<'_>) -> Result<()> {
//!         if training.get("loss").is_some_and(|loss| loss <= self.loss) {
//!             self.reached += 1;
//!             training.stop("the loss is low enough");
//!         }
//!         Ok(())
//!     }
//!
//!     // What a checkpoint must keep, so that a resumed run does as one that was never interrupted.
//!     fn state(&self, to: &mut dyn FnMut(f64)) {
//!         to(self.reached as f64);
//!     }
//!     fn restore(&mut self, from: &mut dyn Iterator<Item = f64>) {
//!         self.reached = from.next().unwrap_or(0.0) as u64;
//!     }
//! }
//! ```
//!
//! Source: <https://keras.io/api/callbacks/>.

use crate::error::Result;
use crate::model::Model;

mod csv_logger;
#[cfg(feature = "ctrl-c")]
mod ctrl_c;
mod early_stopping;
mod json_logger;
mod lambda_callback;
mod lines;
mod monitor;
mod reduce_lr_on_plateau;
mod several;
mod tensor_board;
mod time_limit;
mod training;

pub use csv_logger::CSVLogger;
#[cfg(feature = "ctrl-c")]
pub use ctrl_c::CtrlC;
pub use early_stopping::EarlyStopping;
pub use json_logger::JSONLogger;
pub use lambda_callback::LambdaCallback;
pub use monitor::Mode;
pub(super) use monitor::Monitor;
pub use reduce_lr_on_plateau::ReduceLROnPlateau;
pub use several::{Callbacks, Event};
pub use tensor_board::TensorBoard;
pub use time_limit::TimeLimit;
pub use training::Training;
pub(super) use training::{End, Values};

/// Who is told what happens while a model is trained. All methods do nothing if they are not written.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no callback for the model `{M}`",
    label = "not a callback for this model",
    note = "the callbacks are in `chainrule::train::callbacks`, such as `EarlyStopping::new()`"
)]
pub trait Callback<M: Model>: Send {
    /// A run begins. What was counted in an earlier one is forgotten here; of a run that is [resumed](Training::resumed),
    /// [`restore`](Self::restore) then tells it again.
    ///
    /// # Errors
    /// What makes the run impossible: it ends before the first step.
    fn on_train_begin(&mut self, _model: &mut M, _training: &mut Training<'_>) -> Result<()> {
        Ok(())
    }

    /// An epoch begins.
    ///
    /// # Errors
    /// What ends the run.
    fn on_epoch_begin(&mut self, _model: &mut M, _training: &mut Training<'_>) -> Result<()> {
        Ok(())
    }

    /// A step was taken. [`Training::get`] gives the means over the epoch so far.
    ///
    /// # Errors
    /// What ends the run.
    fn on_train_batch_end(&mut self, _model: &mut M, _training: &mut Training<'_>) -> Result<()> {
        Ok(())
    }

    /// An epoch has ended, and was validated. [`Training::get`] gives its values.
    ///
    /// # Errors
    /// What ends the run.
    fn on_epoch_end(&mut self, _model: &mut M, _training: &mut Training<'_>) -> Result<()> {
        Ok(())
    }

    /// The run has ended, after the last epoch or because it was stopped; not after an error.
    ///
    /// # Errors
    /// What the caller of `fit` must know.
    fn on_train_end(&mut self, _model: &mut M, _training: &mut Training<'_>) -> Result<()> {
        Ok(())
    }

    /// Passes on what a checkpoint must keep of it.
    fn state(&self, _to: &mut dyn FnMut(f64)) {}

    /// Takes back the numbers that [`state`](Self::state) passed on, in the same order.
    fn restore(&mut self, _from: &mut dyn Iterator<Item = f64>) {}

    /// What it is called in a checkpoint. Default: its type.
    fn name(&self) -> &'static str {
        std::any::type_name::<Self>()
    }
}

macro_rules! pointer {
    ($Pointer:ty) => {
        /// What points to a callback is one: lent to a trainer, it can be looked at after the run.
        impl<M: Model, C: Callback<M> + ?Sized> Callback<M> for $Pointer {
            fn on_train_begin(&mut self, model: &mut M, training: &mut Training<'_>) -> Result<()> {
                (**self).on_train_begin(model, training)
            }
            fn on_epoch_begin(&mut self, model: &mut M, training: &mut Training<'_>) -> Result<()> {
                (**self).on_epoch_begin(model, training)
            }
            fn on_train_batch_end(&mut self, model: &mut M, training: &mut Training<'_>) -> Result<()> {
                (**self).on_train_batch_end(model, training)
            }
            fn on_epoch_end(&mut self, model: &mut M, training: &mut Training<'_>) -> Result<()> {
                (**self).on_epoch_end(model, training)
            }
            fn on_train_end(&mut self, model: &mut M, training: &mut Training<'_>) -> Result<()> {
                (**self).on_train_end(model, training)
            }
            fn state(&self, to: &mut dyn FnMut(f64)) {
                (**self).state(to);
            }
            fn restore(&mut self, from: &mut dyn Iterator<Item = f64>) {
                (**self).restore(from);
            }
            fn name(&self) -> &'static str {
                (**self).name()
            }
        }
    };
}
pointer!(&mut C);
pointer!(Box<C>);

#[cfg(test)]
mod tests;
