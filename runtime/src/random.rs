//! Random draws that depend on nothing but (seed, step, layer, element).
//!
//! There is no state to carry along: any draw can be made in any order, on any thread, twice. The generator is
//! Philox4x32-10, its counter is laid out as [`Stream`] says, and neither will ever change: a seed means the same next
//! year, on every processor. The logarithm and the cosine of normal draws are those of the crate `libm` for that reason.
//!
//! Three families of streams never meet, even for equal seeds: the steps of training, the initial weights of a model
//! and the order of samples in an epoch.

// What becomes vector code where it is called must be inlined there.
#![allow(clippy::inline_always)]

use crate::scalar::Scalar;

mod philox;

/// Added to the step's number: the draws of initial weights, where the number is the weight's.
const INITIAL: u64 = 1 << 63;
/// Added to the step's number: the draws of a permutation, where the number is the epoch's.
const SHUFFLE: u64 = 1 << 62;
/// How often an element can be drawn again.
const ATTEMPTS: u32 = 256;
/// The bits of the layer's word below the number of the attempt.
const LAYER_BITS: u32 = 24;

/// Where the draws of one training step come from.
///
/// ```
/// use chainrule::random::Draws;
///
/// let draws = Draws::new(42).at(1000);
/// assert_eq!(draws.stream(2).uniform::<f32>(7), draws.stream(2).uniform::<f32>(7));
/// assert_ne!(draws.stream(2).uniform::<f32>(7), draws.stream(3).uniform::<f32>(7));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// The trainer's seed.
    pub seed: u64,
    /// The number of the training step, below 2⁶².
    pub step: u64,
}

impl Draws {
    /// The draws of a seed, at step 0.
    pub const fn new(seed: u64) -> Self {
        Self { seed, step: 0 }
    }

    /// The draws of another step.
    pub const fn at(self, step: u64) -> Self {
        Self { seed: self.seed, step }
    }

    /// The draws of a model that is one layer of another, by the number of that layer's draws: none that the other makes.
    pub const fn inside(self, layer: u32) -> Self {
        let [low, high, ..] = self.stream(layer).block(u32::MAX, ATTEMPTS - 1);
        Self { seed: low as u64 | (high as u64) << 32, step: self.step }
    }

    /// The draws of one layer, by its index in the model, below 2²⁴.
    pub const fn stream(self, layer: u32) -> Stream {
        Stream { draws: self, layer }
    }
}

/// The draws of one layer in one step, numbered by element.
///
/// The key of the generator is the seed (low word, high word), its counter is (block, layer + 2²⁴ · attempt, low word of
/// the step, high word of the step). Elements are numbers below 2³² (2³⁴ for uniform draws, four to a block).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    draws: Draws,
    layer: u32,
}

impl Stream {
    /// The draws for a weight's initial values, by the model's seed, the index of the layer (below 2²⁴) and the index of
    /// the weight in the layer.
    pub const fn initial(seed: u64, layer: u32, weight: u32) -> Self {
        Draws::new(seed).at(INITIAL | weight as u64).stream(layer)
    }

    /// Four random words. The attempt, below 256, numbers independent draws for the same block.
    pub const fn block(self, index: u32, attempt: u32) -> [u32; 4] {
        self.words(index, attempt)
    }

    /// The words of so many blocks, one after the other: as vector code where it is inlined.
    #[inline(always)]
    pub(crate) fn blocks<const N: usize>(self, first: u32) -> [[u32; 4]; N] {
        self.blocks_at(core::array::from_fn(
            #[inline(always)]
            |index| first.wrapping_add(index as u32),
        ))
    }

    /// The words of some blocks, in the same way.
    #[inline(always)]
    pub(crate) fn blocks_at<const N: usize>(self, indices: [u32; N]) -> [[u32; 4]; N] {
        let mut blocks = [[0; 4]; N];
        for (words, index) in blocks.iter_mut().zip(indices) {
            *words = self.words(index, 0);
        }
        blocks
    }

    #[inline(always)]
    const fn words(self, index: u32, attempt: u32) -> [u32; 4] {
        let Draws { seed, step } = self.draws;
        let layer = self.layer | (attempt << LAYER_BITS);
        philox::philox([index, layer, step as u32, (step >> 32) as u32], [seed as u32, (seed >> 32) as u32])
    }

