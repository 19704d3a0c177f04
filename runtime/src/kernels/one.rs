//! The affine map of a single sample in a small model, compiled for its size into the code around it.
//!
//! In a model of a few hundred multiply-adds a call, and the choice of an instruction set in it, cost more than the
//! arithmetic. Here all is inlined into one function for the whole model, loops have constant counts, and sums stay in
//! registers.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use super::simd::{Element, MAX_LANES, Simd};

/// `y = W x + b`, for the `COLUMNS` columns of one sample: `y` `(OUT, COLUMNS)`, `W` `(OUT, IN)`, `b` `(OUT)`, `x`
/// `(IN, COLUMNS)`.
#[inline(always)]
pub fn affine<T: Element, S: Simd, const OUT: usize, const IN: usize, const COLUMNS: usize>(
    simd: S,
    y: &mut [T],
    kernel: &[T],
    bias: Option<&[T]>,
    x: &[T],
) {
    for j in 0..COLUMNS {
        column::<T, S, OUT, IN>(simd, &mut y[j * OUT..][..OUT], kernel, bias, &x[j * IN..][..IN]);
    }
}

/// `y = f(W x + b)`, as [`affine`]. What `f` reads is not where it writes: it could be compiled to write only what it
/// changes, with masks that cost more than the rest.
#[inline(always)]
pub fn affine_then<T: Element, S: Simd, const OUT: usize, const IN: usize, const COLUMNS: usize>(
    simd: S,
    y: &mut [T],
    kernel: &[T],
    bias: Option<&[T]>,
    x: &[T],
    f: impl Fn(T) -> T,
) {
    for j in 0..COLUMNS {
        let mut z = [T::ZERO; OUT];
        column::<T, S, OUT, IN>(simd, &mut z, kernel, bias, &x[j * IN..][..IN]);
        for (y, z) in y[j * OUT..][..OUT].iter_mut().zip(z) {
            *y = f(z);
        }
    }
}

/// `y = f(y)`, without a choice of instructions of its own.
#[inline(always)]
pub fn pointwise<T: Copy>(y: &mut [T], f: impl Fn(T) -> T) {
    for y in y {
        *y = f(*y);
    }
}

/// `y = W x + b` of one column.
#[inline(always)]
fn column<T: Element, S: Simd, const OUT: usize, const IN: usize>(
    simd: S,
    y: &mut [T],
    kernel: &[T],
    bias: Option<&[T]>,
    x: &[T],
) {
    let (kernel, bias) = (&kernel[..OUT * IN], bias.map(|bias| &bias[..OUT]));
    if OUT == 1 {
        y[0] = T::add(dot::<T, S, IN>(simd, kernel, x), bias.map_or(T::ZERO, |bias| bias[0]));
    } else if OUT < T::lanes::<S>() {
        narrow::<T, S, OUT, IN>(simd, y, kernel, bias, x);
    } else {
        wide::<T, S, OUT, IN>(simd, y, kernel, bias, x);
    }
}

/// `y = W x + b` in whole registers: the more of them a band of rows has, the fewer sums each of its elements is split into,
/// so that eight are under way.
#[inline(always)]
fn wide<T: Element, S: Simd, const OUT: usize, const IN: usize>(
    simd: S,
    y: &mut [T],
    kernel: &[T],
    bias: Option<&[T]>,
    x: &[T],
) {
    let lanes = T::lanes::<S>();
    let mut i = 0;
    while i + 8 * lanes <= OUT {
        band::<T, S, OUT, IN, 8, 1>(simd, i, y, kernel, bias, x);
        i += 8 * lanes;
    }
    if i + 4 * lanes <= OUT {
        band::<T, S, OUT, IN, 4, 2>(simd, i, y, kernel, bias, x);
        i += 4 * lanes;
    }
    if i + 2 * lanes <= OUT {
        band::<T, S, OUT, IN, 2, 4>(simd, i, y, kernel, bias, x);
        i += 2 * lanes;
    }
    if i + lanes <= OUT {
        band::<T, S, OUT, IN, 1, 8>(simd, i, y, kernel, bias, x);
        i += lanes;
    }
    if i < OUT {
        // The last register ends with the last row: a few rows are computed again, and nothing is masked.
        band::<T, S, OUT, IN, 1, 8>(simd, OUT - lanes, y, kernel, bias, x);
    }
}

