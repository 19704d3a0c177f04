//! One product, tile by tile of its result.
//!
//! A tile of a few registers by a few columns is summed in registers over the inner dimension, one register of the left
//! factor against one scalar of the right at a time. Sums run in the order of the inner dimension whatever the number
//! of columns, so a column of the result does not depend on its neighbours.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use core::ops::Range;

use pulp::{Simd, WithSimd};

use super::operands::{Left, Out, Right};
use super::single::single;
use super::{Start, Then};
use crate::cost;
use crate::kernels::simd::Element;

/// `C ← then(start + A·B)`: `C` `(m, n)`, `A` `(m, k)`, `B` `(k, n)`. Its output is whether all of C is finite, before
/// `then`.
pub(super) struct Product<'a, T> {
    pub(super) shape: (usize, usize, usize),
    pub(super) start: Start<'a, T>,
    pub(super) a: Left<'a, T>,
    pub(super) b: Right<'a, T>,
    pub(super) c: Out<'a, T>,
    /// What is done to finished columns, which are contiguous then, and the place of the first element of `C`.
    pub(super) then: Option<(Then<'a, T>, usize)>,
}

impl<T: Element> WithSimd for Product<'_, T> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) -> bool {
        let (m, n, k) = self.shape;
        let mut state = State { last: k <= cost::DEPTH, finished: 0, check: T::splat(simd, T::ZERO) };
        if k == 0 {
            self.fill();
        } else if n == 1 {
            state.check = single(simd, self.c.column_mut(0, 0..m), self.start, &self.a, &self.b, k);
        }
        let start = self.start;
        let mut p = if n == 1 { k } else { 0 };
        while p < k {
            let depth = p..k.min(p + cost::DEPTH);
            state.last = depth.end == k;
            self.start = if p == 0 { start } else { Start::Result };
            if S::REGISTER_COUNT >= 32 {
                self.rows::<S, { cost::TILE_OF_32 }>(simd, &depth, &mut state);
            } else {
                self.rows::<S, { cost::TILE_OF_16 }>(simd, &depth, &mut state);
            }
            p = depth.end;
        }
        self.finish(&mut state, n);
        T::sum_lanes(simd, state.check) == T::ZERO
    }
}

/// How far a product has come.
struct State<T: Element, S: Simd> {
    /// Whether this is the last stretch of the inner dimension: what is written now stays.
    last: bool,
    /// Columns that `then` was applied to.
    finished: usize,
    /// The sum of 0 · c over all c that stay: 0, or NaN if one is not finite.
    check: T::Vector<S>,
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

    /// Applies `then` to the columns before `end`, all rows of which are finished.
    #[inline(always)]
    fn finish<S: Simd>(&mut self, state: &mut State<T, S>, end: usize) {
        if let Some((then, first)) = self.then
            && state.finished < end
        {
            let columns = state.finished * self.c.column_step..end * self.c.column_step;
            then(&mut self.c.at[columns.clone()], first + columns.start);
            state.finished = end;
        }
    }

    /// All rows, in bands of as many registers as a tile has, then two, then one, the last one perhaps incomplete.
    #[inline(always)]
    fn rows<S: Simd, const VECTORS: usize>(&mut self, simd: S, depth: &Range<usize>, state: &mut State<T, S>) {
        const WIDE: usize = cost::tile_columns(cost::TILE_OF_32);
        let (lanes, (m, _, _)) = (T::lanes::<S>(), self.shape);
        let mut i = 0;
        while i + VECTORS * lanes <= m {
            self.band::<S, VECTORS, WIDE>(simd, i, depth, state);
            i += VECTORS * lanes;
        }
        if VECTORS > 2 && i + 2 * lanes <= m {
            self.band::<S, 2, { cost::tile_columns(2) }>(simd, i, depth, state);
            i += 2 * lanes;
        }
        if i + lanes <= m {
            self.band::<S, 1, { cost::tile_columns(1) }>(simd, i, depth, state);
            i += lanes;
        }
        if i < m {
            self.band::<S, 0, { cost::tile_columns(0) }>(simd, i, depth, state);
        }
    }

