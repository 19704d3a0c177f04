//! Matrix products: the only place that decides how one is computed.
//!
//! All three products of a layer become `C ← start + A·B` with contiguous columns of `A` and `C`, and go through the same
//! tiles. Nothing is allocated, and sizes that are no multiple of a register are not padded.

mod tile;

use pulp::Arch;

use self::tile::{Left, Out, Product, Right};
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
pub(super) fn product<T: Element>(y: &mut [T], start: Start<'_, T>, kernel: &[T], x: &[T], shape: (usize, usize)) {
    let (out, inner) = shape;
    let shape = (out, columns(y.len(), out), inner);
    let (a, b, c) = (Left::new(kernel, out), Right::new(x, inner), Out::new(y, out));
    run(Product { shape, start, a, b, c });
}

/// `dW ← start + dy xᵀ`: `dW` `(out, in)`, `dy` `(out, batch)`, `x` `(in, batch)`.
pub(super) fn product_outer<T: Element>(dw: &mut [T], start: Start<'_, T>, dy: &[T], x: &[T], shape: (usize, usize)) {
    let (out, inner) = shape;
    let shape = (out, inner, columns(dy.len(), out));
    let (a, b, c) = (Left::new(dy, out), Right::transposed(x, inner), Out::new(dw, out));
    run(Product { shape, start, a, b, c });
}

/// `dx ← start + Wᵀ dy`: `dx` `(in, batch)`, `W` `(out, in)`, `dy` `(out, batch)`.
///
/// Panels of `Wᵀ` are copied to the stack, so that the product is one like the others.
pub(super) fn product_transposed<T: Element>(
    dx: &mut [T],
    start: Start<'_, T>,
    kernel: &[T],
    dy: &[T],
    shape: (usize, usize),
) {
    const WIDTH: usize = cost::PANEL_WIDTH;
    let (out, inner) = shape;
    let n = columns(dy.len(), out);
    if n == 0 {
        return;
    }
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
            let (a, b, c) = (Left::new(&panel, WIDTH), Right::new(&dy[p..], out), Out::new(&mut dx[i..], inner));
            run(Product { shape: (m, n, k), start, a, b, c });
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
pub(super) fn sum_columns<T: Element>(dbias: &mut [T], dy: &[T]) {
    let (out, one) = (dbias.len(), T::ONE);
    let shape = (out, 1, columns(dy.len(), out));
    let (a, b, c) = (Left::new(dy, out), Right::constant(&one), Out::new(dbias, out));
    run(Product { shape, start: Start::Zeros, a, b, c });
}

/// The one place that the tiles for all instruction sets are compiled into.
#[inline(never)]
fn run<T: Element>(product: Product<'_, T>) {
    Arch::new().dispatch(product);
}

fn columns(len: usize, rows: usize) -> usize {
    len.checked_div(rows).unwrap_or(0)
}

#[cfg(all(test, feature = "std"))]
mod tests;
