//! lr(t) = (initial − end) · (1 − t / steps)^power + end.

use super::{Schedule, check_not_negative, check_steps};
use crate::error::Result;
use crate::optim::check_positive;
use crate::scalar::Scalar;

/// Polynomial decay: within `decay_steps` the rate falls to its end, where it stays; linearly unless a power is given.
///
/// Keras' defaults: `end_learning_rate` 0.0001, `power` 1, no cycle.
///
/// ```
/// use chainrule::schedule::{PolynomialDecay, Schedule};
///
/// let linear = PolynomialDecay::new(0.1, 100).end_learning_rate(0.0);
/// assert_eq!((linear.at(0), linear.at(50), linear.at(200)), (0.1, 0.05, 0.0));
/// ```
///
/// Source: <https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PolynomialDecay {
    initial_learning_rate: f64,
    decay_steps: u64,
    end_learning_rate: f64,
    power: f64,
    cycle: bool,
}

impl PolynomialDecay {
    /// From a rate above 0, within `decay_steps`, at least 1.
    pub const fn new(initial_learning_rate: f64, decay_steps: u64) -> Self {
        Self { initial_learning_rate, decay_steps, end_learning_rate: 1e-4, power: 1.0, cycle: false }
    }

    /// The rate at the end, at least 0.
    pub const fn end_learning_rate(mut self, end_learning_rate: f64) -> Self {
        self.end_learning_rate = end_learning_rate;
        self
    }

    /// The power of the polynomial, at least 0.
    pub const fn power(mut self, power: f64) -> Self {
        self.power = power;
        self
    }

    /// Whether the rate jumps up again after the end: `decay_steps` then becomes its next multiple.
    pub const fn cycle(mut self, cycle: bool) -> Self {
        self.cycle = cycle;
        self
    }
}

impl Schedule for PolynomialDecay {
    fn at(&self, step: u64) -> f64 {
        let multiple = if self.cycle { step.div_ceil(self.decay_steps.max(1)).max(1) } else { 1 };
        let left = 1.0 - step as f64 / (self.decay_steps as f64 * multiple as f64);
        let left = if left > 0.0 { left } else { 0.0 };
        (self.initial_learning_rate - self.end_learning_rate) * Scalar::powf(left, self.power) + self.end_learning_rate
    }

    fn check<T: Scalar>(&self) -> Result<()> {
        check_positive::<T>("initial_learning_rate", self.initial_learning_rate)?;
        check_steps("decay_steps", self.decay_steps)?;
        check_not_negative::<T>("end_learning_rate", self.end_learning_rate)?;
        check_not_negative::<T>("power", self.power)
    }
}
