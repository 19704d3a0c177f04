//! Steps as long as earlier ones, scaled by the gradient.

use super::{Options, Rule, Step, check_fraction, check_positive, check_rate, options};
use crate::error::Result;
use crate::scalar::Scalar;
use crate::schedule::Schedule;

/// Adadelta: a ← ρ·a + (1 − ρ)·g², δ = √(d + ε) / √(a + ε) · g, d ← ρ·d + (1 − ρ)·δ², w ← w − lr·δ.
///
/// Keras' defaults: learning rate 0.001 (the paper has 1), ρ 0.95, ε 1e-7.
///
/// ```
/// use chainrule::optim::Adadelta;
///
/// let rule = Adadelta::new().learning_rate(1.0);
/// ```
///
/// Sources: M. Zeiler, "Adadelta: an adaptive learning rate method", 2012; <https://keras.io/api/optimizers/adadelta/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adadelta<S = f64> {
    learning_rate: S,
    rho: f64,
    epsilon: f64,
    options: Options,
}

impl Adadelta {
    /// Scalars remembered for each parameter.
    pub const SLOTS: usize = <Self as Rule>::SLOTS;

    /// With Keras' defaults.
    pub const fn new() -> Self {
        Self { learning_rate: 1e-3, rho: 0.95, epsilon: 1e-7, options: Options::new() }
    }
}

impl<S: Schedule> Adadelta<S> {
    /// The length of a step: a number above 0, or a [schedule](crate::schedule).
    #[doc(alias = "lr")]
    pub const fn learning_rate<New: Schedule>(self, learning_rate: New) -> Adadelta<New> {
        let Self { learning_rate: _, rho, epsilon, options } = self;
        Adadelta { learning_rate, rho, epsilon, options }
    }

    /// How much of the means is kept, in [0, 1). Default: 0.95.
    pub const fn rho(mut self, rho: f64) -> Self {
        self.rho = rho;
        self
    }

    /// What keeps the divisor from 0, above 0. Default: 1e-7.
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }
}

options! { impl [S: Schedule] Adadelta<S>, options }

impl Default for Adadelta {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Schedule> Rule for Adadelta<S> {
    const SLOTS: usize = 2;

    fn check<T: Scalar>(&self, step: Step) -> Result<()> {
        check_rate::<T>(&self.learning_rate, step)?;
        check_fraction::<T>("rho", self.rho)?;
        check_positive::<T>("epsilon", self.epsilon)
    }

    fn rate(&self, step: Step) -> f64 {
        step.rate(&self.learning_rate)
    }

    fn options(&self) -> Options {
        self.options
    }

    fn update<T: Scalar>(&self, parameters: &mut [T], gradient: &[T], state: &mut [&mut [T]], step: Step) {
        if let [squares, steps] = state {
            T::adadelta((*self).learning_rate(self.rate(step)), parameters, gradient, [squares, steps]);
        }
    }
}

/// One update of a, of d, and of the parameters.
pub(crate) fn body<T: Scalar>(rule: Adadelta, parameters: &mut [T], gradient: &[T], state: [&mut [T]; 2]) {
    let [squares, steps] = state;
    let Adadelta { learning_rate, rho, epsilon, .. } = rule;
    let (rate, epsilon) = (T::from_f64(learning_rate), T::from_f64(epsilon));
    let (kept, new) = (T::from_f64(rho), T::from_f64(1.0 - rho));
    for (((w, &g), a), d) in parameters.iter_mut().zip(gradient).zip(squares).zip(steps) {
        let square = kept * *a + new * g * g;
        let step = Scalar::sqrt(*d + epsilon) / Scalar::sqrt(square + epsilon) * g;
        *w -= rate * step;
        (*a, *d) = (square, kept * *d + new * step * step);
    }
}
