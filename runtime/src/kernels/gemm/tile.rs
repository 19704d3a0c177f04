//! One product, tile by tile of its result.
//!
//! A tile of a few registers by a few columns is summed in registers over the inner dimension, one register of the left
//! factor against one scalar of the right at a time. Sums run in the order of the inner dimension whatever the number
//! of columns, so a column of the result does not depend on its neighbours.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use core::ops::Range;

use pulp::{Simd, WithSimd};

use super::Start;
use crate::cost;
use crate::kernels::simd::Element;

/// `C ← start + A·B`: `C` `(m, n)`, `A` `(m, k)`, `B` `(k, n)`.
pub(super) struct Product<'a, T> {
    pub(super) shape: (usize, usize, usize),
    pub(super) start: Start<'a, T>,
    pub(super) a: Left<'a, T>,
    pub(super) b: Right<'a, T>,
    pub(super) c: Out<'a, T>,
}

/// The left factor: `A[i, p] = at[i + p·column_step]`.
pub(super) struct Left<'a, T> {
    at: &'a [T],
    column_step: usize,
}

impl<'a, T> Left<'a, T> {
    /// A matrix as it lies in memory, its columns so far apart.
    pub(super) fn new(at: &'a [T], column_step: usize) -> Self {
        Self { at, column_step }
    }
}

/// The right factor: `B[p, j] = at[p·row_step + j·column_step]`.
pub(super) struct Right<'a, T> {
    at: &'a [T],
    row_step: usize,
    column_step: usize,
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
    at: &'a mut [T],
    column_step: usize,
}

impl<'a, T> Out<'a, T> {
    /// A matrix to be written, its columns so far apart.
    pub(super) fn new(at: &'a mut [T], column_step: usize) -> Self {
        Self { at, column_step }
    }

    fn column(&self, j: usize, rows: Range<usize>) -> &[T] {
        let column = j * self.column_step;
        &self.at[column + rows.start..column + rows.end]
    }

    fn column_mut(&mut self, j: usize, rows: Range<usize>) -> &mut [T] {
        let column = j * self.column_step;
        &mut self.at[column + rows.start..column + rows.end]
    }
}

impl<T: Element> WithSimd for Product<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let (_, _, k) = self.shape;
        if k == 0 {
            return self.fill();
        }
        let start = self.start;
        let mut p = 0;
        while p < k {
            let depth = p..k.min(p + cost::DEPTH);
            self.start = if p == 0 { start } else { Start::Result };
            if S::REGISTER_COUNT >= 32 {
                self.rows::<S, { cost::TILE_OF_32 }>(simd, &depth);
            } else {
                self.rows::<S, { cost::TILE_OF_16 }>(simd, &depth);
            }
            p = depth.end;
        }
    }
}

