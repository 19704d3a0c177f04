//! Connectionist temporal classification: the loss of a sequence whose symbols are known and whose timing is not.
//!
//! Each step of the output says a symbol or nothing, the *blank*, class 0. What is said is read by merging what is said
//! several times in a row and then leaving the blanks out: `_aa_ab_` reads `aab`. The probability of a label is the sum over
//! all ways to say it, found by the forward-backward algorithm over *states*: blank, first symbol, blank, second symbol …
//! blank. α of a step and a state is the probability to have come there, β to come from there to the end.
//!
//! Source: Graves et al., "Connectionist Temporal Classification", 2006; <https://keras.io/api/losses/>, `keras.losses.CTC`.

use crate::bodies::Bodies;
use crate::error::{Error, Result};
use crate::kernels::{log_softmax, softmax::log_sum_exps};
use crate::loss::counted::Counted;
use crate::loss::head::EndsInLogits;
use crate::loss::label::{ClassIndex, Item, width};
use crate::loss::{Head, Labels, Loss, check_lengths};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// The most symbols of a label.
const LONGEST: usize = 1000;
/// Numbers on the stack: rows of α, at least three of them.
const MEMORY: usize = 7000;

/// −ln of the probability that the model says the label's symbols in their order, whenever each. For a model that gives
/// logits, `[[f32; CLASSES]; STEPS]`; class 0 is the blank. A label is `[u8; N]` or another integer type: its symbols, 1 and
/// up, and zeros behind them; at most 1,000 symbols. Averaged over the samples. No masks.
///
/// A label needs a step for each symbol, and one more between two of the same.
///
/// The memory for the forward-backward algorithm is 56 kB on the stack: the more steps and symbols, the more is computed
/// again, at most a logarithm of the steps times.
///
/// Source: Graves et al., "Connectionist Temporal Classification", 2006; `keras.losses.CTC`.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Ctc;

impl Ctc {
    /// For a model without an activation at its end.
    pub const fn new() -> Self {
        Self
    }
}

/// Labels for outputs of several steps, in which symbols follow one another: `[u8; N]`, padded with zeros, for
/// `[[f32; CLASSES]; STEPS]`. `L` is the loss that takes them.
#[diagnostic::on_unimplemented(
    message = "`{L}` cannot compare labels `{Self}` with outputs `{O}`",
    label = "labels `{Self}` do not fit outputs `{O}`",
    note = "outputs are `[[f32; classes]; steps]`, a label is `[u8; n]`: symbols, and zeros behind them"
)]
pub trait Transcript<O: Sample, L>: Sized {
    /// What the labels are made of.
    type Item: Item;
    /// The length of a label, padding included.
    const LEN: usize;
    /// The symbols of a label and its padding.
    fn items(&self) -> &[Self::Item];
}

impl<T, I, L, const CLASSES: usize, const STEPS: usize, const N: usize> Transcript<[[T; CLASSES]; STEPS], L> for [I; N]
where
    T: Scalar + Sample<Scalar = T>,
    I: ClassIndex<L, [I; N]>,
{
    type Item = I;
    const LEN: usize = N;

    fn items(&self) -> &[I] {
        self
    }
}

impl<H, O, Y> Loss<H, O, Y> for Ctc
where
    H: Head<O> + EndsInLogits<Self>,
    O: Sample,
    Y: Transcript<O, Self>,
{
    fn check(&self, labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
        labels.iter().enumerate().try_for_each(|(row, label)| symbols::<O, Y>(label, row).map(drop))
    }
    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, Y, O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64> {
        check_lengths::<O, Y>(values, &labels, Some(gradient))?;
        mean::<O, Y>(values, labels, gradient)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        check_lengths::<O, Y>(values, &labels, None)?;
        mean::<O, Y>(values, labels, &mut [])
    }
}

