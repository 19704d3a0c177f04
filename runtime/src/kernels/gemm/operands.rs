//! Matrices as slices with steps: the two factors of a product and its result.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use core::ops::Range;

use pulp::Simd;

use crate::kernels::simd::{Element, MAX_LANES};

/// The left factor: `A[i, p] = at[i + p·column_step]`.
pub(in crate::kernels) struct Left<'a, T> {
    pub(super) at: &'a [T],
    pub(super) column_step: usize,
}

impl<'a, T> Left<'a, T> {
    /// A matrix as it lies in memory, its columns so far apart.
    pub(in crate::kernels) fn new(at: &'a [T], column_step: usize) -> Self {
        Self { at, column_step }
    }
}

impl<T: Element> Left<'_, T> {
    /// Up to which column there is a whole register from row `i`, whatever it holds behind the last row.
    #[inline(always)]
    pub(super) fn whole_registers<S: Simd>(&self, i: usize) -> usize {
        let room = self.at.len().checked_sub(i + T::lanes::<S>());
        room.map_or(0, |room| room / self.column_step + 1)
    }

    /// What there is from row `i` of column `p` on, less than a register, and zeros.
    #[inline(always)]
    pub(super) fn tail(&self, i: usize, p: usize) -> [T; 2 * MAX_LANES] {
        let mut tail = [T::ZERO; 2 * MAX_LANES];
        let rest = self.at.get(i + p * self.column_step..).unwrap_or_default();
        tail[..rest.len()].copy_from_slice(rest);
        tail
    }

    /// A register from row `i` of column `p`, perhaps incomplete.
    #[inline(always)]
    pub(super) fn part<S: Simd>(&self, simd: S, i: usize, p: usize) -> T::Vector<S> {
        part(simd, &self.at[i + p * self.column_step..])
    }
}

/// A register. Where fewer lanes are meant, those behind them hold what lies there in memory, or 0.
#[inline(always)]
pub(super) fn part<T: Element, S: Simd>(simd: S, from: &[T]) -> T::Vector<S> {
    let lanes = T::lanes::<S>();
    if from.len() < lanes { T::load_part(simd, from) } else { T::vectors::<S>(&from[..lanes])[0] }
}

/// The right factor: `B[p, j] = at[p·row_step + j·column_step]`, or a walk through an image.
///
/// Its rows, the steps of the inner dimension, may come in lines, each of `run` steps: so do the cells of a window that lie
/// side by side. Its columns may come in rows of `width`: so do the positions of a window. Where columns overlap in memory,
/// as what windows see does, nothing is copied.
#[derive(Clone, Copy)]
pub(in crate::kernels) struct Right<'a, T> {
    pub(in crate::kernels) at: &'a [T],
    pub(in crate::kernels) row_step: usize,
    pub(in crate::kernels) column_step: usize,
    /// How many columns are in a row of them, and how far apart those are.
    pub(in crate::kernels) width: usize,
    pub(in crate::kernels) width_step: usize,
    /// Where the lines of the inner dimension begin.
    pub(in crate::kernels) lines: &'a [usize],
    /// Steps of a line.
    pub(in crate::kernels) run: usize,
    /// How many columns of the left factor are from line to line.
    pub(in crate::kernels) left_run: usize,
}

impl<'a, T> Right<'a, T> {
    /// A matrix of so many rows as it lies in memory, its columns so far apart.
    pub(super) fn new(at: &'a [T], rows: usize, column_step: usize) -> Self {
        Self::matrix(at, rows, 1, column_step)
    }

    /// The transpose of a matrix, whose columns, the rows of this, are so far apart in memory.
    pub(super) fn transposed(at: &'a [T], rows: usize, row_step: usize) -> Self {
        Self::matrix(at, rows, row_step, 1)
    }

    /// The same number everywhere.
    pub(super) fn constant(number: &'a T, rows: usize) -> Self {
        Self::matrix(core::slice::from_ref(number), rows, 0, 0)
    }

    /// A matrix of so many rows with any steps, one of which is 1 if there are several rows and columns.
    pub(in crate::kernels) fn matrix(at: &'a [T], rows: usize, row_step: usize, column_step: usize) -> Self {
        let (width, width_step) = (usize::MAX, 0);
        Self { at, row_step, column_step, width, width_step, lines: &[0], run: rows, left_run: rows }
    }

    /// Whether columns and rows are evenly far apart.
    pub(super) fn is_matrix(&self) -> bool {
        self.width == usize::MAX && self.lines.len() == 1
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.lines.len() * self.run
    }

