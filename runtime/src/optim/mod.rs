//! Optimizers, with Keras' names, formulas and defaults.
//!
//! A [`Rule`] is an update rule with its hyper-parameters, plain data: [`SGD`], [`Adam`]. An [`Optimizer`] is a rule
//! with what it remembers between steps. The trainer makes its own; a hand-written loop makes one like this:
//!
//! ```
//! use chainrule::optim::{Optimizer, SGD};
//!
//! let mut optimizer = Optimizer::new(SGD::new().learning_rate(0.5), 2);
//! let mut parameters = [1.0_f32, -2.0];
//! for _ in 0..10 {
//!     let gradient = parameters; // of Σ w²/2
//!     optimizer.step(&mut parameters, &gradient)?;
//! }
//! assert!(parameters[0] < 0.001);
//! # Ok::<(), chainrule::Error>(())
//! ```

use core::{array, mem};

use crate::cost;
use crate::error::{Error, Result};
use crate::parallel::{Divide, in_parts};
#[cfg(feature = "std")]
use crate::parameters::Parameters;
use crate::scalar::Scalar;

pub(crate) mod adam;
pub(crate) mod sgd;

pub use adam::Adam;
pub use sgd::SGD;

/// An update rule with its hyper-parameters.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no optimizer",
    note = "the optimizers are in `chainrule::optim`, such as `Adam::new()`"
)]
pub trait Rule: Copy + Send + Sync {
    /// Scalars remembered for each parameter, at most, and at most 4: the state of a model is `SLOTS · PARAMS` scalars.
    const SLOTS: usize;

    /// Scalars remembered for each parameter with these hyper-parameters.
    fn slots(&self) -> usize {
        Self::SLOTS
    }

    /// Whether the hyper-parameters are in their ranges as numbers of the model: a learning rate of 1e308 is infinite in
    /// `f32`, and an ε of 1e-50 is 0.
    ///
    /// # Errors
    /// [`Error::HyperParameter`] of the first that is not.
    fn check<T: Scalar>(&self) -> Result<()>;

    /// One update of some of the parameters, with their gradient. `state` is `slots()` slices as long as `parameters`, zeros
    /// before the first update; `step` counts from 1. Parameters are independent of each other: threads share them.
    fn update<T: Scalar>(&self, parameters: &mut [T], gradient: &[T], state: &mut [&mut [T]], step: u64);
}

/// A rule, its state and the number of steps done.
///
/// `S` is where the state is kept: on the heap by [`new`](Self::new), in a buffer of your own by
/// [`with_state`](Self::with_state).
#[derive(Clone, Debug)]
pub struct Optimizer<R, S> {
    rule: R,
    state: S,
    steps: u64,
}

#[cfg(feature = "std")]
impl<R: Rule, T: Scalar> Optimizer<R, Parameters<T>> {
    /// For a model with the given number of parameters.
    pub fn new(rule: R, params: usize) -> Self {
        // All that the rule may ever need: its hyper-parameters can change between steps.
        Self::with_state(rule, Parameters::zeros(R::SLOTS * params))
    }
}

impl<R: Rule, S> Optimizer<R, S> {
    /// With a buffer for the state, `R::SLOTS · PARAMS` scalars. What it holds does not matter.
    ///
    /// ```
    /// use chainrule::optim::{Adam, Optimizer, Rule};
    ///
    /// const PARAMS: usize = 3;
    /// let mut state = [0.0_f32; Adam::SLOTS * PARAMS];
    /// let mut optimizer = Optimizer::with_state(Adam::new(), &mut state);
    /// optimizer.step(&mut [1.0, 2.0, 3.0], &[0.1, 0.2, 0.3])?;
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub const fn with_state(rule: R, state: S) -> Self {
        Self { rule, state, steps: 0 }
    }

    /// The rule.
    pub const fn rule(&self) -> &R {
        &self.rule
    }

    /// The rule, to change a hyper-parameter between steps: a learning rate that falls, for example.
    pub const fn rule_mut(&mut self) -> &mut R {
        &mut self.rule
    }

    /// The number of steps done.
    pub const fn steps(&self) -> u64 {
        self.steps
    }

    /// Changes the parameters by the gradient.
    ///
    /// # Errors
    /// A hyper-parameter out of its range; slices whose lengths do not fit. Nothing is changed then.
    pub fn step<T: Scalar>(&mut self, parameters: &mut [T], gradient: &[T]) -> Result<()>
    where
        S: AsMut<[T]>,
    {
        self.rule.check::<T>()?;
        if gradient.len() != parameters.len() {
            return Err(Error::Length { what: "the gradient", expected: parameters.len(), found: gradient.len() });
        }
        let expected = self.rule.slots() * parameters.len();
        let state = self.state.as_mut();
        if state.len() < expected {
            return Err(Error::Length { what: "the optimizer's state", expected, found: state.len() });
        }
        if self.steps == 0 {
            // All of it: momentum that is switched on later finds its part at 0.
            state.fill(T::ZERO);
        }
        self.steps += 1;
        update(&self.rule, parameters, gradient, &mut state[..expected], self.steps);
        Ok(())
    }
}

/// An update by a rule, on as many threads as it pays for. `state` is one slot after the other.
pub(crate) fn update<R: Rule, T: Scalar>(rule: &R, parameters: &mut [T], gradient: &[T], state: &mut [T], step: u64) {
    const { assert!(R::SLOTS <= MAX_SLOTS, "a rule can remember at most 4 numbers for each parameter") }
    let slots = rule.slots();
    let mut chunks = state.chunks_exact_mut(parameters.len().max(1));
    let state = array::from_fn(|_| chunks.next().unwrap_or_default());
    let parts = cost::parts(parameters.len() * cost::UPDATE);
    in_parts(Slices { parameters, gradient, state }, parts, &|Slices { parameters, gradient, mut state }| {
        rule.update(parameters, gradient, &mut state[..slots], step);
        true
    });
}

