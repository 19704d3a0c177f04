//! `Wᵀ dy` for a sample or two: each number is the sum of a column of `W` times `dy`, both of which lie in memory as they
//! are read. Nothing is transposed.

// What is compiled for an instruction set must be inlined into the one function that enables it.
#![allow(clippy::inline_always)]

use pulp::{Simd, WithSimd};

use super::Start;
use super::operands::part;
use crate::kernels::simd::{Element, MAX_LANES};

/// Sums that are under way at a time.
const SUMS: usize = 8;

/// `dx ← start + Wᵀ dy`: `dx` `(in, batch)`, `W` `(out, in)`, `dy` `(out, batch)`; `shape` is `(out, in, step)`,
/// the columns of `W` being so far apart.
pub(super) struct Dots<'a, T> {
    pub(super) dx: &'a mut [T],
    pub(super) start: Start<'a, T>,
    pub(super) kernel: &'a [T],
    pub(super) dy: &'a [T],
    pub(super) shape: (usize, usize, usize),
}

impl<T: Element> WithSimd for Dots<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let (out, inner, step) = self.shape;
        for (dx, dy) in self.dx.chunks_exact_mut(inner.max(1)).zip(self.dy.chunks_exact(out.max(1))) {
            let mut i = 0;
            while i < inner {
                let count = SUMS.min(inner - i);
                let columns = &self.kernel[i * step..][..(count - 1) * step + out];
                let sums = if count == SUMS {
                    dots::<T, S, SUMS>(simd, columns, step, dy)
                } else {
                    few(simd, columns, step, count, dy)
                };
                for (q, (dx, sum)) in dx[i..i + count].iter_mut().zip(sums).enumerate() {
                    let start = match self.start {
                        Start::Zeros => T::ZERO,
                        Start::Column(column) => column[i + q],
                        Start::Result => *dx,
                    };
                    *dx = T::add(start, sum);
                }
                i += count;
            }
        }
    }
}

/// The sums of fewer columns, one by one.
#[inline(always)]
fn few<T: Element, S: Simd>(simd: S, columns: &[T], step: usize, count: usize, dy: &[T]) -> [T; SUMS] {
    let mut sums = [T::ZERO; SUMS];
    for (at, sum) in sums[..count].iter_mut().enumerate() {
        [*sum] = dots::<T, S, 1>(simd, &columns[at * step..], step, dy);
    }
    sums
}

/// The sums of `COLUMNS` columns, each as long as `dy`, so far apart.
#[inline(always)]
fn dots<T: Element, S: Simd, const COLUMNS: usize>(simd: S, columns: &[T], step: usize, dy: &[T]) -> [T; COLUMNS] {
    let (out, lanes) = (dy.len(), T::lanes::<S>());
    let mut sums = [T::splat(simd, T::ZERO); COLUMNS];
    let whole = out - out % lanes;
    let mut vectors: [&[T::Vector<S>]; COLUMNS] = [&[]; COLUMNS];
    for (q, vectors) in vectors.iter_mut().enumerate() {
        *vectors = T::vectors::<S>(&columns[q * step..][..whole]);
    }
    for (at, dy) in T::vectors::<S>(&dy[..whole]).iter().enumerate() {
        for q in 0..COLUMNS {
            sums[q] = T::mul_add(simd, vectors[q][at], *dy, sums[q]);
        }
    }
    if whole < out {
        // The last register of a column, with 0 for what was counted already.
        let start = out.saturating_sub(lanes);
        let mut rest = [T::ZERO; MAX_LANES];
        rest[whole - start..out - start].copy_from_slice(&dy[whole..]);
        let rest = part(simd, &rest);
        for q in 0..COLUMNS {
            let column = &columns[q * step + start..q * step + out];
            let column = if start > 0 { part(simd, column) } else { T::load_part(simd, column) };
            sums[q] = T::mul_add(simd, column, rest, sums[q]);
        }
    }
    let mut dots = [T::ZERO; COLUMNS];
    for (dot, sum) in dots.iter_mut().zip(sums) {
        *dot = T::sum_lanes(simd, sum);
    }
    dots
}
