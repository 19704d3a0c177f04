//! Matrix products: the only place that decides how one is computed.
//!
//! Every product of a layer is `C ← start + A·B` with columns of `A` and `C` contiguous. A tile of a few registers by a
//! few columns of `C` is summed in registers over the whole inner dimension, one register of `A` against one scalar of
//! `B` at a time. Sums run in the order of the inner dimension whatever the number of columns, so the result of a column
//! does not depend on its neighbours.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use core::ops::Range;

use pulp::{Arch, Simd, WithSimd};

use super::simd::{Element, vectorize};
use crate::cost;

/// What a product is added to.
#[derive(Clone, Copy, Debug)]
pub enum Start<'a, T> {
    /// Nothing: the result is overwritten.
    Zeros,
    /// This column, in each column of the result: the result is overwritten.
    Column(&'a [T]),
    /// What the result holds.
    Result,
}

/// `y ← start + W x`: `y` `(out, batch)`, `W` `(out, in)`, `x` `(in, batch)`.
pub(crate) fn forward<T: Element>(
    y: &mut [T],
    start: Start<'_, T>,
    kernel: &[T],
    x: &[T],
    (out, inner): (usize, usize),
) {
    let b = Right {
        at: x,
        row_step: 1,
        column_step: inner,
    };
    let (n, a) = (
        columns(y.len(), out),
        Left {
            at: kernel,
            column_step: out,
        },
    );
    Arch::new().dispatch(Product {
        m: out,
        n,
        k: inner,
        start,
        a,
        b,
        c: y,
        c_step: out,
    });
}

/// `dW ← start + dy xᵀ`: `dW` `(out, in)`, `dy` `(out, batch)`, `x` `(in, batch)`.
pub(crate) fn grad_kernel<T: Element>(
    dkernel: &mut [T],
    start: Start<'_, T>,
    dy: &[T],
    x: &[T],
    (out, inner): (usize, usize),
) {
    let b = Right {
        at: x,
        row_step: inner,
        column_step: 1,
    };
    let (k, a) = (
        columns(dy.len(), out),
        Left {
            at: dy,
            column_step: out,
        },
    );
    Arch::new().dispatch(Product {
        m: out,
        n: inner,
        k,
        start,
        a,
        b,
        c: dkernel,
        c_step: out,
    });
}

/// `dx ← start + Wᵀ dy`: `dx` `(in, batch)`, `W` `(out, in)`, `dy` `(out, batch)`.
///
/// Panels of `Wᵀ` are copied to the stack, so that the product is one like the others.
pub(crate) fn grad_input<T: Element>(
    dx: &mut [T],
    start: Start<'_, T>,
    kernel: &[T],
    dy: &[T],
    (out, inner): (usize, usize),
) {
    const WIDTH: usize = cost::PANEL_WIDTH;
    let n = columns(dy.len(), out);
    let mut panel = [T::ZERO; WIDTH * cost::PANEL_DEPTH];
    for i in (0..inner).step_by(WIDTH) {
        let m = WIDTH.min(inner - i);
        for p in (0..out).step_by(cost::PANEL_DEPTH) {
            let k = cost::PANEL_DEPTH.min(out - p);
            transpose(&mut panel, &kernel[i * out + p..], out, k, m);
            let start = match start {
                _ if p > 0 => Start::Result,
                Start::Column(column) => Start::Column(&column[i..]),
                start => start,
            };
            let (a, b) = (
                Left {
                    at: &panel,
                    column_step: WIDTH,
                },
                Right {
                    at: &dy[p..],
                    row_step: 1,
                    column_step: out,
                },
            );
            Arch::new().dispatch(Product {
                m,
                n,
                k,
                start,
                a,
                b,
                c: &mut dx[i..],
                c_step: inner,
            });
        }
    }
}

/// `panel[p, i] = columns[i][p]` for `k` rows by `m` columns, `stride` apart.
///
/// Strips of columns are first woven into rows as long as a strip is wide, which compilers do within registers.
fn transpose<T: Element>(panel: &mut [T], columns: &[T], stride: usize, k: usize, m: usize) {
    const STRIP: usize = 8;
    vectorize(
        #[inline(always)]
        || {
            let mut woven = [[T::ZERO; STRIP]; cost::PANEL_DEPTH];
            for i in (0..m).step_by(STRIP) {
                let mut strip = [&columns[i * stride..][..k]; STRIP];
                for q in 1..STRIP.min(m - i) {
                    strip[q] = &columns[(i + q) * stride..][..k];
                }
                for p in 0..k {
                    for q in 0..STRIP {
                        woven[p][q] = strip[q][p];
                    }
                }
                for (row, woven) in panel.chunks_exact_mut(cost::PANEL_WIDTH).zip(&woven[..k]) {
                    row[i..i + STRIP].copy_from_slice(woven);
                }
            }
        },
    );
}

/// `db = Σ dy` over the batch: `db` `(out)`, `dy` `(out, batch)`.
pub(crate) fn sum_columns<T: Element>(dbias: &mut [T], dy: &[T]) {
    let (out, one) = (dbias.len(), [T::ONE]);
    let b = Right {
        at: &one,
        row_step: 0,
        column_step: 0,
    };
    let (k, a) = (
        columns(dy.len(), out),
        Left {
            at: dy,
            column_step: out,
        },
    );
    Arch::new().dispatch(Product {
        m: out,
        n: 1,
        k,
        start: Start::Zeros,
        a,
        b,
        c: dbias,
        c_step: out,
    });
}

