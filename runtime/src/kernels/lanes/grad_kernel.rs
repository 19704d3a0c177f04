//! The gradient of a convolution's kernel: sums over positions and samples, some weights at a time in registers.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use core::ops::Range;

use pulp::{Simd, WithSimd};

use super::LANES;
use crate::cost;
use crate::kernels::conv::Conv;
use crate::kernels::simd::Element;
use crate::parallel::{Columns, in_parts};

/// [`conv_grad_kernel`](super::conv_grad_kernel) of whole blocks; whether it is finite is asked later.
pub(crate) fn grad_kernel<T: Element>(shape: &Conv, dkernel: &mut [T], dy: &[T], x: &[T]) {
    let (filters, outer) = (shape.filters, shape.window.positions() * shape.filters);
    let work = dy.len() * shape.depth();
    in_parts(Columns::one_by_one(dkernel, filters), cost::parts(work), &|columns| {
        let rows = columns.first..columns.first + columns.count();
        columns.values.fill(T::ZERO);
        // So much at a time that it stays in the cache while all weights are summed: some blocks, or some rows of each.
        let (inner, outer) = (shape.window.pixels() * shape.channels * LANES, outer * LANES);
        let height = shape.window.output[0];
        let whole = cost::LANES_NUMBERS / (inner + outer);
        let blocks = whole.max(1);
        let rows_each = if whole > 0 { height } else { cost::LANES_NUMBERS * height / (inner + outer) }.max(1);
        for (dy, x) in dy.chunks(blocks * outer).zip(x.chunks(blocks * inner)) {
            for first in (0..height).step_by(rows_each) {
                let (band, rows) = (first..height.min(first + rows_each), rows.clone());
                T::dispatch(Sums { shape, band, rows, dkernel: &mut *columns.values, dy, x });
            }
        }
        true
    });
}

/// The sums for some rows of the kernel, a row being the filters of one cell and channel.
struct Sums<'a, T> {
    shape: &'a Conv,
    /// Rows of positions that are summed over.
    band: Range<usize>,
    /// Rows of the kernel that are summed.
    rows: Range<usize>,
    dkernel: &'a mut [T],
    dy: &'a [T],
    x: &'a [T],
}

impl<T: Element> WithSimd for Sums<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let filters = self.shape.filters;
        let mut filter = 0;
        while filter < filters {
            filter += match filters - filter {
                _ if S::IS_SCALAR => self.rows::<S, 1>(simd, filter),
                4.. => self.rows::<S, 4>(simd, filter),
                2.. if S::REGISTER_COUNT >= 32 => self.rows::<S, 2>(simd, filter),
                _ => self.rows::<S, 1>(simd, filter),
            };
        }
    }
}

