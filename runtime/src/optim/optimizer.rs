//! A rule with what it remembers between steps.

use core::iter;

use super::apply::{begin_averages, finalize};
use super::{Rule, Run, check, runs, slots, update};
use crate::error::{Error, Result};
use crate::methods::check_parameters;
use crate::model::{Layer, Trainable};
#[cfg(feature = "std")]
use crate::parameters::Parameters;
use crate::scalar::Scalar;

/// A rule, its state and the number of steps done.
///
/// `S` is where the state is kept: on the heap by [`new`](Self::new), in a buffer of your own by
/// [`with_state`](Self::with_state).
#[derive(Clone, Debug)]
pub struct Optimizer<R, S> {
    rule: R,
    state: S,
    steps: u64,
    /// Whether there are averages of the weights in the state.
    averages: bool,
}

#[cfg(feature = "std")]
impl<R: Rule, T: Scalar> Optimizer<R, Parameters<T>> {
    /// For a model with the given number of parameters.
    pub fn new(rule: R, params: usize) -> Self {
        // All that the rule may ever need: its hyper-parameters can change between steps.
        Self::with_state(rule, Parameters::zeros(slots(&rule).max(R::SLOTS) * params))
    }
}

impl<R: Rule, S> Optimizer<R, S> {
    /// With a buffer for the state, `R::SLOTS · PARAMS` scalars; `PARAMS` more for averages of the weights, and
    /// `2 · PARAMS` more if gradients are accumulated. What it holds does not matter.
    ///
    /// ```
    /// use chainrule::optim::{Adam, Optimizer};
    ///
    /// const PARAMS: usize = 3;
    /// let mut state = [0.0_f32; Adam::SLOTS * PARAMS];
    /// let mut optimizer = Optimizer::with_state(Adam::new(), &mut state);
    /// optimizer.step(&mut [1.0, 2.0, 3.0], &[0.1, 0.2, 0.3])?;
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub const fn with_state(rule: R, state: S) -> Self {
        Self { rule, state, steps: 0, averages: false }
    }

    /// The rule.
    pub const fn rule(&self) -> &R {
        &self.rule
    }

    /// The rule, to change a hyper-parameter between steps.
    pub const fn rule_mut(&mut self) -> &mut R {
        &mut self.rule
    }

    /// The number of steps done: of batches, if gradients are accumulated.
    pub const fn steps(&self) -> u64 {
        self.steps
    }

    /// What is remembered between steps, beside their [number](Self::steps): slot after slot, each for all parameters.
    pub const fn state(&self) -> &S {
        &self.state
    }

    /// Goes on where another optimizer ended, of which this is the state and the number of steps.
    #[must_use]
    pub fn resume(mut self, state: S, steps: u64) -> Self {
        let averages = steps > 0 && self.rule.options().use_ema;
        (self.state, self.steps, self.averages) = (state, steps, averages);
        self
    }

    /// The weights of a model become their moving averages, if the rule has [`use_ema`](super::Adam::use_ema): at the end of
    /// training, as [`Trainer::fit`](crate::train::Trainer::fit) does.
    ///
    /// ```
    /// use chainrule::optim::{Optimizer, SGD};
    ///
    /// chainrule::model! { Net: Input(1) -> Dense(1, use_bias = false, kernel_initializer = zeros) }
    ///
    /// let mut net = Net::seeded(1);
    /// let mut optimizer = Optimizer::new(SGD::new().learning_rate(1.0).use_ema(true).ema_momentum(0.5), Net::PARAMS);
    /// optimizer.step_model(&mut net, &[-1.0])?; // the weight is 1, its average 1
    /// optimizer.step_model(&mut net, &[-2.0])?; // 3, and 0.5 · 1 + 0.5 · 3
    /// optimizer.finalize(&mut net);
    /// assert_eq!(net.parameters(), [2.0]);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    pub fn finalize<M: Trainable>(&mut self, model: &mut M)
    where
        S: AsMut<[M::Scalar]>,
    {
        if self.averages {
            let runs = runs::<M>(self.rule.options(), |_| 1.0);
            finalize(&self.rule, model.parameters_mut(), self.state.as_mut(), runs);
        }
    }

