//! Products with some rows of a kernel: a gate of a recurrent layer, whose gates lie one below the other in each column.

use core::ops::Range;

use super::operands::{Left, Out, Right};
use super::tile::Product;
use super::{Start, columns, in_columns, run, transposed};
use crate::cost;
use crate::kernels::simd::Element;
use crate::parallel::{Columns, in_parts};

/// `y ← start + W[rows] x`: `y` `(rows, batch)`, `W` `(out, in)`, `x` `(in, batch)`.
pub(in crate::kernels) fn product_rows<T: Element>(
    y: &mut [T],
    start: Start<'_, T>,
    kernel: &[T],
    x: &[T],
    (out, inner): (usize, usize),
    rows: Range<usize>,
) {
    let m = rows.len();
    in_columns(y, m, inner, &|columns| {
        let (shape, x) = ((m, columns.count()), &x[columns.first * inner..]);
        let (a, b, c) =
            (Left::new(&kernel[rows.start..], out), Right::new(x, inner, inner), Out::new(columns.values, m));
        run(Product { shape, start, a, b, c, then: None })
    });
}

/// `dW[rows] ← start + dy xᵀ`: `dW` `(out, in)`, `dy` `(rows, batch)`, `x` `(in, batch)`; whether all of it is finite. The
/// other rows stay.
pub(in crate::kernels) fn product_outer_rows<T: Element>(
    dw: &mut [T],
    start: Start<'_, T>,
    dy: &[T],
    x: &[T],
    (out, inner): (usize, usize),
    rows: Range<usize>,
) -> bool {
    let m = rows.len();
    let batch = columns(dy.len(), m);
    let parts = cost::parts(dy.len().saturating_mul(inner));
    in_parts(Columns::of(dw, out), parts, &|columns| {
        let (shape, x) = ((m, columns.count()), x.get(columns.first..).unwrap_or_default());
        let c = Out::rows(&mut columns.values[rows.start..], out);
        run(Product { shape, start, a: Left::new(dy, m), b: Right::transposed(x, batch, inner), c, then: None })
    })
}

/// `dx ← start + W[rows]ᵀ dy`: `dx` `(in, batch)`, `W` `(out, in)`, `dy` `(rows, batch)`.
pub(in crate::kernels) fn product_transposed_rows<T: Element>(
    dx: &mut [T],
    start: Start<'_, T>,
    kernel: &[T],
    dy: &[T],
    (out, inner): (usize, usize),
    rows: Range<usize>,
) {
    transposed(dx, start, &kernel[rows.start..], dy, (rows.len(), inner, out), &|_, _| {});
}
