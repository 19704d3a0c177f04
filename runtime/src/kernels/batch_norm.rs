//! Batch normalization: y = γ (x − μ) / √(σ² + ε) + β, with the mean and the biased variance of each channel over all columns
//! of the batch; γ and β are optional.
//!
//! S. Ioffe, C. Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate shift",
//! 2015. Channels are the last axis. With a mask, one 0 or 1 for each column, the statistics are those of the columns
//! where it is 1, as in Keras' `BatchNormalization`; all columns are normalized.
//!
//! The channels, γ, β and ε come as [`Folded`], which says too whether samples lie across the vector: see
//! [`lanes`](super::lanes). There is no mask then.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use super::fold::{self, Folded};
use super::lanes::{LANES, channels};
use super::pass::pass;
use super::pointwise::Then;
use crate::kernels::channels::{BLOCK, Block, NONE};
use crate::methods::finite;
use crate::scalar::Scalar;

/// Added to the number of columns that a mask leaves, as Keras does: there may be none.
const NO_COLUMNS: f64 = 1e-7;

/// The mean of each channel, then the variance of each: `stats` `(2 · channels)`, `x` `(channels, columns)`.
///
/// ```
/// use chainrule::kernels::{batch_norm, fold::Folded};
///
/// let folded = Folded { channels: 2, moving: None, epsilon: 0.0, scale: None, offset: None, positions: None };
/// let (x, mut y, mut stats) = ([1.0, 10.0, 3.0, 30.0], [0.0; 4], [0.0; 4]);
/// batch_norm::statistics(&folded, &mut stats, &x, None);
/// assert_eq!(stats, [2.0, 20.0, 1.0, 100.0]);
/// batch_norm::normalize(&folded, &mut y, &x, &stats, &());
/// assert_eq!(y, [-1.0, -1.0, 1.0, 1.0]);
/// ```
pub fn statistics<T: Scalar>(folded: &Folded<'_, T>, stats: &mut [T], x: &[T], mask: Option<&[T]>) {
    match folded.positions {
        Some(positions) => channels::statistics(positions, stats, x),
        None => T::batch_statistics(stats, x, folded.channels, mask),
    }
}

/// y = γ (x − μ) / √(σ² + ε) + β, with the statistics of this batch, and what follows it.
pub fn normalize<T: Scalar>(folded: &Folded<'_, T>, y: &mut [T], x: &[T], stats: &[T], then: &impl Then<T>) {
    let (mean, variance) = stats.split_at(folded.channels);
    fold::forward(&Folded { moving: Some([mean, variance]), ..*folded }, y, Some(x), then);
}

/// Σ dy of each channel, then Σ dy (x − μ) of each, over all columns: `sums` `(2 · channels)`. All of the way back follows
/// from them.
///
/// ```
/// use chainrule::kernels::{batch_norm, fold::Folded};
///
/// let folded = Folded { channels: 1, moving: None, epsilon: 0.0, scale: Some(&[2.0]), offset: None, positions: None };
/// let (x, mut dy, stats, mut sums, mut dscale) = ([1.0, 3.0], [1.0, 0.5], [2.0, 1.0], [0.0; 2], [0.0]);
/// batch_norm::sums(&folded, &mut sums, &dy, &x, &stats);
/// assert_eq!(sums, [1.5, -0.5]);
/// assert!(batch_norm::grad_scale(&mut dscale, &sums, &stats, 0.0));
/// assert_eq!(dscale, [-0.5]);
/// batch_norm::backward(&folded, &mut dy, &x, &stats, &sums, None);
/// assert_eq!(dy, [0.0, 0.0]);
/// ```
pub fn sums<T: Scalar>(folded: &Folded<'_, T>, sums: &mut [T], dy: &[T], x: &[T], stats: &[T]) {
    let mean = &stats[..folded.channels];
    match folded.positions {
        Some(positions) => channels::sums(positions, sums, dy, x, mean),
        None => T::batch_sums(sums, dy, x, mean),
    }
}

/// dγ = r Σ dy (x − μ), where r = 1 / √(σ² + ε). Overwrites; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad_scale<T: Scalar>(dscale: &mut [T], sums: &[T], stats: &[T], epsilon: f64) -> bool {
    let channels = dscale.len();
    for ((dscale, sum), variance) in dscale.iter_mut().zip(&sums[channels..]).zip(&stats[channels..]) {
        *dscale = *sum / Scalar::sqrt(*variance + T::from_f64(epsilon));
    }
    T::all_finite(dscale)
}