    /// Uniform in [0, 1), a multiple of 2⁻²⁴ for `f32` and 2⁻⁵³ for `f64`: the `f64` rounded down is the `f32`.
    pub fn uniform<T: Scalar>(self, element: usize) -> T {
        self.uniforms((element / 4) as u32)[element % 4]
    }

    /// The uniform draws of the elements `4 · block` to `4 · block + 3`.
    pub fn uniforms<T: Scalar>(self, block: u32) -> [T; 4] {
        let unit = T::from_f64(1.0 / (1_u64 << T::DIGITS) as f64);
        let high = self.block(block, 0);
        let low = if T::DIGITS > 32 { self.block(block, 1) } else { [0; 4] };
        core::array::from_fn(|at| T::from_f64((join(high[at], low[at]) >> (64 - T::DIGITS)) as f64) * unit)
    }

    /// Normal with mean 0 and standard deviation 1.
    pub fn normal<T: Scalar>(self, element: usize) -> T {
        T::from_f64(self.normals(element, 0)[0])
    }

    /// Normal with mean 0 and standard deviation 1, drawn again while it is more than 2 from 0. Its own standard
    /// deviation is 0.8796.
    pub fn truncated_normal<T: Scalar>(self, element: usize) -> T {
        let mut normals = (0..ATTEMPTS).flat_map(|attempt| self.normals(element, attempt));
        // 512 draws all beyond 2 have a probability of 10⁻⁶⁸⁷.
        T::from_f64(normals.find(|normal| normal.abs() <= 2.0).unwrap_or(0.0))
    }

    /// An integer below `bound`, all equally likely (D. Lemire, "Fast random integer generation in an interval", 2019).
    /// A `bound` of 0 gives 0.
    pub fn below(self, element: usize, bound: u64) -> u64 {
        let Some(biased) = bound.wrapping_neg().checked_rem(bound) else {
            return 0;
        };
        let products = (0..ATTEMPTS).flat_map(|attempt| {
            let [a, b, c, d] = self.block(element as u32, attempt);
            [join(a, b), join(c, d)].map(|word| u128::from(word) * u128::from(bound))
        });
        let mut fair = products.filter(|product| *product as u64 >= biased);
        fair.next().map_or(0, |product| (product >> 64) as u64)
    }

    /// Two independent normal draws (G. Box, M. Muller, "A note on the generation of random normal deviates", 1958).
    pub(crate) fn normals(self, element: usize, attempt: u32) -> [f64; 2] {
        const UNIT: f64 = 1.0 / (1_u64 << f64::MANTISSA_DIGITS) as f64;
        let [a, b, c, d] = self.block(element as u32, attempt);
        // In (0, 1], so that the logarithm is finite.
        let radius = libm::sqrt(-2.0 * libm::log(((join(a, b) >> 11) + 1) as f64 * UNIT));
        let (sine, cosine) = libm::sincos(core::f64::consts::TAU * ((join(c, d) >> 11) as f64 * UNIT));
        [radius * cosine, radius * sine]
    }
}

/// A 64-bit word of its halves.
const fn join(high: u32, low: u32) -> u64 {
    ((high as u64) << 32) | low as u64
}

/// Puts items in a random order, every permutation equally likely (Fisher–Yates): the order of samples in an epoch.
///
/// ```
/// let mut order = [0, 1, 2, 3, 4];
/// chainrule::random::shuffle(&mut order, 42, 0);
/// let mut sorted = order;
/// sorted.sort();
/// assert_eq!(sorted, [0, 1, 2, 3, 4]);
/// ```
pub fn shuffle<T>(items: &mut [T], seed: u64, epoch: u64) {
    let stream = Draws::new(seed).at(SHUFFLE | epoch).stream(0);
    for last in (1..items.len()).rev() {
        items.swap(last, stream.below(last, last as u64 + 1) as usize);
    }
}

/// A seed from the operating system, for those who give none.
///
/// There is none to be had on `wasm32-unknown-unknown`, where a program draws the same seeds each time it starts: let the
/// page that runs it draw one, and give it.
#[cfg(feature = "std")]
pub fn entropy() -> u64 {
    use std::hash::{BuildHasher, RandomState};

    // Where the operating system has no source of randomness, std's own seed for hash tables is the best there is.
    drawn().unwrap_or_else(|| RandomState::new().hash_one(0))
}