/// The mean over the samples. An empty gradient is not wanted.
#[expect(clippy::large_stack_arrays, reason = "56 kB, so that there need be no allocator")]
fn mean<O: Sample, Y: Transcript<O, Ctc>>(
    values: &[O::Scalar],
    labels: Labels<'_, Y, O::Scalar>,
    gradient: &mut [O::Scalar],
) -> Result<f64> {
    let labels = labels.unmasked("`Ctc`")?;
    let counted = Counted::of::<O, Y>(&labels)?;
    if let Some(weights) = labels.weights().filter(|weights| weights.len() != labels.len()) {
        // The loss is one of a whole sample.
        let (expected, found) = (labels.len(), weights.len());
        return Err(Error::Length { what: "the weights of a batch (one a sample)", expected, found });
    }
    let scale = counted.scale(labels.reduction(), values.len(), O::LEN.max(1), O::LEN.max(1));
    let (mut sum, mut memory) = (0.0, [0.0; MEMORY]);
    for (row, label) in labels.iter().enumerate() {
        let (symbols, count) = symbols::<O, Y>(label, row)?;
        let numbers = row * O::LEN..(row + 1) * O::LEN;
        let gradient = gradient.get_mut(numbers.clone()).unwrap_or_default();
        let (weight, values) = (counted.weight(numbers.start).unwrap_or(0.0), &values[numbers]);
        sum += weight * O::Scalar::ctc(values, &symbols[..count], gradient, width::<O>(), scale * weight, &mut memory);
    }
    Ok(sum * scale)
}

/// The symbols of a label, and how many they are.
///
/// # Errors
/// A symbol that is no class of the outputs, or not enough steps to say them all.
fn symbols<O: Sample, Y: Transcript<O, Ctc>>(label: &Y, row: usize) -> Result<([usize; LONGEST], usize)> {
    const { assert!(Y::LEN <= LONGEST, "a label for `Ctc` has at most 1000 symbols") };
    let (items, classes, steps) = (label.items(), O::LAST, O::LEN / width::<O>());
    let (mut symbols, mut count, mut needed) = ([0; LONGEST], 0, 0);
    for at in (0..items.len()).filter(|&at| !items[at].is(0)) {
        let symbol = Y::Item::class(items, at, classes).map_err(|label| Error::Label { row, label, classes })?;
        needed += if count > 0 && symbols[count - 1] == symbol { 2 } else { 1 };
        symbols[count] = symbol;
        count += 1;
    }
    if needed > steps { Err(Error::Steps { row, needed, steps }) } else { Ok((symbols, count)) }
}

/// −ln of the probability of a sample's symbols; dx = scale · (p − γ), where γ of a step and a class is the probability that
/// this class is said then, given that what is said is right. `memory` holds at least three rows of all states.
pub(crate) fn body<T: Scalar>(
    logits: &[T],
    symbols: &[usize],
    gradient: &mut [T],
    classes: usize,
    scale: f64,
    memory: &mut [f64],
) -> f64 {
    let states = 2 * symbols.len() + 1;
    let (alpha, memory) = memory.split_at_mut(states);
    begin(alpha);
    if gradient.is_empty() {
        log_sum_exps(logits, classes, |step, log_sum| {
            let row = &logits[step * classes..(step + 1) * classes];
            advance(alpha, symbols, |class| row[class].to_f64() - log_sum);
        });
        return -end(alpha);
    }
    gradient.copy_from_slice(logits);
    log_softmax::forward_body(gradient, classes);
    let steps = gradient.len() / classes;
    let mut sample = Alignment { symbols, classes, log_p: gradient, log_likelihood: 0.0, scale };
    (0..steps).for_each(|step| sample.advance(alpha, step));
    let log_likelihood = end(alpha);
    sample.log_likelihood = log_likelihood;
    let (beta, memory) = memory.split_at_mut(states);
    begin(alpha);
    beta.fill(f64::NEG_INFINITY);
    beta[states.saturating_sub(2)..].fill(0.0);
    sample.descend(0, steps, alpha, beta, memory);
    -log_likelihood
}

/// ln α before the first step: in the first state.
fn begin(alpha: &mut [f64]) {
    alpha.fill(f64::NEG_INFINITY);
    alpha[0] = 0.0;
}

/// ln of the probability to be in one of the last two states.
fn end(alpha: &[f64]) -> f64 {
    log_sum_exp(&alpha[alpha.len().saturating_sub(2)..])
}

