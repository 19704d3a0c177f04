//! Adam with the largest gradient in the place of the mean of squares.

use super::adam::settled;
use super::{Options, Rule, Step, check_fraction, check_positive, check_rate, options};
use crate::error::Result;
use crate::scalar::Scalar;
use crate::schedule::Schedule;

/// Adamax: m ← m + (1 − β₁)(g − m), u ← max(β₂·u, |g|), w ← w − lr/(1 − β₁ᵗ) · m / (u + ε).
///
/// Keras' defaults: learning rate 0.001, β₁ 0.9, β₂ 0.999, ε 1e-7.
///
/// ```
/// use chainrule::optim::Adamax;
///
/// let rule = Adamax::new().learning_rate(2e-3);
/// ```
///
/// Sources: D. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2014, section 7; <https://keras.io/api/optimizers/adamax/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adamax<S = f64> {
    learning_rate: S,
    beta_1: f64,
    beta_2: f64,
    epsilon: f64,
    options: Options,
}

impl Adamax {
    /// Scalars remembered for each parameter.
    pub const SLOTS: usize = <Self as Rule>::SLOTS;

    /// With Keras' defaults.
    pub const fn new() -> Self {
        Self { learning_rate: 1e-3, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, options: Options::new() }
    }
}

impl<S: Schedule> Adamax<S> {
    /// The length of a step: a number above 0, or a [schedule](crate::schedule).
    #[doc(alias = "lr")]
    pub const fn learning_rate<New: Schedule>(self, learning_rate: New) -> Adamax<New> {
        let Self { learning_rate: _, beta_1, beta_2, epsilon, options } = self;
        Adamax { learning_rate, beta_1, beta_2, epsilon, options }
    }

    /// How much of the gradient's mean is kept, in [0, 1). Default: 0.9.
    pub const fn beta_1(mut self, beta_1: f64) -> Self {
        self.beta_1 = beta_1;
        self
    }

    /// How much of the largest gradient is kept, in [0, 1). Default: 0.999.
    pub const fn beta_2(mut self, beta_2: f64) -> Self {
        self.beta_2 = beta_2;
        self
    }

    /// What keeps the divisor from 0, above 0. Default: 1e-7.
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }
}

options! { impl [S: Schedule] Adamax<S>, options }

impl Default for Adamax {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Schedule> Rule for Adamax<S> {
    const SLOTS: usize = 2;

    fn check<T: Scalar>(&self, step: Step) -> Result<()> {
        check_rate::<T>(&self.learning_rate, step)?;
        check_fraction::<T>("beta_1", self.beta_1)?;
        check_fraction::<T>("beta_2", self.beta_2)?;
        check_positive::<T>("epsilon", self.epsilon)
    }

    fn rate(&self, step: Step) -> f64 {
        step.rate(&self.learning_rate)
    }

    fn options(&self) -> Options {
        self.options
    }

    fn update<T: Scalar>(&self, parameters: &mut [T], gradient: &[T], state: &mut [&mut [T]], step: Step) {
        if let [means, norms] = state {
            let rate = self.rate(step) / (1.0 - Scalar::powf(self.beta_1, step.number as f64));
            T::adamax((*self).learning_rate(rate), parameters, gradient, means, norms);
        }
    }
}

/// One update of m, of u, and of the parameters, by a rule whose learning rate is corrected for m's start at 0.
pub(crate) fn body<T: Scalar>(rule: Adamax, parameters: &mut [T], gradient: &[T], means: &mut [T], norms: &mut [T]) {
    let Adamax { learning_rate, beta_1, beta_2, epsilon, .. } = rule;
    let (rate, new_1) = (T::from_f64(learning_rate), T::from_f64(1.0 - beta_1));
    let (kept_2, epsilon) = (T::from_f64(beta_2), T::from_f64(epsilon));
    for (((w, &g), m), u) in parameters.iter_mut().zip(gradient).zip(means).zip(norms) {
        let mean = settled(*m + (g - *m) * new_1, g);
        let norm = Scalar::max(kept_2 * *u, Scalar::abs(g));
        *w -= rate * mean / (norm + epsilon);
        (*m, *u) = (mean, norm);
    }
}
