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
use super::{Finish, Start};
use crate::cost;
use crate::kernels::simd::{Element, MAX_LANES};

/// `C ← then(start + A·B)`: `C` `(m, n)`, `A` `(m, k)`, `B` `(k, n)`. Its output is whether all of C is finite, before
/// `then`.
pub(super) struct Product<'a, T> {
    pub(super) shape: (usize, usize, usize),
    pub(super) start: Start<'a, T>,
    pub(super) a: Left<'a, T>,
    pub(super) b: Right<'a, T>,
    pub(super) c: Out<'a, T>,
    /// What is done to finished columns, which are contiguous then, and the place of the first element of `C`.
    pub(super) then: Option<(Finish<'a, T>, usize)>,
}

impl<T: Element> WithSimd for Product<'_, T> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) -> bool {
        let ((m, n, k), zero) = (self.shape, T::splat(simd, T::ZERO));
        let edge = m - m % T::lanes::<S>()..m;
        let whole = self.a.whole_registers::<S>(edge.start);
        let mut state = State { last: true, finished: 0, check: zero, edge_check: zero, edge_start: zero, whole };
        if k == 0 {
            self.fill();
        } else if n == 1 {
            state.check = single(simd, self.c.column_mut(0, 0..m), self.start, &self.a, &self.b, k);
        } else {
            if let Start::Column(column) = self.start {
                state.edge_start = T::load_part(simd, &column[edge.clone()]);
            }
            let start = self.start;
            for p in (0..k).step_by(cost::DEPTH) {
                let depth = p..k.min(p + cost::DEPTH);
                state.last = depth.end == k;
                self.start = if p == 0 { start } else { Start::Result };
                if S::REGISTER_COUNT >= 32 {
                    self.rows::<S, { cost::TILE_OF_32 }>(simd, &depth, &mut state);
                } else {
                    self.rows::<S, { cost::TILE_OF_16 }>(simd, &depth, &mut state);
                }
            }
        }
        self.finish(&mut state, n);
        let mut edge_check = [T::ZERO; MAX_LANES];
        T::store_part(simd, &mut edge_check[..edge.len()], state.edge_check);
        T::sum_lanes(simd, state.check) == T::ZERO && edge_check.iter().all(|check| *check == T::ZERO)
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
    /// As `check` for the rows of an incomplete register; the lanes behind the last row hold anything.
    edge_check: T::Vector<S>,
    /// What an incomplete register starts from, unless it is the result.
    edge_start: T::Vector<S>,
    /// Up to which column of the left factor an incomplete register can be read whole.
    whole: usize,
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

    /// All rows: those of an incomplete register first, since it may write over the beginning of the next column, then in
    /// bands of as many registers as a tile has, then two, then one.
    #[inline(always)]
    fn rows<S: Simd, const VECTORS: usize>(&mut self, simd: S, depth: &Range<usize>, state: &mut State<T, S>) {
        const WIDE: usize = cost::tile_columns(cost::TILE_OF_32);
        const TWO: usize = cost::tile_columns(2);
        const ONE: usize = cost::tile_columns(1);
        let (lanes, (m, _, _)) = (T::lanes::<S>(), self.shape);
        let whole = m - m % lanes;
        if lanes > 1 && whole < m {
            self.band::<S, 1, ONE, true>(simd, whole, depth, state, whole == 0);
        }
        let mut i = 0;
        while i + VECTORS * lanes <= whole {
            self.band::<S, VECTORS, WIDE, false>(simd, i, depth, state, i + VECTORS * lanes == whole);
            i += VECTORS * lanes;
        }
        if VECTORS > 2 && i + 2 * lanes <= whole {
            self.band::<S, 2, TWO, false>(simd, i, depth, state, i + 2 * lanes == whole);
            i += 2 * lanes;
        }
        while i < whole {
            self.band::<S, 1, ONE, false>(simd, i, depth, state, i + lanes == whole);
            i += lanes;
        }
    }

    /// All columns of `VECTORS` registers of rows from `i`, `COLUMNS` at a time, then halves of that. `ends`: these are the
    /// last rows to be computed.
    #[inline(always)]
    fn band<S: Simd, const VECTORS: usize, const COLUMNS: usize, const EDGE: bool>(
        &mut self,
        simd: S,
        i: usize,
        depth: &Range<usize>,
        state: &mut State<T, S>,
        ends: bool,
    ) {
        let (m, n, _) = self.shape;
        let mut j = 0;
        while j + COLUMNS <= n {
            self.tile::<S, VECTORS, COLUMNS, EDGE>(simd, i, j, depth, state);
            j += COLUMNS;
            if ends && state.last && (j - state.finished) * m >= cost::FINISHED {
                self.finish(state, j);
            }
        }
        if COLUMNS > 4 && j + 4 <= n {
            self.tile::<S, VECTORS, 4, EDGE>(simd, i, j, depth, state);
            j += 4;
        }
        if j + 2 <= n {
            self.tile::<S, VECTORS, 2, EDGE>(simd, i, j, depth, state);
            j += 2;
        }
        if j < n {
            self.tile::<S, VECTORS, 1, EDGE>(simd, i, j, depth, state);
        }
    }

    /// A tile of whole registers, or of an incomplete one. Its loops have constant counts: unrolled, they leave the sums in
    /// registers.
    #[inline(always)]
    fn tile<S: Simd, const VECTORS: usize, const COLUMNS: usize, const EDGE: bool>(
        &mut self,
        simd: S,
        i: usize,
        j: usize,
        depth: &Range<usize>,
        state: &mut State<T, S>,
    ) {
        let rows = i..i + VECTORS * T::lanes::<S>();
        let mut sums = [[T::splat(simd, T::ZERO); VECTORS]; COLUMNS];
        match self.start {
            Start::Zeros => {}
            Start::Column(_) if EDGE => sums = [[state.edge_start; VECTORS]; COLUMNS],
            Start::Column(column) => sums = [load::<T, S, VECTORS>(simd, &column[rows.clone()]); COLUMNS],
            Start::Result => {
                for (q, sums) in sums.iter_mut().enumerate() {
                    *sums = if EDGE {
                        [self.c.part(simd, i, j + q); VECTORS]
                    } else {
                        load::<T, S, VECTORS>(simd, self.c.column(j + q, rows.clone()))
                    };
                }
            }
        }
        self.sum::<S, VECTORS, COLUMNS, EDGE>(simd, &mut sums, i, j, depth, state);
        if !EDGE || self.stores_over(rows.end, j + COLUMNS - 1) {
            for (q, sums) in sums.iter().enumerate() {
                T::vectors_mut::<S>(self.c.column_mut(j + q, rows.clone())).copy_from_slice(sums);
            }
        } else {
            self.store_parts(simd, i, j, sums.map(|sums| sums[0]));
        }
        if self.then.is_none() && state.last {
            let (zero, check) = (T::splat(simd, T::ZERO), if EDGE { &mut state.edge_check } else { &mut state.check });
            for sum in sums.as_flattened() {
                *check = T::mul_add(simd, *sum, zero, *check);
            }
        }
    }

    /// Adds the products over a range of the inner dimension.
    #[inline(always)]
    fn sum<S: Simd, const VECTORS: usize, const COLUMNS: usize, const EDGE: bool>(
        &self,
        simd: S,
        sums: &mut [[T::Vector<S>; VECTORS]; COLUMNS],
        i: usize,
        j: usize,
        depth: &Range<usize>,
        state: &State<T, S>,
    ) {
        if VECTORS == 1 {
            // The last register of an incomplete row may end behind the matrix: a loop of its own, so that the other one
            // keeps its sums in registers.
            let whole = if EDGE { state.whole.clamp(depth.start, depth.end) } else { depth.end };
            self.narrow::<S, COLUMNS>(simd, sums.as_flattened_mut(), j, depth.start..whole, |p| self.a.whole(i, p));
            if EDGE && whole < depth.end {
                self.narrow::<S, COLUMNS>(simd, sums.as_flattened_mut(), j, whole..depth.end, |p| {
                    self.a.part(simd, i, p)
                });
            }
        } else {
            self.wide(simd, sums, i, j, depth);
        }
    }

    /// As `sum`, for several registers of rows.
    #[inline(always)]
    fn wide<S: Simd, const VECTORS: usize, const COLUMNS: usize>(
        &self,
        simd: S,
        sums: &mut [[T::Vector<S>; VECTORS]; COLUMNS],
        i: usize,
        j: usize,
        depth: &Range<usize>,
    ) {
        let (width, step) = (VECTORS * T::lanes::<S>(), self.a.column_step);
        let span = (depth.len() - 1) * self.b.row_step + 1;
        let mut b: [&[T]; COLUMNS] = [&[]; COLUMNS];
        for (q, b) in b.iter_mut().enumerate() {
            *b = &self.b.at[depth.start * self.b.row_step + (j + q) * self.b.column_step..][..span];
        }
        let mut at = 0;
        for a in self.a.at[i + depth.start * step..].chunks(step).take(depth.len()) {
            let a = load::<T, S, VECTORS>(simd, &a[..width]);
            for q in 0..COLUMNS {
                let b = T::splat(simd, b[q][at]);
                for v in 0..VECTORS {
                    sums[q][v] = T::mul_add(simd, a[v], b, sums[q][v]);
                }
            }
            at += self.b.row_step;
        }
    }

    /// As `sum`, for one register of rows, which `left` gets. There is little to do in a step, so it counts how a step comes
    /// to the right factor.
    #[inline(always)]
    fn narrow<S: Simd, const COLUMNS: usize>(
        &self,
        simd: S,
        sums: &mut [T::Vector<S>],
        j: usize,
        depth: Range<usize>,
        left: impl Fn(usize) -> T::Vector<S>,
    ) {
        let mut local = [T::splat(simd, T::ZERO); COLUMNS];
        local.copy_from_slice(sums);
        if self.b.column_step == 1 && self.b.row_step >= COLUMNS {
            let b = self.b.at[depth.start * self.b.row_step + j..].chunks(self.b.row_step);
            for (p, b) in depth.zip(b) {
                let (a, b) = (left(p), &b[..COLUMNS]);
                for q in 0..COLUMNS {
                    local[q] = T::mul_add(simd, a, T::splat(simd, b[q]), local[q]);
                }
            }
        } else {
            let (count, step) = (depth.len(), self.b.row_step);
            let mut b: [&[T]; COLUMNS] = [&[]; COLUMNS];
            for (q, b) in b.iter_mut().enumerate() {
                *b = &self.b.at[depth.start * step + (j + q) * self.b.column_step..][..count];
            }
            #[expect(clippy::needless_range_loop, reason = "so that the bounds of all columns are checked once")]
            for at in 0..count {
                let a = left(depth.start + at);
                for q in 0..COLUMNS {
                    local[q] = T::mul_add(simd, a, T::splat(simd, b[q][at]), local[q]);
                }
            }
        }
        sums.copy_from_slice(&local);
    }

    /// Whether incomplete registers can be stored whole up to column `j`: what lies behind their last row is written later,
    /// or not at all.
    #[inline(always)]
    fn stores_over(&self, end: usize, j: usize) -> bool {
        self.c.over && !matches!(self.start, Start::Result) && end + j * self.c.column_step <= self.c.at.len()
    }

    /// Writes the last rows of some columns.
    #[inline(always)]
    fn store_parts<S: Simd, const COLUMNS: usize>(
        &mut self,
        simd: S,
        i: usize,
        j: usize,
        sums: [T::Vector<S>; COLUMNS],
    ) {
        for (q, sum) in sums.into_iter().enumerate() {
            T::store_part(simd, self.c.column_mut(j + q, i..self.shape.0), sum);
        }
    }
}

/// As many registers from a slice that holds just as many.
#[inline(always)]
fn load<T: Element, S: Simd, const VECTORS: usize>(simd: S, slice: &[T]) -> [T::Vector<S>; VECTORS] {
    let mut vectors = [T::splat(simd, T::ZERO); VECTORS];
    vectors.copy_from_slice(T::vectors::<S>(slice));
    vectors
}
