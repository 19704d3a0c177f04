//! Optimizers, with Keras' names, formulas and defaults.
//!
//! A [`Rule`] is an update rule with its hyper-parameters, plain data: [`SGD`], [`Adam`]. Its learning rate is a number or
//! a [schedule](crate::schedule). An [`Optimizer`] is a rule with what it remembers between steps. The trainer makes its
//! own; a hand-written loop makes one like this:
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

pub(crate) mod adam;
mod optimizer;
mod runs;
pub(crate) mod sgd;

#[cfg(test)]
pub(crate) mod tests;

pub use adam::Adam;
pub use optimizer::Optimizer;
pub(crate) use runs::{Run, check, runs, update};
pub use sgd::SGD;

/// An update rule with its hyper-parameters.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no optimizer",
    note = "the optimizers are in `chainrule::optim`, such as `Adam::new()`"
)]
pub trait Rule: Copy + Send + Sync {
    /// Scalars remembered for each parameter, at most, and at most 4: the state of a model is `SLOTS · PARAMS` scalars.
    const SLOTS: usize;

    /// Scalars remembered for each parameter with these hyper-parameters.
    fn slots(&self) -> usize {
        Self::SLOTS
    }

    /// The learning rate of a step.
    fn rate(&self, step: Step) -> f64;

    /// Whether the hyper-parameters are in their ranges as numbers of the model, in the given step: a learning rate of
    /// 1e308 is infinite in `f32`, and an ε of 1e-50 is 0.
    ///
    /// # Errors
    /// [`Error::HyperParameter`] of the first that is not; [`Error::LearningRate`] if the learning rate of the step is
    /// negative or not finite.
    fn check<T: Scalar>(&self, step: Step) -> Result<()>;

    /// One update of some of the parameters, with their gradient. `state` is `slots()` slices as long as `parameters`, zeros
    /// before the first update. Parameters are independent of each other: threads share them.
    fn update<T: Scalar>(&self, parameters: &mut [T], gradient: &[T], state: &mut [&mut [T]], step: Step);
}

/// Which update it is, and how far it goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Its number, counted from 1.
    pub number: u64,
    /// What the learning rate is multiplied by for these parameters, and the decay of the weights if there is one: 1,
    /// or what was chosen for some layers.
    pub factor: f64,
}

impl Step {
    /// The update of this number, with the whole learning rate.
    pub const fn new(number: u64) -> Self {
        Self { number, factor: 1.0 }
    }

    /// The learning rate by a schedule, which counts its steps from 0.
    pub fn rate(&self, schedule: &impl Schedule) -> f64 {
        self.factor * schedule.at(self.number.saturating_sub(1))
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
        Err(Error::LearningRate { step: step.number.saturating_sub(1), found })
    }
}
