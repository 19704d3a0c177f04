//! Optimizers, with Keras' names, formulas and defaults.
//!
//! A [`Rule`] is an update rule with its hyper-parameters, plain data. Its learning rate is a number or a
//! [schedule](crate::schedule). All rules know weight decay, clipping, accumulation of gradients and moving averages of the
//! weights: see [`Options`].
//!
//! | rule | update of a weight w by its gradient g, with the learning rate lr | defaults |
//! |---|---|---|
//! | [`SGD`] | v ← momentum·v − lr·g, w ← w + v | lr 0.01, momentum 0 |
//! | [`RMSprop`] | v ← ρ·v + (1 − ρ)·g², w ← w − lr·g / √(v + ε) | lr 0.001, ρ 0.9, momentum 0, not centered |
//! | [`Adagrad`] | a ← a + g², w ← w − lr·g / √(a + ε) | lr 0.001, a = 0.1 at first |
//! | [`Adadelta`] | δ = √(d + ε) / √(a + ε) · g of the means a of g², d of δ², w ← w − lr·δ | lr 0.001, ρ 0.95 |
//! | [`Adam`] | m, v the means of g, g², w ← w − lr·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m / (√v + ε) | lr 0.001, β₁ 0.9, β₂ 0.999 |
//! | [`AdamW`] | as Adam, with weight decay | weight decay 0.004 |
//! | [`Nadam`] | as Adam, with Nesterov's momentum | as Adam |
//! | [`Adamax`] | m the mean of g, u ← max(β₂·u, \|g\|), w ← w − lr/(1 − β₁ᵗ) · m / (u + ε) | as Adam |
//! | [`Lion`] | w ← w − lr·sign(β₁·m + (1 − β₁)·g), m ← β₂·m + (1 − β₂)·g | lr 0.001, β₁ 0.9, β₂ 0.99 |
//!
//! ε is 1e-7. An [`Optimizer`] is a rule with what it remembers between steps. The trainer makes its own; a hand-written
//! loop makes one like this:
//!
//! ```
//! use chainrule::loss::MeanSquaredError;
//! use chainrule::model;
//! use chainrule::optim::{Optimizer, SGD};
//! use chainrule::random::Draws;
//!
//! model! { Sum: Input(2) -> Dense(1) }
//!
//! let (inputs, labels) = ([[1.0, 2.0], [3.0, 4.0], [5.0, 0.0]], [[3.0], [7.0], [5.0]]);
//! let mut net = Sum::seeded(1);
//! let mut optimizer = Optimizer::new(SGD::new().learning_rate(0.03).momentum(0.9), Sum::PARAMS);
//! let (mut gradient, mut workspace) = ([0.0; Sum::PARAMS], [0.0; Sum::workspace(3)]);
//! let mut loss = 0.0;
//! for step in 0..200 {
//!     let draws = Draws::new(1).at(step);
//!     loss = net.loss_and_gradient(&inputs, &labels, &MeanSquaredError::new(), draws, &mut gradient, &mut workspace)?;
//!     optimizer.step_model(&mut net, &gradient)?;
//! }
//! assert!(loss < 1e-3);
//! # Ok::<(), chainrule::Error>(())
//! ```
//!
//! [`Optimizer::step_layers`] does the same with a learning rate for each layer, or none;
//! [`Optimizer::step`] knows no model, only slices.

use crate::error::{Error, Result};
use crate::scalar::Scalar;
use crate::schedule::Schedule;

pub(crate) mod adadelta;
pub(crate) mod adagrad;
pub(crate) mod adam;
pub(crate) mod adamax;
mod adamw;
pub(crate) mod apply;
pub(crate) mod lion;
pub(crate) mod nadam;
mod optimizer;
mod options;
pub(crate) mod rmsprop;
mod runs;
pub(crate) mod sgd;

#[cfg(test)]
pub(crate) mod tests;

