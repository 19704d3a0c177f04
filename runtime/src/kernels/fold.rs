//! Batch normalization folded, when predicting: y = γ (x − mean)/√(variance + ε) + β is a factor and a summand for each
//! channel, which a convolution applies to what it has just computed.
//!
//! ```
//! use chainrule::kernels::fold::{Folded, forward_in_place};
//!
//! let moving = Some([&[1.0_f32, 2.0][..], &[4.0, 1.0][..]]);
//! let folded = Folded { channels: 2, moving, epsilon: 0.0, scale: None, offset: Some(&[0.0, 10.0]), positions: None };
//! let mut y = [3.0, 3.0, 5.0, 2.0];
//! forward_in_place(&folded, &mut y);
//! assert_eq!(y, [1.0, 11.0, 2.0, 10.0]);
//! ```

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use super::channels::Block;
use super::lanes::{LANES, whole};
use super::pointwise;
use crate::scalar::Scalar;

/// What becomes of each channel.
#[derive(Clone, Copy, Debug)]
pub struct Folded<'a, T> {
    /// Of the value.
    pub channels: usize,
    /// Mean and variance; without them x stays as it is up to here.
    pub moving: Option<[&'a [T]; 2]>,
    /// ε
    pub epsilon: f64,
    /// γ
    pub scale: Option<&'a [T]>,
    /// β
    pub offset: Option<&'a [T]>,
    /// With samples across the vector, how many positions a sample has: see [`lanes`](super::lanes).
    pub positions: Option<usize>,
}

/// y = γ (y − mean)/√(variance + ε) + β: `y` `(channels, columns)`.
pub fn forward_in_place<T: Scalar>(folded: &Folded<'_, T>, y: &mut [T]) {
    T::fold(folded, y);
}

/// The same for what a kernel has just computed, and what follows it.
#[derive(Clone, Copy, Debug)]
pub struct Then<'a, T, F>(pub Folded<'a, T>, pub &'a F);

impl<T: Scalar, F: pointwise::Then<T>> pointwise::Then<T> for Then<'_, T, F> {
    #[inline]
    fn apply(&self, columns: &mut [T], at: usize) {
        forward_in_place(&self.0, columns);
        self.1.apply(columns, at);
    }
}

/// The body of [`forward_in_place`]. With samples across the vector a kernel finishes a block at a time, or less of what is
/// left over, which is sample after sample: as for a whole batch.
#[inline(always)]
pub(crate) fn body<T: Scalar>(folded: &Folded<'_, T>, y: &mut [T]) {
    let channels = folded.channels;
    let at = folded.positions.map_or(0, |positions| whole(y.len(), positions * channels) * positions * channels);
    let (blocks, columns) = y.split_at_mut(at);
    for block in Block::all(channels) {
        let [factors, summands] = folded.constants(block);
        for rows in blocks.as_chunks_mut::<LANES>().0.chunks_exact_mut(channels) {
            let rows = rows[block.first..][..block.count].iter_mut();
            for (row, (factor, summand)) in rows.zip(factors.iter().zip(&summands)) {
                for y in row {
                    *y = *y * *factor + *summand;
                }
            }
        }
        block.update(columns, &[factors, summands], |y, [factor, summand]| y * factor + summand);
    }
}

impl<T: Scalar> Folded<'_, T> {
    /// γ/√(variance + ε) and β − mean · γ/√(variance + ε) of each channel.
    #[inline(always)]
    fn constants(&self, block: Block) -> [[T; super::channels::BLOCK]; 2] {
        let factor = |channel: usize| {
            let rate = self
                .moving
                .map_or(1.0, |[_, variance]| Scalar::sqrt(variance[channel].to_f64() + self.epsilon).recip());
            rate * self.scale.map_or(1.0, |scale| scale[channel].to_f64())
        };
        let summand = |channel: usize| {
            let mean = self.moving.map_or(0.0, |[mean, _]| mean[channel].to_f64());
            self.offset.map_or(0.0, |offset| offset[channel].to_f64()) - mean * factor(channel)
        };
        [block.spread(|channel| T::from_f64(factor(channel))), block.spread(|channel| T::from_f64(summand(channel)))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::{assert_near, numbers};
    use crate::kernels::lanes::interleave;
    use crate::kernels::{batch_norm, bias, scale};

    #[test]
    fn one_pass_does_what_three_do() {
        for (channels, positions, samples) in [(1, 1, 1), (3, 4, 33), (17, 3, 16), (300, 2, 5), (6, 1, 40)] {
            let x = numbers(channels * positions * samples, 1);
            let (mean, offset, factor) = (numbers(channels, 2), numbers(channels, 3), numbers(channels, 4));
            let variance: Vec<f64> = numbers(channels, 5).iter().map(|number| number * number).collect();
            for parts in 0..8 {
                let part = |bit: usize| parts & bit == bit;
                let folded = Folded {
                    channels,
                    moving: part(1).then_some([mean.as_slice(), variance.as_slice()]),
                    epsilon: 1e-3,
                    scale: part(2).then_some(factor.as_slice()),
                    offset: part(4).then_some(offset.as_slice()),
                    positions: None,
                };
                let mut expected = x.clone();
                if part(1) {
                    batch_norm::inference(&mut expected, &x, &mean, &variance, 1e-3);
                }
                if part(2) {
                    scale::forward_in_place(&mut expected, &factor);
                }
                if part(4) {
                    bias::forward_in_place(&mut expected, &offset);
                }
                let mut y = x.clone();
                forward_in_place(&folded, &mut y);
                assert_near(&y, &expected, 1e-12);

                let len = channels * positions;
                let (mut y, mut blocks) = (vec![0.0; x.len()], vec![0.0; x.len()]);
                interleave(&mut y, &x, len);
                forward_in_place(&Folded { positions: Some(positions), ..folded }, &mut y);
                interleave(&mut blocks, &expected, len);
                assert_near(&y, &blocks, 1e-12);
            }
        }
    }
}
