//! lr(t) = start + (then(0) − start) · t / steps for t < steps, then(t − steps) from there on.

use super::{Schedule, check_not_negative};
use crate::error::Result;
use crate::scalar::Scalar;

/// A linear warm-up before any other schedule: the rate rises in a straight line to where the other schedule begins, which
/// then counts its steps from 0.
///
/// The default start is 0, so the first step has a rate of 0, as in Keras' [`CosineDecay`](super::CosineDecay) from an
/// initial rate of 0.
///
/// ```
/// use chainrule::schedule::{ExponentialDecay, LinearWarmup, Schedule};
///
/// let rate = LinearWarmup::new(10, ExponentialDecay::new(0.1, 100, 0.5));
/// assert_eq!((rate.at(0), rate.at(5), rate.at(10), rate.at(110)), (0.0, 0.05, 0.1, 0.05));
/// assert_eq!(LinearWarmup::new(4, 1.5).start(0.5).at(2), 1.0);
/// ```
///
/// Source: P. Goyal et al., <https://arxiv.org/abs/1706.02677>, 2017, section 2.2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinearWarmup<S> {
    steps: u64,
    start: f64,
    then: S,
}

impl<S: Schedule> LinearWarmup<S> {
    /// Within so many steps; 0 is no warm-up.
    pub const fn new(steps: u64, then: S) -> Self {
        Self { steps, start: 0.0, then }
    }

    /// The rate of the first step, at least 0.
    pub const fn start(mut self, start: f64) -> Self {
        self.start = start;
        self
    }
}

impl<S: Schedule> Schedule for LinearWarmup<S> {
    fn at(&self, step: u64) -> f64 {
        if step < self.steps {
            (self.then.at(0) - self.start) * (step as f64 / self.steps as f64) + self.start
        } else {
            self.then.at(step - self.steps)
        }
    }

    fn check<T: Scalar>(&self) -> Result<()> {
        check_not_negative::<T>("the start of the warm-up", self.start)?;
        self.then.check::<T>()
    }
}