/// The most that a rule can remember for each parameter.
const MAX_SLOTS: usize = 4;

/// Parameters with their gradient and with what a rule remembers of each; slots that it does not have are empty.
struct Slices<'a, T> {
    parameters: &'a mut [T],
    gradient: &'a [T],
    state: [&'a mut [T]; MAX_SLOTS],
}

impl<T: Send + Sync> Divide for Slices<'_, T> {
    fn units(&self) -> usize {
        self.parameters.len()
    }
    fn divide_at(mut self, units: usize) -> (Self, Self) {
        let (parameters, last_parameters) = self.parameters.split_at_mut(units);
        let (gradient, last_gradient) = self.gradient.split_at(units);
        let last_state = self.state.each_mut().map(|slot| {
            let at = units.min(slot.len());
            let (first, last) = mem::take(slot).split_at_mut(at);
            *slot = first;
            last
        });
        let last = Self { parameters: last_parameters, gradient: last_gradient, state: last_state };
        (Self { parameters, gradient, state: self.state }, last)
    }
}

/// Whether a learning rate, or another factor that must not be 0, is above 0 and finite as a `T`.
fn check_positive<T: Scalar>(name: &'static str, found: f64) -> Result<()> {
    let number = T::from_f64(found);
    if number > T::ZERO && Scalar::is_finite(number) {
        Ok(())
    } else {
        Err(Error::HyperParameter { name, expected: "above 0 and finite in the model's number type", found })
    }
}

/// Whether a decay rate or momentum is in [0, 1) as a `T`.
fn check_fraction<T: Scalar>(name: &'static str, found: f64) -> Result<()> {
    if found >= 0.0 && T::from_f64(found) < T::ONE {
        Ok(())
    } else {
        Err(Error::HyperParameter { name, expected: "at least 0 and below 1 in the model's number type", found })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten steps on a bowl that moves, as the same program in Keras does them.
    pub(super) fn ten_steps(rule: impl Rule) -> Result<[f64; 3]> {
        let mut optimizer = Optimizer::new(rule, 3);
        let mut parameters = [0.5, -1.0, 2.0];
        for step in 0..10 {
            let shift = [0.3, -0.1 * f64::from(step), 0.7];
            let gradient = core::array::from_fn::<_, 3, _>(|at| 2.0 * parameters[at] + shift[at]);
            optimizer.step(&mut parameters, &gradient)?;
        }
        Ok(parameters)
    }

    pub(super) fn assert_close(found: [f64; 3], expected: [f64; 3]) {
        for (found, expected) in found.into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
        }
    }

    #[test]
    fn wrong_lengths_are_refused_and_change_nothing() {
        let mut parameters = [1.0_f32; 3];
        let mut short = Optimizer::with_state(Adam::new(), [0.0_f32; 5]);
        let refused = short.step(&mut parameters, &[1.0; 3]);
        assert!(matches!(refused, Err(Error::Length { expected: 6, found: 5, .. })));
        let mut optimizer = Optimizer::with_state(SGD::new(), [0.0_f32; 0]);
        let refused = optimizer.step(&mut parameters, &[1.0; 2]);
        assert!(matches!(refused, Err(Error::Length { expected: 3, found: 2, .. })));
        assert_eq!((parameters, optimizer.steps()), ([1.0; 3], 0));
    }

    #[test]
    fn hyper_parameters_are_judged_in_the_numbers_of_the_model() {
        fn refused<T: Scalar>(rule: impl Rule) -> bool {
            let mut parameters = [T::ONE];
            let step = Optimizer::with_state(rule, [T::ZERO; 2]).step(&mut parameters, &[T::ONE]);
            matches!(step, Err(Error::HyperParameter { .. })) && parameters == [T::ONE]
        }
        for rule in [SGD::new().learning_rate(1e308), SGD::new().learning_rate(1e-50), SGD::new().momentum(1.0 - 1e-12)]
        {
            assert!(refused::<f32>(rule) && !refused::<f64>(rule), "{rule:?}");
        }
        assert!(refused::<f32>(Adam::new().epsilon(1e-50)) && !refused::<f64>(Adam::new().epsilon(1e-50)));
        assert!(refused::<f32>(SGD::new().momentum(-1e-50)));
    }

    #[test]
    fn momentum_switched_on_later_starts_from_rest() -> Result<()> {
        let (mut clean, mut dirty) = ([1.0_f32; 2], [1.0_f32; 2]);
        for (parameters, held) in [(&mut clean, 0.0), (&mut dirty, 7.0)] {
            let mut optimizer = Optimizer::with_state(SGD::new(), [held; 2]);
            optimizer.step(parameters, &[0.1, 0.2])?;
            *optimizer.rule_mut() = SGD::new().momentum(0.9);
            optimizer.step(parameters, &[0.1, 0.2])?;
        }
        assert_eq!(clean, dirty);
        Ok(())
    }

    #[test]
    fn what_a_buffer_held_does_not_matter() -> Result<()> {
        let (mut clean, mut dirty) = ([1.0_f32; 2], [1.0_f32; 2]);
        Optimizer::new(Adam::new(), 2).step(&mut clean, &[0.1, 0.2])?;
        Optimizer::with_state(Adam::new(), [7.0_f32; 4]).step(&mut dirty, &[0.1, 0.2])?;
        assert_eq!(clean, dirty);
        Ok(())
    }
}
