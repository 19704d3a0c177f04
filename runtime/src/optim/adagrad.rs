//! Steps scaled by the sum of the squares of all gradients so far.

use super::{Options, Rule, Step, check_positive, check_rate, options};
use crate::error::{Error, Result};
use crate::scalar::Scalar;
use crate::schedule::Schedule;

/// Adagrad: a ← a + g², w ← w − lr·g / √(a + ε), from a = `initial_accumulator_value`.
///
/// Keras' defaults: learning rate 0.001, a = 0.1 at first, ε 1e-7.
///
/// ```
/// use chainrule::optim::Adagrad;
///
/// let rule = Adagrad::new().learning_rate(0.05);
/// ```
///
/// Sources: J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods", 2011; <https://keras.io/api/optimizers/adagrad/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adagrad<S = f64> {
    learning_rate: S,
    initial_accumulator_value: f64,
    epsilon: f64,
    options: Options,
}

impl Adagrad {
    /// Scalars remembered for each parameter.
    pub const SLOTS: usize = <Self as Rule>::SLOTS;

    /// With Keras' defaults.
    pub const fn new() -> Self {
        Self { learning_rate: 1e-3, initial_accumulator_value: 0.1, epsilon: 1e-7, options: Options::new() }
    }
}

impl<S: Schedule> Adagrad<S> {
    /// The length of a step: a number above 0, or a [schedule](crate::schedule).
    #[doc(alias = "lr")]
    pub const fn learning_rate<New: Schedule>(self, learning_rate: New) -> Adagrad<New> {
        let Self { learning_rate: _, initial_accumulator_value, epsilon, options } = self;
        Adagrad { learning_rate, initial_accumulator_value, epsilon, options }
    }

    /// What a is at first, at least 0. Default: 0.1.
    pub const fn initial_accumulator_value(mut self, initial_accumulator_value: f64) -> Self {
        self.initial_accumulator_value = initial_accumulator_value;
        self
    }

    /// What keeps the divisor from 0, above 0. Default: 1e-7.
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }
}

options! { impl [S: Schedule] Adagrad<S>, options }

impl Default for Adagrad {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Schedule> Rule for Adagrad<S> {
    const SLOTS: usize = 1;

    fn check<T: Scalar>(&self, step: Step) -> Result<()> {
        check_rate::<T>(&self.learning_rate, step)?;
        let found = self.initial_accumulator_value;
        if !(found >= 0.0 && Scalar::is_finite(T::from_f64(found))) {
            let expected = "at least 0 and finite in the model's number type";
            return Err(Error::HyperParameter { name: "initial_accumulator_value", expected, found });
        }
        check_positive::<T>("epsilon", self.epsilon)
    }

    fn rate(&self, step: Step) -> f64 {
        step.rate(&self.learning_rate)
    }

    fn options(&self) -> Options {
        self.options
    }

    fn update<T: Scalar>(&self, parameters: &mut [T], gradient: &[T], state: &mut [&mut [T]], step: Step) {
        if let [squares] = state {
            T::adagrad((*self).learning_rate(self.rate(step)), parameters, gradient, squares);
        }
    }
}

/// One update of what was added to a, and of the parameters.
pub(crate) fn body<T: Scalar>(rule: Adagrad, parameters: &mut [T], gradient: &[T], squares: &mut [T]) {
    let (rate, start) = (T::from_f64(rule.learning_rate), T::from_f64(rule.initial_accumulator_value));
    let epsilon = T::from_f64(rule.epsilon);
    for ((w, &g), a) in parameters.iter_mut().zip(gradient).zip(squares) {
        let added = *a + g * g;
        *w -= rate * g / Scalar::sqrt(start + added + epsilon);
        *a = added;
    }
}
