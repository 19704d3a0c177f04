//! Matrix products: the only place that decides how one is computed.
//!
//! All three products of a layer become `C ← start + A·B` with contiguous columns of `A` and `C`, and go through the same
//! tiles. Nothing is allocated, and sizes that are no multiple of a register are not padded.

mod dots;
mod operands;
mod panels;
mod rows;
mod single;
mod tile;

#[cfg(target_arch = "x86_64")]
use pulp::{
    Arch, Simd,
    x86::{V3, V4},
};

use self::dots::Dots;
pub(super) use self::operands::{Left, Out, Right};
pub(super) use self::panels::{Panel, Strided};
pub(super) use self::rows::{product_outer_rows, product_rows, product_transposed_rows};
pub(super) use self::tile::Product;
use super::Finish;
use super::simd::{Element, arch, vectorize_narrow};
use crate::cost;
use crate::parallel::{Columns, GROUP, both, in_parts};

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

/// `y ← then(start + W x)`: `y` `(out, batch)`, `W` `(out, in)`, `x` `(in, batch)`.
pub(super) fn product<T: Element>(
    y: &mut [T],
    start: Start<'_, T>,
    kernel: &[T],
    x: &[T],
    shape: (usize, usize),
    then: Finish<'_, T>,
) {
    let (out, inner) = shape;
    in_columns(y, out, inner, &|columns| {
        let (shape, x) = ((out, columns.count()), &x[columns.first * inner..]);
        let (a, b, c) = (Left::new(kernel, out), Right::new(x, inner, inner), Out::new(columns.values, out));
        run(Product { shape, start, a, b, c, then: Some((then, columns.first * out)) })
    });
}

/// As [`product`], for a kernel that is about to change: if it is large, its columns are used in two halves, and the
/// results added. So a thread reads the half that it writes when the parameters are updated; to fetch from another
/// thread's cache what was written there, and to take it back for the next update, costs more than the sum. The halves are
/// added on one thread too, for the same bits.
pub(super) fn product_in_halves<T: Element>(
    y: &mut [T],
    start: Start<'_, T>,
    kernel: &[T],
    x: &[T],
    shape: (usize, usize),
    then: Finish<'_, T>,
) {
    let (out, inner) = shape;
    if !cost::in_halves(out, inner) || y.len() * inner < 2 * cost::FORK {
        return product(y, start, kernel, x, shape, then);
    }
    // As the gradient of the kernel and the parameters are divided.
    let half = inner / (2 * GROUP) * GROUP;
    let (first, second) = kernel.split_at(half * out);
    let mut rest = [T::ZERO; cost::HALVES];
    let width = cost::HALVES / out;
    for ((y, x), at) in y.chunks_mut(width * out).zip(x.chunks(width * inner)).zip(0..) {
        let rest = &mut rest[..y.len()];
        let parts = cost::parts(y.len() * inner);
        both(
            parts > 1,
            || some_columns(y, start, first, x, (out, half, inner), parts / 2),
            || some_columns(rest, Start::Zeros, second, &x[half..], (out, inner - half, inner), parts - parts / 2),
        );
        add(y, rest);
        then(y, at * width * out);
    }
}

/// `y ← start + W x` on so many threads, the columns of `x` being so far apart: `shape` is `(out, in, step)`.
fn some_columns<T: Element>(
    y: &mut [T],
    start: Start<'_, T>,
    kernel: &[T],
    x: &[T],
    (out, inner, step): (usize, usize, usize),
    parts: usize,
) {
    in_parts(Columns::of(y, out), parts, &|columns| {
        let (shape, x) = ((out, columns.count()), &x[columns.first * step..]);
        let (a, b, c) = (Left::new(kernel, out), Right::new(x, inner, step), Out::new(columns.values, out));
        run(Product { shape, start, a, b, c, then: None })
    });
}

/// `y += x`
#[inline(never)]
fn add<T: Element>(y: &mut [T], x: &[T]) {
    vectorize_narrow(
        #[inline(always)]
        || {
            for (y, x) in y.iter_mut().zip(x) {
                *y = T::add(*y, *x);
            }
        },
    );
}

/// `dW ← start + dy xᵀ`: `dW` `(out, in)`, `dy` `(out, batch)`, `x` `(in, batch)`; whether all of it is finite.
pub(super) fn product_outer<T: Element>(
    dw: &mut [T],
    start: Start<'_, T>,
    dy: &[T],
    x: &[T],
    shape: (usize, usize),
) -> bool {
    let (out, inner) = shape;
    let batch = columns(dy.len(), out);
    in_columns(dw, out, batch, &|columns| {
        let (shape, x) = ((out, columns.count()), x.get(columns.first..).unwrap_or_default());
        let (a, b, c) = (Left::new(dy, out), Right::transposed(x, batch, inner), Out::new(columns.values, out));
        run(Product { shape, start, a, b, c, then: None })
    })
}

