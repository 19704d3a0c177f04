//! lr(t) = values[number of boundaries below t].

use super::{Schedule, check_not_negative};
use crate::error::{Error, Result};
use crate::scalar::Scalar;

/// Piecewise constant decay: the first value up to and including the first boundary, and so on; the last value after the last
/// boundary. There is one value more than boundaries, which the compiler sees to.
///
/// ```
/// use chainrule::schedule::{PiecewiseConstantDecay, Schedule};
///
/// let rate = PiecewiseConstantDecay::new([100, 200], [0.1, 0.01, 0.001]);
/// assert_eq!([0, 100, 101, 200, 201].map(|step| rate.at(step)), [0.1, 0.1, 0.01, 0.01, 0.001]);
/// ```
///
/// ```compile_fail
/// # use chainrule::schedule::PiecewiseConstantDecay;
/// PiecewiseConstantDecay::new([100, 200], [0.1, 0.01]); // What is the rate from step 201 on?
/// ```
///
/// Source: <https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PiecewiseConstantDecay<const BOUNDARIES: usize, const VALUES: usize> {
    boundaries: [u64; BOUNDARIES],
    values: [f64; VALUES],
}

impl<const BOUNDARIES: usize, const VALUES: usize> PiecewiseConstantDecay<BOUNDARIES, VALUES> {
    /// Boundaries that increase, and values that are at least 0.
    pub const fn new(boundaries: [u64; BOUNDARIES], values: [f64; VALUES]) -> Self {
        const { assert!(VALUES == BOUNDARIES + 1, "there must be one value more than boundaries") }
        Self { boundaries, values }
    }
}

impl<const BOUNDARIES: usize, const VALUES: usize> Schedule for PiecewiseConstantDecay<BOUNDARIES, VALUES> {
    fn at(&self, step: u64) -> f64 {
        self.values[self.boundaries.iter().filter(|boundary| step > **boundary).count()]
    }

    fn check<T: Scalar>(&self) -> Result<()> {
        if let Some(pair) = self.boundaries.windows(2).find(|pair| pair[0] >= pair[1]) {
            let (name, expected) = ("each of the boundaries", "above the one before");
            return Err(Error::HyperParameter { name, expected, found: pair[1] as f64 });
        }
        self.values.iter().try_for_each(|value| check_not_negative::<T>("each of the values", *value))
    }
}
