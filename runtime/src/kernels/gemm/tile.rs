//! One product, tile by tile of its result.
//!
//! A tile of a few registers by a few columns is summed in registers over the inner dimension, one register of the left
//! factor against one scalar of the right at a time. Sums run in the order of the inner dimension whatever the number
//! of columns, so a column of the result does not depend on its neighbours.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use core::ops::Range;

use pulp::{Simd, WithSimd};

use super::operands::{Left, Out, Right, Stretch};
use super::single::single;
use super::{Finish, Start};
use crate::cost;
use crate::kernels::simd::{Element, MAX_LANES};

/// `C ← then(start + A·B)`: `C` `(m, n)`, `A` `(m, k)`, `B` `(k, n)`. Its output is whether all of C is finite, before
/// `then`.
pub(in crate::kernels) struct Product<'a, T> {
    /// `(m, n)`: `B` knows its rows.
    pub(in crate::kernels) shape: (usize, usize),
    pub(in crate::kernels) start: Start<'a, T>,
    pub(in crate::kernels) a: Left<'a, T>,
    pub(in crate::kernels) b: Right<'a, T>,
    pub(in crate::kernels) c: Out<'a, T>,
    /// What is done to finished columns, which are contiguous then, and the place of the first element of `C`.
    pub(in crate::kernels) then: Option<(Finish<'a, T>, usize)>,
}

