//! Stochastic gradient descent, with momentum if wanted.

use super::{Options, Rule, Step, check_fraction, check_rate, options};
use crate::error::Result;
use crate::scalar::Scalar;
use crate::schedule::Schedule;

/// Stochastic gradient descent.
///
/// Without momentum w ← w − lr·g. With momentum v ← momentum·v − lr·g, then w ← w + v, or with Nesterov's
/// w ← w + momentum·v − lr·g.
///
/// Keras' defaults: learning rate 0.01, momentum 0, not Nesterov's.
///
/// ```
/// use chainrule::optim::SGD;
/// use chainrule::schedule::ExponentialDecay;
///
/// let rule = SGD::new().learning_rate(ExponentialDecay::new(0.05, 1000, 0.5)).momentum(0.9).nesterov(true);
/// ```
///
/// Source: <https://keras.io/api/optimizers/sgd/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SGD<S = f64> {
    learning_rate: S,
    momentum: f64,
    nesterov: bool,
    options: Options,
}

impl SGD {
    /// Scalars remembered for each parameter, at most.
    pub const SLOTS: usize = <Self as Rule>::SLOTS;

    /// With Keras' defaults.
    pub const fn new() -> Self {
        Self { learning_rate: 0.01, momentum: 0.0, nesterov: false, options: Options::new() }
    }
}

impl<S: Schedule> SGD<S> {
    /// The length of a step: a number above 0, or a [schedule](crate::schedule).
    #[doc(alias = "lr")]
    pub const fn learning_rate<New: Schedule>(self, learning_rate: New) -> SGD<New> {
        let Self { learning_rate: _, momentum, nesterov, options } = self;
        SGD { learning_rate, momentum, nesterov, options }
    }

    /// How much of the last step is kept, in [0, 1).
    pub const fn momentum(mut self, momentum: f64) -> Self {
        self.momentum = momentum;
        self
    }

    /// Whether momentum is Nesterov's: the step is taken from where the momentum leads.
    pub const fn nesterov(mut self, nesterov: bool) -> Self {
        self.nesterov = nesterov;
        self
    }
}

options! { impl [S: Schedule] SGD<S>, options }

impl Default for SGD {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Schedule> Rule for SGD<S> {
    const SLOTS: usize = 1;

    fn slots(&self) -> usize {
        usize::from(self.momentum != 0.0)
    }

    fn check<T: Scalar>(&self, step: Step) -> Result<()> {
        check_rate::<T>(&self.learning_rate, step)?;
        check_fraction::<T>("momentum", self.momentum)
    }

    fn rate(&self, step: Step) -> f64 {
        step.rate(&self.learning_rate)
    }

    fn options(&self) -> Options {
        self.options
    }

    fn update<T: Scalar>(&self, parameters: &mut [T], gradient: &[T], state: &mut [&mut [T]], step: Step) {
        let rate = self.rate(step);
        match state {
            [velocity] if self.nesterov => {
                T::sgd_nesterov(rate, self.momentum, parameters, gradient, velocity);
            }
            [velocity] => T::sgd_momentum(rate, self.momentum, parameters, gradient, velocity),
            _ => T::sgd(rate, parameters, gradient),
        }
    }
}

/// w ← w − lr·g.
#[allow(clippy::inline_always)]
#[inline(always)]
pub(crate) fn plain<T: Scalar>(learning_rate: f64, parameters: &mut [T], gradient: &[T]) {
    let rate = T::from_f64(learning_rate);
    for (w, g) in parameters.iter_mut().zip(gradient) {
        *w -= rate * *g;
    }
}

/// v ← momentum·v − lr·g, w ← w + v.
#[allow(clippy::inline_always)]
#[inline(always)]
pub(crate) fn momentum<T: Scalar>(
    learning_rate: f64,
    momentum: f64,
    parameters: &mut [T],
    gradient: &[T],
    velocity: &mut [T],
) {
    let (rate, momentum) = (T::from_f64(learning_rate), T::from_f64(momentum));
    for ((w, g), v) in parameters.iter_mut().zip(gradient).zip(velocity) {
        *v = momentum * *v - rate * *g;
        *w += *v;
    }
}

/// v ← momentum·v − lr·g, w ← w + momentum·v − lr·g.
#[allow(clippy::inline_always)]
#[inline(always)]
pub(crate) fn nesterov<T: Scalar>(
    learning_rate: f64,
    momentum: f64,
    parameters: &mut [T],
    gradient: &[T],
    velocity: &mut [T],
) {
    let (rate, momentum) = (T::from_f64(learning_rate), T::from_f64(momentum));
    for ((w, g), v) in parameters.iter_mut().zip(gradient).zip(velocity) {
        let step = rate * *g;
        *v = momentum * *v - step;
        *w += momentum * *v - step;
    }
}

#[cfg(test)]
mod tests {
    use super::SGD;
    use crate::error::{Error, Result};
    use crate::optim::tests::{assert_close, ten_steps};
    use crate::optim::{Rule, Step};

    #[test]
    fn ten_steps_are_keras() -> Result<()> {
        assert_close(
            ten_steps(SGD::new())?,
            [0.381_097_324_476_905_53, -0.774_390_789_668_679_8, 1.570_121_096_185_735_5],
        );
        // Keras rounds the momentum to f32, which 0.875 survives.
        let momentum = SGD::new().learning_rate(0.05).momentum(0.875);
        assert_close(
            ten_steps(momentum)?,
            [-0.483_531_996_920_248_5, 0.924_088_709_911_328_9, -1.555_846_450_403_975_3],
        );
        assert_close(
            ten_steps(momentum.nesterov(true))?,
            [-0.346_670_527_636_128_93, 0.721_511_023_704_517, -1.061_039_599_915_235_6],
        );
        Ok(())
    }

    #[test]
    fn hyper_parameters_out_of_range_are_refused() {
        for rate in [0.0, -0.1, f64::NAN, f64::INFINITY] {
            let refused = SGD::new().learning_rate(rate).check::<f64>(Step::new(1));
            assert!(matches!(refused, Err(Error::HyperParameter { name: "the learning rate", .. })));
        }
        for momentum in [-0.1, 1.0, f64::NAN] {
            let refused = SGD::new().momentum(momentum).check::<f64>(Step::new(1));
            assert!(matches!(refused, Err(Error::HyperParameter { name: "momentum", .. })));
        }
    }
}
