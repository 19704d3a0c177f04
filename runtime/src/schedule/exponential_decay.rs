//! lr(t) = initial · rate^(t / steps).

use super::{Schedule, check_steps};
use crate::error::Result;
use crate::optim::check_positive;
use crate::scalar::Scalar;

/// Exponential decay: after each `decay_steps` the rate is `decay_rate` times what it was.
///
/// Keras' default: no staircase, the rate falls a little in every step.
///
/// ```
/// use chainrule::schedule::{ExponentialDecay, Schedule};
///
/// let smooth = ExponentialDecay::new(0.1, 100, 0.25);
/// assert_eq!((smooth.at(0), smooth.at(50), smooth.at(100)), (0.1, 0.05, 0.025));
/// assert_eq!(smooth.staircase(true).at(99), 0.1);
/// ```
///
/// Source: <https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExponentialDecay {
    initial_learning_rate: f64,
    decay_steps: u64,
    decay_rate: f64,
    staircase: bool,
}

impl ExponentialDecay {
    /// From a rate above 0, by a factor above 0 every `decay_steps`, at least 1.
    pub const fn new(initial_learning_rate: f64, decay_steps: u64, decay_rate: f64) -> Self {
        Self { initial_learning_rate, decay_steps, decay_rate, staircase: false }
    }

    /// Whether the rate falls only after each `decay_steps`.
    pub const fn staircase(mut self, staircase: bool) -> Self {
        self.staircase = staircase;
        self
    }
}

impl Schedule for ExponentialDecay {
    fn at(&self, step: u64) -> f64 {
        let periods = step as f64 / self.decay_steps as f64;
        let periods = if self.staircase { Scalar::floor(periods) } else { periods };
        self.initial_learning_rate * Scalar::powf(self.decay_rate, periods)
    }

    fn check<T: Scalar>(&self) -> Result<()> {
        check_positive::<T>("initial_learning_rate", self.initial_learning_rate)?;
        check_steps("decay_steps", self.decay_steps)?;
        check_positive::<T>("decay_rate", self.decay_rate)
    }
}
