//! The sums of a convolution in registers: some positions by some filters of one block, a vector of samples each.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use pulp::Simd;

use super::LANES;
use crate::kernels::simd::Element;

/// What is summed for a row of positions: products of numbers of the block with weights, over the cells of the window and
/// the channels under each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taps {
    /// How many rows and columns of the window count.
    pub(super) counts: [usize; 2],
    /// Where in a sample the first cell lies for the first position.
    pub(super) at: usize,
    /// From one row or column of the window to the next.
    pub(super) steps: [isize; 2],
    /// Where the weight of the first cell lies.
    pub(super) weight: usize,
    /// From one row or column of the window to the next.
    pub(super) weight_steps: [usize; 2],
}

impl Taps {
    /// Where in a sample a cell lies for the first position, and where its weight lies.
    #[inline(always)]
    pub(super) fn cell(&self, i: usize, j: usize) -> (usize, usize) {
        let offset = i.cast_signed() * self.steps[0] + j.cast_signed() * self.steps[1];
        let weight = self.weight + i * self.weight_steps[0] + j * self.weight_steps[1];
        (self.at.wrapping_add_signed(offset), weight)
    }

    /// Takes the cells of a row for one, where their numbers lie side by side, and their weights.
    #[inline(always)]
    pub(super) fn join(&mut self, strides: &Strides) -> Strides {
        let (columns, mut strides) = (self.counts[1], *strides);
        let neighbours = self.steps[1] == strides.inner.cast_signed();
        if columns > 1 && neighbours && self.weight_steps[1] == strides.inner * strides.weight {
            strides.inner *= columns;
            self.counts[1] = 1;
        }
        strides
    }
}

/// How numbers and weights lie, which is the same for all positions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strides {
    /// How many numbers each cell has, or each row of cells.
    pub(super) inner: usize,
    /// From the numbers of one position to those of the next.
    pub(super) position: usize,
    /// From the weight of one number to that of the next.
    pub(super) weight: usize,
    /// From the weight of one filter to that of the next.
    pub(super) filter: usize,
}

/// The sums at `P` positions of `F` filters, whose first weight is `filter` behind that of the taps; register `part` of each
/// vector of the block.
#[inline(always)]
pub(super) fn sum<T: Element, S: Simd, const P: usize, const F: usize>(
    simd: S,
    taps: &Taps,
    strides: &Strides,
    (block, part): (&[T::Vector<S>], usize),
    (kernel, filter): (&[T], usize),
    start: [T::Vector<S>; F],
) -> [[T::Vector<S>; F]; P] {
    let parts = LANES / T::lanes::<S>();
    let mut sums = [start; P];
    let span = (strides.inner - 1) * strides.weight + 1;
    for i in 0..taps.counts[0] {
        for j in 0..taps.counts[1] {
            let (at, weight) = taps.cell(i, j);
            let weight = weight + filter;
            let mut weights: [&[T]; F] = [&[]; F];
            for (f, weights) in weights.iter_mut().enumerate() {
                *weights = &kernel[weight + f * strides.filter..][..span];
            }
            let mut numbers: [&[T::Vector<S>]; P] = [&[]; P];
            for (p, numbers) in numbers.iter_mut().enumerate() {
                *numbers = &block[(at + p * strides.position) * parts..][..strides.inner * parts];
            }
            let (mut from, mut of) = (part, 0);
            for _ in 0..strides.inner {
                let mut x = [start[0]; P];
                for p in 0..P {
                    x[p] = numbers[p][from];
                }
                for f in 0..F {
                    let w = T::splat(simd, weights[f][of]);
                    for p in 0..P {
                        sums[p][f] = T::mul_add(simd, w, x[p], sums[p][f]);
                    }
                }
                from += parts;
                of += strides.weight;
            }
        }
    }
    sums
}
