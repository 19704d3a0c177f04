//! The step of an optimizer over all parameters: what its [`Options`] ask for around its rule.

use core::{array, mem};

use super::runs::{Run, Treatment};
use super::{Options, Rule, Step};
use crate::cost;
use crate::error::Result;
use crate::parallel::{Divide, in_parts};
use crate::scalar::Scalar;

/// Slots of the state for a rule: its own, then the averages, then the sum of gradients. What lies where depends on the type
/// of the rule alone, so that hyper-parameters can change between steps.
pub(crate) fn slots<R: Rule>(rule: &R) -> usize {
    let options = rule.options();
    match (options.gradient_accumulation_steps > 1, options.use_ema) {
        (true, _) => R::SLOTS + 2,
        (false, true) => R::SLOTS + 1,
        (false, false) => rule.slots(),
    }
}

/// Which step the batch of this number makes, counted from 1.
fn step_of(options: &Options, batch: u64, factor: f64) -> Step {
    Step { number: batch.div_ceil(options.gradient_accumulation_steps.max(1)), batch, factor }
}

/// Whether a rule is in order for the batch of this number, for all that it is to update.
pub(crate) fn check<R: Rule, T: Scalar>(rule: &R, batch: u64, runs: impl IntoIterator<Item = Run>) -> Result<()> {
    let options = rule.options();
    options.check::<T>()?;
    rule.check::<T>(step_of(&options, batch, 1.0))?;
    runs.into_iter().try_for_each(|run| match run.treatment {
        Treatment::Update { factor, .. } if factor != 1.0 => rule.check::<T>(step_of(&options, batch, factor)),
        _ => Ok(()),
    })
}

/// The step of the batch of this number, run by run. `state` is one slot after the other, each for all parameters.
pub(crate) fn update<R: Rule, T: Scalar, I: Iterator<Item = Run>>(
    rule: &R,
    parameters: &mut [T],
    gradient: &[T],
    state: &mut [T],
    batch: u64,
    runs: impl Fn() -> I,
) {
    const { assert!(R::SLOTS <= MAX_SLOTS, "a rule can remember at most 4 numbers for each parameter") }
    let (params, options) = (parameters.len(), rule.options());
    let amends = Amends::of(&options, batch);
    let global = options.global_clipnorm.filter(|_| amends.due).map(|limit| {
        let updated = runs().filter(|run| matches!(run.treatment, Treatment::Update { .. }));
        let squares = updated.map(|run| squares::<R, T>(&amends, gradient, state, params, &run));
        clipped(limit, squares.sum())
    });
    for run in runs() {
        let (start, end) = (run.start, run.end);
        match run.treatment {
            Treatment::Update { factor, decays } => {
                let clip = match options.clipnorm.filter(|_| amends.due) {
                    Some(limit) => clipped(limit, squares::<R, T>(&amends, gradient, state, params, &run)),
                    None => global.unwrap_or(1.0),
                };
                let (parameters, gradient) = (&mut parameters[start..end], &gradient[start..end]);
                let mut slots = state.chunks_exact_mut(params.max(1)).map(|slot| &mut slot[start..end]);
                let state = array::from_fn(|_| slots.next().unwrap_or_default());
                let decay = if decays { amends.decay } else { 0.0 };
                let amends = Amends { scale: amends.scale * clip, decay, ..amends };
                update_run(rule, &amends, Slices { parameters, gradient, state }, step_of(&options, batch, factor));
            }
            Treatment::Take => parameters[start..end].copy_from_slice(&gradient[start..end]),
            Treatment::Keep => {}
        }
    }
}

/// The parameters that are trained become their averages, if there are any.
pub(crate) fn finalize<R: Rule, T: Scalar>(
    rule: &R,
    parameters: &mut [T],
    state: &[T],
    runs: impl IntoIterator<Item = Run>,
) {
    let params = parameters.len();
    let Some(averages) = state.chunks_exact(params.max(1)).nth(R::SLOTS).filter(|_| rule.options().use_ema) else {
        return;
    };
    for Run { start, end, treatment } in runs {
        if let Treatment::Update { .. } = treatment {
            parameters[start..end].copy_from_slice(&averages[start..end]);
        }
    }
}

/// The averages begin where the parameters are.
pub(crate) fn begin_averages<R: Rule, T: Scalar>(parameters: &[T], state: &mut [T]) {
    if let Some(averages) = state.chunks_exact_mut(parameters.len().max(1)).nth(R::SLOTS) {
        averages.copy_from_slice(parameters);
    }
}

/// As [`begin_averages`], for a state that may have averages already; those that are no longer kept are forgotten.
#[cfg(feature = "std")]
pub(crate) fn continue_averages<R: Rule, T: Scalar>(rule: &R, parameters: &[T], state: &mut [T]) {
    if let Some(averages) = state.chunks_exact_mut(parameters.len().max(1)).nth(R::SLOTS) {
        if !rule.options().use_ema {
            averages.fill(T::ZERO);
        } else if averages.iter().all(|average| *average == T::ZERO) {
            averages.copy_from_slice(parameters);
        }
    }
}

/// What a step does besides the rule.
#[derive(Clone, Copy)]
struct Amends {
    /// Whether it is the rule's alone.
    none: bool,
    /// Whether gradients are summed.
    sums: bool,
    /// Whether the parameters change.
    due: bool,
    /// What the gradient is multiplied by.
    scale: f64,
    /// What its numbers are clipped to.
    limit: Option<f64>,
    average: Option<Average>,
    decay: f64,
}

/// What a step does to the averages.
#[derive(Clone, Copy)]
struct Average {
    /// How much of them is kept.
    momentum: f64,
    /// Whether the parameters become their averages.
    overwrites: bool,
}