/// From ln α of a step to that of the next, whose logarithms of probabilities are given.
fn advance(alpha: &mut [f64], symbols: &[usize], log_p: impl Fn(usize) -> f64) {
    for state in (0..alpha.len()).rev() {
        let from = state.saturating_sub(reach(symbols, state));
        alpha[state] = log_sum_exp(&alpha[from..=state]) + log_p(class(symbols, state));
    }
}

/// The class that is said in a state.
fn class(symbols: &[usize], state: usize) -> usize {
    if state.is_multiple_of(2) { 0 } else { symbols[state / 2] }
}

/// How many states back a state can be reached from: a blank may be left out, unless it stands between two of the same.
fn reach(symbols: &[usize], state: usize) -> usize {
    let skips = state % 2 == 1 && state > 1 && symbols[state / 2] != symbols[state / 2 - 1];
    if skips { 2 } else { 1 }
}

/// ln Σ exp(x).
fn log_sum_exp(x: &[f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return largest;
    }
    largest + Scalar::ln(x.iter().map(|x| Scalar::exp(x - largest)).sum::<f64>())
}

/// A sample, on the way back.
struct Alignment<'a, T> {
    symbols: &'a [usize],
    classes: usize,
    /// ln p of the steps to come, the gradient of those that are done.
    log_p: &'a mut [T],
    log_likelihood: f64,
    scale: f64,
}

impl<T: Scalar> Alignment<'_, T> {
    /// The way back over some steps: `before` is ln α before the first, `beta` is ln β of the last on entry, of the one
    /// before the first on return. If there are more steps than rows of memory, α is computed to the middle, to begin
    /// there for the second half, and from the start again for the first.
    fn descend(&mut self, start: usize, mut end: usize, before: &[f64], beta: &mut [f64], memory: &mut [f64]) {
        let states = before.len();
        let rows = memory.len() / states;
        while end - start > rows {
            let middle = if rows > 1 { usize::midpoint(start, end) } else { end - 1 };
            let (alpha, memory) = memory.split_at_mut(states);
            alpha.copy_from_slice(before);
            (start..middle).for_each(|step| self.advance(alpha, step));
            if rows > 1 {
                self.descend(middle, end, alpha, beta, memory);
            } else {
                self.advance(alpha, middle);
                self.step_back(middle, alpha, beta);
            }
            end = middle;
        }
        for (row, step) in (start..end).enumerate() {
            let (done, alpha) = memory.split_at_mut(row * states);
            let alpha = &mut alpha[..states];
            alpha.copy_from_slice(done.rchunks(states).next().unwrap_or(before));
            self.advance(alpha, step);
        }
        for (alpha, step) in memory.chunks_exact_mut(states).zip(start..end).rev() {
            self.step_back(step, alpha, beta);
        }
    }

    /// From ln α before a step to that of the step.
    fn advance(&self, alpha: &mut [f64], step: usize) {
        let log_p = &self.log_p[step * self.classes..];
        advance(alpha, self.symbols, |class| log_p[class].to_f64());
    }

    /// From ln β of a step to that of the step before; writes the gradient of the step. `alpha` is overwritten.
    fn step_back(&mut self, step: usize, alpha: &mut [f64], beta: &mut [f64]) {
        let Self { symbols, classes, log_likelihood, scale, .. } = *self;
        let log_p = &mut self.log_p[step * classes..(step + 1) * classes];
        for (alpha, beta) in alpha.iter_mut().zip(&*beta) {
            *alpha += beta - log_likelihood;
        }
        for (state, beta) in beta.iter_mut().enumerate() {
            *beta += log_p[class(symbols, state)].to_f64();
        }
        for state in 0..beta.len() {
            let reached = |to: &usize| *to < beta.len() && to - state <= reach(symbols, *to);
            let last = [state + 2, state + 1].into_iter().find(reached).unwrap_or(state);
            beta[state] = log_sum_exp(&beta[state..=last]);
        }
        for value in &mut *log_p {
            *value = T::from_f64(scale) * value.exp();
        }
        for (state, alpha) in alpha.iter().enumerate() {
            log_p[class(symbols, state)] -= T::from_f64(scale * Scalar::exp(*alpha));
        }
    }
}

#[cfg(test)]
mod tests;