pub use adadelta::Adadelta;
pub use adagrad::Adagrad;
pub use adam::Adam;
pub use adamax::Adamax;
pub use adamw::AdamW;
pub(crate) use apply::{check, slots, update};
#[cfg(feature = "std")]
pub(crate) use apply::{continue_averages, finalize};
pub use lion::Lion;
pub use nadam::Nadam;
pub use optimizer::Optimizer;
pub use options::Options;
use options::options;
pub use rmsprop::RMSprop;
pub(crate) use runs::{Run, runs};
pub use sgd::SGD;

/// An update rule with its hyper-parameters.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no optimizer",
    note = "the optimizers are in `chainrule::optim`, such as `Adam::new()`"
)]
pub trait Rule: Copy + Send + Sync {
    /// Scalars that the rule remembers for each parameter, at most, and at most 4: the state of a model is
    /// `SLOTS · PARAMS` scalars, and as many more as its [`Options`] ask for: see [`Optimizer::with_state`].
    const SLOTS: usize;

    /// Scalars remembered for each parameter with these hyper-parameters.
    fn slots(&self) -> usize {
        Self::SLOTS
    }

    /// Whether the hyper-parameters are in their ranges as numbers of the model, in the given step: a learning rate of
    /// 1e308 is infinite in `f32`, and an ε of 1e-50 is 0.
    ///
    /// # Errors
    /// [`Error::HyperParameter`] of the first that is not; [`Error::LearningRate`] if the learning rate of the step is
    /// negative or not finite.
    fn check<T: Scalar>(&self, step: Step) -> Result<()>;

    /// The learning rate of a step.
    fn rate(&self, step: Step) -> f64;

    /// What is to be done besides the rule; nothing, unless a rule says otherwise.
    fn options(&self) -> Options {
        Options::new()
    }

    /// One update of some of the parameters, with their gradient. `state` is `slots()` slices as long as `parameters`, zeros
    /// before the first update. Parameters are independent of each other: threads share them.
    fn update<T: Scalar>(&self, parameters: &mut [T], gradient: &[T], state: &mut [&mut [T]], step: Step);
}

/// Which update it is, and how far it goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Its number, counted from 1.
    pub number: u64,
    /// The number of the batch that makes it, counted from 1: the same, unless the gradients of several batches make a
    /// step.
    pub batch: u64,
    /// What the learning rate is multiplied by for these parameters, and the decay of the weights if there is one: 1,
    /// or what was chosen for some layers.
    pub factor: f64,
}

impl Step {
    /// The update of this number, with the whole learning rate.
    pub const fn new(number: u64) -> Self {
        Self { number, batch: number, factor: 1.0 }
    }

    /// The learning rate by a schedule, which counts batches from 0.
    pub fn rate(&self, schedule: &impl Schedule) -> f64 {
        self.factor * schedule.at(self.batch.saturating_sub(1))
    }
}

/// Whether a learning rate, or another factor that must not be 0, is above 0 and finite as a `T`.
pub(crate) fn check_positive<T: Scalar>(name: &'static str, found: f64) -> Result<()> {
    let number = T::from_f64(found);
    if number > T::ZERO && Scalar::is_finite(number) {
        Ok(())
    } else {
        Err(Error::HyperParameter { name, expected: "above 0 and finite in the model's number type", found })
    }
}

/// Whether a decay rate or momentum is in [0, 1) as a `T`.
fn check_fraction<T: Scalar>(name: &'static str, found: f64) -> Result<()> {
    if found >= 0.0 && T::from_f64(found) < T::ONE {
        Ok(())
    } else {
        Err(Error::HyperParameter { name, expected: "at least 0 and below 1 in the model's number type", found })
    }
}

/// Whether a schedule is in order, and its rate in this step not negative and finite as a `T`.
fn check_rate<T: Scalar>(schedule: &impl Schedule, step: Step) -> Result<()> {
    schedule.check::<T>()?;
    let found = step.rate(schedule);
    if found >= 0.0 && Scalar::is_finite(T::from_f64(found)) {
        Ok(())
    } else {
        Err(Error::LearningRate { step: step.batch.saturating_sub(1), found })
    }
}
