//! What all optimizers can do besides their rule: decay, clipping, accumulation, averages.

use super::{check_fraction, check_positive};
use crate::error::{Error, Result};
use crate::scalar::Scalar;

/// What every optimizer of Keras takes as arguments besides its own: set by methods of the rules, such as
/// [`Adam::weight_decay`](super::Adam::weight_decay).
///
/// In the order in which a step regards them:
///
/// 1. *Accumulation*: gradients of `gradient_accumulation_steps` batches are summed; the parameters change once all are
///    there, by the mean.
/// 2. *Clipping* of the gradient, in one of three ways: each number to ±`clipvalue`; the gradient of each weight to the norm
///    `clipnorm`; the gradients of all together to the norm `global_clipnorm`.
/// 3. *Weight decay*: w ← w − lr·`weight_decay`·w, but for weights that are excluded from it.
/// 4. The rule.
/// 5. The *exponential moving average* of the weights, with `use_ema`: a ← `ema_momentum`·a + (1 − `ema_momentum`)·w, from
///    a = w after the first step. Every `ema_overwrite_frequency` steps the weights become their averages, and so they do
///    at the end of [`Trainer::fit`](crate::train::Trainer::fit), or by [`Optimizer::finalize`](super::Optimizer::finalize).
///
/// A [schedule](crate::schedule) counts batches, the corrections of a rule such as Adam count updates.
///
/// Source: <https://keras.io/api/optimizers/>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    pub(super) weight_decay: Option<f64>,
    /// Names of weights that do not decay.
    pub(super) lasting: &'static [&'static str],
    pub(super) clipvalue: Option<f64>,
    pub(super) clipnorm: Option<f64>,
    pub(super) global_clipnorm: Option<f64>,
    pub(super) gradient_accumulation_steps: u64,
    pub(super) use_ema: bool,
    pub(super) ema_momentum: f64,
    pub(super) ema_overwrite_frequency: Option<u64>,
}

impl Options {
    /// Nothing of it.
    pub const fn new() -> Self {
        Self {
            weight_decay: None,
            lasting: &[],
            clipvalue: None,
            clipnorm: None,
            global_clipnorm: None,
            gradient_accumulation_steps: 1,
            use_ema: false,
            ema_momentum: 0.99,
            ema_overwrite_frequency: None,
        }
    }

    /// The weight decay, 0 if there is none.
    pub fn weight_decay(&self) -> f64 {
        self.weight_decay.unwrap_or(0.0)
    }

    /// How many batches an update takes.
    pub const fn gradient_accumulation_steps(&self) -> u64 {
        self.gradient_accumulation_steps
    }

    /// Whether there are averages of the weights.
    pub const fn use_ema(&self) -> bool {
        self.use_ema
    }

    /// Whether a step is the rule's alone.
    pub(super) fn is_nothing(&self) -> bool {
        *self == Self { ema_momentum: self.ema_momentum, lasting: self.lasting, ..Self::new() }
    }

    /// Whether all are in their ranges as numbers of the model.
    ///
    /// # Errors
    /// [`Error::HyperParameter`] of the first that is not; two ways of clipping.
    pub(super) fn check<T: Scalar>(&self) -> Result<()> {
        if let Some(found) =
            self.weight_decay.filter(|decay| !(*decay >= 0.0 && Scalar::is_finite(T::from_f64(*decay))))
        {
            let expected = "at least 0 and finite in the model's number type";
            return Err(Error::HyperParameter { name: "weight_decay", expected, found });
        }
        let clips =
            [("clipnorm", self.clipnorm), ("global_clipnorm", self.global_clipnorm), ("clipvalue", self.clipvalue)];
        let mut given = clips.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
        if let Some((name, found)) = given.next() {
            check_positive::<T>(name, found)?;
            if let Some((name, found)) = given.next() {
                let expected = "left out: only one of `clipnorm`, `global_clipnorm` and `clipvalue` can be given";
                return Err(Error::HyperParameter { name, expected, found });
            }
        }
        let at_least_one = |name, found: Option<u64>| match found {
            Some(0) => Err(Error::HyperParameter { name, expected: "at least 1", found: 0.0 }),
            _ => Ok(()),
        };
        at_least_one("gradient_accumulation_steps", Some(self.gradient_accumulation_steps))?;
        at_least_one("ema_overwrite_frequency", self.ema_overwrite_frequency)?;
        check_fraction::<T>("ema_momentum", self.ema_momentum)
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}

/// The methods of a rule that set its [`Options`]: `options! { impl [generics] Type, path of the field }`.
macro_rules! options {
    (impl [$($generics:tt)*] $Rule:ty, $($field:tt)+) => {
        impl<$($generics)*> $Rule {
            /// How much of each weight a step takes away, times the learning rate, at least 0: w ← w − lr·decay·w, before the
            /// rule. See [`Options`](crate::optim::Options).
            pub const fn weight_decay(mut self, weight_decay: f64) -> Self {
                self.$($field)+.weight_decay = Some(weight_decay);
                self
            }

            /// Weights that do not decay: those whose name in their layer contains one of these, such as `bias` or `gamma`, as
            /// in Keras; and those that have one of these as their whole name, `dense1.kernel`, or as the name of their layer
            /// or of a model around it. A hand-written loop regards it in
            /// [`step_model`](crate::optim::Optimizer::step_model), not in [`step`](crate::optim::Optimizer::step), which
            /// knows no names.
            pub const fn exclude_from_weight_decay(mut self, names: &'static [&'static str]) -> Self {
                self.$($field)+.lasting = names;
                self
            }

            /// Clips each number of the gradient to ±`clipvalue`, above 0.
            pub const fn clipvalue(mut self, clipvalue: f64) -> Self {
                self.$($field)+.clipvalue = Some(clipvalue);
                self
            }

            /// Clips the gradient of each weight, such as the kernel of a layer, to a norm, above 0.
            pub const fn clipnorm(mut self, clipnorm: f64) -> Self {
                self.$($field)+.clipnorm = Some(clipnorm);
                self
            }

            /// Clips the gradients of all weights together to a norm, above 0.
            pub const fn global_clipnorm(mut self, global_clipnorm: f64) -> Self {
                self.$($field)+.global_clipnorm = Some(global_clipnorm);
                self
            }

            /// Of how many batches an update takes the mean gradient, at least 1. Default: 1.
            pub const fn gradient_accumulation_steps(mut self, steps: u64) -> Self {
                self.$($field)+.gradient_accumulation_steps = steps;
                self
            }

            /// Whether moving averages of the weights are kept, which the weights become at the end of training. Default: no.
            /// See [`Options`](crate::optim::Options).
            pub const fn use_ema(mut self, use_ema: bool) -> Self {
                self.$($field)+.use_ema = use_ema;
                self
            }

            /// How much of the averages a step keeps, in [0, 1). Default: 0.99.
            pub const fn ema_momentum(mut self, ema_momentum: f64) -> Self {
                self.$($field)+.ema_momentum = ema_momentum;
                self
            }

            /// After how many updates the weights become their averages, again and again, at least 1. Default: only at the
            /// end of training.
            pub const fn ema_overwrite_frequency(mut self, updates: u64) -> Self {
                self.$($field)+.ema_overwrite_frequency = Some(updates);
                self
            }
        }
    };
}
pub(super) use options;
