//! Half cosine waves, each `t_mul` times as long and `m_mul` times as high as the one before.

use super::{Schedule, check_not_negative, check_steps, half_wave};
use crate::error::{Error, Result};
use crate::optim::check_positive;
use crate::scalar::Scalar;

/// Cosine decay with warm restarts: the rate falls in half a cosine wave within `first_decay_steps`, jumps up, falls again
/// within `t_mul` times as many steps from `m_mul` times the height, and so on.
///
/// Keras' defaults: `t_mul` 2, `m_mul` 1, `alpha` 0.
///
/// ```
/// use chainrule::schedule::{CosineDecayRestarts, Schedule};
///
/// let rate = CosineDecayRestarts::new(0.1, 10).m_mul(0.5);
/// // The first wave has 10 steps, the second one 20.
/// assert_eq!((rate.at(0), rate.at(10), rate.at(30)), (0.1, 0.05, 0.025));
/// assert!(rate.at(29) < 0.001);
/// ```
///
/// Sources: I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts", 2016;
/// <https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay_restarts/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CosineDecayRestarts {
    initial_learning_rate: f64,
    first_decay_steps: u64,
    t_mul: f64,
    m_mul: f64,
    alpha: f64,
}

impl CosineDecayRestarts {
    /// From a rate above 0; the first wave takes `first_decay_steps`, at least 1.
    pub const fn new(initial_learning_rate: f64, first_decay_steps: u64) -> Self {
        Self { initial_learning_rate, first_decay_steps, t_mul: 2.0, m_mul: 1.0, alpha: 0.0 }
    }

    /// How many times longer each wave is than the one before, at least 1.
    pub const fn t_mul(mut self, t_mul: f64) -> Self {
        self.t_mul = t_mul;
        self
    }

    /// How many times higher each wave begins than the one before, above 0.
    pub const fn m_mul(mut self, m_mul: f64) -> Self {
        self.m_mul = m_mul;
        self
    }

    /// The rate at the end of a wave, as a fraction of `initial_learning_rate`; at least 0.
    pub const fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// The wave of a step, and how much of it is done. Time is counted in lengths of the first wave.
    fn wave(&self, time: f64) -> (f64, f64) {
        let growth = self.t_mul;
        if growth == 1.0 {
            let wave = Scalar::floor(time);
            return (wave, time - wave);
        }
        let start = |wave: f64| (Scalar::powf(growth, wave) - 1.0) / (growth - 1.0);
        let mut wave = Scalar::floor(Scalar::ln(1.0 + time * (growth - 1.0)) / Scalar::ln(growth));
        // A logarithm that is rounded can miss the first step of a wave.
        if start(wave + 1.0) <= time {
            wave += 1.0;
        }
        (wave, (time - start(wave)) / Scalar::powf(growth, wave))
    }
}

impl Schedule for CosineDecayRestarts {
    fn at(&self, step: u64) -> f64 {
        let (wave, done) = self.wave(step as f64 / self.first_decay_steps as f64);
        let height = Scalar::powf(self.m_mul, wave) * half_wave(done);
        self.initial_learning_rate * ((1.0 - self.alpha) * height + self.alpha)
    }

    fn check<T: Scalar>(&self) -> Result<()> {
        check_positive::<T>("initial_learning_rate", self.initial_learning_rate)?;
        check_steps("first_decay_steps", self.first_decay_steps)?;
        if !(self.t_mul >= 1.0 && Scalar::is_finite(self.t_mul)) {
            return Err(Error::HyperParameter { name: "t_mul", expected: "at least 1 and finite", found: self.t_mul });
        }
        check_positive::<T>("m_mul", self.m_mul)?;
        check_not_negative::<T>("alpha", self.alpha)
    }
}
