//! Batch normalization by statistics that are there: y = γ (x − mean)/√(variance + ε) + β in one pass, which a convolution
//! applies to what it has just computed when predicting.
//!
//! ```
//! use chainrule::kernels::fold::{Folded, forward};
//!
//! let moving = Some([&[1.0_f32, 2.0][..], &[4.0, 1.0][..]]);
//! let folded = Folded { channels: 2, moving, epsilon: 0.0, scale: None, offset: Some(&[0.0, 10.0]), positions: None };
//! let mut y = [3.0, 3.0, 5.0, 2.0];
//! forward(&folded, &mut y, None, &());
//! assert_eq!(y, [1.0, 11.0, 2.0, 10.0]);
//! ```

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use super::channels::{BLOCK, Block};
use super::lanes::{LANES, whole};
use super::pass::pass;
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

/// y = γ (x − mean)/√(variance + ε) + β: `x` and `y` `(channels, columns)`; without x, y holds it. What follows is done to
/// each piece of y as soon as it is there.
pub fn forward<T: Scalar>(folded: &Folded<'_, T>, y: &mut [T], x: Option<&[T]>, then: &impl pointwise::Then<T>) {
    let (channels, at) = (folded.channels, folded.in_blocks(y.len()));
    let ((blocks, rest), x) = (y.split_at_mut(at), x.map(|x| x.split_at(at)));
    let (x_blocks, x_rest) = (x.map(|x| x.0), x.map(|x| x.1));
    pass(blocks, x_blocks, channels * LANES, |y, _| T::fold(folded, y, LANES), then);
    pass(rest, x_rest, channels, |y, _| T::fold(folded, y, 1), &pointwise::From(then, at));
}

/// The same for what a kernel has just computed, and what follows it.
#[derive(Clone, Copy, Debug)]
pub struct Then<'a, T, F>(pub Folded<'a, T>, pub &'a F);

impl<T: Scalar, F: pointwise::Then<T>> pointwise::Then<T> for Then<'_, T, F> {
    #[inline]
    fn apply(&self, columns: &mut [T], at: usize) {
        // With samples across the vector a kernel finishes a block at a time, or less of what is left over.
        let (blocks, rest) = columns.split_at_mut(self.0.in_blocks(columns.len()));
        for (part, width) in [(blocks, LANES), (rest, 1)] {
            if !part.is_empty() {
                T::fold(&self.0, part, width);
            }
        }
        self.1.apply(columns, at);
    }
}

/// y = factor · (y − mean) + offset for each channel, `width` numbers of which lie side by side.
#[inline(always)]
pub(crate) fn body<T: Scalar>(folded: &Folded<'_, T>, y: &mut [T], width: usize) {
    let f = |y: T, [mean, factor, offset]: [T; 3]| (y - mean) * factor + offset;
    for block in Block::all(folded.channels) {
        let constants = folded.constants(block);
        if width == 1 { block.update(y, &constants, f) } else { block.update_lanes(y, &constants, f) }
    }
}

impl<T: Scalar> Folded<'_, T> {
    /// How many of so many numbers are in blocks of samples.
    pub(super) fn in_blocks(&self, numbers: usize) -> usize {
        let sample = self.positions.map(|positions| positions * self.channels);
        sample.map_or(0, |sample| whole(numbers, sample) * sample)
    }

    /// The mean, γ/√(variance + ε) and β of the channels of a block.
    #[inline(always)]
    fn constants(&self, block: Block) -> [[T; BLOCK]; 3] {
        let [mut means, mut factors, mut offsets] = [[T::ZERO; BLOCK], [T::ONE; BLOCK], [T::ZERO; BLOCK]];
        let (own, at) = (block.count, block.first..block.first + block.count);
        if let Some([mean, variance]) = self.moving {
            let epsilon = T::from_f64(self.epsilon);
            means[..own].copy_from_slice(&mean[at.clone()]);
            for (factor, variance) in factors[..own].iter_mut().zip(&variance[at.clone()]) {
                *factor = T::ONE / Scalar::sqrt(*variance + epsilon);
            }
        }
        if let Some(scale) = self.scale {
            for (factor, scale) in factors[..own].iter_mut().zip(&scale[at.clone()]) {
                *factor *= *scale;
            }
        }
        if let Some(offset) = self.offset {
            offsets[..own].copy_from_slice(&offset[at]);
        }
        let mut constants = [means, factors, offsets];
        for constants in &mut constants {
            block.repeat(constants);
        }
        constants
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::{assert_near, numbers};
    use crate::kernels::lanes::interleave;
    use crate::kernels::{bias, scale};

    #[test]
    fn one_pass_does_what_three_do() {
        for (channels, positions, samples) in
            [(1, 1, 1), (3, 4, 33), (17, 3, 16), (300, 2, 5), (6, 1, 40), (5, 400, 17)]
        {
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
                    for (at, y) in expected.iter_mut().enumerate() {
                        *y = (*y - mean[at % channels]) / (variance[at % channels] + 1e-3).sqrt();
                    }
                }
                if part(2) {
                    scale::forward_in_place(&mut expected, &factor);
                }
                if part(4) {
                    bias::forward_in_place(&mut expected, &offset);
                }
                let (mut y, mut apart) = (x.clone(), vec![9.0; x.len()]);
                forward(&folded, &mut y, None, &());
                assert_near(&y, &expected, 1e-12);
                forward(&folded, &mut apart, Some(&x), &());
                assert_eq!(y, apart);
                let mut after = x.clone();
                pointwise::Then::apply(&Then(folded, &()), &mut after, 0);
                assert_near(&after, &expected, 1e-12);

                let len = channels * positions;
                let (mut y, mut blocks) = (vec![0.0; x.len()], vec![0.0; x.len()]);
                interleave(&mut y, &x, len);
                forward(&Folded { positions: Some(positions), ..folded }, &mut y, None, &());
                interleave(&mut blocks, &expected, len);
                assert_near(&y, &blocks, 1e-12);
            }
        }
    }
}