impl<T: Element> WithSimd for Product<'_, T> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) -> bool {
        let ((m, n), k, zero) = (self.shape, self.b.rows(), T::splat(simd, T::ZERO));
        let edge = m - m % T::lanes::<S>()..m;
        let whole = self.a.whole_registers::<S>(edge.start);
        let mut state = State {
            last: true,
            finished: 0,
            check: zero,
            edge_check: zero,
            edge_start: zero,
            whole,
            tail: self.a.tail(edge.start, whole),
        };
        if k == 0 {
            self.fill();
        } else if n == 1 && self.b.is_matrix() {
            state.check = single(simd, self.c.column_mut(0, 0..m), self.start, &self.a, &self.b, k);
        } else {
            if let Start::Column(column) = self.start {
                state.edge_start = T::load_part(simd, &column[edge.clone()]);
            }
            let mut stretch = self.b.stretch(cost::DEPTH);
            loop {
                let behind = self.b.behind(&stretch);
                state.last = behind.is_none();
                if S::IS_SCALAR {
                    for i in 0..m {
                        self.band::<S, 1, 4, false>(simd, i, &stretch, &mut state, i + 1 == m);
                    }
                } else if S::REGISTER_COUNT >= 32 {
                    self.rows::<S, { cost::TILE_OF_32 }>(simd, &stretch, &mut state);
                } else {
                    self.rows::<S, { cost::TILE_OF_16 }>(simd, &stretch, &mut state);
                }
                let Some(next) = behind else { break };
                (stretch, self.start) = (next, Start::Result);
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
    /// The left factor from that column on, which ends before a register does, and zeros.
    tail: [T; 2 * MAX_LANES],
}

impl<T: Element> Product<'_, T> {
    /// The result of an empty batch.
    fn fill(&mut self) {
        let (m, n) = self.shape;
        for j in 0..n {
            let column = self.c.column_mut(j * self.c.column_step, 0..m);
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
    fn rows<S: Simd, const VECTORS: usize>(&mut self, simd: S, stretch: &Stretch, state: &mut State<T, S>) {
        const WIDE: usize = cost::tile_columns(cost::TILE_OF_32);
        const TWO: usize = cost::tile_columns(2);
        const ONE: usize = cost::tile_columns(1);
        let (lanes, (m, _)) = (T::lanes::<S>(), self.shape);
        let whole = m - m % lanes;
        if whole < m {
            self.band::<S, 1, ONE, true>(simd, whole, stretch, state, whole == 0);
        }
        let mut i = 0;
        while i + VECTORS * lanes <= whole {
            self.band::<S, VECTORS, WIDE, false>(simd, i, stretch, state, i + VECTORS * lanes == whole);
            i += VECTORS * lanes;
        }
        if VECTORS > 2 && i + 2 * lanes <= whole {
            self.band::<S, 2, TWO, false>(simd, i, stretch, state, i + 2 * lanes == whole);
            i += 2 * lanes;
        }
        while i < whole {
            self.band::<S, 1, ONE, false>(simd, i, stretch, state, i + lanes == whole);
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
        stretch: &Stretch,
        state: &mut State<T, S>,
        ends: bool,
    ) {
        let (m, n) = self.shape;
        let mut j = 0;
        while j + COLUMNS <= n {
            self.tile::<S, VECTORS, COLUMNS, EDGE>(simd, i, j, stretch, state);
            j += COLUMNS;
            if ends && state.last && (j - state.finished) * m >= cost::FINISHED {
                self.finish(state, j);
            }
        }
        if COLUMNS > 4 && j + 4 <= n {
            self.tile::<S, VECTORS, 4, EDGE>(simd, i, j, stretch, state);
            j += 4;
        }
        if j + 2 <= n {
            self.tile::<S, VECTORS, 2, EDGE>(simd, i, j, stretch, state);
            j += 2;
        }
        if j < n {
            self.tile::<S, VECTORS, 1, EDGE>(simd, i, j, stretch, state);
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
        stretch: &Stretch,
        state: &mut State<T, S>,
    ) {
        let rows = i..i + VECTORS * T::lanes::<S>();
        let mut sums = [[T::splat(simd, T::ZERO); VECTORS]; COLUMNS];
        match self.start {
            Start::Zeros => {}
            Start::Column(_) if EDGE => sums = [[state.edge_start; VECTORS]; COLUMNS],
            Start::Column(column) => sums = [load::<T, S, VECTORS>(simd, &column[rows.clone()]); COLUMNS],
            Start::Result => {
                let places = self.c.columns::<COLUMNS>(j);
                for (q, sums) in sums.iter_mut().enumerate() {
                    *sums = if EDGE {
                        [self.c.part(simd, i, places[q]); VECTORS]
                    } else {
                        load::<T, S, VECTORS>(simd, self.c.column(places[q], rows.clone()))
                    };
                }
            }
        }
        self.sum::<S, VECTORS, COLUMNS, EDGE>(simd, &mut sums, i, j, stretch, state);
        let places = self.c.columns::<COLUMNS>(j);
        if !EDGE || self.stores_over(rows.end, places[COLUMNS - 1]) {
            for (q, sums) in sums.iter().enumerate() {
                T::vectors_mut::<S>(self.c.column_mut(places[q], rows.clone())).copy_from_slice(sums);
            }
        } else {
            self.store_parts(simd, i, &places, sums.map(|sums| sums[0]));
        }
        if self.then.is_none() && state.last {
            let (zero, check) = (T::splat(simd, T::ZERO), if EDGE { &mut state.edge_check } else { &mut state.check });
            for sum in sums.as_flattened() {
                *check = T::mul_add(simd, *sum, zero, *check);
            }
        }
    }

    /// Adds the products over a stretch of the inner dimension.
    #[inline(always)]
    fn sum<S: Simd, const VECTORS: usize, const COLUMNS: usize, const EDGE: bool>(
        &self,
        simd: S,
        sums: &mut [[T::Vector<S>; VECTORS]; COLUMNS],
        i: usize,
        j: usize,
        stretch: &Stretch,
        state: &State<T, S>,
    ) {
        let columns = self.b.columns::<COLUMNS>(j);
        let lines = stretch.lines.clone().map(|line| {
            let from = self.b.lines[line];
            (line * self.b.left_run, columns.map(|column| from + column))
        });
        if VECTORS > 1 {
            for (first, right) in lines {
                self.wide(simd, sums, i + first * self.a.column_step, &right, stretch.steps.clone());
            }
            return;
        }
        // Of its own, so that it stays in registers from line to line.
        let mut local = [T::splat(simd, T::ZERO); COLUMNS];
        local.copy_from_slice(sums.as_flattened());
        let step = self.a.column_step;
        for (first, right) in lines {
            let Range { start, end } = stretch.steps;
            let whole = if EDGE { state.whole.saturating_sub(first).clamp(start, end) } else { end };
            let mut from = start;
            while from < end {
                let (to, left) = if from < whole {
                    (whole, &self.a.at[i + (first + from) * step..])
                } else {
                    (end, &state.tail[(first + from - state.whole) * step..])
                };
                self.narrow(simd, &mut local, left, &right, from..to);
                from = to;
            }
        }
        sums.as_flattened_mut().copy_from_slice(&local);
    }

    /// As `sum` over some steps of a line, for several registers of rows, the first of which is at `left` in the line's first
    /// column; `right` is where columns of the right factor begin.
    #[inline(always)]
    fn wide<S: Simd, const VECTORS: usize, const COLUMNS: usize>(
        &self,
        simd: S,
        sums: &mut [[T::Vector<S>; VECTORS]; COLUMNS],
        left: usize,
        right: &[usize; COLUMNS],
        steps: Range<usize>,
    ) {
        let (width, step) = (VECTORS * T::lanes::<S>(), self.a.column_step);
        let span = (steps.len() - 1) * self.b.row_step + 1;
        let mut b: [&[T]; COLUMNS] = [&[]; COLUMNS];
        for (b, right) in b.iter_mut().zip(right) {
            *b = &self.b.at[steps.start * self.b.row_step + right..][..span];
        }
        let mut at = 0;
        for a in self.a.at[left + steps.start * step..].chunks(step).take(steps.len()) {
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

    /// As `wide`, for one register of rows, the first of which is at the beginning of `left` in the first step. There is little
    /// to do in a step, so it counts how a step comes to the right factor.
    #[inline(always)]
    fn narrow<S: Simd, const COLUMNS: usize>(
        &self,
        simd: S,
        sums: &mut [T::Vector<S>; COLUMNS],
        left: &[T],
        right: &[usize; COLUMNS],
        steps: Range<usize>,
    ) {
        let (row_step, step, lanes) = (self.b.row_step, self.a.column_step, T::lanes::<S>());
        let mut from = 0;
        if self.b.column_step == 1 && right[COLUMNS - 1] - right[0] == COLUMNS - 1 {
            let mut at = right[0] + steps.start * row_step;
            for _ in steps {
                let (a, b) = (T::vectors::<S>(&left[from..from + lanes])[0], &self.b.at[at..at + COLUMNS]);
                for q in 0..COLUMNS {
                    sums[q] = T::mul_add(simd, a, T::splat(simd, b[q]), sums[q]);
                }
                (from, at) = (from + step, at + row_step);
            }
        } else {
            // Only a transposed factor has other steps, and its columns are side by side.
            debug_assert_eq!(row_step, 1);
            let count = steps.len();
            let mut b: [&[T]; COLUMNS] = [&[]; COLUMNS];
            for (b, right) in b.iter_mut().zip(right) {
                *b = &self.b.at[steps.start + right..][..count];
            }
            #[expect(clippy::needless_range_loop, reason = "so that the bounds of all columns are checked once")]
            for at in 0..count {
                let a = T::vectors::<S>(&left[from..from + lanes])[0];
                for q in 0..COLUMNS {
                    sums[q] = T::mul_add(simd, a, T::splat(simd, b[q][at]), sums[q]);
                }
                from += step;
            }
        }
    }

    /// Whether incomplete registers up to row `end` can be stored whole, up to the column at `place`: what lies behind their last
    /// row is written later, or not at all.
    #[inline(always)]
    fn stores_over(&self, end: usize, place: usize) -> bool {
        self.c.over && !matches!(self.start, Start::Result) && end + place <= self.c.at.len()
    }

    /// Writes the last rows of some columns.
    #[inline(always)]
    fn store_parts<S: Simd, const COLUMNS: usize>(
        &mut self,
        simd: S,
        i: usize,
        places: &[usize; COLUMNS],
        sums: [T::Vector<S>; COLUMNS],
    ) {
        for (q, sum) in sums.into_iter().enumerate() {
            T::store_part(simd, self.c.column_mut(places[q], i..self.shape.0), sum);
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
