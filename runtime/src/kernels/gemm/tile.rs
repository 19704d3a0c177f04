//! One product, tile by tile of its result.
//!
//! A tile of a few registers by a few columns is summed in registers over the inner dimension, one register of the left
//! factor against one scalar of the right at a time. Sums run in the order of the inner dimension whatever the number
//! of columns, so a column of the result does not depend on its neighbours.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use core::ops::Range;

use pulp::{Simd, WithSimd};

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
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) -> bool {
        let (_, n, k) = self.shape;
        let mut state = State { last: k <= cost::DEPTH, finished: 0, check: T::splat(simd, T::ZERO) };
        if k == 0 {
            self.fill();
        }
        let start = self.start;
        let mut p = 0;
        while p < k {
            let depth = p..k.min(p + cost::DEPTH);
            state.last = depth.end == k;
            self.start = if p == 0 { start } else { Start::Result };
            if n == 1 {
                self.single(simd, &depth, &mut state);
            } else if S::REGISTER_COUNT >= 32 {
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
            let a = self.part_of_left::<S>(simd, i, p);
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

    /// A result of one column: the more registers a band has, the fewer sums each of its elements is split into, so that
    /// eight are under way.
    #[inline(always)]
    fn single<S: Simd>(&mut self, simd: S, depth: &Range<usize>, state: &mut State<T, S>) {
        let (lanes, (m, _, _)) = (T::lanes::<S>(), self.shape);
        let mut i = 0;
        while i + 8 * lanes <= m {
            self.chains::<S, 8, 1>(simd, i, depth, state);
            i += 8 * lanes;
        }
        if i + 4 * lanes <= m {
            self.chains::<S, 4, 2>(simd, i, depth, state);
            i += 4 * lanes;
        }
        if i + 2 * lanes <= m {
            self.chains::<S, 2, 4>(simd, i, depth, state);
            i += 2 * lanes;
        }
        if i + lanes <= m {
            self.chains::<S, 1, 8>(simd, i, depth, state);
            i += lanes;
        }
        if i < m {
            self.edge_chains::<S, 8>(simd, i, depth, state);
        }
    }

    /// `VECTORS` registers of a single column, each the sum of `CHAINS` sums over every `CHAINS`th step of the inner
    /// dimension.
    #[inline(always)]
    fn chains<S: Simd, const VECTORS: usize, const CHAINS: usize>(
        &mut self,
        simd: S,
        i: usize,
        depth: &Range<usize>,
        state: &mut State<T, S>,
    ) {
        let width = VECTORS * T::lanes::<S>();
        let rows = i..i + width;
        let zero = T::splat(simd, T::ZERO);
        let mut sums = [[zero; VECTORS]; CHAINS];
        match self.start {
            Start::Zeros => {}
            Start::Column(column) => sums[0] = load::<T, S, VECTORS>(simd, &column[rows.clone()]),
            Start::Result => sums[0] = load::<T, S, VECTORS>(simd, self.c.column(0, rows.clone())),
        }
        let step = self.a.column_step;
        let [b] = self.right::<1>(0, depth);
        let whole = depth.len() - depth.len() % CHAINS;
        let a = &self.a.at[i + depth.start * step..];
        for (p, a) in (0..whole).step_by(CHAINS).zip(a.chunks(CHAINS * step)) {
            for q in 0..CHAINS {
                let a = load::<T, S, VECTORS>(simd, &a[q * step..][..width]);
                let b = T::splat(simd, b[(p + q) * self.b.row_step]);
                for v in 0..VECTORS {
                    sums[q][v] = T::mul_add(simd, a[v], b, sums[q][v]);
                }
            }
        }
        for p in whole..depth.len() {
            let a = load::<T, S, VECTORS>(simd, &a[p * step..][..width]);
            let b = T::splat(simd, b[p * self.b.row_step]);
            for v in 0..VECTORS {
                sums[0][v] = T::mul_add(simd, a[v], b, sums[0][v]);
            }
        }
        let mut total = sums[0];
        for v in 0..VECTORS {
            total[v] = T::sum(simd, sums.map(|sums| sums[v]));
            if self.then.is_none() && state.last {
                state.check = T::mul_add(simd, total[v], zero, state.check);
            }
        }
        T::vectors_mut::<S>(self.c.column_mut(0, rows)).copy_from_slice(&total);
    }

    /// As [`chains`](Self::chains) for the last rows, fewer than a register holds.
    #[inline(always)]
    fn edge_chains<S: Simd, const CHAINS: usize>(
        &mut self,
        simd: S,
        i: usize,
        depth: &Range<usize>,
        state: &mut State<T, S>,
    ) {
        let rows = i..self.shape.0;
        let zero = T::splat(simd, T::ZERO);
        let mut sums = [zero; CHAINS];
        match self.start {
            Start::Zeros => {}
            Start::Column(column) => sums[0] = T::load_part(simd, &column[rows.clone()]),
            Start::Result => sums[0] = T::load_part(simd, self.c.column(0, rows.clone())),
        }
        let [b] = self.right::<1>(0, depth);
        let whole = depth.len() - depth.len() % CHAINS;
        for p in (0..whole).step_by(CHAINS) {
            for q in 0..CHAINS {
                let a = self.part_of_left::<S>(simd, i, depth.start + p + q);
                sums[q] = T::mul_add(simd, a, T::splat(simd, b[(p + q) * self.b.row_step]), sums[q]);
            }
        }
        for p in whole..depth.len() {
            let a = self.part_of_left::<S>(simd, i, depth.start + p);
            sums[0] = T::mul_add(simd, a, T::splat(simd, b[p * self.b.row_step]), sums[0]);
        }
        T::store_part(simd, self.c.column_mut(0, rows.clone()), T::sum(simd, sums));
        if self.then.is_none() && state.last {
            state.check = T::mul_add(simd, T::load_part(simd, self.c.column(0, rows)), zero, state.check);
        }
    }

    /// A register of the left factor from row `i` of column `p`. Lanes behind its last row hold what lies there in memory,
    /// the next column, or 0.
    #[inline(always)]
    fn part_of_left<S: Simd>(&self, simd: S, i: usize, p: usize) -> T::Vector<S> {
        let a = &self.a.at[i + p * self.a.column_step..];
        match T::vectors::<S>(&a[..T::lanes::<S>().min(a.len())]) {
            [a] => *a,
            _ => T::load_part(simd, a),
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