/// `dx ← then(start + Wᵀ dy)`: `dx` `(in, batch)`, `W` `(out, in)`, `dy` `(out, batch)`.
pub(super) fn product_transposed<T: Element>(
    dx: &mut [T],
    start: Start<'_, T>,
    kernel: &[T],
    dy: &[T],
    shape: (usize, usize),
    then: Finish<'_, T>,
) {
    let (out, inner) = shape;
    transposed(dx, start, kernel, dy, (out, inner, out), then);
}

/// As [`product_transposed`], for a kernel whose columns are so far apart: `shape` is `(out, in, step)`.
fn transposed<T: Element>(
    dx: &mut [T],
    start: Start<'_, T>,
    kernel: &[T],
    dy: &[T],
    shape: (usize, usize, usize),
    then: Finish<'_, T>,
) {
    let (out, inner, step) = shape;
    if columns(dx.len(), inner) <= cost::DOTS {
        dots(Dots { dx, start, kernel, dy, shape });
        return then(dx, 0);
    }
    in_columns(dx, inner, out, &|columns| {
        let (shape, b) = ((inner, columns.count()), Right::new(&dy[columns.first * out..], out, out));
        let a = Strided { at: kernel, steps: [step, 1] };
        Panel::with(out, &mut |panel| panel.product((&mut *columns.values, inner), start, a, b, shape, T::ONE));
        then(columns.values, columns.first * inner);
        true
    });
}

/// Parts of a result with so many rows, each element a sum of so many products, on as many threads as it pays for.
fn in_columns<T: Element>(
    result: &mut [T],
    rows: usize,
    depth: usize,
    f: &(dyn Fn(Columns<'_, T>) -> bool + Sync),
) -> bool {
    let parts = cost::parts(result.len().saturating_mul(depth));
    in_parts(Columns::of(result, rows), parts, f)
}

/// `db = Σ dy` over the batch: `db` `(out)`, `dy` `(out, batch)`; whether all of it is finite.
pub(super) fn sum_columns<T: Element>(dbias: &mut [T], dy: &[T]) -> bool {
    let (out, one) = (dbias.len(), T::ONE);
    let (shape, batch) = ((out, 1), columns(dy.len(), out));
    let (a, b, c) = (Left::new(dy, out), Right::constant(&one, batch), Out::new(dbias, out));
    run(Product { shape, start: Start::Zeros, a, b, c, then: None })
}

/// The one place that the tiles for all instruction sets are compiled into; whether the result is finite.
#[inline(never)]
pub(super) fn run<T: Element>(product: Product<'_, T>) -> bool {
    #[cfg(target_arch = "x86_64")]
    if let (Arch::V4(wide), Some(narrow)) = (arch(), V3::try_new()) {
        return in_two_widths(product, wide, narrow);
    }
    arch().dispatch(product)
}

/// Rows that half a register holds are computed in registers of half the width, two of which do as much in a cycle as a
/// whole one, or more.
#[cfg(target_arch = "x86_64")]
fn in_two_widths<T: Element>(mut product: Product<'_, T>, wide: V4, narrow: V3) -> bool {
    let ((m, n), k) = (product.shape, product.b.rows());
    let half = 32 / size_of::<T>();
    let rest = m % (2 * half);
    if n <= 1 && product.b.is_matrix() || k == 0 || rest == 0 || rest > half {
        return Simd::vectorize(wide, product);
    }
    if rest == m {
        return Simd::vectorize(narrow, product);
    }
    let whole = m - rest;
    let start = match product.start {
        Start::Column(column) => Start::Column(&column[whole..]),
        start => start,
    };
    let (a, b) = (Left::new(&product.a.at[whole..], product.a.column_step), product.b);
    let Out { at, column_step, over, width, width_step } = &mut product.c;
    let c =
        Out { at: &mut at[whole..], column_step: *column_step, over: *over, width: *width, width_step: *width_step };
    // First the last rows: they may write over the first ones of the next column.
    let edge = Simd::vectorize(narrow, Product { shape: (rest, n), start, a, b, c, then: None });
    product.shape.0 = whole;
    Simd::vectorize(wide, product) && edge
}

/// As [`run`].
#[inline(never)]
fn dots<T: Element>(dots: Dots<'_, T>) {
    arch().dispatch(dots);
}

fn columns(len: usize, rows: usize) -> usize {
    len.checked_div(rows).unwrap_or(0)
}

#[cfg(all(test, feature = "std"))]
mod tests;
