//! Flat slices seen as matrices of columns.

use nalgebra::{Const, Dyn, MatrixView, MatrixViewMut};

use crate::scalar::Scalar;

/// A batch: `(N, samples)`.
pub type Columns<'a, T, const N: usize> = MatrixView<'a, T, Const<N>, Dyn>;
/// A batch to be written: `(N, samples)`.
pub type ColumnsMut<'a, T, const N: usize> = MatrixViewMut<'a, T, Const<N>, Dyn>;

/// A batch over a flat slice, sample after sample.
pub fn columns<T: Scalar, const N: usize>(values: &[T]) -> Columns<'_, T, N> {
    Columns::from_slice_generic(values, Const, Dyn(values.len() / N))
}

/// A batch over a flat slice, sample after sample, to be written.
pub fn columns_mut<T: Scalar, const N: usize>(values: &mut [T]) -> ColumnsMut<'_, T, N> {
    let samples = values.len() / N;
    ColumnsMut::from_slice_generic(values, Const, Dyn(samples))
}
