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
    /// A register from row `i` of column `p`. Lanes behind its last row hold what lies there in memory,
    /// the next column, or 0.
    #[inline(always)]
    pub(super) fn part<S: Simd>(&self, simd: S, i: usize, p: usize) -> T::Vector<S> {
        let a = &self.at[i + p * self.column_step..];
        match T::vectors::<S>(&a[..T::lanes::<S>().min(a.len())]) {
            [a] => *a,
            _ => T::load_part(simd, a),
        }
    }
}

/// The right factor: `B[p, j] = at[p·row_step + j·column_step]`.
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
}

impl<'a, T> Out<'a, T> {
    /// A matrix to be written, its columns so far apart.
    pub(super) fn new(at: &'a mut [T], column_step: usize) -> Self {
        Self { at, column_step }
    }

    pub(super) fn column(&self, j: usize, rows: Range<usize>) -> &[T] {
        let column = j * self.column_step;
        &self.at[column + rows.start..column + rows.end]
    }

    pub(super) fn column_mut(&mut self, j: usize, rows: Range<usize>) -> &mut [T] {
        let column = j * self.column_step;
        &mut self.at[column + rows.start..column + rows.end]
    }
}
