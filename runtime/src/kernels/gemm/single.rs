//! A product whose result is a single column: `y ← start + A x`.
//!
//! Nothing is used twice, so what counts is to read `A` once, and to have enough sums under way: the more registers a band
//! of rows has, the fewer sums each of its elements is split into.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use core::ops::Range;

use pulp::Simd;

use super::Start;
use super::operands::{Left, Right};
use crate::kernels::simd::Element;

/// `y ← start + A x`: `y` `(m)`, `A` `(m, k)`, `x` `(k, 1)`. Returns a register whose lanes add up to 0 if `y` is finite, to
/// NaN if not.
#[inline(always)]
pub(super) fn single<T: Element, S: Simd>(
    simd: S,
    y: &mut [T],
    start: Start<'_, T>,
    a: &Left<'_, T>,
    x: &Right<'_, T>,
    k: usize,
) -> T::Vector<S> {
    let (lanes, m) = (T::lanes::<S>(), y.len());
    let mut column = Single { y, start, a, x, k, check: T::splat(simd, T::ZERO) };
    let mut i = 0;
    while i + 8 * lanes <= m {
        column.band::<8, 1>(simd, i);
        i += 8 * lanes;
    }
    if i + 4 * lanes <= m {
        column.band::<4, 2>(simd, i);
        i += 4 * lanes;
    }
    if i + 2 * lanes <= m {
        column.band::<2, 4>(simd, i);
        i += 2 * lanes;
    }
    if i + lanes <= m {
        column.band::<1, 8>(simd, i);
        i += lanes;
    }
    if i < m {
        column.edge::<8>(simd, i);
    }
    column.check
}

struct Single<'a, T: Element, S: Simd> {
    y: &'a mut [T],
    start: Start<'a, T>,
    a: &'a Left<'a, T>,
    x: &'a Right<'a, T>,
    k: usize,
    check: T::Vector<S>,
}

impl<T: Element, S: Simd> Single<'_, T, S> {
    /// `VECTORS` registers from row `i`, each the sum of `CHAINS` sums over every `CHAINS`th step of the inner dimension.
    #[inline(always)]
    fn band<const VECTORS: usize, const CHAINS: usize>(&mut self, simd: S, i: usize) {
        let width = VECTORS * T::lanes::<S>();
        let rows = i..i + width;
        let mut sums = [[T::splat(simd, T::ZERO); VECTORS]; CHAINS];
        if let Some(start) = self.start(rows.clone()) {
            sums[0].copy_from_slice(T::vectors::<S>(start));
        }
        let step = self.a.column_step;
        let whole = self.k - self.k % CHAINS;
        for (p, a) in (0..whole).step_by(CHAINS).zip(self.a.at[i..].chunks(CHAINS * step)) {
            for q in 0..CHAINS {
                self.add(simd, &mut sums[q], &a[q * step..][..width], p + q);
            }
        }
        for p in whole..self.k {
            self.add(simd, &mut sums[0], &self.a.at[i + p * step..][..width], p);
        }
        let y = T::vectors_mut::<S>(&mut self.y[rows]);
        for v in 0..VECTORS {
            let sum = T::sum(simd, sums.map(|sums| sums[v]));
            y[v] = sum;
            self.check = T::mul_add(simd, sum, T::splat(simd, T::ZERO), self.check);
        }
    }

    /// Adds a column of the left factor times `x[p]`.
    #[inline(always)]
    fn add<const VECTORS: usize>(&self, simd: S, sums: &mut [T::Vector<S>; VECTORS], a: &[T], p: usize) {
        let x = T::splat(simd, self.x.at[p * self.x.row_step]);
        let a = T::vectors::<S>(a);
        for v in 0..VECTORS {
            sums[v] = T::mul_add(simd, a[v], x, sums[v]);
        }
    }

    /// The last rows, fewer than a register holds.
    #[inline(always)]
    fn edge<const CHAINS: usize>(&mut self, simd: S, i: usize) {
        let rows = i..self.y.len();
        let mut sums = [T::splat(simd, T::ZERO); CHAINS];
        if let Some(start) = self.start(rows.clone()) {
            sums[0] = T::load_part(simd, start);
        }
        let whole = self.k - self.k % CHAINS;
        for p in (0..whole).step_by(CHAINS) {
            for (sum, p) in sums.iter_mut().zip(p..) {
                let x = T::splat(simd, self.x.at[p * self.x.row_step]);
                *sum = T::mul_add(simd, self.a.part(simd, i, p), x, *sum);
            }
        }
        for p in whole..self.k {
            let x = T::splat(simd, self.x.at[p * self.x.row_step]);
            sums[0] = T::mul_add(simd, self.a.part(simd, i, p), x, sums[0]);
        }
        T::store_part(simd, &mut self.y[rows.clone()], T::sum(simd, sums));
        // As stored: the lanes behind the last row hold anything.
        let stored = T::load_part(simd, &self.y[rows]);
        self.check = T::mul_add(simd, stored, T::splat(simd, T::ZERO), self.check);
    }

    /// What these rows are added to.
    #[inline(always)]
    fn start(&self, rows: Range<usize>) -> Option<&[T]> {
        match self.start {
            Start::Zeros => None,
            Start::Column(column) => Some(&column[rows]),
            Start::Result => Some(&self.y[rows]),
        }
    }
}
