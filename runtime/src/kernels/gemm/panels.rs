//! Products whose left factor does not lie in memory as tiles read it: panels of it are copied to the stack.

use core::ops::Range;

use super::dots::Dots;
use super::operands::{Left, Out, Right};
use super::tile::Product;
use super::{Start, dots, run};
use crate::cost;
use crate::kernels::simd::Element;
use crate::kernels::transpose::Transpose;

const WIDTH: usize = cost::PANEL_WIDTH;

/// A left factor with any steps: `A[i, p] = at[i·steps[0] + p·steps[1]]`.
#[derive(Clone, Copy)]
pub(in crate::kernels) struct Strided<'a, T> {
    pub(in crate::kernels) at: &'a [T],
    pub(in crate::kernels) steps: [usize; 2],
}

/// Room on the stack for some steps of the inner dimension of a left factor.
pub(in crate::kernels) struct Panel<'a, T>(&'a mut [T]);

impl<T: Element> Panel<'_, T> {
    /// Calls `f` with room for so many steps, or as many as there is room for.
    pub(in crate::kernels) fn with(depth: usize, f: &mut dyn FnMut(&mut Panel<'_, T>)) {
        // What is not needed is not filled with zeros.
        if depth <= cost::PANEL_DEPTHS[0] {
            with_room::<T, { cost::PANEL_DEPTHS[0] }>(f);
        } else {
            with_room::<T, { cost::PANEL_DEPTHS[1] }>(f);
        }
    }

    /// `C ← start + scale · A·B`: `C` `(m, n)`, its columns so far apart as `c` says, `A` `(m, k)`, `B` `(k, n)`. A left
    /// factor that is as tiles read it is not copied. Where there is a factor, C starts with zeros.
    #[inline(never)]
    pub(in crate::kernels) fn product(
        &mut self,
        (c, step): (&mut [T], usize),
        start: Start<'_, T>,
        a: Strided<'_, T>,
        b: Right<'_, T>,
        (m, n): (usize, usize),
        scale: T,
    ) {
        let [row, column] = a.steps;
        debug_assert!(scale == T::ONE || matches!(start, Start::Zeros));
        if n <= cost::DOTS && column == 1 && b.row_step == 1 && b.rows() > 0 {
            // Each number is the sum of products of two runs.
            for j in 0..n {
                let (c, dy) = (&mut c[j * step..][..m], &b.at[j * b.column_step..][..b.rows()]);
                dots(Dots { dx: &mut *c, start, kernel: a.at, dy, shape: (dy.len(), m, row) });
                if scale != T::ONE {
                    for c in c {
                        *c = T::mul(*c, scale);
                    }
                }
            }
            return;
        }
        let k = b.rows();
        if row == 1 && scale == T::ONE && (column >= m || k < 2) || k == 0 {
            // The only column may have any step to the next one.
            let (a, c) = (Left::new(a.at, column.max(m).max(1)), Out::rows(c, step));
            run(Product { shape: (m, n), start, a, b, c, then: None });
            return;
        }
        let depth = self.0.len() / WIDTH;
        for i in (0..m).step_by(WIDTH) {
            let m = WIDTH.min(m - i);
            for p in (0..k).step_by(depth) {
                let steps = p..k.min(p + depth);
                a.copy(self.0, i..i + m, steps.clone(), scale);
                let start = match start {
                    _ if p > 0 => Start::Result,
                    Start::Column(column) => Start::Column(&column[i..]),
                    start => start,
                };
                let (a, b, c) = (Left::new(self.0, WIDTH), b.some_rows(steps), Out::rows(&mut c[i..], step));
                run(Product { shape: (m, n), start, a, b, c, then: None });
            }
        }
    }
}

/// Room on the stack while `f` runs, and no longer.
#[inline(never)]
fn with_room<T: Element, const DEPTH: usize>(f: &mut dyn FnMut(&mut Panel<'_, T>)) {
    f(&mut Panel([[T::ZERO; WIDTH]; DEPTH].as_flattened_mut()));
}

impl<T: Element> Strided<'_, T> {
    /// Some rows and columns, times a factor.
    fn copy(&self, panel: &mut [T], rows: Range<usize>, columns: Range<usize>, scale: T) {
        let (m, k) = (rows.len(), columns.len());
        let [row, column] = self.steps;
        let at = &self.at[rows.start * row + columns.start * column..];
        let panel = &mut panel[..k * WIDTH];
        if column == 1 {
            T::transpose_copy(Transpose { to: panel, width: WIDTH, from: at, stride: row, shape: (k, m) });
        } else {
            for (p, panel) in panel.chunks_exact_mut(WIDTH).enumerate() {
                if row == 1 {
                    panel[..m].copy_from_slice(&at[p * column..][..m]);
                    continue;
                }
                for (i, panel) in panel[..m].iter_mut().enumerate() {
                    *panel = at[i * row + p * column];
                }
            }
        }
        if scale != T::ONE {
            for panel in panel.chunks_exact_mut(WIDTH) {
                panel[..m].iter_mut().for_each(|a| *a = T::mul(*a, scale));
            }
        }
    }
}