fn columns(len: usize, rows: usize) -> usize {
    len.checked_div(rows).unwrap_or(0)
}

/// The left factor: `A[i, p] = at[i + p·column_step]`.
#[derive(Clone, Copy)]
struct Left<'a, T> {
    at: &'a [T],
    column_step: usize,
}

/// The right factor: `B[p, j] = at[p·row_step + j·column_step]`.
#[derive(Clone, Copy)]
struct Right<'a, T> {
    at: &'a [T],
    row_step: usize,
    column_step: usize,
}

/// `C ← start + A·B`: `C` `(m, n)` with columns `c_step` apart, `A` `(m, k)`, `B` `(k, n)`.
struct Product<'a, T> {
    m: usize,
    n: usize,
    k: usize,
    start: Start<'a, T>,
    a: Left<'a, T>,
    b: Right<'a, T>,
    c: &'a mut [T],
    c_step: usize,
}

impl<T: Element> WithSimd for Product<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        if self.k == 0 {
            return self.fill();
        }
        let start = self.start;
        let mut p = 0;
        while p < self.k {
            let depth = p..self.k.min(p + cost::DEPTH);
            self.start = if p == 0 { start } else { Start::Result };
            if S::REGISTER_COUNT >= 32 {
                self.rows::<S, 4>(simd, &depth);
            } else {
                self.rows::<S, 3>(simd, &depth);
            }
            p = depth.end;
        }
    }
}

impl<T: Element> Product<'_, T> {
    /// The result of an empty batch.
    fn fill(&mut self) {
        for column in self.c.chunks_mut(self.c_step).take(self.n) {
            match self.start {
                Start::Zeros => column[..self.m].fill(T::ZERO),
                Start::Column(start) => column[..self.m].copy_from_slice(&start[..self.m]),
                Start::Result => {}
            }
        }
    }

    /// All rows, in bands of four registers, then two, then one, the last one perhaps incomplete.
    #[inline(always)]
    fn rows<S: Simd, const COLUMNS: usize>(&mut self, simd: S, depth: &Range<usize>) {
        let lanes = T::lanes::<S>();
        let mut i = 0;
        while i + 4 * lanes <= self.m {
            self.band::<S, 4, COLUMNS>(simd, i, depth);
            i += 4 * lanes;
        }
        if i + 2 * lanes <= self.m {
            self.band::<S, 2, COLUMNS>(simd, i, depth);
            i += 2 * lanes;
        }
        if i + lanes <= self.m {
            self.band::<S, 1, COLUMNS>(simd, i, depth);
            i += lanes;
        }
        if i < self.m {
            self.band::<S, 0, COLUMNS>(simd, i, depth);
        }
    }

    /// All columns of `VECTORS` registers of rows from `i`; no registers stand for one that is incomplete.
    #[inline(always)]
    fn band<S: Simd, const VECTORS: usize, const COLUMNS: usize>(&mut self, simd: S, i: usize, depth: &Range<usize>) {
        let mut j = 0;
        while j + COLUMNS <= self.n {
            if VECTORS == 0 {
                self.edge::<S, COLUMNS>(simd, i, j, depth);
            } else {
                self.tile::<S, VECTORS, COLUMNS>(simd, i, j, depth);
            }
            j += COLUMNS;
        }
        while j < self.n {
            if VECTORS == 0 {
                self.edge::<S, 1>(simd, i, j, depth);
            } else {
                self.tile::<S, VECTORS, 1>(simd, i, j, depth);
            }
            j += 1;
        }
    }

    /// A tile of whole registers.
    #[inline(always)]
    fn tile<S: Simd, const VECTORS: usize, const COLUMNS: usize>(
        &mut self,
        simd: S,
        i: usize,
        j: usize,
        depth: &Range<usize>,
    ) {
        let width = VECTORS * T::lanes::<S>();
        let mut sums = [[T::splat(simd, T::ZERO); VECTORS]; COLUMNS];
        match self.start {
            Start::Zeros => {}
            Start::Column(column) => {
                let column = load::<T, S, VECTORS>(simd, &column[i..i + width]);
                sums = [column; COLUMNS];
            }
            Start::Result => {
                for (q, sums) in sums.iter_mut().enumerate() {
                    *sums = load::<T, S, VECTORS>(simd, &self.c[i + (j + q) * self.c_step..][..width]);
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
            let c = &mut self.c[i + (j + q) * self.c_step..][..width];
            T::vectors_mut::<S>(c).copy_from_slice(sums);
        }
    }

    /// A tile of the last rows, fewer than a register holds. Lanes behind them are summed from what lies there in
    /// memory, the next column, and never stored.
    #[inline(always)]
    fn edge<S: Simd, const COLUMNS: usize>(&mut self, simd: S, i: usize, j: usize, depth: &Range<usize>) {
        let rows = self.m - i;
        let lanes = T::lanes::<S>();
        let mut sums = [T::splat(simd, T::ZERO); COLUMNS];
        match self.start {
            Start::Zeros => {}
            Start::Column(column) => sums = [T::load_part(simd, &column[i..self.m]); COLUMNS],
            Start::Result => {
                for (q, sum) in sums.iter_mut().enumerate() {
                    *sum = T::load_part(simd, &self.c[i + (j + q) * self.c_step..][..rows]);
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
            T::store_part(simd, &mut self.c[i + (j + q) * self.c_step..][..rows], *sum);
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

#[cfg(all(test, feature = "std"))]
mod tests;
