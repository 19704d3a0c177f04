//! Learning rates that change from step to step, with Keras' names, formulas and defaults.
//!
//! What an optimizer takes as its learning rate is a [`Schedule`]: a number, which stays; one of the schedules here; or
//! a closure of yours. Steps are those of the optimizer, counted from 0 over all runs of a trainer, as Keras'
//! `iterations`: the first update takes the rate of step 0.
//!
//! ```
//! use chainrule::optim::{Adam, SGD};
//! use chainrule::schedule::{CosineDecay, LinearWarmup, Schedule};
//!
//! let constant = Adam::new().learning_rate(1e-3);
//! // 10 epochs of 60,000 samples in batches of 128.
//! let falling = Adam::new().learning_rate(CosineDecay::new(2e-3, 4690));
//! let own = SGD::new().learning_rate(|step: u64| 0.1 / (1.0 + step as f64));
//! let warmed = SGD::new().learning_rate(LinearWarmup::new(500, 0.1)).momentum(0.9);
//!
//! assert_eq!(CosineDecay::new(2e-3, 4690).at(2345), 1e-3);
//! # let _ = (constant, falling, own, warmed);
//! ```
//!
//! | schedule | course |
//! |---|---|
//! | `f64` | stays |
//! | [`PiecewiseConstantDecay`] | one value up to each boundary |
//! | [`ExponentialDecay`] | a factor every so many steps |
//! | [`InverseTimeDecay`] | as 1/(1 + rate · time) |
//! | [`PolynomialDecay`] | down to an end, linearly or by a power |
//! | [`CosineDecay`] | half a cosine wave, with a warm-up if wanted |
//! | [`CosineDecayRestarts`] | half waves, each longer than the one before |
//! | [`LinearWarmup`] | rises, then goes on as any other schedule |
//! | [`OneCycle`] | up and far down in one run |
//!
//! Source: <https://keras.io/api/optimizers/learning_rate_schedules/>.

use crate::error::{Error, Result};
use crate::optim::check_positive;
use crate::scalar::Scalar;

mod cosine_decay;
mod cosine_decay_restarts;
mod exponential_decay;
mod inverse_time_decay;
mod linear_warmup;
mod one_cycle;
mod piecewise_constant_decay;
mod polynomial_decay;

pub use cosine_decay::CosineDecay;
pub use cosine_decay_restarts::CosineDecayRestarts;
pub use exponential_decay::ExponentialDecay;
pub use inverse_time_decay::InverseTimeDecay;
pub use linear_warmup::LinearWarmup;
pub use one_cycle::OneCycle;
pub use piecewise_constant_decay::PiecewiseConstantDecay;
pub use polynomial_decay::PolynomialDecay;

/// A learning rate for each step of an optimizer.
///
/// Whatever a schedule says is checked before each step: a rate that is negative, infinite or NaN is refused, and the
/// parameters stay as they are. A rate of 0 is taken.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no learning rate",
    label = "not a learning rate",
    note = "a learning rate is a number such as `1e-3`, a schedule of `chainrule::schedule`, or a closure such as \
            `|step: u64| 0.1 / (1.0 + step as f64)`"
)]
pub trait Schedule: Copy + Send + Sync {
    /// The learning rate of a step, counted from 0.
    fn at(&self, step: u64) -> f64;

    /// Whether what the schedule was made from is in its range, as numbers of the model.
    ///
    /// # Errors
    /// [`Error::HyperParameter`] of the first that is not.
    fn check<T: Scalar>(&self) -> Result<()> {
        Ok(())
    }
}

/// The same rate in every step.
impl Schedule for f64 {
    fn at(&self, _step: u64) -> f64 {
        *self
    }

    fn check<T: Scalar>(&self) -> Result<()> {
        check_positive::<T>("the learning rate", *self)
    }
}

/// A schedule of one's own: `|step: u64| …`, or a function.
impl<F: Fn(u64) -> f64 + Copy + Send + Sync> Schedule for F {
    fn at(&self, step: u64) -> f64 {
        self(step)
    }
}

/// Whether a number of steps is not 0.
fn check_steps(name: &'static str, steps: u64) -> Result<()> {
    if steps > 0 { Ok(()) } else { Err(Error::HyperParameter { name, expected: "at least 1", found: 0.0 }) }
}

/// Whether a rate or fraction that may be 0 is not negative, and finite as a `T`.
fn check_not_negative<T: Scalar>(name: &'static str, found: f64) -> Result<()> {
    if found >= 0.0 && Scalar::is_finite(T::from_f64(found)) {
        Ok(())
    } else {
        Err(Error::HyperParameter { name, expected: "at least 0 and finite in the model's number type", found })
    }
}

/// From 1 down to 0 in half a cosine wave, as the fraction goes from 0 to 1.
fn half_wave(fraction: f64) -> f64 {
    0.5 * (1.0 + Scalar::cos(core::f64::consts::PI * fraction))
}

#[cfg(test)]
mod tests;