    /// All columns of `VECTORS` registers of rows from `i`, `COLUMNS` at a time, then halves of that; no registers stand
    /// for one that is incomplete.
    #[inline(always)]
    fn band<S: Simd, const VECTORS: usize, const COLUMNS: usize>(
        &mut self,
        simd: S,
        i: usize,
        depth: &Range<usize>,
        state: &mut State<T, S>,
    ) {
        let (m, n, _) = self.shape;
        // The rows of the last band end all columns that they reach.
        let ends = state.last && i + VECTORS.max(1) * T::lanes::<S>() >= m;
        let mut j = 0;
        while j + COLUMNS <= n {
            self.tile::<S, VECTORS, COLUMNS>(simd, i, j, depth, state);
            j += COLUMNS;
            if ends && (j - state.finished) * m >= cost::FINISHED {
                self.finish(state, j);
            }
        }
        if COLUMNS > 8 && j + 8 <= n {
            self.tile::<S, VECTORS, 8>(simd, i, j, depth, state);
            j += 8;
        }
        if COLUMNS > 4 && j + 4 <= n {
            self.tile::<S, VECTORS, 4>(simd, i, j, depth, state);
            j += 4;
        }
        if j + 2 <= n {
            self.tile::<S, VECTORS, 2>(simd, i, j, depth, state);
            j += 2;
        }
        if j < n {
            self.tile::<S, VECTORS, 1>(simd, i, j, depth, state);
        }
    }

    /// A tile of whole registers, or of one that is incomplete.
    #[inline(always)]
    fn tile<S: Simd, const VECTORS: usize, const COLUMNS: usize>(
        &mut self,
        simd: S,
        i: usize,
        j: usize,
        depth: &Range<usize>,
        state: &mut State<T, S>,
    ) {
        if VECTORS == 0 {
            self.edge::<S, COLUMNS>(simd, i, j, depth, state);
        } else {
            self.whole::<S, VECTORS, COLUMNS>(simd, i, j, depth, state);
        }
    }

    /// A tile of whole registers. Its loops have constant counts: unrolled, they leave the sums in registers.
    #[inline(always)]
    fn whole<S: Simd, const VECTORS: usize, const COLUMNS: usize>(
        &mut self,
        simd: S,
        i: usize,
        j: usize,
        depth: &Range<usize>,
        state: &mut State<T, S>,
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
        if self.then.is_none() && state.last {
            let zero = T::splat(simd, T::ZERO);
            for sum in sums.as_flattened() {
                state.check = T::mul_add(simd, *sum, zero, state.check);
            }
        }
    }

    /// A tile of the last rows, fewer than a register holds. Lanes behind them are summed from what lies there in
    /// memory, the next column, and never stored.
    #[inline(always)]
    fn edge<S: Simd, const COLUMNS: usize>(
        &mut self,
        simd: S,
        i: usize,
        j: usize,
        depth: &Range<usize>,
        state: &mut State<T, S>,
    ) {
        let rows = i..self.shape.0;
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
            let a = self.a.part(simd, i, p);
            for q in 0..COLUMNS {
                sums[q] = T::mul_add(simd, a, T::splat(simd, b[q][at]), sums[q]);
            }
            at += self.b.row_step;
        }
        for (q, sum) in sums.iter().enumerate() {
            T::store_part(simd, self.c.column_mut(j + q, rows.clone()), *sum);
        }
        if self.then.is_none() && state.last {
            for q in 0..COLUMNS {
                let stored = T::load_part(simd, self.c.column(j + q, rows.clone()));
                state.check = T::mul_add(simd, stored, T::splat(simd, T::ZERO), state.check);
            }
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
