//! Up from max / div to max, then down to max / (div · `final_div`), both in half a cosine wave.

use super::{Schedule, check_steps, half_wave};
use crate::error::{Error, Result};
use crate::optim::check_positive;
use crate::scalar::Scalar;

/// One cycle: the rate rises to its maximum and falls far below where it began, all within `total_steps`; it stays at the
/// end.
///
/// The reference is `torch`'s `OneCycleLR` with its defaults: two phases, both in half a cosine wave; 0.3 of the steps
/// rising, from 1/25 of the maximum, and 1/10,000 of that at the end. Smith's third phase, his straight lines and the
/// cycle of the momentum are left out.
///
/// ```
/// use chainrule::schedule::{OneCycle, Schedule};
///
/// let rate = OneCycle::new(0.1, 100);
/// assert!((rate.at(0) - 0.004).abs() < 1e-12); // 0.1 / 25
/// assert!((rate.at(29) - 0.1).abs() < 1e-12);
/// assert!((rate.at(99) - 4e-7).abs() < 1e-12);
/// ```
///
/// Sources: L. Smith, N. Topin, "Super-convergence: very fast training of neural networks using large learning rates",
/// 2018; <https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OneCycle {
    max_learning_rate: f64,
    total_steps: u64,
    pct_start: f64,
    div_factor: f64,
    final_div_factor: f64,
}

impl OneCycle {
    /// Up to a rate above 0, within `total_steps`, at least 1.
    pub const fn new(max_learning_rate: f64, total_steps: u64) -> Self {
        Self { max_learning_rate, total_steps, pct_start: 0.3, div_factor: 25.0, final_div_factor: 1e4 }
    }

    /// The fraction of the steps in which the rate rises, from 0 to 1.
    pub const fn pct_start(mut self, pct_start: f64) -> Self {
        self.pct_start = pct_start;
        self
    }

    /// What the maximum is divided by at the beginning, above 0.
    pub const fn div_factor(mut self, div_factor: f64) -> Self {
        self.div_factor = div_factor;
        self
    }

    /// What the rate of the beginning is divided by at the end, above 0.
    pub const fn final_div_factor(mut self, final_div_factor: f64) -> Self {
        self.final_div_factor = final_div_factor;
        self
    }
}

impl Schedule for OneCycle {
    fn at(&self, step: u64) -> f64 {
        let last = self.total_steps.saturating_sub(1);
        let (step, last) = (step.min(last) as f64, last as f64);
        let top = self.pct_start * self.total_steps as f64 - 1.0;
        let (max, initial) = (self.max_learning_rate, self.max_learning_rate / self.div_factor);
        if step < top {
            max + (initial - max) * half_wave(step / top)
        } else if last > top {
            let end = initial / self.final_div_factor;
            end + (max - end) * half_wave((step - top) / (last - top))
        } else {
            max
        }
    }

    fn check<T: Scalar>(&self) -> Result<()> {
        check_positive::<T>("max_learning_rate", self.max_learning_rate)?;
        check_steps("total_steps", self.total_steps)?;
        if !(0.0..=1.0).contains(&self.pct_start) {
            return Err(Error::HyperParameter { name: "pct_start", expected: "from 0 to 1", found: self.pct_start });
        }
        check_positive::<T>("div_factor", self.div_factor)?;
        check_positive::<T>("final_div_factor", self.final_div_factor)
    }
}
