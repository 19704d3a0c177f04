//! Adam with weight decay.

use super::{Adam, Options, Rule, Step, options};
use crate::error::Result;
use crate::scalar::Scalar;
use crate::schedule::Schedule;

/// [`Adam`] with decoupled weight decay: w ← w − lr·decay·w before Adam's step.
///
/// Keras' defaults: weight decay 0.004, the rest as [`Adam`].
///
/// ```
/// use chainrule::optim::AdamW;
///
/// let rule = AdamW::new().learning_rate(3e-4).weight_decay(0.05);
/// ```
///
/// Sources: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", 2017;
/// <https://keras.io/api/optimizers/adamw/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdamW<S = f64, const AMSGRAD: bool = false>(Adam<S, AMSGRAD>);

impl AdamW {
    /// Scalars remembered for each parameter.
    pub const SLOTS: usize = <Self as Rule>::SLOTS;

    /// With Keras' defaults.
    pub const fn new() -> Self {
        Self(Adam::new().weight_decay(0.004))
    }
}

impl<S: Schedule> AdamW<S> {
    /// As [`Adam::amsgrad`].
    pub const fn amsgrad(self) -> AdamW<S, true> {
        AdamW(self.0.amsgrad())
    }
}

impl<S: Schedule, const AMSGRAD: bool> AdamW<S, AMSGRAD> {
    /// The length of a step: a number above 0, or a [schedule](crate::schedule).
    #[doc(alias = "lr")]
    pub const fn learning_rate<New: Schedule>(self, learning_rate: New) -> AdamW<New, AMSGRAD> {
        AdamW(self.0.learning_rate(learning_rate))
    }

    /// How much of the gradient's mean is kept, in [0, 1). Default: 0.9.
    pub const fn beta_1(self, beta_1: f64) -> Self {
        Self(self.0.beta_1(beta_1))
    }

    /// How much of the square's mean is kept, in [0, 1). Default: 0.999.
    pub const fn beta_2(self, beta_2: f64) -> Self {
        Self(self.0.beta_2(beta_2))
    }

    /// What keeps the divisor from 0, above 0. Default: 1e-7.
    pub const fn epsilon(self, epsilon: f64) -> Self {
        Self(self.0.epsilon(epsilon))
    }
}

options! { impl [S: Schedule, const AMSGRAD: bool] AdamW<S, AMSGRAD>, 0 .options }

impl Default for AdamW {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Schedule, const AMSGRAD: bool> Rule for AdamW<S, AMSGRAD> {
    const SLOTS: usize = <Adam<S, AMSGRAD> as Rule>::SLOTS;

    fn check<T: Scalar>(&self, step: Step) -> Result<()> {
        self.0.check::<T>(step)
    }

    fn rate(&self, step: Step) -> f64 {
        self.0.rate(step)
    }

    fn options(&self) -> Options {
        self.0.options()
    }

    fn update<T: Scalar>(&self, parameters: &mut [T], gradient: &[T], state: &mut [&mut [T]], step: Step) {
        self.0.update(parameters, gradient, state, step);
    }
}