/// `VECTORS` registers from row `i`, each the sum of `CHAINS` sums over every `CHAINS`th step of the inner dimension.
#[inline(always)]
fn band<T: Element, S: Simd, const OUT: usize, const IN: usize, const VECTORS: usize, const CHAINS: usize>(
    simd: S,
    i: usize,
    y: &mut [T],
    kernel: &[T],
    bias: Option<&[T]>,
    x: &[T],
) {
    let width = VECTORS * T::lanes::<S>();
    let mut sums = [[T::splat(simd, T::ZERO); VECTORS]; CHAINS];
    if let Some(bias) = bias {
        sums[0].copy_from_slice(T::vectors::<S>(&bias[i..i + width]));
    }
    for p in (0..IN).step_by(CHAINS) {
        for q in 0..CHAINS.min(IN - p) {
            let column = T::vectors::<S>(&kernel[(p + q) * OUT + i..][..width]);
            let x = T::splat(simd, x[p + q]);
            for v in 0..VECTORS {
                sums[q][v] = T::mul_add(simd, column[v], x, sums[q][v]);
            }
        }
    }
    let y = T::vectors_mut::<S>(&mut y[i..i + width]);
    for v in 0..VECTORS {
        y[v] = T::sum(simd, sums.map(|sums| sums[v]));
    }
}

/// `y = W x + b` of fewer rows than a register has lanes. Lanes behind the last row are summed from the next column.
#[inline(always)]
fn narrow<T: Element, S: Simd, const OUT: usize, const IN: usize>(
    simd: S,
    y: &mut [T],
    kernel: &[T],
    bias: Option<&[T]>,
    x: &[T],
) {
    const CHAINS: usize = 8;
    let mut sums = [T::splat(simd, T::ZERO); CHAINS];
    if let Some(bias) = bias {
        sums[0] = padded(simd, bias);
    }
    for p in 0..IN {
        let column = &kernel[p * OUT..];
        let column = match T::vectors::<S>(column) {
            [column, ..] => *column,
            [] => padded(simd, column),
        };
        sums[p % CHAINS] = T::mul_add(simd, column, T::splat(simd, x[p]), sums[p % CHAINS]);
    }
    let mut lanes = [T::ZERO; MAX_LANES];
    T::vectors_mut::<S>(&mut lanes)[0] = T::sum(simd, sums);
    y.copy_from_slice(&lanes[..OUT]);
}

/// `w · x`.
#[inline(always)]
fn dot<T: Element, S: Simd, const IN: usize>(simd: S, w: &[T], x: &[T]) -> T {
    const CHAINS: usize = 4;
    let lanes = T::lanes::<S>();
    let whole = IN - IN % lanes;
    let mut sums = [T::splat(simd, T::ZERO); CHAINS];
    for (at, (w, x)) in T::vectors::<S>(&w[..whole]).iter().zip(T::vectors::<S>(&x[..whole])).enumerate() {
        sums[at % CHAINS] = T::mul_add(simd, *w, *x, sums[at % CHAINS]);
    }
    if whole < IN {
        sums[CHAINS - 1] = T::mul_add(simd, padded(simd, &w[whole..]), padded(simd, &x[whole..]), sums[CHAINS - 1]);
    }
    T::sum_lanes(simd, T::sum(simd, sums))
}

/// A register out of fewer numbers than it has lanes, zeros behind them.
#[inline(always)]
fn padded<T: Element, S: Simd>(_simd: S, numbers: &[T]) -> T::Vector<S> {
    let mut lanes = [T::ZERO; MAX_LANES];
    lanes[..numbers.len()].copy_from_slice(numbers);
    T::vectors::<S>(&lanes)[0]
}
