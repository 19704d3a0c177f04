//! Closures as a callback.

use std::fmt::{self, Debug, Formatter};

use crate::error::Result;
use crate::model::Model;
use crate::train::callbacks::{Callback, Training};

type Told<'a, M> = Option<Box<dyn FnMut(&mut M, &mut Training<'_>) -> Result<()> + Send + 'a>>;

/// Closures that are told what happens, as methods of a [`Callback`] are. None does anything by default.
///
/// ```
/// use chainrule::train::callbacks::LambdaCallback;
///
/// chainrule::model! { Xor: Input(2) -> Dense(8, tanh) -> Dense(1, sigmoid) }
///
/// let look = LambdaCallback::new().on_epoch_end(|net: &mut Xor, training| {
///     println!("after {} epochs: {:?}", training.epoch(), net.predict(&[1.0, 0.0]));
///     Ok(())
/// });
/// # let _ = look;
/// ```
///
/// Source: <https://keras.io/api/callbacks/lambda_callback/>.
pub struct LambdaCallback<'a, M> {
    train_begin: Told<'a, M>,
    epoch_begin: Told<'a, M>,
    train_batch_end: Told<'a, M>,
    epoch_end: Told<'a, M>,
    train_end: Told<'a, M>,
}

impl<'a, M: Model> LambdaCallback<'a, M> {
    /// Nobody is told.
    pub fn new() -> Self {
        Self { train_begin: None, epoch_begin: None, train_batch_end: None, epoch_end: None, train_end: None }
    }

    /// When a run begins.
    pub fn on_train_begin(mut self, f: impl FnMut(&mut M, &mut Training<'_>) -> Result<()> + Send + 'a) -> Self {
        self.train_begin = Some(Box::new(f));
        self
    }

    /// When an epoch begins.
    pub fn on_epoch_begin(mut self, f: impl FnMut(&mut M, &mut Training<'_>) -> Result<()> + Send + 'a) -> Self {
        self.epoch_begin = Some(Box::new(f));
        self
    }

    /// After each step.
    pub fn on_train_batch_end(mut self, f: impl FnMut(&mut M, &mut Training<'_>) -> Result<()> + Send + 'a) -> Self {
        self.train_batch_end = Some(Box::new(f));
        self
    }

    /// After each epoch and its validation.
    pub fn on_epoch_end(mut self, f: impl FnMut(&mut M, &mut Training<'_>) -> Result<()> + Send + 'a) -> Self {
        self.epoch_end = Some(Box::new(f));
        self
    }

    /// When the run has ended.
    pub fn on_train_end(mut self, f: impl FnMut(&mut M, &mut Training<'_>) -> Result<()> + Send + 'a) -> Self {
        self.train_end = Some(Box::new(f));
        self
    }
}

impl<M: Model> Callback<M> for LambdaCallback<'_, M> {
    fn on_train_begin(&mut self, model: &mut M, training: &mut Training<'_>) -> Result<()> {
        tell(&mut self.train_begin, model, training)
    }
    fn on_epoch_begin(&mut self, model: &mut M, training: &mut Training<'_>) -> Result<()> {
        tell(&mut self.epoch_begin, model, training)
    }
    fn on_train_batch_end(&mut self, model: &mut M, training: &mut Training<'_>) -> Result<()> {
        tell(&mut self.train_batch_end, model, training)
    }
    fn on_epoch_end(&mut self, model: &mut M, training: &mut Training<'_>) -> Result<()> {
        tell(&mut self.epoch_end, model, training)
    }
    fn on_train_end(&mut self, model: &mut M, training: &mut Training<'_>) -> Result<()> {
        tell(&mut self.train_end, model, training)
    }
    fn name(&self) -> &'static str {
        "LambdaCallback"
    }
}

fn tell<M>(told: &mut Told<'_, M>, model: &mut M, training: &mut Training<'_>) -> Result<()> {
    told.as_mut().map_or(Ok(()), |f| f(model, training))
}

impl<M: Model> Default for LambdaCallback<'_, M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M> Debug for LambdaCallback<'_, M> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("LambdaCallback").finish_non_exhaustive()
    }
}
