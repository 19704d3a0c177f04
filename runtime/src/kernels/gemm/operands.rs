//! Matrices as slices with steps: the two factors of a product and its result.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use core::ops::Range;

use pulp::Simd;

use crate::kernels::simd::Element;

/// The left factor: `A[i, p] = at[i + p·column_step]`.
pub(super) struct Left<'a, T> {
    pub(super) at: &'a [T],
    pub(super) column_step: usize,
}

impl<'a, T> Left<'a, T> {
    /// A matrix as it lies in memory, its columns so far apart.
    pub(super) fn new(at: &'a [T], column_step: usize) -> Self {
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

    /// A register from row `i` of column `p`.
    #[inline(always)]
    pub(super) fn whole<S: Simd>(&self, i: usize, p: usize) -> T::Vector<S> {
        T::vectors::<S>(&self.at[i + p * self.column_step..][..T::lanes::<S>()])[0]
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

/// The right factor: `B[p, j] = at[p·row_step + j·column_step]`.
#[derive(Clone, Copy)]
pub(super) struct Right<'a, T> {
    pub(super) at: &'a [T],
    pub(super) row_step: usize,
    pub(super) column_step: usize,
}

impl<'a, T> Right<'a, T> {
    /// A matrix as it lies in memory, its columns so far apart.
    pub(super) fn new(at: &'a [T], column_step: usize) -> Self {
        let row_step = 1;
        Self { at, row_step, column_step }
    }

    /// The transpose of a matrix, whose columns are so far apart in memory.
    pub(super) fn transposed(at: &'a [T], row_step: usize) -> Self {
        let column_step = 1;
        Self { at, row_step, column_step }
    }

    /// The same number everywhere.
    pub(super) fn constant(number: &'a T) -> Self {
        let (row_step, column_step) = (0, 0);
        let at = core::slice::from_ref(number);
        Self { at, row_step, column_step }
    }
}

/// The result: `C[i, j] = at[i + j·column_step]`.
pub(super) struct Out<'a, T> {
    pub(super) at: &'a mut [T],
    pub(super) column_step: usize,
    /// Whether what lies behind the last row of a column is written after it.
    pub(super) over: bool,
}

impl<'a, T: Element> Out<'a, T> {
    /// A matrix to be written, column after column.
    pub(super) fn new(at: &'a mut [T], column_step: usize) -> Self {
        Self { at, column_step, over: true }
    }

    /// Some rows of a matrix to be written, its columns so far apart, and nothing else.
    pub(super) fn rows(at: &'a mut [T], column_step: usize) -> Self {
        Self { at, column_step, over: false }
    }

    pub(super) fn column(&self, j: usize, rows: Range<usize>) -> &[T] {
        let column = j * self.column_step;
        &self.at[column + rows.start..column + rows.end]
    }

    pub(super) fn column_mut(&mut self, j: usize, rows: Range<usize>) -> &mut [T] {
        let column = j * self.column_step;
        &mut self.at[column + rows.start..column + rows.end]
    }

    /// A register from row `i` of column `j`, perhaps incomplete.
    #[inline(always)]
    pub(super) fn part<S: Simd>(&self, simd: S, i: usize, j: usize) -> T::Vector<S> {
        part(simd, &self.at[i + j * self.column_step..])
    }
}
