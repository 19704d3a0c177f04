//! Convolution and its transpose, block by block: both are sums over the cells of a window, walked in one way or the other.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use pulp::{Simd, WithSimd};

use super::LANES;
use super::sum::{Strides, Taps, sum};
use crate::cost;
use crate::kernels::Finish;
use crate::kernels::conv::Conv;
use crate::kernels::simd::Element;
use crate::kernels::window::Window;
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

/// Which way a convolution is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// From the image to the positions of the window.
    Forward,
    /// From the positions to the pixels under them.
    Back,
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
        let (shape, way) = (self.shape, self.way);
        let mut rows = Stretches::new(&shape.window, way, 0);
        while let Some(rows) = rows.next() {
            for row in 0..rows.count {
                let mut columns = Stretches::new(&shape.window, way, 1);
                while let Some(columns) = columns.next() {
                    let run = Run::of(shape, way, &rows, &columns, row);
                    for part in 0..LANES / T::lanes::<S>() {
                        self.filters(simd, &run, part);
                    }
                }
            }
        }
    }
}

impl<T: Element> Block<'_, T> {
    /// All filters of the result for a run: as many sums at once as registers allow, and at least eight if possible.
    #[inline(always)]
    fn filters<S: Simd>(&mut self, simd: S, run: &Run, part: usize) {
        let filters = match self.way {
            Way::Forward => self.shape.filters,
            Way::Back => self.shape.channels,
        };
        let mut filter = 0;
        while filter < filters {
            filter += if T::lanes::<S>() == 1 {
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
        let Conv { window, channels, filters, .. } = *self.shape;
        let (strides, all) = match self.way {
            Way::Forward => {
                let position = window.strides[1] * channels;
                (Strides { inner: channels, position, weight: filters, filter: 1 }, filters)
            }
            Way::Back => (Strides { inner: filters, position: filters, weight: 1, filter: filters }, channels),
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

/// Positions of a row whose sums have the same taps, but for where those lie.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// The first, among all positions of the result.
    first: usize,
    /// How many there are.
    count: usize,
    /// From one to the next.
    step: usize,
    /// What is summed at the first.
    taps: Taps,
}

impl Run {
    /// Some columns, in one of some rows.
    fn of(shape: &Conv, way: Way, rows: &Stretch, columns: &Stretch, number: usize) -> Self {
        let (window, per_cell) = (&shape.window, shape.channels * shape.filters);
        let (width, row, numbers, down) = match way {
            Way::Forward => (window.output[1], window.input[1], shape.channels, window.strides[0]),
            Way::Back => (window.input[1], window.output[1], shape.filters, 1),
        };
        let taps = Taps {
            counts: [rows.cells, columns.cells],
            at: ((rows.at + number * down) * row + columns.at) * numbers,
            steps: [rows.at_step * (row * numbers).cast_signed(), columns.at_step * numbers.cast_signed()],
            weight: (rows.cell * window.size[1] + columns.cell) * per_cell,
            weight_steps: [rows.cell_step * window.size[1] * per_cell, columns.cell_step * per_cell],
        };
        let first = (rows.first + number * rows.step) * width + columns.first;
        Self { first, count: columns.count, step: columns.step, taps }
    }
}

/// Along one axis: some places of the result, and the cells of the window that each of them is a sum over.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// The first place, how many there are, and how far they are apart.
    first: usize,
    count: usize,
    step: usize,
    /// The first cell, how many there are, and how far they are apart.
    cell: usize,
    cells: usize,
    cell_step: usize,
    /// Where the first cell lies for the first place, and how far on the next cell lies.
    at: usize,
    at_step: isize,
}

/// The stretches of an axis, which together are all its places.
struct Stretches<'a> {
    window: &'a Window,
    way: Way,
    axis: usize,
    /// The next place, and to which residue by the stride it belongs, on the way back.
    next: usize,
    residue: usize,
}

impl<'a> Stretches<'a> {
    #[inline(always)]
    fn new(window: &'a Window, way: Way, axis: usize) -> Self {
        Self { window, way, axis, next: 0, residue: 0 }
    }

    /// The next one.
    #[inline(never)]
    fn next(&mut self) -> Option<Stretch> {
        match self.way {
            Way::Forward => self.next_forward(),
            Way::Back => self.next_back(),
        }
    }

    fn next_forward(&mut self) -> Option<Stretch> {
        let (window, axis, first) = (self.window, self.axis, self.next);
        if first >= window.output[axis] {
            return None;
        }
        let cells = window.inside(axis, first);
        let same = (first..window.output[axis]).take_while(|place| window.inside(axis, *place) == cells);
        let count = same.count();
        self.next += count;
        let at = if cells.is_empty() { 0 } else { window.source(axis, first, cells.start) };
        let (cell, cells, at_step) = (cells.start, cells.len(), window.dilation[axis].cast_signed());
        Some(Stretch { first, count, step: 1, cell, cells, cell_step: 1, at, at_step })
    }

    /// Cell k of the window at position o lies on pixel p where o · stride = p + before − k · dilation: the pixels of one
    /// residue see the same cells, but for those that reach over the ends.
    fn next_back(&mut self) -> Option<Stretch> {
        let (window, axis) = (self.window, self.axis);
        let (end, step) = (window.input[axis], window.strides[axis]);
        if self.next >= end {
            self.residue += 1;
            self.next = self.residue;
            if self.residue >= step.min(end) {
                return None;
            }
        }
        let first = self.next;
        let seen = self.cells_seen(first);
        let same = (first..end).step_by(step).take_while(|pixel| self.cells_seen(*pixel) == seen);
        let count = same.count();
        self.next += count * step;
        let (cell, cells, cell_step) = seen;
        let at = self.position(first, cell).unwrap_or(0);
        let at_step = -(cell_step * window.dilation[axis] / step).cast_signed();
        Some(Stretch { first, count, step, cell, cells, cell_step, at, at_step })
    }

    /// The first cell that is on a pixel at some position, how many there are, and how far they are apart.
    fn cells_seen(&self, pixel: usize) -> (usize, usize, usize) {
        let mut cells = (0..self.window.size[self.axis]).filter(|cell| self.position(pixel, *cell).is_some());
        match (cells.next(), cells.next()) {
            (None, _) => (0, 0, 1),
            (Some(only), None) => (only, 1, 1),
            (Some(first), Some(second)) => (first, 2 + cells.count(), second - first),
        }
    }

    /// The position at which a cell is on a pixel.
    fn position(&self, pixel: usize, cell: usize) -> Option<usize> {
        let (window, axis) = (self.window, self.axis);
        let ahead = (pixel + window.before[axis]).checked_sub(cell * window.dilation[axis])?;
        let position = ahead / window.strides[axis];
        (ahead % window.strides[axis] == 0 && position < window.output[axis]).then_some(position)
    }
}
