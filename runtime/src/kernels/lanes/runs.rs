//! The walk over the windows of a result, one way or the other: runs of places whose sums have the same taps.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use super::sum::Taps;
use crate::kernels::window::Window;

/// Which way a convolution is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// From the image to the positions of the window.
    Forward,
    /// From the positions to the pixels under them.
    Back,
}

/// A walk over all places of a result.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walk<'a> {
    /// The windows.
    pub(super) window: &'a Window,
    /// Which way.
    pub(super) way: Way,
    /// Numbers of each place that is summed over: channels forward, filters back.
    pub(super) numbers: usize,
    /// Weights of each cell.
    pub(super) weights: usize,
}

impl Walk<'_> {
    /// Calls `f` for each run.
    #[inline(always)]
    pub(super) fn for_each_run(&self, mut f: impl FnMut(&Run)) {
        let mut rows = Stretches::new(self.window, self.way, 0);
        while let Some(rows) = rows.next() {
            for row in 0..rows.count {
                let mut columns = Stretches::new(self.window, self.way, 1);
                while let Some(columns) = columns.next() {
                    f(&self.run(&rows, &columns, row));
                }
            }
        }
    }

    /// From the numbers that are summed at one place of a run to those of the next.
    #[inline(always)]
    pub(super) fn step(&self) -> usize {
        match self.way {
            Way::Forward => self.window.strides[1] * self.numbers,
            Way::Back => self.numbers,
        }
    }

    /// Some columns, in one of some rows.
    fn run(&self, rows: &Stretch, columns: &Stretch, number: usize) -> Run {
        let (window, numbers) = (self.window, self.numbers);
        let (width, row, down) = match self.way {
            Way::Forward => (window.output[1], window.input[1], window.strides[0]),
            Way::Back => (window.input[1], window.output[1], 1),
        };
        let taps = Taps {
            counts: [rows.cells, columns.cells],
            at: ((rows.at + number * down) * row + columns.at) * numbers,
            steps: [rows.at_step * (row * numbers).cast_signed(), columns.at_step * numbers.cast_signed()],
            weight: (rows.cell * window.size[1] + columns.cell) * self.weights,
            weight_steps: [rows.cell_step * window.size[1] * self.weights, columns.cell_step * self.weights],
        };
        let first = (rows.first + number * rows.step) * width + columns.first;
        Run { first, count: columns.count, step: columns.step, taps }
    }
}

/// Places of a row whose sums have the same taps, but for where those lie.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// The first, among all places of the result.
    pub(super) first: usize,
    /// How many there are.
    pub(super) count: usize,
    /// From one to the next.
    pub(super) step: usize,
    /// What is summed at the first.
    pub(super) taps: Taps,
}

impl Run {
    /// The same without some places, each of which is summed from numbers so far behind those of the one before.
    #[inline(always)]
    pub(super) fn skip(&mut self, places: usize, step: usize) {
        self.first += places * self.step;
        self.count -= places;
        self.taps.at += places * step;
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