impl<T: Element> Product<'_, T> {
    /// The result of an empty batch.
    fn fill(&mut self) {
        let (m, n, _) = self.shape;
        for j in 0..n {
            let column = self.c.column_mut(j, 0..m);
            match self.start {
                Start::Zeros => column.fill(T::ZERO),
                Start::Column(start) => column.copy_from_slice(&start[..m]),
                Start::Result => {}
            }
        }
    }

    /// All rows, in bands of as many registers as a tile has, then two, then one, the last one perhaps incomplete.
    #[inline(always)]
    fn rows<S: Simd, const VECTORS: usize>(&mut self, simd: S, depth: &Range<usize>) {
        let (lanes, (m, _, _)) = (T::lanes::<S>(), self.shape);
        let mut i = 0;
        while i + VECTORS * lanes <= m {
            self.band::<S, VECTORS>(simd, i, depth);
            i += VECTORS * lanes;
        }
        if VECTORS > 2 && i + 2 * lanes <= m {
            self.band::<S, 2>(simd, i, depth);
            i += 2 * lanes;
        }
        if i + lanes <= m {
            self.band::<S, 1>(simd, i, depth);
            i += lanes;
        }
        if i < m {
            self.band::<S, 0>(simd, i, depth);
        }
    }

    /// All columns of `VECTORS` registers of rows from `i`; no registers stand for one that is incomplete.
    #[inline(always)]
    fn band<S: Simd, const VECTORS: usize>(&mut self, simd: S, i: usize, depth: &Range<usize>) {
        const COLUMNS: usize = cost::TILE_COLUMNS;
        let (_, n, _) = self.shape;
        let mut j = 0;
        while j + COLUMNS <= n {
            if VECTORS == 0 {
                self.edge::<S, COLUMNS>(simd, i, j, depth);
            } else {
                self.tile::<S, VECTORS, COLUMNS>(simd, i, j, depth);
            }
            j += COLUMNS;
        }
        while j < n {
            if VECTORS == 0 {
                self.edge::<S, 1>(simd, i, j, depth);
            } else {
                self.tile::<S, VECTORS, 1>(simd, i, j, depth);
            }
            j += 1;
        }
    }

    /// A tile of whole registers. Its loops have constant counts: unrolled, they leave the sums in registers.
    #[inline(always)]
    fn tile<S: Simd, const VECTORS: usize, const COLUMNS: usize>(
        &mut self,
        simd: S,
        i: usize,
        j: usize,
        depth: &Range<usize>,
    ) {
        let width = VECTORS * T::lanes::<S>();
        let rows = i..i + width;
        let mut sums = [[T::splat(simd, T::ZERO); VECTORS]; COLUMNS];
        match self.start {
            Start::Zeros => {}
            Start::Column(column) => {
                let column = load::<T, S, VECTORS>(simd, &column[rows.clone()]);
                sums = [column; COLUMNS];
            }
            Start::Result => {
                for (q, sums) in sums.iter_mut().enumerate() {
                    *sums = load::<T, S, VECTORS>(simd, self.c.column(j + q, rows.clone()));
                }
            }
        }
        let b = self.right::<COLUMNS>(j, depth);
        let a = self.a.at[i + depth.start * self.a.column_step..].chunks(self.a.column_step);
        let mut at = 0;
        for a in a.take(depth.len()) {
            let a = load::<T, S, VECTORS>(simd, &a[..width]);
            for q in 0..COLUMNS {
                let b = T::splat(simd, b[q][at]);
                for v in 0..VECTORS {
                    sums[q][v] = T::mul_add(simd, a[v], b, sums[q][v]);
                }
            }
            at += self.b.row_step;
        }
        for (q, sums) in sums.iter().enumerate() {
            T::vectors_mut::<S>(self.c.column_mut(j + q, rows.clone())).copy_from_slice(sums);
        }
    }

    /// A tile of the last rows, fewer than a register holds. Lanes behind them are summed from what lies there in
    /// memory, the next column, and never stored.
    #[inline(always)]
    fn edge<S: Simd, const COLUMNS: usize>(&mut self, simd: S, i: usize, j: usize, depth: &Range<usize>) {
        let rows = i..self.shape.0;
        let lanes = T::lanes::<S>();
        let mut sums = [T::splat(simd, T::ZERO); COLUMNS];
        match self.start {
            Start::Zeros => {}
            Start::Column(column) => sums = [T::load_part(simd, &column[rows.clone()]); COLUMNS],
            Start::Result => {
                for (q, sum) in sums.iter_mut().enumerate() {
                    *sum = T::load_part(simd, self.c.column(j + q, rows.clone()));
                }
            }
        }
        let b = self.right::<COLUMNS>(j, depth);
        let mut at = 0;
        for p in depth.clone() {
            let a = &self.a.at[i + p * self.a.column_step..];
            let a = match T::vectors::<S>(&a[..lanes.min(a.len())]) {
                [a] => *a,
                _ => T::load_part(simd, a),
            };
            for q in 0..COLUMNS {
                sums[q] = T::mul_add(simd, a, T::splat(simd, b[q][at]), sums[q]);
            }
            at += self.b.row_step;
        }
        for (q, sum) in sums.iter().enumerate() {
            T::store_part(simd, self.c.column_mut(j + q, rows.clone()), *sum);
        }
    }

    /// The columns of `B` from `j` on, over a range of the inner dimension.
    #[inline(always)]
    fn right<const COLUMNS: usize>(&self, j: usize, depth: &Range<usize>) -> [&[T]; COLUMNS] {
        let span = (depth.len() - 1) * self.b.row_step + 1;
        let mut columns: [&[T]; COLUMNS] = [&[]; COLUMNS];
        for (q, column) in columns.iter_mut().enumerate() {
            *column = &self.b.at[depth.start * self.b.row_step + (j + q) * self.b.column_step..][..span];
        }
        columns
    }
}

/// As many registers from a slice that holds just as many.
#[inline(always)]
fn load<T: Element, S: Simd, const VECTORS: usize>(simd: S, slice: &[T]) -> [T::Vector<S>; VECTORS] {
    let mut vectors = [T::splat(simd, T::ZERO); VECTORS];
    vectors.copy_from_slice(T::vectors::<S>(slice));
    vectors
}
