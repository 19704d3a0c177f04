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

/// Some rows of the kernel with neighbouring numbers of an image.
#[derive(Clone, Copy)]
struct Tile {
    /// The first row.
    row: usize,
    /// The first filter.
    filter: usize,
}

impl<T: Element> WithSimd for Sums<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let filters = self.shape.filters;
        let mut filter = 0;
        while filter < filters {
            filter += if T::lanes::<S>() == 1 {
                self.rows::<S, 1, 1, 1>(simd, filter)
            } else if S::REGISTER_COUNT >= 32 {
                match filters - filter {
                    6 | 12 => self.rows::<S, 3, 2, 6>(simd, filter),
                    8.. => self.rows::<S, 3, 2, 8>(simd, filter),
                    4..8 => self.rows::<S, 5, 3, 4>(simd, filter),
                    _ => self.rows::<S, 5, 3, 1>(simd, filter),
                }
            } else {
                match filters - filter {
                    6 => self.rows::<S, 2, 1, 6>(simd, filter),
                    4.. => self.rows::<S, 3, 2, 4>(simd, filter),
                    _ => self.rows::<S, 5, 3, 1>(simd, filter),
                }
            };
        }
    }
}

impl<T: Element> Sums<'_, T> {
    /// All rows for `F` filters, whose number is returned: `MANY` or `FEW` at a time, as long as they are neighbours in an
    /// image, whichever divides what is left of those.
    #[inline(always)]
    fn rows<S: Simd, const MANY: usize, const FEW: usize, const F: usize>(&mut self, simd: S, filter: usize) -> usize {
        let Conv { window, channels, .. } = *self.shape;
        let run = if window.dilation[1] == 1 { window.size[1] * channels } else { channels };
        let mut row = self.rows.start;
        while row < self.rows.end {
            let left = self.rows.end.min((row / run + 1) * run) - row;
            let tile = Tile { row, filter };
            row += if left >= MANY && (left.is_multiple_of(MANY) || !left.is_multiple_of(FEW)) {
                self.tile::<S, MANY, F>(simd, tile)
            } else if left >= FEW {
                self.tile::<S, FEW, F>(simd, tile)
            } else {
                self.tile::<S, 1, F>(simd, tile)
            };
        }
        F
    }

    /// `K` rows for `F` filters.
    #[inline(always)]
    fn tile<S: Simd, const K: usize, const F: usize>(&mut self, simd: S, tile: Tile) -> usize {
        let Conv { window, channels, filters, .. } = *self.shape;
        let (inner, outer) = (window.pixels() * channels, window.positions() * filters);
        let (x, dy) = (T::vectors::<S>(self.x), T::vectors::<S>(self.dy));
        let parts = LANES / T::lanes::<S>();
        let cell = |row: usize| (row / channels / window.size[1], row / channels % window.size[1]);
        let ((i, j), (_, last)) = (cell(tile.row), cell(tile.row + K - 1));
        // The positions at which all cells are inside of the image, and those at which some are: the sum runs in order.
        let reaching = |k: usize| window.reaching(1, cell(tile.row + k).1);
        let (first, second) = (window.reaching(1, j), window.reaching(1, last));
        let some = first.start.min(second.start)..first.end.max(second.end);
        let all = first.start.max(second.start)..first.end.min(second.end);
        let all = if all.is_empty() { some.end..some.end } else { all };
        let mut sums = [[T::splat(simd, T::ZERO); F]; K];
        for block in 0..x.len() / (inner * parts) {
            let reached = window.reaching(0, i);
            for row in reached.start.max(self.band.start)..reached.end.min(self.band.end) {
                let dy = &dy[(block * outer + row * window.output[1] * filters + tile.filter) * parts..];
                let x = &x[(block * inner + window.source(0, row, i) * window.input[1] * channels) * parts..];
                // Where the first row lies in x; where its cell is not inside this is of another one.
                let place = |column: usize| {
                    let pixel = column * window.strides[1] + j * window.dilation[1];
                    (pixel * channels + tile.row % channels).wrapping_sub(window.before[1] * channels)
                };
                for part in 0..parts {
                    for column in some.start..all.start {
                        let seen = |k: usize| reaching(k).contains(&column);
                        let dy = &dy[column * filters * parts + part..];
                        edge::<T, S, K, F>(simd, &mut sums, dy, x, place(column), part, seen);
                    }
                    let count = all.len();
                    if count > 0 {
                        let (step, dy_step) = (window.strides[1] * channels * parts, filters * parts);
                        let x = &x[place(all.start) * parts + part..][..=(count - 1) * step + (K - 1) * parts];
                        let dy = &dy[all.start * dy_step + part..][..=(count - 1) * dy_step + (F - 1) * parts];
                        for column in 0..count {
                            let x = &x[column * step..][..=(K - 1) * parts];
                            let dy = &dy[column * dy_step..][..=(F - 1) * parts];
                            for k in 0..K {
                                for f in 0..F {
                                    sums[k][f] = T::mul_add(simd, dy[f * parts], x[k * parts], sums[k][f]);
                                }
                            }
                        }
                    }
                    for column in all.end..some.end {
                        let seen = |k: usize| reaching(k).contains(&column);
                        let dy = &dy[column * filters * parts + part..];
                        edge::<T, S, K, F>(simd, &mut sums, dy, x, place(column), part, seen);
                    }
                }
            }
        }
        for (k, sums) in sums.iter().enumerate() {
            let at = (tile.row + k - self.rows.start) * filters + tile.filter;
            for (dw, sum) in self.dkernel[at..][..F].iter_mut().zip(sums) {
                *dw = T::add(*dw, T::sum_lanes(simd, *sum));
            }
        }
        K
    }
}

/// Adds the products at one position, of the rows whose cell is inside of the image there.
#[inline(always)]
fn edge<T: Element, S: Simd, const K: usize, const F: usize>(
    simd: S,
    sums: &mut [[T::Vector<S>; F]; K],
    dy: &[T::Vector<S>],
    x: &[T::Vector<S>],
    place: usize,
    part: usize,
    mut seen: impl FnMut(usize) -> bool,
) {
    let parts = LANES / T::lanes::<S>();
    let dy = &dy[..=(F - 1) * parts];
    for k in 0..K {
        if seen(k) {
            let x = x[place.wrapping_add(k) * parts + part];
            for f in 0..F {
                sums[k][f] = T::mul_add(simd, dy[f * parts], x, sums[k][f]);
            }
        }
    }
}
