//! The gradient of a depthwise convolution's kernel: products of vectors of samples, summed for some cells and filters at a
//! time in registers, and for many on the stack, so that a batch is read once from its beginning to its end.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use core::ops::Range;

use pulp::{Simd, WithSimd};

use super::LANES;
use crate::cost;
use crate::kernels::depthwise::Depthwise;
use crate::kernels::simd::Element;
use crate::parallel::{Columns, in_parts};

/// Cells that are summed for in one walk over the batch.
const CELLS: usize = 64;

/// Pairs of a cell and a filter that one thread has vectors of sums for at a time.
const PAIRS: usize = 4 * CELLS;

/// Pairs that are summed for in one walk, by all threads.
const RESULTS: usize = 8 * PAIRS;

/// Products that are summed in each lane of a vector before the lanes are: long sums lose digits.
const TERMS: usize = 4096;

/// [`depthwise_grad_kernel`](super::super::depthwise_grad_kernel) of whole blocks; whether it is finite is asked later.
pub(crate) fn grad_kernel<T: Element>(shape: &Depthwise, dkernel: &mut [T], dy: &[T], x: &[T]) {
    let (cells, filters) = (shape.window.cells(), shape.filters());
    for first in (0..cells).step_by(CELLS) {
        let cells = first..cells.min(first + CELLS);
        let together = RESULTS / cells.len();
        for filter in (0..filters).step_by(together) {
            let count = together.min(filters - filter);
            let mut results = [T::ZERO; RESULTS];
            let results = &mut results[..count * cells.len()];
            let work = dy.len() / filters * results.len();
            in_parts(Columns::of(results, cells.len()), cost::parts(work), &|columns| {
                let each = PAIRS / cells.len() * cells.len();
                for (results, at) in columns.values.chunks_mut(each).zip((0..).step_by(each / cells.len())) {
                    sums(shape, results, cells.clone(), filter + columns.first + at, dy, x);
                }
                true
            });
            for (results, filter) in results.chunks_exact(cells.len()).zip(filter..) {
                for (result, cell) in results.iter().zip(cells.clone()) {
                    dkernel[cell * filters + filter] = *result;
                }
            }
        }
    }
}

/// Adds to `results`, `(cells, filters)`, what the blocks give.
fn sums<T: Element>(shape: &Depthwise, results: &mut [T], cells: Range<usize>, filter: usize, dy: &[T], x: &[T]) {
    let (inner, outer) = (shape.inner() * LANES, shape.outer() * LANES);
    let blocks = (TERMS / shape.window.positions()).max(1);
    for (dy, x) in dy.chunks(blocks * outer).zip(x.chunks(blocks * inner)) {
        T::dispatch(Sums { shape, cells: cells.clone(), filter, results: &mut *results, dy, x });
    }
}

/// The sums for some cells and some filters.
struct Sums<'a, T> {
    shape: &'a Depthwise,
    cells: Range<usize>,
    /// The first filter.
    filter: usize,
    results: &'a mut [T],
    dy: &'a [T],
    x: &'a [T],
}

impl<T: Element> WithSimd for Sums<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let parts = LANES / T::lanes::<S>();
        let mut sums = [T::ZERO; PAIRS * LANES];
        let sums = &mut T::vectors_mut::<S>(&mut sums)[..self.results.len() * parts];
        for block in 0..self.dy.len() / (self.shape.outer() * LANES) {
            for row in 0..self.shape.window.output[0] {
                if S::IS_SCALAR {
                    self.row::<S, 1, 1>(simd, sums, block, row);
                } else {
                    self.row::<S, 3, 4>(simd, sums, block, row);
                }
            }
        }
        for (result, sums) in self.results.iter_mut().zip(sums.chunks_exact(parts)) {
            let lanes = sums.iter().map(|sum| T::sum_lanes(simd, *sum));
            *result = lanes.fold(*result, T::add);
        }
    }
}

