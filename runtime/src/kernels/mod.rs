//! The computations of layers: one file an op, forward and backward side by side.

pub mod affine;
pub mod attend;
pub mod batch_norm;
pub mod bias;
pub mod bilinear;
pub mod binary;
mod channels;
pub mod concatenate;
pub mod contract;
pub mod conv;
pub mod custom;
pub mod depthwise;
#[cfg(test)]
mod differences;
pub mod dropout;
pub mod embedding;
pub mod fill;
pub mod fold;
pub mod gate;
pub mod gemm;
pub mod lanes;
pub mod log_softmax;
pub mod mask;
pub mod mean;
pub mod noise;
pub mod normalize;
pub mod one;
mod pass;
pub mod pointwise;
pub mod pool;
pub mod position;
pub mod prelu;
pub mod rearrange;
pub mod recurrent;
pub mod scale;
pub mod simd;
pub mod softmax;
pub mod sparsemax;
pub mod standardize;
mod strips;
mod transpose;
pub mod view;
pub mod window;

use core::ops::Range;

use depthwise::Depthwise;
use gemm::Start;
use simd::Element;
use transpose::Transpose;

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
    /// `y ← start + W[rows] x`: `y` `(rows, batch)`, `W` `(out, in)`, `x` `(in, batch)`.
    fn product_rows(
        y: &mut [Self],
        start: Start<'_, Self>,
        kernel: &[Self],
        x: &[Self],
        shape: (usize, usize),
        rows: Range<usize>,
    );
    /// `dW[rows] ← start + dy xᵀ`: `dW` `(out, in)`, `dy` `(rows, batch)`, `x` `(in, batch)`. The other rows stay.
    fn product_outer_rows(
        dkernel: &mut [Self],
        start: Start<'_, Self>,
        dy: &[Self],
        x: &[Self],
        shape: (usize, usize),
        rows: Range<usize>,
    ) -> bool;
    /// `dx ← start + W[rows]ᵀ dy`: `dx` `(in, batch)`, `W` `(out, in)`, `dy` `(rows, batch)`.
    fn product_transposed_rows(
        dx: &mut [Self],
        start: Start<'_, Self>,
        kernel: &[Self],
        dy: &[Self],
        shape: (usize, usize),
        rows: Range<usize>,
    );
    /// `db = Σ dy` over the batch: `db` `(out)`, `dy` `(out, batch)`.
    fn sum_columns(dbias: &mut [Self], dy: &[Self]) -> bool;
    /// The transpose of a matrix with columns so long.
    fn transpose(transposed: &mut [Self], matrix: &[Self], rows: usize);
    /// To blocks of samples.
    fn lanes_interleave(y: &mut [Self], x: &[Self], len: usize);
    /// From blocks of samples.
    fn lanes_separate(y: &mut [Self], x: &[Self], len: usize);
    /// Batched products with strides, see [`contract::forward`].
    fn contract(shape: &contract::Contract, c: &mut [Self], a: &[Self], b: &[Self], samples: usize);
    /// Attention of one sample, see [`attend::forward`].
    fn attend(shape: &attend::Attend, y: &mut [Self], sample: attend::Sample<'_, Self>);
    /// A convolution without patches, where it can be computed so: whether it was.
    fn conv_direct(
        shape: &conv::Conv,
        y: &mut [Self],
        kernel: &[Self],
        bias: Option<&[Self]>,
        x: &[Self],
        then: Finish<'_, Self>,
    ) -> bool;
    /// The gradient of its kernel likewise, and whether it is finite.
    fn conv_direct_grad_kernel(
        shape: &conv::Conv,
        dkernel: &mut [Self],
        dy: &[Self],
        x: &[Self],
        add: bool,
    ) -> Option<bool>;
    /// The gradient of its input likewise.
    fn conv_direct_grad_input(
        shape: &conv::Conv,
        dx: &mut [Self],
        kernel: &[Self],
        dy: &[Self],
        then: Finish<'_, Self>,
    ) -> bool;
    /// A convolution of whole blocks of samples: see [`lanes`].
    fn lanes_conv(
        shape: &conv::Conv,
        y: &mut [Self],
        kernel: &[Self],
        bias: Option<&[Self]>,
        x: &[Self],
        then: Finish<'_, Self>,
    );
    /// The gradient of its kernel, which may not be finite.
    fn lanes_conv_grad_kernel(shape: &conv::Conv, dkernel: &mut [Self], dy: &[Self], x: &[Self]);
    /// The gradient of its input.
    fn lanes_conv_grad_input(shape: &conv::Conv, dx: &mut [Self], kernel: &[Self], dy: &[Self], then: Finish<'_, Self>);
    /// A depthwise convolution of whole blocks of samples.
    fn lanes_depthwise(shape: &Depthwise, y: &mut [Self], kernel: &[Self], x: &[Self], then: Finish<'_, Self>);
    /// The gradient of its kernel, which may not be finite.
    fn lanes_depthwise_grad_kernel(shape: &Depthwise, dkernel: &mut [Self], dy: &[Self], x: &[Self]);
    /// The gradient of its input.
    fn lanes_depthwise_grad_input(
        shape: &Depthwise,
        dx: &mut [Self],
        kernel: &[Self],
        dy: &[Self],
        then: Finish<'_, Self>,
    );
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
            fn product_rows(
                y: &mut [Self],
                start: Start<'_, Self>,
                kernel: &[Self],
                x: &[Self],
                shape: (usize, usize),
                rows: Range<usize>,
            ) {
                gemm::product_rows(y, start, kernel, x, shape, rows);
            }
            fn product_outer_rows(
                dkernel: &mut [Self],
                start: Start<'_, Self>,
                dy: &[Self],
                x: &[Self],
                shape: (usize, usize),
                rows: Range<usize>,
            ) -> bool {
                gemm::product_outer_rows(dkernel, start, dy, x, shape, rows)
            }
            fn product_transposed_rows(
                dx: &mut [Self],
                start: Start<'_, Self>,
                kernel: &[Self],
                dy: &[Self],
                shape: (usize, usize),
                rows: Range<usize>,
            ) {
                gemm::product_transposed_rows(dx, start, kernel, dy, shape, rows);
            }
            fn sum_columns(dbias: &mut [Self], dy: &[Self]) -> bool {
                gemm::sum_columns(dbias, dy)
            }
            fn transpose(transposed: &mut [Self], matrix: &[Self], rows: usize) {
                let width = matrix.len() / rows;
                let shape = (rows, width);
                Self::transpose_copy(Transpose { to: transposed, width, from: matrix, stride: rows, shape });
            }
            fn lanes_interleave(y: &mut [Self], x: &[Self], len: usize) {
                lanes::interleave_body(y, x, len);
            }
            fn lanes_separate(y: &mut [Self], x: &[Self], len: usize) {
                lanes::separate_body(y, x, len);
            }
            fn contract(shape: &contract::Contract, c: &mut [Self], a: &[Self], b: &[Self], samples: usize) {
                contract::body(shape, c, a, b, samples);
            }
            fn attend(shape: &attend::Attend, y: &mut [Self], sample: attend::Sample<'_, Self>) {
                attend::body(shape, y, sample);
            }
            fn conv_direct(
                shape: &conv::Conv,
                y: &mut [Self],
                kernel: &[Self],
                bias: Option<&[Self]>,
                x: &[Self],
                then: Finish<'_, Self>,
            ) -> bool {
                conv::direct::forward(shape, y, kernel, bias, x, then)
            }
            fn conv_direct_grad_kernel(
                shape: &conv::Conv,
                dkernel: &mut [Self],
                dy: &[Self],
                x: &[Self],
                add: bool,
            ) -> Option<bool> {
                conv::direct::grad_kernel(shape, dkernel, dy, x, add)
            }
            fn conv_direct_grad_input(
                shape: &conv::Conv,
                dx: &mut [Self],
                kernel: &[Self],
                dy: &[Self],
                then: Finish<'_, Self>,
            ) -> bool {
                conv::turned::grad_input(shape, dx, kernel, dy, then)
            }
            fn lanes_conv(
                shape: &conv::Conv,
                y: &mut [Self],
                kernel: &[Self],
                bias: Option<&[Self]>,
                x: &[Self],
                then: Finish<'_, Self>,
            ) {
                lanes::convolve::forward(shape, y, kernel, bias, x, then);
            }
            fn lanes_conv_grad_kernel(shape: &conv::Conv, dkernel: &mut [Self], dy: &[Self], x: &[Self]) {
                lanes::grad_kernel::grad_kernel(shape, dkernel, dy, x);
            }
            fn lanes_conv_grad_input(
                shape: &conv::Conv,
                dx: &mut [Self],
                kernel: &[Self],
                dy: &[Self],
                then: Finish<'_, Self>,
            ) {
                lanes::convolve::grad_input(shape, dx, kernel, dy, then);
            }
            fn lanes_depthwise(
                shape: &Depthwise,
                y: &mut [Self],
                kernel: &[Self],
                x: &[Self],
                then: Finish<'_, Self>,
            ) {
                lanes::depthwise::forward(shape, y, kernel, x, then);
            }
            fn lanes_depthwise_grad_kernel(shape: &Depthwise, dkernel: &mut [Self], dy: &[Self], x: &[Self]) {
                lanes::depthwise::grad_kernel::grad_kernel(shape, dkernel, dy, x);
            }
            fn lanes_depthwise_grad_input(
                shape: &Depthwise,
                dx: &mut [Self],
                kernel: &[Self],
                dy: &[Self],
                then: Finish<'_, Self>,
            ) {
                lanes::depthwise::grad_input(shape, dx, kernel, dy, then);
            }
        }
    )*};
}
kernels!(f32, f64);

mod sealed {
    #[doc(hidden)]
    pub trait Sealed {}
}