/// A word from the operating system's source of randomness.
#[cfg(all(feature = "std", not(all(target_family = "wasm", target_os = "unknown"))))]
fn drawn() -> Option<u64> {
    use rand::TryRng;

    rand::rngs::SysRng.try_next_u64().ok()
}

/// There is no such source.
#[cfg(all(feature = "std", target_family = "wasm", target_os = "unknown"))]
const fn drawn() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: Stream = Draws::new(42).at(3).stream(1);
    const COUNT: usize = 100_000;

    fn moments(draw: impl Fn(usize) -> f64) -> (f64, f64) {
        let mean = (0..COUNT).map(&draw).sum::<f64>() / COUNT as f64;
        let variance = (0..COUNT).map(|at| (draw(at) - mean).powi(2)).sum::<f64>() / COUNT as f64;
        (mean, variance.sqrt())
    }

    #[test]
    fn uniform_draws_fill_the_unit_interval() {
        let (mean, deviation) = moments(|at| STREAM.uniform(at));
        assert!((mean - 0.5).abs() < 0.003 && (deviation - (1.0_f64 / 12.0).sqrt()).abs() < 0.003);
        assert!((0..COUNT).all(|at| (0.0..1.0).contains(&STREAM.uniform::<f32>(at))));
    }

    #[test]
    fn both_precisions_draw_the_same() {
        for at in 0..100 {
            let (single, double) = (f64::from(STREAM.uniform::<f32>(at)), STREAM.uniform::<f64>(at));
            assert!((0.0..1.0 / f64::from(1 << 24)).contains(&(double - single)));
            assert_eq!(STREAM.normal::<f32>(at), STREAM.normal::<f64>(at) as f32);
        }
    }

    #[test]
    fn normal_draws_have_unit_deviation() {
        let (mean, deviation) = moments(|at| STREAM.normal(at));
        assert!(mean.abs() < 0.01 && (deviation - 1.0).abs() < 0.01, "{mean} {deviation}");
    }

    #[test]
    fn truncated_normal_draws_stay_within_two_deviations() {
        let (mean, deviation) = moments(|at| STREAM.truncated_normal(at));
        assert!(mean.abs() < 0.01 && (deviation - 0.879_625_661_034_239_8).abs() < 0.01, "{mean} {deviation}");
        assert!((0..COUNT).all(|at| STREAM.truncated_normal::<f64>(at).abs() <= 2.0));
    }

    #[test]
    fn seeds_steps_layers_elements_and_families_differ() {
        let draw = |seed, step, layer, element| Draws::new(seed).at(step).stream(layer).uniform::<f64>(element);
        let base = draw(1, 2, 3, 4);
        for other in [draw(2, 2, 3, 4), draw(1, 3, 3, 4), draw(1, 2, 4, 4), draw(1, 2, 3, 5)] {
            assert_ne!(base, other);
        }
        assert_ne!(base, Stream::initial(1, 3, 2).uniform::<f64>(4));
    }

    #[test]
    fn every_permutation_is_equally_likely() {
        let mut counts = std::collections::BTreeMap::new();
        for epoch in 0..24_000 {
            let mut order = [0_u32, 1, 2, 3];
            shuffle(&mut order, 7, epoch);
            *counts.entry(order).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), 24);
        // 1000 expected; the standard deviation is 31.
        assert!(counts.values().all(|count| (860..1140).contains(count)), "{counts:?}");
    }

    /// Written down once (and computed by another program): a change of any of these breaks every seed in use.
    #[test]
    fn a_seed_means_the_same_for_ever() {
        let mut order: [u8; 10] = core::array::from_fn(|at| at as u8);
        shuffle(&mut order, 42, 0);
        assert_eq!(order, [7, 6, 8, 0, 2, 1, 5, 9, 3, 4]);
        let stream = Draws::new(42).stream(0);
        let words =
            [0.612_959_861_755_371_1, 0.468_586_504_459_381_1, 0.073_231_697_082_519_53, 0.340_861_499_309_539_8];
        assert_eq!(stream.uniforms::<f32>(0).map(f64::from), words);
        assert_eq!(stream.uniform::<f64>(1), 0.468_586_518_196_438_4);
        assert_eq!(stream.normal::<f64>(0), 0.886_497_505_901_441);
        // The first draw for element 6 is −2.05.
        assert_eq!(Stream::initial(42, 1, 0).truncated_normal::<f64>(6), 0.484_354_718_848_889);
    }
}
