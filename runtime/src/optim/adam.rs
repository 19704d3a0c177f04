//! Steps scaled by running means of the gradient and of its square.

use super::{Options, Rule, Step, check_fraction, check_positive, check_rate, options};
use crate::error::Result;
use crate::scalar::Scalar;
use crate::schedule::Schedule;

/// Adam: m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), w ← w − lr · √(1 − β₂ᵗ)/(1 − β₁ᵗ) · m / (√v + ε).
///
/// Keras' defaults: learning rate 0.001, β₁ 0.9, β₂ 0.999, ε 1e-7, which is added as Keras adds it, to the uncorrected √v.
/// With [`amsgrad`](Self::amsgrad) the largest v so far stands for v.
///
/// ```
/// use chainrule::optim::Adam;
/// use chainrule::schedule::CosineDecay;
///
/// let rule = Adam::new().learning_rate(3e-4).beta_2(0.99);
/// let falling = rule.learning_rate(CosineDecay::new(3e-4, 10_000));
/// ```
///
/// Sources: D. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2014;
/// <https://keras.io/api/optimizers/adam/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adam<S = f64, const AMSGRAD: bool = false> {
    learning_rate: S,
    beta_1: f64,
    beta_2: f64,
    epsilon: f64,
    pub(super) options: Options,
}

impl Adam {
    /// Scalars remembered for each parameter.
    pub const SLOTS: usize = <Self as Rule>::SLOTS;

    /// With Keras' defaults.
    pub const fn new() -> Self {
        Self { learning_rate: 1e-3, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, options: Options::new() }
    }
}

impl<S: Schedule> Adam<S> {
    /// The variant that never forgets a large gradient: v̂ ← max(v̂, v) stands for v, one more number to remember for each
    /// parameter.
    ///
    /// Source: S. Reddi, S. Kale, S. Kumar, "On the convergence of Adam and beyond", 2018.
    pub const fn amsgrad(self) -> Adam<S, true> {
        let Self { learning_rate, beta_1, beta_2, epsilon, options } = self;
        Adam { learning_rate, beta_1, beta_2, epsilon, options }
    }
}

impl<S: Schedule, const AMSGRAD: bool> Adam<S, AMSGRAD> {
    /// The length of a step: a number above 0, or a [schedule](crate::schedule).
    #[doc(alias = "lr")]
    pub const fn learning_rate<New: Schedule>(self, learning_rate: New) -> Adam<New, AMSGRAD> {
        let Self { learning_rate: _, beta_1, beta_2, epsilon, options } = self;
        Adam { learning_rate, beta_1, beta_2, epsilon, options }
    }

    /// How much of the gradient's mean is kept, in [0, 1).
    pub const fn beta_1(mut self, beta_1: f64) -> Self {
        self.beta_1 = beta_1;
        self
    }

    /// How much of the square's mean is kept, in [0, 1).
    pub const fn beta_2(mut self, beta_2: f64) -> Self {
        self.beta_2 = beta_2;
        self
    }

    /// What keeps the divisor from 0, above 0.
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }
}

options! { impl [S: Schedule, const AMSGRAD: bool] Adam<S, AMSGRAD>, options }

impl Default for Adam {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Schedule, const AMSGRAD: bool> Rule for Adam<S, AMSGRAD> {
    const SLOTS: usize = if AMSGRAD { 3 } else { 2 };

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
        let left = |beta: f64| 1.0 - Scalar::powf(beta, step.number as f64);
        let rate = self.rate(step) * Scalar::sqrt(left(self.beta_2)) / left(self.beta_1);
        let Self { learning_rate: _, beta_1, beta_2, epsilon, options } = *self;
        let rule = Adam { learning_rate: rate, beta_1, beta_2, epsilon, options };
        match state {
            [means, squares] => T::adam(rule, parameters, gradient, means, squares),
            [means, squares, largest] => T::amsgrad(rule, parameters, gradient, [means, squares, largest]),
            _ => {}
        }
    }
}

/// One update of m, of v, and of the parameters, by a rule whose learning rate is corrected for the means' start at 0.
#[allow(clippy::inline_always)]
#[inline(always)]
pub(crate) fn update<T: Scalar>(rule: Adam, parameters: &mut [T], gradient: &[T], means: &mut [T], squares: &mut [T]) {
    let Adam { learning_rate, beta_1, beta_2, epsilon, .. } = rule;
    let rate = T::from_f64(learning_rate);
    let (new_1, new_2, epsilon) = (T::from_f64(1.0 - beta_1), T::from_f64(1.0 - beta_2), T::from_f64(epsilon));
    for (((w, &g), m), v) in parameters.iter_mut().zip(gradient).zip(means).zip(squares) {
        // Written once all is computed: reading what was just stored would wait for memory.
        let mean = settled(*m + (g - *m) * new_1, g);
        let square = settled(*v + (g * g - *v) * new_2, mean);
        *w -= rate * mean / (Scalar::sqrt(square) + epsilon);
        *m = mean;
        *v = square;
    }
}