/// dβ = Σ dy. Overwrites; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad_offset<T: Scalar>(doffset: &mut [T], sums: &[T]) -> bool {
    doffset.copy_from_slice(&sums[..doffset.len()]);
    T::all_finite(doffset)
}

/// dx = γ r (dy − m / n · (Σ dy + r² · (x − μ) · Σ dy (x − μ))), where r = 1 / √(σ² + ε), m is the mask (1 without), n the
/// number of columns that it leaves, and `dx` holds dy on entry.
pub fn backward<T: Scalar>(folded: &Folded<'_, T>, dx: &mut [T], x: &[T], stats: &[T], sums: &[T], mask: Option<&[T]>) {
    let (channels, count) = (folded.channels, count(x, folded.channels, mask));
    let at = folded.in_blocks(dx.len());
    let ((blocks, rest), (x, x_rest)) = (dx.split_at_mut(at), x.split_at(at));
    for block in Block::all(channels) {
        let way = Way::back(folded, block, stats, sums, count, mask.is_some());
        for (dx, x, width) in [(&mut *blocks, x, LANES), (&mut *rest, x_rest, 1)] {
            let work = |dx: &mut [T], at: usize| {
                let mask = mask.map(|mask| &mask[at / channels..][..dx.len() / channels]);
                T::batch_normalize_backward(&way, dx, &x[at..][..dx.len()], width, mask);
            };
            pass(dx, None, channels * width, work, &());
        }
    }
}

/// The moving mean after the step: next = momentum · old + (1 − momentum) · new. Overwrites; whether all of it is finite.
#[must_use = "statistics that are not finite must not reach the parameters"]
pub fn moving_mean<T: Scalar>(next: &mut [T], mean: &[T], stats: &[T], momentum: f64) -> bool {
    T::moving_average(next, mean, &stats[..mean.len()], momentum)
}

/// The moving variance after the step, as [`moving_mean`].
#[must_use = "statistics that are not finite must not reach the parameters"]
pub fn moving_variance<T: Scalar>(next: &mut [T], variance: &[T], stats: &[T], momentum: f64) -> bool {
    T::moving_average(next, variance, &stats[variance.len()..], momentum)
}

/// y = γ (x − μ) / √(σ² + ε) + β, with the moving statistics: `mean` and `variance` `(channels)`.
pub fn inference<T: Scalar>(folded: &Folded<'_, T>, y: &mut [T], x: &[T]) {
    fold::forward(folded, y, Some(x), &());
}

/// dx = dy / √(σ² + ε), where `dx` holds dy on entry; γ has a gradient of its own before.
pub fn inference_backward<T: Scalar>(folded: &Folded<'_, T>, dx: &mut [T]) {
    let Some([_, variance]) = folded.moving else { return };
    let (channels, at) = (folded.channels, folded.in_blocks(dx.len()));
    let (blocks, rest) = dx.split_at_mut(at);
    for (dx, width) in [(blocks, LANES), (rest, 1)] {
        let work = |dx: &mut [T], _: usize| T::batch_inference_backward(dx, variance, folded.epsilon, width);
        pass(dx, None, channels * width, work, &());
    }
}

/// What the way back needs to know of some channels.
#[derive(Debug)]
pub struct Way<T> {
    block: Block,
    channels: usize,
    /// γ r, μ, Σ dy / n, r² Σ dy (x − μ) / n
    constants: [[T; BLOCK]; 4],
}

impl<T: Scalar> Way<T> {
    fn back(folded: &Folded<'_, T>, block: Block, stats: &[T], sums: &[T], count: f64, masked: bool) -> Self {
        let channels = folded.channels;
        let (mean, variance) = stats.split_at(channels);
        // The mean of the columns that a mask leaves is a little off, and so Σ (x − μ) is not quite 0.
        let off = if masked { NO_COLUMNS / count } else { 0.0 };
        let variance = |channel: usize| variance[channel].to_f64() + folded.epsilon;
        let constants = [
            block.spread(|channel| {
                let scale = folded.scale.map_or(1.0, |scale| scale[channel].to_f64());
                T::from_f64(scale / Scalar::sqrt(variance(channel)))
            }),
            block.spread(|channel| T::from_f64(mean[channel].to_f64() * (1.0 + off))),
            block.spread(|channel| T::from_f64(sums[channel].to_f64() / count)),
            block.spread(|channel| T::from_f64(sums[channels + channel].to_f64() / (variance(channel) * count))),
        ];
        Self { block, channels, constants }
    }
}

