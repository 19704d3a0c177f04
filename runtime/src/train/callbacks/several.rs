//! None or several callbacks, as the trainer keeps them.

use crate::error::Result;
use crate::model::Model;
use crate::train::callbacks::{Callback, Training};

/// None, `()`, or some and one more, in the order in which [`Trainer::callback`](crate::train::Trainer::callback) was
/// given them.
#[diagnostic::on_unimplemented(
    message = "not all of `{Self}` are callbacks for the model `{M}`",
    label = "holds something that is no callback for this model",
    note = "the callbacks are in `chainrule::train::callbacks`, such as `EarlyStopping::new()`"
)]
pub trait Callbacks<M: Model>: Send {
    /// Tells each what happened.
    ///
    /// # Errors
    /// That of the first who fails; those behind it are not told.
    fn on(&mut self, event: Event, model: &mut M, training: &mut Training<'_>) -> Result<()>;
    /// Passes on the numbers of each, one list a callback, under its name.
    fn states(&self, to: &mut dyn FnMut(&'static str, Vec<f64>));
    /// Gives each its numbers back: `from` takes the first list of a name.
    fn restore(&mut self, from: &mut dyn FnMut(&str) -> Option<Vec<f64>>);
}

/// What happens while a model is trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A run begins.
    TrainBegin,
    /// An epoch begins.
    EpochBegin,
    /// A step was taken.
    TrainBatchEnd,
    /// An epoch has ended, and was validated.
    EpochEnd,
    /// A run has ended.
    TrainEnd,
}

impl<M: Model> Callbacks<M> for () {
    fn on(&mut self, _event: Event, _model: &mut M, _training: &mut Training<'_>) -> Result<()> {
        Ok(())
    }
    fn states(&self, _to: &mut dyn FnMut(&'static str, Vec<f64>)) {}
    fn restore(&mut self, _from: &mut dyn FnMut(&str) -> Option<Vec<f64>>) {}
}

impl<M: Model, Cs: Callbacks<M>, C: Callback<M>> Callbacks<M> for (Cs, C) {
    fn on(&mut self, event: Event, model: &mut M, training: &mut Training<'_>) -> Result<()> {
        let (others, callback) = self;
        others.on(event, model, training)?;
        match event {
            Event::TrainBegin => callback.on_train_begin(model, training),
            Event::EpochBegin => callback.on_epoch_begin(model, training),
            Event::TrainBatchEnd => callback.on_train_batch_end(model, training),
            Event::EpochEnd => callback.on_epoch_end(model, training),
            Event::TrainEnd => callback.on_train_end(model, training),
        }
    }

    fn states(&self, to: &mut dyn FnMut(&'static str, Vec<f64>)) {
        let (others, callback) = self;
        others.states(to);
        let mut numbers = Vec::new();
        callback.state(&mut |number| numbers.push(number));
        to(callback.name(), numbers);
    }

    fn restore(&mut self, from: &mut dyn FnMut(&str) -> Option<Vec<f64>>) {
        let (others, callback) = self;
        others.restore(from);
        if let Some(numbers) = from(callback.name()) {
            callback.restore(&mut numbers.into_iter());
        }
    }
}