impl Amends {
    fn of(options: &Options, batch: u64) -> Self {
        let each = options.gradient_accumulation_steps.max(1);
        let number = step_of(options, batch, 1.0).number;
        Self {
            none: options.is_nothing(),
            sums: each > 1,
            due: batch.is_multiple_of(each),
            scale: 1.0 / each as f64,
            limit: options.clipvalue,
            average: options.use_ema.then(|| Average {
                momentum: if number == 1 { 0.0 } else { options.ema_momentum },
                overwrites: options
                    .ema_overwrite_frequency
                    .is_some_and(|updates| number.is_multiple_of(updates.max(1))),
            }),
            decay: options.weight_decay(),
        }
    }
}

/// The factor that makes the norm of a gradient at most `limit`, from the sum of its squares.
fn clipped(limit: f64, squares: f64) -> f64 {
    limit / Scalar::max(Scalar::sqrt(squares), limit)
}

/// The sum of the squares of the gradient that a run is updated by, on one thread: it does not depend on their number.
fn squares<R: Rule, T: Scalar>(amends: &Amends, gradient: &[T], state: &[T], params: usize, run: &Run) -> f64 {
    let summed = if amends.sums { state.chunks_exact(params.max(1)).nth(R::SLOTS + 1) } else { None };
    let summed = summed.map_or(&[][..], |slot| &slot[run.start..run.end]);
    amends.scale * amends.scale * T::sum_of_squares(&gradient[run.start..run.end], summed)
}

/// Σ g², or Σ (g + s)² with what was summed before.
pub(crate) fn squares_body<T: Scalar>(gradient: &[T], summed: &[T]) -> f64 {
    const LANES: usize = 16;
    let mut sums = [0.0; LANES];
    for (at, gradient) in gradient.chunks(LANES).enumerate() {
        let summed = summed.get(at * LANES..).unwrap_or_default();
        for (lane, (sum, gradient)) in sums.iter_mut().zip(gradient).enumerate() {
            let value = gradient.to_f64() + summed.get(lane).map_or(0.0, |summed| summed.to_f64());
            *sum += value * value;
        }
    }
    sums.iter().sum()
}

/// A run of parameters, on as many threads as it pays for.
fn update_run<R: Rule, T: Scalar>(rule: &R, amends: &Amends, slices: Slices<'_, T>, step: Step) {
    let slots = rule.slots();
    let parts = cost::parts(slices.parameters.len() * cost::UPDATE);
    in_parts(slices, parts, &|slices| {
        let Slices { parameters, gradient, mut state } = slices;
        if amends.none {
            rule.update(parameters, gradient, &mut state[..slots], step);
        } else {
            amended(rule, amends, Slices { parameters, gradient, state }, step);
        }
        true
    });
}

/// Numbers whose gradient is computed together, on the stack.
const BLOCK: usize = 512;

/// Block by block: the gradient as it is to be, the decay, the rule, the averages.
fn amended<R: Rule, T: Scalar>(rule: &R, amends: &Amends, slices: Slices<'_, T>, step: Step) {
    let (slots, kept) = (rule.slots(), T::from_f64(1.0 - amends.decay * rule.rate(step)));
    let mut amended = [T::ZERO; BLOCK];
    let mut rest = slices;
    while rest.units() > 0 {
        let (block, others) = {
            let at = rest.units().min(BLOCK);
            rest.divide_at(at)
        };
        rest = others;
        let Slices { parameters, gradient, mut state } = block;
        let amended = &mut amended[..gradient.len()];
        let summed = if amends.sums { mem::take(&mut state[R::SLOTS + 1]) } else { &mut [] };
        T::amend_gradient(amended, gradient, summed, amends.scale, amends.limit);
        if amends.due {
            summed.fill(T::ZERO);
            if amends.decay != 0.0 {
                T::multiply_by(parameters, kept.to_f64());
            }
            rule.update(parameters, amended, &mut state[..slots], step);
        }
        if let Some(Average { momentum, overwrites }) = amends.average {
            T::average(state[R::SLOTS], parameters, momentum);
            if overwrites {
                parameters.copy_from_slice(state[R::SLOTS]);
            }
        }
    }
}

/// The gradient times a factor, clipped; of the sum with earlier ones if there are any, which is kept.
pub(crate) fn amend_body<T: Scalar>(
    amended: &mut [T],
    gradient: &[T],
    summed: &mut [T],
    scale: f64,
    limit: Option<f64>,
) {
    amended.copy_from_slice(gradient);
    for (amended, summed) in amended.iter_mut().zip(summed) {
        *amended += *summed;
        *summed = *amended;
    }
    let (scale, limit) = (T::from_f64(scale), T::from_f64(limit.unwrap_or(f64::INFINITY)));
    for amended in amended {
        *amended = Scalar::max(Scalar::min(*amended * scale, limit), -limit);
    }
}

/// a ← momentum·a + (1 − momentum)·w.
pub(crate) fn average_body<T: Scalar>(averages: &mut [T], parameters: &[T], momentum: f64) {
    let (kept, new) = (T::from_f64(momentum), T::from_f64(1.0 - momentum));
    for (average, parameter) in averages.iter_mut().zip(parameters) {
        *average = kept * *average + new * *parameter;
    }
}

/// The most that a rule can remember for each parameter.
const MAX_SLOTS: usize = 4;

/// Parameters with their gradient and with what is remembered of each; slots that do not exist are empty.
struct Slices<'a, T> {
    parameters: &'a mut [T],
    gradient: &'a [T],
    state: [&'a mut [T]; MAX_SLOTS + 2],
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
