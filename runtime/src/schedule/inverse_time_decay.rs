//! lr(t) = initial / (1 + rate · t / steps).

use super::{Schedule, check_not_negative, check_steps};
use crate::error::Result;
use crate::optim::check_positive;
use crate::scalar::Scalar;

/// Inverse time decay: the rate is divided by a number that grows by `decay_rate` each `decay_steps`.
///
/// Keras' default: no staircase, the rate falls a little in every step.
///
/// ```
/// use chainrule::schedule::{InverseTimeDecay, Schedule};
///
/// let smooth = InverseTimeDecay::new(0.1, 10, 1.0);
/// assert_eq!((smooth.at(0), smooth.at(10), smooth.at(30)), (0.1, 0.05, 0.025));
/// assert_eq!(smooth.staircase(true).at(9), 0.1);
/// ```
///
/// Source: <https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InverseTimeDecay {
    initial_learning_rate: f64,
    decay_steps: u64,
    decay_rate: f64,
    staircase: bool,
}

impl InverseTimeDecay {
    /// From a rate above 0; `decay_steps` is at least 1, `decay_rate` at least 0.
    pub const fn new(initial_learning_rate: f64, decay_steps: u64, decay_rate: f64) -> Self {
        Self { initial_learning_rate, decay_steps, decay_rate, staircase: false }
    }

    /// Whether the rate falls only after each `decay_steps`.
    pub const fn staircase(mut self, staircase: bool) -> Self {
        self.staircase = staircase;
        self
    }
}

impl Schedule for InverseTimeDecay {
    fn at(&self, step: u64) -> f64 {
        let periods = step as f64 / self.decay_steps as f64;
        let periods = if self.staircase { Scalar::floor(periods) } else { periods };
        self.initial_learning_rate / (1.0 + self.decay_rate * periods)
    }

    fn check<T: Scalar>(&self) -> Result<()> {
        check_positive::<T>("initial_learning_rate", self.initial_learning_rate)?;
        check_steps("decay_steps", self.decay_steps)?;
        check_not_negative::<T>("decay_rate", self.decay_rate)
    }
}