/// The body of [`statistics`]: in two passes, since a difference of mean squares loses all its digits where the mean is
/// large.
#[inline(always)]
pub(crate) fn statistics_body<T: Scalar>(stats: &mut [T], x: &[T], channels: usize, mask: Option<&[T]>) {
    let count = count(x, channels, mask);
    let (mean, variance) = stats.split_at_mut(channels);
    for block in Block::all(channels) {
        let sums = block.sums((x, x), mask, &NONE, |_, x, _| x.to_f64());
        let means = block.spread(|channel| sums[channel - block.first] / count);
        let squares = block.sums((x, x), mask, &means, |mean, x, _| {
            let difference = x.to_f64() - mean;
            difference * difference
        });
        for at in 0..block.count {
            mean[block.first + at] = T::from_f64(means[at]);
            variance[block.first + at] = T::from_f64(squares[at] / count);
        }
    }
}

/// The body of [`sums`].
#[inline(always)]
pub(crate) fn sums_body<T: Scalar>(sums: &mut [T], dy: &[T], x: &[T], mean: &[T]) {
    let (firsts, seconds) = sums.split_at_mut(mean.len());
    for block in Block::all(mean.len()) {
        let means = block.spread(|channel| mean[channel].to_f64());
        let first = block.sums((dy, x), None, &means, |_, dy, _| dy.to_f64());
        let second = block.sums((dy, x), None, &means, |mean, dy, x| dy.to_f64() * (x.to_f64() - mean));
        for at in 0..block.count {
            firsts[block.first + at] = T::from_f64(first[at]);
            seconds[block.first + at] = T::from_f64(second[at]);
        }
    }
}

/// The body of [`backward`].
#[inline(always)]
pub(crate) fn backward_body<T: Scalar>(way: &Way<T>, dx: &mut [T], x: &[T], width: usize, mask: Option<&[T]>) {
    let Way { block, channels, constants } = way;
    let f = |dy: T, x: T, [rate, center, shift, slope]: [T; 4]| rate * (dy - shift - (x - center) * slope);
    let Some(mask) = mask else {
        if width == 1 {
            block.update_from(dx, x, constants, f);
        } else {
            block.update_lanes_from(dx, x, constants, f);
        }
        return;
    };
    let outside = [constants[0], constants[1], [T::ZERO; BLOCK], [T::ZERO; BLOCK]];
    for ((dx, x), mask) in dx.chunks_exact_mut(*channels).zip(x.chunks_exact(*channels)).zip(mask) {
        block.update_from(dx, x, if *mask == T::ZERO { &outside } else { constants }, f);
    }
}

/// next = momentum · old + (1 − momentum) · new; whether it is finite.
#[inline(always)]
pub(crate) fn moving_body<T: Scalar>(next: &mut [T], old: &[T], new: &[T], momentum: f64) -> bool {
    let (momentum, rest) = (T::from_f64(momentum), T::from_f64(1.0 - momentum));
    for ((next, old), new) in next.iter_mut().zip(old).zip(new) {
        *next = momentum * *old + rest * *new;
    }
    finite::all_finite(next)
}

/// The body of [`inference_backward`].
#[inline(always)]
pub(crate) fn inference_backward_body<T: Scalar>(dx: &mut [T], variance: &[T], epsilon: f64, width: usize) {
    for block in Block::all(variance.len()) {
        let rate = |channel: usize| T::from_f64(Scalar::sqrt(variance[channel].to_f64() + epsilon).recip());
        let (rates, f) = ([block.spread(rate)], |dy: T, [rate]: [T; 1]| dy * rate);
        if width == 1 { block.update(dx, &rates, f) } else { block.update_lanes(dx, &rates, f) }
    }
}

/// How many columns the statistics are of.
#[inline(always)]
fn count<T: Scalar>(x: &[T], channels: usize, mask: Option<&[T]>) -> f64 {
    match mask {
        Some(mask) => mask.iter().filter(|mask| **mask != T::ZERO).count() as f64 + NO_COLUMNS,
        None => x.len().checked_div(channels).unwrap_or(0) as f64,
    }
}

#[cfg(test)]
mod tests;
