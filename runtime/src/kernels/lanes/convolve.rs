//! Convolution and its transpose, block by block: both are sums over the cells of a window, walked in one way or the other.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use pulp::{Simd, WithSimd};

use super::LANES;
use super::runs::{Run, Walk, Way};
use super::sum::{Strides, sum};
use crate::cost;
use crate::kernels::Finish;
use crate::kernels::conv::Conv;
use crate::kernels::simd::Element;
use crate::parallel::{Columns, in_parts};

/// [`conv_forward`](super::conv_forward) of whole blocks.
pub(crate) fn forward<T: Element>(
    shape: &Conv,
    y: &mut [T],
    kernel: &[T],
    bias: Option<&[T]>,
    x: &[T],
    then: Finish<'_, T>,
) {
    let (inner, outer) = (shape.window.pixels() * shape.channels, shape.window.positions() * shape.filters);
    blocks(shape, Way::Forward, (y, outer), (kernel, bias), (x, inner), then);
}

/// [`conv_grad_input`](super::conv_grad_input) of whole blocks.
pub(crate) fn grad_input<T: Element>(shape: &Conv, dx: &mut [T], kernel: &[T], dy: &[T], then: Finish<'_, T>) {
    let (inner, outer) = (shape.window.pixels() * shape.channels, shape.window.positions() * shape.filters);
    blocks(shape, Way::Back, (dx, inner), (kernel, None), (dy, outer), then);
}

/// Each block by itself, on as many threads as pay.
fn blocks<T: Element>(
    shape: &Conv,
    way: Way,
    (result, out): (&mut [T], usize),
    (kernel, bias): (&[T], Option<&[T]>),
    (from, len): (&[T], usize),
    then: Finish<'_, T>,
) {
    let work = from.len() / len * shape.window.positions() * shape.filters * shape.depth();
    in_parts(Columns::one_by_one(result, out * LANES), cost::parts(work), &|columns| {
        let first = columns.first;
        for (block, to) in columns.values.chunks_exact_mut(out * LANES).enumerate() {
            let from = &from[(first + block) * len * LANES..][..len * LANES];
            T::dispatch(Block { shape, way, to: &mut *to, kernel, bias, from });
            then(to, (first + block) * out * LANES);
        }
        true
    });
}

/// The convolution of one block.
struct Block<'a, T> {
    shape: &'a Conv,
    way: Way,
    to: &'a mut [T],
    kernel: &'a [T],
    bias: Option<&'a [T]>,
    from: &'a [T],
}

impl<T: Element> WithSimd for Block<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        self.walk().for_each_run(
            #[inline(always)]
            |run| {
                for part in 0..LANES / T::lanes::<S>() {
                    self.filters(simd, run, part);
                }
            },
        );
    }
}

impl<'a, T: Element> Block<'a, T> {
    fn walk(&self) -> Walk<'a> {
        let Conv { window, channels, filters, .. } = self.shape;
        let numbers = if self.way == Way::Forward { *channels } else { *filters };
        Walk { window, way: self.way, numbers, weights: channels * filters }
    }

    /// All filters of the result for a run: as many sums at once as registers allow, and at least eight if possible.
    #[inline(always)]
    fn filters<S: Simd>(&mut self, simd: S, run: &Run, part: usize) {
        let filters = match self.way {
            Way::Forward => self.shape.filters,
            Way::Back => self.shape.channels,
        };
        let mut filter = 0;
        while filter < filters {
            filter += if S::IS_SCALAR {
                self.some::<S, 1, 1>(simd, run, part, filter)
            } else if S::REGISTER_COUNT >= 32 {
                match filters - filter {
                    6 | 12 => self.some::<S, 4, 6>(simd, run, part, filter),
                    8.. => self.some::<S, 3, 8>(simd, run, part, filter),
                    4..8 => self.some::<S, 6, 4>(simd, run, part, filter),
                    _ => self.some::<S, 8, 1>(simd, run, part, filter),
                }
            } else {
                match filters - filter {
                    6 => self.some::<S, 2, 6>(simd, run, part, filter),
                    4.. => self.some::<S, 3, 4>(simd, run, part, filter),
                    _ => self.some::<S, 8, 1>(simd, run, part, filter),
                }
            };
        }
    }

    /// `F` filters for a run, whose number is returned.
    #[inline(always)]
    fn some<S: Simd, const P: usize, const F: usize>(
        &mut self,
        simd: S,
        run: &Run,
        part: usize,
        filter: usize,
    ) -> usize {
        let (Conv { channels, filters, .. }, position) = (*self.shape, self.walk().step());
        let (strides, all) = match self.way {
            Way::Forward => (Strides { inner: channels, position, weight: filters, filter: 1 }, filters),
            Way::Back => (Strides { inner: filters, position, weight: 1, filter: filters }, channels),
        };
        let mut start = [T::splat(simd, T::ZERO); F];
        if let Some(bias) = self.bias {
            for (start, bias) in start.iter_mut().zip(&bias[filter..]) {
                *start = T::splat(simd, *bias);
            }
        }
        let (to, from) = (T::vectors_mut::<S>(self.to), T::vectors::<S>(self.from));
        let (parts, weights) = (LANES / T::lanes::<S>(), (self.kernel, filter * strides.filter));
        let step = run.step * all * parts;
        let (mut at, mut left, mut taps) = ((run.first * all + filter) * parts + part, run.count, run.taps);
        let strides = taps.join(&strides);
        while left >= P {
            let sums = sum::<T, S, P, F>(simd, &taps, &strides, (from, part), weights, start);
            for sums in &sums {
                store::<T, S, F>(&mut to[at..], sums);
                at += step;
            }
            (taps.at, left) = (taps.at + P * strides.position, left - P);
        }
        for _ in 0..left {
            let [sums] = sum::<T, S, 1, F>(simd, &taps, &strides, (from, part), weights, start);
            store::<T, S, F>(&mut to[at..], &sums);
            (taps.at, at) = (taps.at + strides.position, at + step);
        }
        F
    }
}

/// Writes the sums of one position.
#[inline(always)]
fn store<T: Element, S: Simd, const F: usize>(to: &mut [T::Vector<S>], sums: &[T::Vector<S>; F]) {
    let parts = LANES / T::lanes::<S>();
    let to = &mut to[..=(F - 1) * parts];
    for (f, sum) in sums.iter().enumerate() {
        to[f * parts] = *sum;
    }
}
