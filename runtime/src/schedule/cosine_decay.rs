//! lr(t) = initial · ((1 − α) · ½(1 + cos(π t / steps)) + α), after a linear warm-up if one is wanted.

use super::{Schedule, check_not_negative, check_steps, half_wave};
use crate::error::Result;
use crate::optim::check_positive;
use crate::scalar::Scalar;

/// Cosine decay: within `decay_steps` the rate falls in half a cosine wave to `alpha` times what it was, where it stays.
///
/// Keras' defaults: `alpha` 0, no warm-up.
///
/// ```
/// use chainrule::schedule::{CosineDecay, Schedule};
///
/// let rate = CosineDecay::new(0.1, 100).alpha(0.5);
/// assert_eq!((rate.at(0), rate.at(100), rate.at(1000)), (0.1, 0.05, 0.05));
///
/// let warmed = CosineDecay::new(0.0, 100).warmup(0.1, 10);
/// assert_eq!((warmed.at(0), warmed.at(5), warmed.at(10), warmed.at(110)), (0.0, 0.05, 0.1, 0.0));
/// ```
///
/// Sources: I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts", 2016;
/// <https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CosineDecay {
    initial_learning_rate: f64,
    decay_steps: u64,
    alpha: f64,
    warmup: Option<Warmup>,
}

/// A straight line up to where the decay begins.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Warmup {
    target: f64,
    steps: u64,
}

impl CosineDecay {
    /// From a rate above 0 (at least 0 with a warm-up), within `decay_steps`, at least 1.
    pub const fn new(initial_learning_rate: f64, decay_steps: u64) -> Self {
        Self { initial_learning_rate, decay_steps, alpha: 0.0, warmup: None }
    }

    /// The rate at the end, as a fraction of the rate that the decay begins with; at least 0.
    pub const fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// Keras' `warmup_target` and `warmup_steps`: within so many steps the rate goes in a straight line from
    /// `initial_learning_rate` to the target, above 0, and the decay begins there.
    pub const fn warmup(mut self, target: f64, steps: u64) -> Self {
        self.warmup = Some(Warmup { target, steps });
        self
    }
}

impl Schedule for CosineDecay {
    fn at(&self, step: u64) -> f64 {
        let Self { initial_learning_rate: initial, decay_steps, alpha, warmup } = *self;
        let Warmup { target, steps } = warmup.unwrap_or(Warmup { target: initial, steps: 0 });
        if step < steps {
            return (target - initial) * (step as f64 / steps as f64) + initial;
        }
        let done = (step - steps).min(decay_steps) as f64 / decay_steps as f64;
        target * ((1.0 - alpha) * half_wave(done) + alpha)
    }

    fn check<T: Scalar>(&self) -> Result<()> {
        let initial = ("initial_learning_rate", self.initial_learning_rate);
        if let Some(warmup) = self.warmup {
            check_not_negative::<T>(initial.0, initial.1)?;
            check_positive::<T>("warmup_target", warmup.target)?;
        } else {
            check_positive::<T>(initial.0, initial.1)?;
        }
        check_steps("decay_steps", self.decay_steps)?;
        check_not_negative::<T>("alpha", self.alpha)
    }
}
