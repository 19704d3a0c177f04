//! Rows of a table by their numbers: `yᵢ = E[xᵢ]`, `E` `[rows, dim]`.
//!
//! An index is a whole number held as a scalar, which is exact below 2²⁴ in `f32`. An index that names no row gives zeros,
//! and nothing on the way back.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use core::ops::Range;

use crate::scalar::Scalar;

/// y = the rows of the table: `y` `(dim, …)`, `table` `[rows, dim]`, `indices` `(…)`.
///
/// ```
/// use chainrule::kernels::embedding;
///
/// let table = [0.0_f32, 0.1, 1.0, 1.1, 2.0, 2.1];
/// let mut y = [0.0; 4];
/// embedding::forward(2, &mut y, &table, &[2.0, 0.0]);
/// assert_eq!(y, [2.0, 2.1, 0.0, 0.1]);
///
/// let mut dtable = [0.0; 6];
/// assert!(embedding::grad_table(2, &mut dtable, &[1.0, 2.0, 3.0, 4.0], &[1.0, 1.0]));
/// assert_eq!(dtable, [0.0, 0.0, 4.0, 6.0, 0.0, 0.0]);
/// ```
pub fn forward<T: Scalar>(dim: usize, y: &mut [T], table: &[T], indices: &[T]) {
    T::embedding(dim, y, table, indices);
}

/// dE = Σ dyᵢ in the row of xᵢ: `dtable` `[rows, dim]`, `dy` `(dim, …)`. Overwrites; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad_table<T: Scalar>(dim: usize, dtable: &mut [T], dy: &[T], indices: &[T]) -> bool {
    T::embedding_grad(dim, dtable, dy, indices)
}

/// The body of [`forward`].
#[inline(always)]
pub(crate) fn forward_body<T: Scalar>(dim: usize, y: &mut [T], table: &[T], indices: &[T]) {
    for (y, index) in y.chunks_exact_mut(dim).zip(indices) {
        match row(*index, dim).and_then(|row| table.get(row)) {
            Some(row) => y.copy_from_slice(row),
            None => y.fill(T::ZERO),
        }
    }
}

/// The body of [`grad_table`].
#[inline(always)]
pub(crate) fn grad_body<T: Scalar>(dim: usize, dtable: &mut [T], dy: &[T], indices: &[T]) -> bool {
    const LANES: usize = 16;
    dtable.fill(T::ZERO);
    // 0 · x is NaN for each x that is not finite, and a sum that was not finite once stays so.
    let mut checks = [T::ZERO; LANES];
    for (dy, index) in dy.chunks_exact(dim).zip(indices) {
        let Some(row) = row(*index, dim).and_then(|row| dtable.get_mut(row)) else { continue };
        for (row, dy) in row.chunks_mut(LANES).zip(dy.chunks(LANES)) {
            for ((sum, dy), check) in row.iter_mut().zip(dy).zip(&mut checks) {
                let total = *sum + *dy;
                *sum = total;
                *check += total * T::ZERO;
            }
        }
    }
    checks.iter().all(|check| *check == T::ZERO)
}

/// Where the row of an index lies.
#[inline(always)]
fn row<T: Scalar>(index: T, dim: usize) -> Option<Range<usize>> {
    let start = (index >= T::ZERO).then(|| index.to_f64() as usize)?.checked_mul(dim)?;
    Some(start..start.checked_add(dim)?)
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;

    /// Row `r` of the table is `r + 0.1 · column`.
    fn table(rows: usize, dim: usize) -> Vec<f64> {
        (0..rows).flat_map(|row| (0..dim).map(move |column| row as f64 + 0.1 * column as f64)).collect()
    }

    #[test]
    fn each_index_gives_its_row_and_its_gradient() {
        for dim in [1, 2, 3, 17, 40] {
            for indices in [&[0.0][..], &[4.0], &[1.0, 1.0, 3.0], &[2.0, 0.0, 4.0, 2.0, 2.0]] {
                let table = table(5, dim);
                let mut y = vec![f64::NAN; dim * indices.len()];
                forward(dim, &mut y, &table, indices);
                let dy: Vec<f64> = (0..y.len()).map(|at| (at as f64).sin()).collect();
                let mut dtable = vec![f64::NAN; table.len()];
                assert!(grad_table(dim, &mut dtable, &dy, indices));
                let mut expected = vec![0.0; table.len()];
                for (at, index) in indices.iter().enumerate() {
                    for column in 0..dim {
                        assert_eq!(y[at * dim + column], table[*index as usize * dim + column]);
                        expected[*index as usize * dim + column] += dy[at * dim + column];
                    }
                }
                assert_eq!(dtable, expected);
            }
        }
    }

    #[test]
    fn the_gradient_is_that_of_the_rows() {
        let (dim, indices, table) = (3, [1.0, 4.0, 1.0], table(5, 3));
        let dy: Vec<f64> = (0..9).map(|at| (1.0 + at as f64).cos()).collect();
        let value = |table: &[f64]| {
            let mut y = vec![0.0; 9];
            forward(dim, &mut y, table, &indices);
            y.iter().zip(&dy).map(|(y, dy)| y * dy).sum::<f64>()
        };
        let mut dtable = vec![0.0; 15];
        assert!(grad_table(dim, &mut dtable, &dy, &indices));
        for at in 0..15 {
            let shifted = |by: f64| {
                let mut table = table.clone();
                table[at] += by;
                value(&table)
            };
            assert!(((shifted(1e-4) - shifted(-1e-4)) / 2e-4 - dtable[at]).abs() < 1e-9, "entry {at}");
        }
    }

    #[test]
    fn an_index_without_a_row_gives_zeros() {
        let (table, indices) = (table(5, 2), [5.0, -1.0, f64::NAN, f64::INFINITY, 1e300, 9e15]);
        let mut y = vec![1.0; 12];
        forward(2, &mut y, &table, &indices);
        assert_eq!(y, [0.0; 12]);
        let mut dtable = vec![1.0; 10];
        assert!(grad_table(2, &mut dtable, &[1.0; 12], &indices));
        assert_eq!(dtable, [0.0; 10]);
    }

    #[test]
    fn what_is_not_finite_is_seen_wherever_it_stands() {
        for dim in [1, 15, 16, 17, 40] {
            for at in 0..3 * dim {
                let mut dy = vec![0.5_f32; 3 * dim];
                let mut dtable = vec![0.0; 4 * dim];
                assert!(grad_table(dim, &mut dtable, &dy, &[1.0, 3.0, 1.0]));
                dy[at] = if at % 2 == 0 { f32::NAN } else { f32::INFINITY };
                assert!(!grad_table(dim, &mut dtable, &dy, &[1.0, 3.0, 1.0]), "entry {at} of width {dim}");
            }
            // A sum of finite numbers that is too large.
            assert!(!grad_table(dim, &mut vec![0.0; dim], &vec![f32::MAX; 2 * dim], &[0.0, 0.0]));
        }
    }
}
