//! Adam with the momentum of Nesterov.

use super::adam::settled;
use super::{Options, Rule, Step, check_fraction, check_positive, check_rate, options};
use crate::error::Result;
use crate::scalar::Scalar;
use crate::schedule::Schedule;

/// Nadam: with m and v as [`Adam`](super::Adam) has them and μₜ = β₁·(1 − 0.5·0.96ᵗ),
/// m̂ = μₜ₊₁·m / (1 − Π μ₁…μₜ₊₁) + (1 − μₜ)·g / (1 − Π μ₁…μₜ), w ← w − lr·m̂ / (√(v / (1 − β₂ᵗ)) + ε).
///
/// Keras' defaults: learning rate 0.001, β₁ 0.9, β₂ 0.999, ε 1e-7.
///
/// ```
/// use chainrule::optim::Nadam;
///
/// let rule = Nadam::new().learning_rate(3e-4).beta_2(0.99);
/// ```
///
/// Sources: T. Dozat, "Incorporating Nesterov momentum into Adam", 2016; <https://keras.io/api/optimizers/Nadam/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nadam<S = f64> {
    learning_rate: S,
    beta_1: f64,
    beta_2: f64,
    epsilon: f64,
    options: Options,
}

impl Nadam {
    /// Scalars remembered for each parameter.
    pub const SLOTS: usize = <Self as Rule>::SLOTS;

    /// With Keras' defaults.
    pub const fn new() -> Self {
        Self { learning_rate: 1e-3, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, options: Options::new() }
    }
}

impl<S: Schedule> Nadam<S> {
    /// The length of a step: a number above 0, or a [schedule](crate::schedule).
    #[doc(alias = "lr")]
    pub const fn learning_rate<New: Schedule>(self, learning_rate: New) -> Nadam<New> {
        let Self { learning_rate: _, beta_1, beta_2, epsilon, options } = self;
        Nadam { learning_rate, beta_1, beta_2, epsilon, options }
    }

    /// How much of the gradient's mean is kept, in [0, 1). Default: 0.9.
    pub const fn beta_1(mut self, beta_1: f64) -> Self {
        self.beta_1 = beta_1;
        self
    }

    /// How much of the square's mean is kept, in [0, 1). Default: 0.999.
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

options! { impl [S: Schedule] Nadam<S>, options }

impl Default for Nadam {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Schedule> Rule for Nadam<S> {
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
        if let [means, squares] = state {
            let (now, next) = (self.momentum(step.number), self.momentum(step.number + 1));
            let product = self.product(step.number);
            let rate = self.rate(step);
            let factors = Factors {
                mean: rate * next / (1.0 - product * next),
                gradient: rate * (1.0 - now) / (1.0 - product),
                square: 1.0 / (1.0 - Scalar::powf(self.beta_2, step.number as f64)),
            };
            T::nadam((*self).learning_rate(rate), factors, parameters, gradient, [means, squares]);
        }
    }
}

impl<S: Schedule> Nadam<S> {
    /// μₜ
    fn momentum(&self, number: u64) -> f64 {
        self.beta_1 * (1.0 - 0.5 * Scalar::powf(0.96, number as f64))
    }

    /// Π μ₁…μₜ. From a thousandth step on μ is β₁, to the last bit.
    fn product(&self, number: u64) -> f64 {
        const LAST: u64 = 1000;
        let first: f64 = (1..=number.min(LAST)).map(|number| self.momentum(number)).product();
        first * Scalar::powf(self.beta_1, number.saturating_sub(LAST) as f64)
    }
}

/// What m, g and v are multiplied by, the learning rate included.
#[derive(Clone, Copy, Debug)]
pub struct Factors {
    mean: f64,
    gradient: f64,
    square: f64,
}

/// One update of m, of v, and of the parameters.
pub(crate) fn body<T: Scalar>(
    rule: Nadam,
    factors: Factors,
    parameters: &mut [T],
    gradient: &[T],
    state: [&mut [T]; 2],
) {
    let [means, squares] = state;
    let Nadam { beta_1, beta_2, epsilon, .. } = rule;
    let (new_1, new_2, epsilon) = (T::from_f64(1.0 - beta_1), T::from_f64(1.0 - beta_2), T::from_f64(epsilon));
    let (of_mean, of_gradient) = (T::from_f64(factors.mean), T::from_f64(factors.gradient));
    let of_square = T::from_f64(factors.square);
    for (((w, &g), m), v) in parameters.iter_mut().zip(gradient).zip(means).zip(squares) {
        let mean = settled(*m + (g - *m) * new_1, g);
        let square = settled(*v + (g * g - *v) * new_2, mean);
        *w -= (of_mean * mean + of_gradient * g) / (Scalar::sqrt(square * of_square) + epsilon);
        (*m, *v) = (mean, square);
    }
}
