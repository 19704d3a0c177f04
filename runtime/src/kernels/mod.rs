//! The computations of layers: one file an op, forward and backward side by side.

pub mod add;
pub mod affine;
pub mod bilinear;
pub mod conv;
pub mod depthwise;
pub mod dropout;
pub mod gemm;
pub mod log_softmax;
pub mod one;
pub mod pointwise;
pub mod pool;
pub mod simd;
pub mod softmax;
mod strips;
pub mod view;
pub mod window;

use gemm::Start;

/// What is done to whole columns of a result as soon as they are finished: it gets them, and the place in the result of
/// their first element.
pub type Finish<'a, T> = &'a (dyn Fn(&mut [T], usize) + Sync);

/// The bodies behind the typed kernels over flat slices, compiled once for `f32` and once for `f64`.
///
/// Matrices are column-major, a batch is `(features, samples)`; `shape` is that of the kernel, `(out, in)`, and the number
/// of samples follows from the lengths. Those that make the gradient of a weight say whether all of it is finite. Sealed.
pub trait Kernels: sealed::Sealed + Sized {
    /// `y ← then(start + W x)`: `y` `(out, batch)`, `W` `(out, in)`, `x` `(in, batch)`.
    fn product(
        y: &mut [Self],
        start: Start<'_, Self>,
        kernel: &[Self],
        x: &[Self],
        shape: (usize, usize),
        then: Finish<'_, Self>,
    );
    /// As `product`, for a kernel that is about to change.
    fn product_in_halves(
        y: &mut [Self],
        start: Start<'_, Self>,
        kernel: &[Self],
        x: &[Self],
        shape: (usize, usize),
        then: Finish<'_, Self>,
    );
    /// `dW ← start + dy xᵀ`: `dW` `(out, in)`, `dy` `(out, batch)`, `x` `(in, batch)`.
    fn product_outer(
        dkernel: &mut [Self],
        start: Start<'_, Self>,
        dy: &[Self],
        x: &[Self],
        shape: (usize, usize),
    ) -> bool;
    /// `dx ← then(start + Wᵀ dy)`: `dx` `(in, batch)`, `W` `(out, in)`, `dy` `(out, batch)`.
    fn product_transposed(
        dx: &mut [Self],
        start: Start<'_, Self>,
        kernel: &[Self],
        dy: &[Self],
        shape: (usize, usize),
        then: Finish<'_, Self>,
    );
    /// `db = Σ dy` over the batch: `db` `(out)`, `dy` `(out, batch)`.
    fn sum_columns(dbias: &mut [Self], dy: &[Self]) -> bool;
}

macro_rules! kernels {
    ($($T:ty),*) => {$(
        impl sealed::Sealed for $T {}

        impl Kernels for $T {
            fn product(
                y: &mut [Self],
                start: Start<'_, Self>,
                kernel: &[Self],
                x: &[Self],
                shape: (usize, usize),
                then: Finish<'_, Self>,
            ) {
                gemm::product(y, start, kernel, x, shape, then);
            }
            fn product_in_halves(
                y: &mut [Self],
                start: Start<'_, Self>,
                kernel: &[Self],
                x: &[Self],
                shape: (usize, usize),
                then: Finish<'_, Self>,
            ) {
                gemm::product_in_halves(y, start, kernel, x, shape, then);
            }
            fn product_outer(
                dkernel: &mut [Self],
                start: Start<'_, Self>,
                dy: &[Self],
                x: &[Self],
                shape: (usize, usize),
            ) -> bool {
                gemm::product_outer(dkernel, start, dy, x, shape)
            }
            fn product_transposed(
                dx: &mut [Self],
                start: Start<'_, Self>,
                kernel: &[Self],
                dy: &[Self],
                shape: (usize, usize),
                then: Finish<'_, Self>,
            ) {
                gemm::product_transposed(dx, start, kernel, dy, shape, then);
            }
            fn sum_columns(dbias: &mut [Self], dy: &[Self]) -> bool {
                gemm::sum_columns(dbias, dy)
            }
        }
    )*};
}
kernels!(f32, f64);

mod sealed {
    #[doc(hidden)]
    pub trait Sealed {}
}
