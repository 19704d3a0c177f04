//! The affine map `y = W x + b` of a batch, forward and backward.
//!
//! ```
//! use chainrule::kernels::affine;
//! use chainrule::kernels::view::{columns, columns_mut, kernel, kernel_mut, vector, vector_mut};
//!
//! // W = [1 2 3; 4 5 6], b = [10, 20], one sample.
//! let parameters = [1.0_f32, 4.0, 2.0, 5.0, 3.0, 6.0, 10.0, 20.0];
//! let (x, mut y) = ([1.0, 0.0, -1.0], [0.0; 2]);
//! affine::forward(columns_mut::<_, 2>(&mut y), kernel::<_, 2, 3>(&parameters, 0), vector(&parameters, 6), columns(&x));
//! assert_eq!(y, [8.0, 18.0]);
//!
//! let (dy, mut dx, mut gradient) = ([1.0, -1.0], [0.0; 3], [0.0; 8]);
//! assert!(affine::grad_kernel(kernel_mut::<_, 2, 3>(&mut gradient, 0), columns(&dy), columns(&x)));
//! assert!(affine::grad_bias(vector_mut::<_, 2>(&mut gradient, 6), columns(&dy)));
//! affine::grad_input(columns_mut(&mut dx), kernel::<_, 2, 3>(&parameters, 0), columns(&dy));
//! assert_eq!(gradient, [1.0, -1.0, 0.0, 0.0, -1.0, 1.0, 1.0, -1.0]);
//! assert_eq!(dx, [-3.0, -3.0, -3.0]);
//! ```

use nalgebra::{SMatrixView, SMatrixViewMut, SVectorView, SVectorViewMut};

use super::gemm::Start;
use super::pointwise::Then;
use super::view::{Columns, ColumnsMut};
use crate::scalar::Scalar;

/// `y = W x + b`: `y` `(out, batch)`, `W` `(out, in)`, `b` `(out)`, `x` `(in, batch)`.
#[inline]
pub fn forward<T: Scalar, const OUT: usize, const IN: usize>(
    y: ColumnsMut<'_, T, OUT>,
    kernel: SMatrixView<'_, T, OUT, IN>,
    bias: SVectorView<'_, T, OUT>,
    x: Columns<'_, T, IN>,
) {
    forward_then(y, kernel, bias, x, &());
}

/// `y = f(W x + b)`, where `then` applies f to whole columns of `y` as soon as they are finished.
#[inline]
pub fn forward_then<T: Scalar, const OUT: usize, const IN: usize>(
    mut y: ColumnsMut<'_, T, OUT>,
    kernel: SMatrixView<'_, T, OUT, IN>,
    bias: SVectorView<'_, T, OUT>,
    x: Columns<'_, T, IN>,
    then: &impl Then<T>,
) {
    let start = Start::Column(bias.as_slice());
    T::product(y.as_mut_slice(), start, kernel.columns(0, IN).as_slice(), x.as_slice(), (OUT, IN), &|y, at| {
        then.apply(y, at);
    });
}

/// `y = W x`: `y` `(out, batch)`, `W` `(out, in)`, `x` `(in, batch)`.
#[inline]
pub fn forward_unbiased<T: Scalar, const OUT: usize, const IN: usize>(
    y: ColumnsMut<'_, T, OUT>,
    kernel: SMatrixView<'_, T, OUT, IN>,
    x: Columns<'_, T, IN>,
) {
    forward_unbiased_then(y, kernel, x, &());
}

/// `y = f(W x)`, where `then` applies f as in [`forward_then`].
#[inline]
pub fn forward_unbiased_then<T: Scalar, const OUT: usize, const IN: usize>(
    mut y: ColumnsMut<'_, T, OUT>,
    kernel: SMatrixView<'_, T, OUT, IN>,
    x: Columns<'_, T, IN>,
    then: &impl Then<T>,
) {
    T::product(y.as_mut_slice(), Start::Zeros, kernel.columns(0, IN).as_slice(), x.as_slice(), (OUT, IN), &|y, at| {
        then.apply(y, at);
    });
}

/// `y = f(W x + b)` in a training step, after which `W` changes; `then` as in [`forward_then`]. The order of the sums may be
/// another than when predicting.
#[inline]
pub fn training_forward<T: Scalar, const OUT: usize, const IN: usize>(
    mut y: ColumnsMut<'_, T, OUT>,
    kernel: SMatrixView<'_, T, OUT, IN>,
    bias: Option<SVectorView<'_, T, OUT>>,
    x: Columns<'_, T, IN>,
    then: &impl Then<T>,
) {
    let start = bias.as_ref().map_or(Start::Zeros, |bias| Start::Column(bias.as_slice()));
    let kernel = kernel.columns(0, IN);
    T::product_in_halves(y.as_mut_slice(), start, kernel.as_slice(), x.as_slice(), (OUT, IN), &|y, at| {
        then.apply(y, at);
    });
}

/// `dW = dy xᵀ`: `dW` `(out, in)`, `dy` `(out, batch)`, `x` `(in, batch)`. Overwrites; whether all of it is finite.
#[inline]
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad_kernel<T: Scalar, const OUT: usize, const IN: usize>(
    mut dkernel: SMatrixViewMut<'_, T, OUT, IN>,
    dy: Columns<'_, T, OUT>,
    x: Columns<'_, T, IN>,
) -> bool {
    let mut dkernel = dkernel.columns_mut(0, IN);
    T::product_outer(dkernel.as_mut_slice(), Start::Zeros, dy.as_slice(), x.as_slice(), (OUT, IN))
}

/// `db = Σ dy` over the batch: `db` `(out)`, `dy` `(out, batch)`. Overwrites; whether all of it is finite.
#[inline]
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad_bias<T: Scalar, const OUT: usize>(mut dbias: SVectorViewMut<'_, T, OUT>, dy: Columns<'_, T, OUT>) -> bool {
    T::sum_columns(dbias.as_mut_slice(), dy.as_slice())
}

/// `dx = Wᵀ dy`: `dx` `(in, batch)`, `W` `(out, in)`, `dy` `(out, batch)`. Overwrites.
#[inline]
pub fn grad_input<T: Scalar, const OUT: usize, const IN: usize>(
    dx: ColumnsMut<'_, T, IN>,
    kernel: SMatrixView<'_, T, OUT, IN>,
    dy: Columns<'_, T, OUT>,
) {
    grad_input_then(dx, kernel, dy, &());
}

/// `dx = Wᵀ dy · f'`, where `then` multiplies whole columns of `dx` by f' as soon as they are finished.
#[inline]
pub fn grad_input_then<T: Scalar, const OUT: usize, const IN: usize>(
    mut dx: ColumnsMut<'_, T, IN>,
    kernel: SMatrixView<'_, T, OUT, IN>,
    dy: Columns<'_, T, OUT>,
    then: &impl Then<T>,
) {
    let kernel = kernel.columns(0, IN);
    T::product_transposed(dx.as_mut_slice(), Start::Zeros, kernel.as_slice(), dy.as_slice(), (OUT, IN), &|dx, at| {
        then.apply(dx, at);
    });
}
