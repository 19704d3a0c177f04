//! The affine map `y = W x + b` of a batch, forward and backward.

use nalgebra::{SMatrixView, SMatrixViewMut, SVectorView, SVectorViewMut};

use super::gemm::Start;
use super::view::{Columns, ColumnsMut};
use crate::scalar::Scalar;

/// `y = W x + b`: `y` `(out, batch)`, `W` `(out, in)`, `b` `(out)`, `x` `(in, batch)`.
#[inline]
pub fn forward<T: Scalar, const OUT: usize, const IN: usize>(
    mut y: ColumnsMut<'_, T, OUT>,
    kernel: SMatrixView<'_, T, OUT, IN>,
    bias: SVectorView<'_, T, OUT>,
    x: Columns<'_, T, IN>,
) {
    let start = Start::Column(bias.as_slice());
    T::product(
        y.as_mut_slice(),
        start,
        kernel.columns(0, IN).as_slice(),
        x.as_slice(),
        (OUT, IN),
    );
}

/// `y = W x`: `y` `(out, batch)`, `W` `(out, in)`, `x` `(in, batch)`.
#[inline]
pub fn forward_unbiased<T: Scalar, const OUT: usize, const IN: usize>(
    mut y: ColumnsMut<'_, T, OUT>,
    kernel: SMatrixView<'_, T, OUT, IN>,
    x: Columns<'_, T, IN>,
) {
    T::product(
        y.as_mut_slice(),
        Start::Zeros,
        kernel.columns(0, IN).as_slice(),
        x.as_slice(),
        (OUT, IN),
    );
}

/// `dW = dy xᵀ`: `dW` `(out, in)`, `dy` `(out, batch)`, `x` `(in, batch)`. Overwrites.
#[inline]
pub fn grad_kernel<T: Scalar, const OUT: usize, const IN: usize>(
    mut dkernel: SMatrixViewMut<'_, T, OUT, IN>,
    dy: Columns<'_, T, OUT>,
    x: Columns<'_, T, IN>,
) {
    let mut dkernel = dkernel.columns_mut(0, IN);
    T::product_outer(
        dkernel.as_mut_slice(),
        Start::Zeros,
        dy.as_slice(),
        x.as_slice(),
        (OUT, IN),
    );
}

/// `db = Σ dy` over the batch: `db` `(out)`, `dy` `(out, batch)`. Overwrites.
#[inline]
pub fn grad_bias<T: Scalar, const OUT: usize>(mut dbias: SVectorViewMut<'_, T, OUT>, dy: Columns<'_, T, OUT>) {
    T::sum_columns(dbias.as_mut_slice(), dy.as_slice());
}

/// `dx = Wᵀ dy`: `dx` `(in, batch)`, `W` `(out, in)`, `dy` `(out, batch)`. Overwrites.
#[inline]
pub fn grad_input<T: Scalar, const OUT: usize, const IN: usize>(
    mut dx: ColumnsMut<'_, T, IN>,
    kernel: SMatrixView<'_, T, OUT, IN>,
    dy: Columns<'_, T, OUT>,
) {
    let kernel = kernel.columns(0, IN);
    T::product_transposed(
        dx.as_mut_slice(),
        Start::Zeros,
        kernel.as_slice(),
        dy.as_slice(),
        (OUT, IN),
    );
}