impl<T: Element> Sums<'_, T> {
    /// The products of a row of positions: `F` filters at a time, and `K` cells of a row of the window.
    #[inline(always)]
    fn row<S: Simd, const K: usize, const F: usize>(
        &self,
        simd: S,
        sums: &mut [T::Vector<S>],
        block: usize,
        row: usize,
    ) {
        let (window, count) = (&self.shape.window, self.results.len() / self.cells.len());
        let width = window.size[1];
        let mut filter = 0;
        while filter < count {
            let together = if self.shape.multiplier == 1 && count - filter >= F { F } else { 1 };
            for i in window.inside(0, row) {
                // Of this row of the window, what is wanted.
                let mut cell = self.cells.start.max(i * width);
                let end = self.cells.end.min((i + 1) * width);
                while cell < end {
                    let place = Place { block, row, cell, filter };
                    let count = K.min(end - cell);
                    if together == F {
                        self.cells::<S, K, F>(simd, sums, place, count);
                    } else {
                        self.cells::<S, K, 1>(simd, sums, place, count);
                    }
                    cell += count;
                }
            }
            filter += together;
        }
    }

    /// `K` cells, or fewer: first the columns at which `K` are inside of the image, then those at which some are.
    #[inline(always)]
    fn cells<S: Simd, const K: usize, const F: usize>(
        &self,
        simd: S,
        sums: &mut [T::Vector<S>],
        place: Place,
        count: usize,
    ) {
        let (window, j) = (&self.shape.window, place.cell % self.shape.window.size[1]);
        let (first, last) = (window.reaching(1, j), window.reaching(1, j + count - 1));
        let all = first.start.max(last.start)..first.end.min(last.end);
        let (mut before, mut behind) = (usize::MAX, usize::MAX);
        if count == K && !all.is_empty() {
            (before, behind) = (all.start, all.end);
            if F > 1 {
                self.columns::<S, K, F>(simd, sums, place, all);
            } else {
                // In the same order, so that a filter's sum does not depend on what is summed beside it.
                for k in 0..K {
                    self.columns::<S, 1, F>(simd, sums, Place { cell: place.cell + k, ..place }, all.clone());
                }
            }
        }
        for k in 0..count {
            let (place, own) = (Place { cell: place.cell + k, ..place }, window.reaching(1, j + k));
            for columns in [own.start..own.end.min(before), own.start.max(behind)..own.end] {
                if !columns.is_empty() {
                    self.columns::<S, 1, F>(simd, sums, place, columns);
                }
            }
        }
    }

    /// `K` cells at some columns of a row, at all of which they are inside of the image.
    #[inline(always)]
    fn columns<S: Simd, const K: usize, const F: usize>(
        &self,
        simd: S,
        sums: &mut [T::Vector<S>],
        Place { block, row, cell, filter }: Place,
        columns: Range<usize>,
    ) {
        let (window, filters) = (&self.shape.window, self.shape.filters());
        let parts = LANES / T::lanes::<S>();
        let (channels, number) = (self.shape.channels, self.filter + filter);
        let channel = if self.shape.multiplier == 1 { number } else { number / self.shape.multiplier };
        let (i, j) = (cell / window.size[1], cell % window.size[1]);
        let dy_at = (block * window.positions() + row * window.output[1]) * filters + number;
        let x_at = (block * window.pixels() + window.source(0, row, i) * window.input[1]) * channels + channel;
        let (dy, x) = (T::vectors::<S>(self.dy), T::vectors::<S>(self.x));
        let next = window.dilation[1] * channels * parts;
        let at = |k: usize, f: usize| (filter + f) * self.cells.len() + cell + k - self.cells.start;
        for part in 0..parts {
            let mut own = [[T::splat(simd, T::ZERO); F]; K];
            for (k, own) in own.iter_mut().enumerate() {
                for (f, own) in own.iter_mut().enumerate() {
                    *own = sums[at(k, f) * parts + part];
                }
            }
            for column in columns.clone() {
                let dy = &dy[(dy_at + column * filters) * parts + part..][..=(F - 1) * parts];
                let x = &x[(x_at + window.source(1, column, j) * channels) * parts + part..];
                for (k, own) in own.iter_mut().enumerate() {
                    let x = &x[k * next..][..=(F - 1) * parts];
                    for f in 0..F {
                        own[f] = T::mul_add(simd, dy[f * parts], x[f * parts], own[f]);
                    }
                }
            }
            for (k, own) in own.iter().enumerate() {
                for (f, own) in own.iter().enumerate() {
                    sums[at(k, f) * parts + part] = *own;
                }
            }
        }
    }
}

/// Some cells of a row of the window in a row of positions.
#[derive(Clone, Copy)]
struct Place {
    block: usize,
    row: usize,
    /// The first of the cells, which are neighbours.
    cell: usize,
    /// The first of the filters, among those that are summed for.
    filter: usize,
}
