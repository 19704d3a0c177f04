//! Typed views of flat slices: batches as columns, weights as matrices and vectors at constant offsets.
//!
//! Nothing is copied. The views are nalgebra's and contiguous, so kernels get the flat slice back by `as_slice`.

use nalgebra::{
    Const, Dyn, MatrixView, MatrixViewMut, SMatrixView, SMatrixViewMut, SVectorView, SVectorViewMut, Scalar,
};

/// A batch: `N` features by as many samples as there are columns.
pub type Columns<'a, T, const N: usize> = MatrixView<'a, T, Const<N>, Dyn>;

/// A batch to be written: `N` features by as many samples as there are columns.
pub type ColumnsMut<'a, T, const N: usize> = MatrixViewMut<'a, T, Const<N>, Dyn>;

/// Samples of `N` scalars each, as columns. What is left of an incomplete last sample is not seen.
///
/// ```
/// let batch = chainrule::kernels::view::columns::<f32, 2>(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
/// assert_eq!(batch.shape(), (2, 3));
/// assert_eq!(batch[(1, 2)], 6.0);
/// ```
#[inline]
pub fn columns<T: Scalar, const N: usize>(samples: &[T]) -> Columns<'_, T, N> {
    MatrixView::from_slice_generic(samples, Const, Dyn(count::<N>(samples.len())))
}

/// Samples of `N` scalars each, as columns to be written.
#[inline]
pub fn columns_mut<T: Scalar, const N: usize>(samples: &mut [T]) -> ColumnsMut<'_, T, N> {
    let count = count::<N>(samples.len());
    MatrixViewMut::from_slice_generic(samples, Const, Dyn(count))
}

/// The kernel at `offset`, `(OUT, IN)`: the memory of Keras' row-major `[in, out]`.
///
/// ```
/// let parameters = [9.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// let kernel = chainrule::kernels::view::kernel::<f64, 3, 2>(&parameters, 1);
/// assert_eq!(kernel[(0, 1)], 4.0);
/// ```
#[inline]
pub fn kernel<T: Scalar, const OUT: usize, const IN: usize>(
    parameters: &[T],
    offset: usize,
) -> SMatrixView<'_, T, OUT, IN> {
    SMatrixView::from_slice(&parameters[offset..offset + OUT * IN])
}

/// The kernel at `offset`, `(OUT, IN)`, to be written.
#[inline]
pub fn kernel_mut<T: Scalar, const OUT: usize, const IN: usize>(
    parameters: &mut [T],
    offset: usize,
) -> SMatrixViewMut<'_, T, OUT, IN> {
    SMatrixViewMut::from_slice(&mut parameters[offset..offset + OUT * IN])
}

/// The vector of `N` at `offset`, such as a bias.
#[inline]
pub fn vector<T: Scalar, const N: usize>(parameters: &[T], offset: usize) -> SVectorView<'_, T, N> {
    SVectorView::from_slice(&parameters[offset..offset + N])
}

/// The vector of `N` at `offset`, to be written.
#[inline]
pub fn vector_mut<T: Scalar, const N: usize>(parameters: &mut [T], offset: usize) -> SVectorViewMut<'_, T, N> {
    SVectorViewMut::from_slice(&mut parameters[offset..offset + N])
}

fn count<const N: usize>(len: usize) -> usize {
    debug_assert!(len.is_multiple_of(N), "a batch of samples of {N} scalars cannot be {len} long");
    len.checked_div(N).unwrap_or(0)
}
