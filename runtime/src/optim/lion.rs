//! Steps of one length, in the direction of a momentum.

use super::adam::settled;
use super::{Options, Rule, Step, check_fraction, check_rate, options};
use crate::error::Result;
use crate::scalar::Scalar;
use crate::schedule::Schedule;

/// Lion: w ← w − lr·sign(β₁·m + (1 − β₁)·g), then m ← β₂·m + (1 − β₂)·g.
///
/// All steps are as long as the learning rate: it wants one three to ten times smaller than Adam's.
///
/// Keras' defaults: learning rate 0.001, β₁ 0.9, β₂ 0.99.
///
/// ```
/// use chainrule::optim::Lion;
///
/// let rule = Lion::new().learning_rate(1e-4).weight_decay(0.1);
/// ```
///
/// Sources: X. Chen et al., "Symbolic discovery of optimization algorithms", 2023; <https://keras.io/api/optimizers/lion/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lion<S = f64> {
    learning_rate: S,
    beta_1: f64,
    beta_2: f64,
    options: Options,
}

impl Lion {
    /// Scalars remembered for each parameter.
    pub const SLOTS: usize = <Self as Rule>::SLOTS;

    /// With Keras' defaults.
    pub const fn new() -> Self {
        Self { learning_rate: 1e-3, beta_1: 0.9, beta_2: 0.99, options: Options::new() }
    }
}

impl<S: Schedule> Lion<S> {
    /// The length of a step: a number above 0, or a [schedule](crate::schedule).
    #[doc(alias = "lr")]
    pub const fn learning_rate<New: Schedule>(self, learning_rate: New) -> Lion<New> {
        let Self { learning_rate: _, beta_1, beta_2, options } = self;
        Lion { learning_rate, beta_1, beta_2, options }
    }

    /// How much of m is in a step's direction, in [0, 1). Default: 0.9.
    pub const fn beta_1(mut self, beta_1: f64) -> Self {
        self.beta_1 = beta_1;
        self
    }

    /// How much of m is kept, in [0, 1). Default: 0.99.
    pub const fn beta_2(mut self, beta_2: f64) -> Self {
        self.beta_2 = beta_2;
        self
    }
}

options! { impl [S: Schedule] Lion<S>, options }

impl Default for Lion {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Schedule> Rule for Lion<S> {
    const SLOTS: usize = 1;

    fn check<T: Scalar>(&self, step: Step) -> Result<()> {
        check_rate::<T>(&self.learning_rate, step)?;
        check_fraction::<T>("beta_1", self.beta_1)?;
        check_fraction::<T>("beta_2", self.beta_2)
    }

    fn rate(&self, step: Step) -> f64 {
        step.rate(&self.learning_rate)
    }

    fn options(&self) -> Options {
        self.options
    }

    fn update<T: Scalar>(&self, parameters: &mut [T], gradient: &[T], state: &mut [&mut [T]], step: Step) {
        if let [means] = state {
            T::lion((*self).learning_rate(self.rate(step)), parameters, gradient, means);
        }
    }
}

/// One update of the parameters, then of m.
pub(crate) fn body<T: Scalar>(rule: Lion, parameters: &mut [T], gradient: &[T], means: &mut [T]) {
    let Lion { learning_rate, beta_1, beta_2, .. } = rule;
    let (rate, kept_1, new_1) = (T::from_f64(learning_rate), T::from_f64(beta_1), T::from_f64(1.0 - beta_1));
    let (kept_2, new_2) = (T::from_f64(beta_2), T::from_f64(1.0 - beta_2));
    for ((w, &g), m) in parameters.iter_mut().zip(gradient).zip(means) {
        *w -= rate * Scalar::sign(*m * kept_1 + g * new_1);
        *m = settled(*m * kept_2 + g * new_2, g);
    }
}