    /// Some rows of a matrix.
    pub(super) fn some_rows(self, rows: Range<usize>) -> Self {
        let at = &self.at[rows.start * self.row_step..];
        Self { at, run: rows.len(), left_run: rows.len(), ..self }
    }

    /// Where some columns begin.
    #[inline(always)]
    pub(super) fn columns<const COLUMNS: usize>(&self, j: usize) -> [usize; COLUMNS] {
        places(j, self.column_step, self.width, self.width_step)
    }

    /// The first stretch of the inner dimension, not much deeper than `depth`.
    #[inline(always)]
    pub(super) fn stretch(&self, depth: usize) -> Stretch {
        let lines = if self.lines.len() > 1 { (depth / self.run).max(1) } else { 1 };
        let steps = if self.lines.len() > 1 { self.run } else { depth };
        Stretch { lines: 0..self.lines.len().min(lines), steps: 0..self.run.min(steps) }
    }

    /// The one behind it, if there is more.
    #[inline(always)]
    pub(super) fn behind(&self, stretch: &Stretch) -> Option<Stretch> {
        let Stretch { lines, steps } = stretch;
        let (each, deep) = (lines.len(), steps.len());
        if steps.end < self.run {
            Some(Stretch { lines: lines.clone(), steps: steps.end..self.run.min(steps.end + deep) })
        } else if lines.end < self.lines.len() {
            Some(Stretch { lines: lines.end..self.lines.len().min(lines.end + each), steps: steps.clone() })
        } else {
            None
        }
    }
}

/// Some lines of the inner dimension, or some steps of the only one.
pub(super) struct Stretch {
    pub(super) lines: Range<usize>,
    pub(super) steps: Range<usize>,
}

/// The result: `C[i, j] = at[i + j·column_step]`, or its columns come in rows of `width`.
pub(in crate::kernels) struct Out<'a, T> {
    pub(super) at: &'a mut [T],
    pub(super) column_step: usize,
    /// Whether what lies behind the last row of a column is written after it.
    pub(super) over: bool,
    /// How many columns are in a row of them, and how far apart those are.
    pub(super) width: usize,
    pub(super) width_step: usize,
}

impl<'a, T: Element> Out<'a, T> {
    /// A matrix to be written, column after column.
    pub(in crate::kernels) fn new(at: &'a mut [T], column_step: usize) -> Self {
        Self { at, column_step, over: true, width: usize::MAX, width_step: 0 }
    }

    /// Some rows of a matrix to be written, its columns so far apart, and nothing else.
    pub(super) fn rows(at: &'a mut [T], column_step: usize) -> Self {
        Self { over: false, ..Self::new(at, column_step) }
    }

    /// As [`rows`](Self::rows), of columns in rows of so many, so far apart.
    pub(in crate::kernels) fn grid(at: &'a mut [T], column_step: usize, width: usize, width_step: usize) -> Self {
        Self { width, width_step, ..Self::rows(at, column_step) }
    }

    /// Where some columns begin.
    #[inline(always)]
    pub(super) fn columns<const COLUMNS: usize>(&self, j: usize) -> [usize; COLUMNS] {
        places(j, self.column_step, self.width, self.width_step)
    }

    /// Some rows of the column that begins there.
    #[inline(always)]
    pub(super) fn column(&self, place: usize, rows: Range<usize>) -> &[T] {
        &self.at[place + rows.start..place + rows.end]
    }

    /// As [`column`](Self::column), to be written.
    #[inline(always)]
    pub(super) fn column_mut(&mut self, place: usize, rows: Range<usize>) -> &mut [T] {
        &mut self.at[place + rows.start..place + rows.end]
    }

    /// A register from row `i` of the column that begins there, perhaps incomplete.
    #[inline(always)]
    pub(super) fn part<S: Simd>(&self, simd: S, i: usize, place: usize) -> T::Vector<S> {
        part(simd, &self.at[i + place..])
    }
}

/// Where the columns from number `j` on begin: `step` apart, or in rows of `width`.
#[inline(always)]
fn places<const COLUMNS: usize>(j: usize, step: usize, width: usize, width_step: usize) -> [usize; COLUMNS] {
    let mut places = [0; COLUMNS];
    if j.saturating_add(COLUMNS) <= width {
        let mut next = j * step;
        for place in &mut places {
            *place = next;
            next += step;
        }
    } else {
        let (mut row, mut column) = (j / width, j % width);
        for place in &mut places {
            *place = row * width_step + column * step;
            column += 1;
            if column == width {
                (row, column) = (row + 1, 0);
            }
        }
    }
    places
}