    /// Changes parameters by their gradient, all of them, which are clipped as one weight. It knows no model: for one,
    /// [`step_model`](Self::step_model) leaves out what is not trained.
    ///
    /// # Errors
    /// A hyper-parameter out of its range; slices whose lengths do not fit. Nothing is changed then.
    pub fn step<T: Scalar>(&mut self, parameters: &mut [T], gradient: &[T]) -> Result<()>
    where
        S: AsMut<[T]>,
    {
        let all = Run::of_all(parameters.len());
        self.step_runs(parameters, gradient, || iter::once(all))
    }

    /// Changes a model by what [`loss_and_gradient`](crate::model!) wrote: weights that are trained by their gradient;
    /// state, such as moving statistics, to its next values; fixed weights not at all.
    ///
    /// # Errors
    /// As [`step`](Self::step).
    pub fn step_model<M: Trainable>(&mut self, model: &mut M, gradient: &[M::Scalar]) -> Result<()>
    where
        S: AsMut<[M::Scalar]>,
    {
        self.step_layers(model, gradient, |_| 1.0)
    }

    /// As [`step_model`](Self::step_model), with a factor of the learning rate for each layer. 0 freezes a layer: its
    /// weights and its state stay as they are.
    ///
    /// ```
    /// use chainrule::optim::{Adam, Optimizer};
    ///
    /// chainrule::model! { Digits: Flatten(2, 2) -> Dense(3, relu) as features -> Dense(2, softmax) }
    ///
    /// let mut net = Digits::seeded(1);
    /// let mut optimizer = Optimizer::new(Adam::new(), Digits::PARAMS);
    /// let (before, gradient) = (net.clone(), [1.0; Digits::PARAMS]);
    /// optimizer.step_layers(&mut net, &gradient, |layer| if layer.name == "features" { 0.0 } else { 0.1 })?;
    /// assert_eq!(net.features().bias(), before.features().bias());
    /// assert_ne!(net.dense1().bias(), before.dense1().bias());
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`step`](Self::step); a factor that is negative or not finite.
    pub fn step_layers<M: Trainable>(
        &mut self,
        model: &mut M,
        gradient: &[M::Scalar],
        factor: impl Fn(&Layer) -> f64,
    ) -> Result<()>
    where
        S: AsMut<[M::Scalar]>,
    {
        let parameters = model.parameters_mut();
        check_parameters::<M>(parameters)?;
        let options = self.rule.options();
        self.step_runs(parameters, gradient, || runs::<M>(options, &factor))
    }

    fn step_runs<T: Scalar, I: Iterator<Item = Run>>(
        &mut self,
        parameters: &mut [T],
        gradient: &[T],
        runs: impl Fn() -> I,
    ) -> Result<()>
    where
        S: AsMut<[T]>,
    {
        check::<R, T>(&self.rule, self.steps + 1, runs())?;
        if gradient.len() != parameters.len() {
            return Err(Error::Length { what: "the gradient", expected: parameters.len(), found: gradient.len() });
        }
        let expected = slots(&self.rule) * parameters.len();
        let state = self.state.as_mut();
        if state.len() < expected {
            return Err(Error::Length { what: "the optimizer's state", expected, found: state.len() });
        }
        if self.steps == 0 {
            // All of it: momentum that is switched on later finds its part at 0.
            state.fill(T::ZERO);
        }
        let averages = self.rule.options().use_ema;
        if averages && !self.averages {
            begin_averages::<R, T>(parameters, state);
        }
        self.averages = averages;
        self.steps += 1;
        update(&self.rule, parameters, gradient, &mut state[..expected], self.steps, runs);
        Ok(())
    }
}
