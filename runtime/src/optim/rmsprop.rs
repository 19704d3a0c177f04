//! Steps scaled by a running mean of the square of the gradient.

use super::{Options, Rule, Step, check_fraction, check_positive, check_rate, options};
use crate::error::Result;
use crate::scalar::Scalar;
use crate::schedule::Schedule;

/// Root mean square propagation: v ← ρ·v + (1 − ρ)·g², w ← w − lr·g / √(v + ε).
///
/// Centered, the mean a ← ρ·a + (1 − ρ)·g is taken off: √(v − a² + ε). With momentum, m ← momentum·m + lr·g / √…, w ← w − m.
///
/// Keras' defaults: learning rate 0.001, ρ 0.9, momentum 0, ε 1e-7, not centered.
///
/// ```
/// use chainrule::optim::RMSprop;
///
/// let rule = RMSprop::new().learning_rate(3e-4).momentum(0.9).centered(true);
/// ```
///
/// Sources: T. Hinton, lecture 6e of "Neural networks for machine learning", 2012; <https://keras.io/api/optimizers/rmsprop/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RMSprop<S = f64> {
    learning_rate: S,
    rho: f64,
    momentum: f64,
    epsilon: f64,
    centered: bool,
    options: Options,
}

impl RMSprop {
    /// Scalars remembered for each parameter, at most.
    pub const SLOTS: usize = <Self as Rule>::SLOTS;

    /// With Keras' defaults.
    pub const fn new() -> Self {
        Self { learning_rate: 1e-3, rho: 0.9, momentum: 0.0, epsilon: 1e-7, centered: false, options: Options::new() }
    }
}

impl<S: Schedule> RMSprop<S> {
    /// The length of a step: a number above 0, or a [schedule](crate::schedule).
    #[doc(alias = "lr")]
    pub const fn learning_rate<New: Schedule>(self, learning_rate: New) -> RMSprop<New> {
        let Self { learning_rate: _, rho, momentum, epsilon, centered, options } = self;
        RMSprop { learning_rate, rho, momentum, epsilon, centered, options }
    }

    /// How much of the means is kept, in [0, 1). Default: 0.9.
    pub const fn rho(mut self, rho: f64) -> Self {
        self.rho = rho;
        self
    }

    /// How much of the last step is kept, in [0, 1). Default: 0.
    pub const fn momentum(mut self, momentum: f64) -> Self {
        self.momentum = momentum;
        self
    }

    /// What keeps the divisor from 0, above 0. Default: 1e-7.
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }

    /// Whether the square is taken about the mean of the gradient. Default: no.
    pub const fn centered(mut self, centered: bool) -> Self {
        self.centered = centered;
        self
    }
}

options! { impl [S: Schedule] RMSprop<S>, options }

impl Default for RMSprop {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Schedule> Rule for RMSprop<S> {
    const SLOTS: usize = 3;

    fn slots(&self) -> usize {
        1 + usize::from(self.centered) + usize::from(self.momentum != 0.0)
    }

    fn check<T: Scalar>(&self, step: Step) -> Result<()> {
        check_rate::<T>(&self.learning_rate, step)?;
        check_fraction::<T>("rho", self.rho)?;
        check_fraction::<T>("momentum", self.momentum)?;
        check_positive::<T>("epsilon", self.epsilon)
    }

    fn rate(&self, step: Step) -> f64 {
        step.rate(&self.learning_rate)
    }

    fn options(&self) -> Options {
        self.options
    }

    fn update<T: Scalar>(&self, parameters: &mut [T], gradient: &[T], state: &mut [&mut [T]], step: Step) {
        T::rmsprop((*self).learning_rate(self.rate(step)), parameters, gradient, state);
    }
}

/// One update of v, of the mean and the momentum if there are such, and of the parameters.
pub(crate) fn body<T: Scalar>(rule: RMSprop, parameters: &mut [T], gradient: &[T], state: &mut [&mut [T]]) {
    let RMSprop { learning_rate, rho, momentum, epsilon, .. } = rule;
    let (rate, epsilon, momentum) = (T::from_f64(learning_rate), T::from_f64(epsilon), T::from_f64(momentum));
    let (kept, new) = (T::from_f64(rho), T::from_f64(1.0 - rho));
    if let [squares] = state {
        for ((w, &g), v) in parameters.iter_mut().zip(gradient).zip(squares.iter_mut()) {
            let square = kept * *v + new * g * g;
            *w -= rate * g / Scalar::sqrt(square + epsilon);
            *v = square;
        }
        return;
    }
    let mut slots = state.iter_mut();
    let squares = slots.next().map_or(&mut [][..], |slot| slot);
    let means = if rule.centered { slots.next().map_or(&mut [][..], |slot| slot) } else { &mut [] };
    let steps = slots.next().map_or(&mut [][..], |slot| slot);
    for (at, ((w, &g), v)) in parameters.iter_mut().zip(gradient).zip(squares).enumerate() {
        *v = kept * *v + new * g * g;
        let mut divisor = *v + epsilon;
        if let Some(mean) = means.get_mut(at) {
            *mean = kept * *mean + new * g;
            divisor -= *mean * *mean;
        }
        let mut step = rate * g / Scalar::sqrt(divisor);
        if let Some(last) = steps.get_mut(at) {
            *last = momentum * *last + step;
            step = *last;
        }
        *w -= step;
    }
}
