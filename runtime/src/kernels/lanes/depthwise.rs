//! Depthwise convolution block by block, forward and back: some places by some channels at a time in registers.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

pub(crate) mod grad_kernel;

use pulp::{Simd, WithSimd};

use super::LANES;
use super::runs::{Run, Walk, Way};
use crate::cost;
use crate::kernels::Finish;
use crate::kernels::depthwise::Depthwise;
use crate::kernels::simd::Element;
use crate::parallel::{Columns, in_parts};

/// [`depthwise_forward`](super::depthwise_forward) of whole blocks.
pub(crate) fn forward<T: Element>(shape: &Depthwise, y: &mut [T], kernel: &[T], x: &[T], then: Finish<'_, T>) {
    blocks(shape, Way::Forward, (y, shape.outer()), kernel, (x, shape.inner()), then);
}

/// [`depthwise_grad_input`](super::depthwise_grad_input) of whole blocks.
pub(crate) fn grad_input<T: Element>(shape: &Depthwise, dx: &mut [T], kernel: &[T], dy: &[T], then: Finish<'_, T>) {
    blocks(shape, Way::Back, (dx, shape.inner()), kernel, (dy, shape.outer()), then);
}

/// Each block by itself, on as many threads as pay.
fn blocks<T: Element>(
    shape: &Depthwise,
    way: Way,
    (result, out): (&mut [T], usize),
    kernel: &[T],
    (from, len): (&[T], usize),
    then: Finish<'_, T>,
) {
    let work = from.len() / len * shape.outer() * shape.window.cells();
    in_parts(Columns::one_by_one(result, out * LANES), cost::parts(work), &|columns| {
        let first = columns.first;
        for (block, to) in columns.values.chunks_exact_mut(out * LANES).enumerate() {
            let from = &from[(first + block) * len * LANES..][..len * LANES];
            T::dispatch(Block { shape, way, to: &mut *to, kernel, from });
            then(to, (first + block) * out * LANES);
        }
        true
    });
}

/// The convolution of one block.
struct Block<'a, T> {
    shape: &'a Depthwise,
    way: Way,
    to: &'a mut [T],
    kernel: &'a [T],
    from: &'a [T],
}

impl<T: Element> WithSimd for Block<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        self.walk().for_each_run(
            #[inline(always)]
            |run| {
                if S::IS_SCALAR {
                    self.run::<S, 1, 1>(simd, run);
                } else if S::REGISTER_COUNT >= 32 {
                    self.run::<S, 4, 4>(simd, run);
                } else {
                    self.run::<S, 2, 4>(simd, run);
                }
            },
        );
    }
}

impl<'a, T: Element> Block<'a, T> {
    fn walk(&self) -> Walk<'a> {
        let (channels, filters) = (self.shape.channels, self.shape.filters());
        let numbers = if self.way == Way::Forward { channels } else { filters };
        Walk { window: &self.shape.window, way: self.way, numbers, weights: filters }
    }

    /// A run, `P` places at a time: neighbours see the same weights.
    #[inline(always)]
    fn run<S: Simd, const P: usize, const C: usize>(&mut self, simd: S, run: &Run) {
        let (mut run, step, all) = (*run, self.walk().step(), self.all());
        // As many channels as are computed `C` at a time: neighbours of the result are neighbours of what they come from.
        let whole = if self.shape.multiplier == 1 { all / C * C } else { 0 };
        while run.count > 0 {
            let places = if run.count >= P { P } else { 1 };
            let mut at = 0;
            while at < whole {
                if places == P {
                    self.tile::<S, P, C>(simd, &run, step, at);
                } else {
                    self.tile::<S, 1, C>(simd, &run, step, at);
                }
                at += C;
            }
            // What is left of the channels, or all of them.
            for at in whole..all {
                if places == P {
                    self.tile::<S, P, 1>(simd, &run, step, at);
                } else {
                    self.tile::<S, 1, 1>(simd, &run, step, at);
                }
            }
            run.skip(places, step);
        }
    }

    /// Channels of the result.
    fn all(&self) -> usize {
        if self.way == Way::Forward { self.shape.filters() } else { self.shape.channels }
    }

    /// `C` channels of the result from `at` on, at `P` places.
    #[inline(always)]
    fn tile<S: Simd, const P: usize, const C: usize>(&mut self, simd: S, run: &Run, step: usize, at: usize) {
        for part in 0..LANES / T::lanes::<S>() {
            self.part::<S, P, C>(simd, run, step, at, part);
        }
    }

    /// Register `part` of each vector of a tile.
    #[inline(always)]
    fn part<S: Simd, const P: usize, const C: usize>(
        &mut self,
        simd: S,
        run: &Run,
        step: usize,
        at: usize,
        part: usize,
    ) {
        let (parts, multiplier) = (LANES / T::lanes::<S>(), self.shape.multiplier);
        // How many numbers of each cell are summed, where they lie, and where their weights.
        let (terms, first, weight) = match self.way {
            _ if multiplier == 1 => (1, at, at),
            Way::Forward => (1, at / multiplier, at),
            Way::Back => (multiplier, at * multiplier, at * multiplier),
        };
        let from = T::vectors::<S>(self.from);
        let mut sums = [[T::splat(simd, T::ZERO); C]; P];
        for i in 0..run.taps.counts[0] {
            for j in 0..run.taps.counts[1] {
                let (place, weights) = run.taps.cell(i, j);
                for term in 0..terms {
                    let weights = &self.kernel[weights + weight + term..][..C];
                    let mut w = [T::splat(simd, T::ZERO); C];
                    for c in 0..C {
                        w[c] = T::splat(simd, weights[c]);
                    }
                    for (p, sums) in sums.iter_mut().enumerate() {
                        let x = &from[(place + first + term + p * step) * parts + part..][..=(C - 1) * parts];
                        for c in 0..C {
                            sums[c] = T::mul_add(simd, w[c], x[c * parts], sums[c]);
                        }
                    }
                }
            }
        }
        let all = self.all();
        let to = T::vectors_mut::<S>(self.to);
        for (p, sums) in sums.iter().enumerate() {
            let to = &mut to[((run.first + p * run.step) * all + at) * parts + part..][..=(C - 1) * parts];
            for c in 0..C {
                to[c * parts] = sums[c];
            }
        }
    }
}