/// The same with the largest v so far in the place of v.
pub(crate) fn amsgrad<T: Scalar>(rule: Adam, parameters: &mut [T], gradient: &[T], state: [&mut [T]; 3]) {
    let Adam { learning_rate, beta_1, beta_2, epsilon, .. } = rule;
    let rate = T::from_f64(learning_rate);
    let (new_1, new_2, epsilon) = (T::from_f64(1.0 - beta_1), T::from_f64(1.0 - beta_2), T::from_f64(epsilon));
    let [means, squares, largest] = state;
    let weights = parameters.iter_mut().zip(gradient);
    for ((((w, &g), m), v), most) in weights.zip(means).zip(squares).zip(largest) {
        let mean = settled(*m + (g - *m) * new_1, g);
        let square = settled(*v + (g * g - *v) * new_2, mean);
        let largest = Scalar::max(*most, square);
        *w -= rate * mean / (Scalar::sqrt(largest) + epsilon);
        (*m, *v, *most) = (mean, square, largest);
    }
}

/// A running mean, or 0 once it is too small to matter and what it follows is 0: the gradient for m, m itself for v. For a
/// pixel that is always black they would decay into the subnormal numbers and stay there, and those are slow.
#[allow(clippy::inline_always)]
#[inline(always)]
pub(super) fn settled<T: Scalar>(mean: T, follows: T) -> T {
    if Scalar::abs(mean) < T::NEGLIGIBLE && follows == T::ZERO { T::ZERO } else { mean }
}

#[cfg(test)]
mod tests {
    use super::Adam;
    use crate::error::{Error, Result};
    use crate::optim::tests::{assert_close, ten_steps};
    use crate::optim::{Rule, Run, Step, update};
    use crate::scalar::Scalar;

    /// One update of a single weight.
    fn updated<T: Scalar>(rule: Adam, weight: &mut [T; 1], gradient: &[T; 1], state: &mut [T; 2], number: u64) {
        update(&rule, weight, gradient, state, number, || [Run::of_all(1)].into_iter());
    }

    #[test]
    fn ten_steps_are_keras() -> Result<()> {
        // Keras rounds both β to f32 in the correction of the rate, which these survive.
        let rule = Adam::new().learning_rate(0.1).beta_1(0.75).beta_2(0.9375).epsilon(1e-3);
        assert_close(ten_steps(rule)?, [-0.245_321_726_647_955_8, -0.042_440_340_304_220_975, 1.035_105_567_279_472_2]);
        let defaults = [0.490_005_096_120_601_67, -0.989_892_889_883_101_6, 1.990_001_444_840_639_1];
        for (found, expected) in ten_steps(Adam::new())?.into_iter().zip(defaults) {
            assert!((found - expected).abs() < 1e-7, "{found} is not {expected}");
        }
        Ok(())
    }

    #[test]
    fn means_of_tiny_gradients_are_kept() {
        let rule = Adam::new().epsilon(1e-20);
        let (mut single, mut double) = ([1.0_f32], [1.0_f64]);
        let (mut of_single, mut of_double) = ([0.0; 2], [0.0; 2]);
        for number in 1..=3 {
            updated(rule, &mut single, &[1e-15], &mut of_single, number);
            updated(rule, &mut double, &[1e-15], &mut of_double, number);
        }
        assert!((f64::from(single[0]) - double[0]).abs() < 1e-6, "{single:?} is not {double:?}");
    }

    #[test]
    fn means_without_a_gradient_end_at_0() {
        let (mut weight, mut state) = ([1.0_f32], [1e-3, 1e-6]);
        for number in 1..=100_000 {
            updated(Adam::new(), &mut weight, &[0.0], &mut state, number);
        }
        assert_eq!(state, [0.0, 0.0]);
    }

    #[test]
    fn hyper_parameters_out_of_range_are_refused() {
        for (rule, expected) in [
            (Adam::new().learning_rate(-1.0), "the learning rate"),
            (Adam::new().beta_1(1.0), "beta_1"),
            (Adam::new().beta_2(-0.5), "beta_2"),
            (Adam::new().epsilon(0.0), "epsilon"),
        ] {
            assert!(
                matches!(rule.check::<f64>(Step::new(1)), Err(Error::HyperParameter { name, .. }) if name == expected)
            );
        }
    }
}