impl<T: Element> Sums<'_, T> {
    /// All rows for `F` filters, whose number is returned. Without padding a tile has neighbouring cells of a channel, then
    /// those of the next one: what the last of them reads at a position, the others read at the positions behind it. With
    /// padding it has the channels of a cell, which are all inside of the image or none, and then those of the next one.
    #[inline(always)]
    fn rows<S: Simd, const F: usize>(&mut self, simd: S, filter: usize) -> usize {
        let Conv { window, channels, .. } = *self.shape;
        let cells = window.size[1];
        let run = cells * channels;
        let padded = window.reaching(1, 0).start > 0 || window.reaching(1, cells - 1).end < window.output[1];
        for i in self.rows.start / run..self.rows.end.div_ceil(run) {
            let own = self.rows.start.max(i * run)..self.rows.end.min((i + 1) * run);
            let mut left = own.len();
            let place = |at: usize| if padded { at } else { at % cells * channels + at / cells };
            let mut rows = (0..run).map(|at| i * run + place(at)).filter(|row| own.contains(row));
            while left > 0 {
                left -= if S::IS_SCALAR {
                    self.tile::<S, 1, F>(simd, filter, &mut rows)
                } else if S::REGISTER_COUNT >= 32 {
                    match left {
                        1 | 2 => self.tile::<S, 1, F>(simd, filter, &mut rows),
                        3 | 4 => self.tile::<S, 3, F>(simd, filter, &mut rows),
                        5 | 8 | 10 => self.tile::<S, 5, F>(simd, filter, &mut rows),
                        _ => self.tile::<S, 6, F>(simd, filter, &mut rows),
                    }
                } else if left > 2 {
                    self.tile::<S, 3, F>(simd, filter, &mut rows)
                } else {
                    self.tile::<S, 1, F>(simd, filter, &mut rows)
                };
            }
        }
        F
    }

    /// The next `K` rows for `F` filters.
    #[inline(always)]
    fn tile<S: Simd, const K: usize, const F: usize>(
        &mut self,
        simd: S,
        filter: usize,
        rows: &mut impl Iterator<Item = usize>,
    ) -> usize {
        let Conv { window, channels, filters, .. } = *self.shape;
        let (inner, outer) = (window.pixels() * channels, window.positions() * filters);
        let (x, dy) = (T::vectors::<S>(self.x), T::vectors::<S>(self.dy));
        let parts = LANES / T::lanes::<S>();
        // Where each row lies in x at the first position, perhaps before it, and at which positions that is inside.
        let (mut tile, mut places, mut reach) = ([0; K], [0; K], [(0, 0); K]);
        for (k, row) in (0..K).zip(rows) {
            let (cell, channel) = (row / channels, row % channels);
            let reaching = window.reaching(1, cell % window.size[1]);
            tile[k] = row;
            let pixel = (cell % window.size[1] * window.dilation[1]).wrapping_sub(window.before[1]);
            places[k] = pixel.wrapping_mul(channels).wrapping_add(channel).wrapping_mul(parts);
            reach[k] = (reaching.start, reaching.end);
        }
        let i = tile[0] / channels / window.size[1];
        // The positions at which all cells are inside of the image, and those at which some are.
        let some =
            reach.iter().fold(reach[0].0..reach[0].1, |some, (start, end)| some.start.min(*start)..some.end.max(*end));
        let all = reach.iter().fold(some.clone(), |all, (start, end)| all.start.max(*start)..all.end.min(*end));
        let all = if all.is_empty() { some.end..some.end } else { all };
        // In order, whatever other rows a tile has.
        let stretches = [(some.start..all.start, all.clone()), (all.end..some.end, 0..0)];
        let stretches = if all.end < some.end { &stretches[..] } else { &stretches[..1] };
        let (step, dy_step) = (window.strides[1] * channels * parts, filters * parts);
        let zero = T::splat(simd, T::ZERO);
        let mut sums = [[zero; F]; K];
        let reached = window.reaching(0, i);
        for block in 0..x.len() / (inner * parts) {
            for row in reached.start.max(self.band.start)..reached.end.min(self.band.end) {
                let dy = &dy[(block * outer + row * window.output[1] * filters + filter) * parts..];
                let x = &x[(block * inner + window.source(0, row, i) * window.input[1] * channels) * parts..];
                for part in 0..parts {
                    for (some, all) in stretches {
                        for column in some.clone() {
                            // A cell outside adds zeros, which change no bit of a finite sum.
                            let mut seen = [zero; K];
                            for k in 0..K {
                                if (reach[k].0..reach[k].1).contains(&column) {
                                    seen[k] = x[(column * step + part).wrapping_add(places[k])];
                                }
                            }
                            add::<T, S, K, F>(
                                simd,
                                &mut sums,
                                &dy[column * dy_step + part..][..=(F - 1) * parts],
                                seen,
                            );
                        }
                        if all.is_empty() {
                            continue;
                        }
                        let dy = &dy[all.start * dy_step + part..][..=(all.len() - 1) * dy_step + (F - 1) * parts];
                        let mut lines: [&[T::Vector<S>]; K] = [&[]; K];
                        for k in 0..K {
                            lines[k] =
                                &x[(all.start * step + part).wrapping_add(places[k])..][..=(all.len() - 1) * step];
                        }
                        let mut at = 0;
                        for column in 0..all.len() {
                            let mut x = [zero; K];
                            for k in 0..K {
                                x[k] = lines[k][at];
                            }
                            add::<T, S, K, F>(simd, &mut sums, &dy[column * dy_step..][..=(F - 1) * parts], x);
                            at += step;
                        }
                    }
                }
            }
        }
        // A copy, so that the sums themselves stay in registers, which no variable can number.
        let finished = sums;
        for (row, sums) in tile.iter().zip(&finished) {
            let at = (row - self.rows.start) * filters + filter;
            for (dw, sum) in self.dkernel[at..][..F].iter_mut().zip(sums) {
                *dw = T::add(*dw, T::sum_lanes(simd, *sum));
            }
        }
        K
    }
}

/// Adds the products at one position.
#[inline(always)]
fn add<T: Element, S: Simd, const K: usize, const F: usize>(
    simd: S,
    sums: &mut [[T::Vector<S>; F]; K],
    dy: &[T::Vector<S>],
    x: [T::Vector<S>; K],
) {
    let parts = LANES / T::lanes::<S>();
    for k in 0..K {
        for f in 0..F {
            sums[k][f] = T::mul_add(simd, dy[f * parts], x[k], sums[k][f]);
        }
    }
}
