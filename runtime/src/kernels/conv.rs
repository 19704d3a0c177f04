//! Convolution: at each position of a window, every filter is the sum of what the window sees, times its weights.
//!
//! `y[o, f] = b[f] + Σ w[k, c, f] x[k, c]` over the cells k under window o and the channels c: a matrix product of the kernel
//! with what each window sees, which is read where it lies in the image: rows of cells, which overlap from window to window.
//! Windows that reach into the padding see a copy with zeros around it, on the stack. So are the gradients products with
//! images. Groups, and windows too large for the stack, are computed with patches, columns of what each window sees, a block
//! at a time ([Chellapilla, Puri and Simard, 2006](https://inria.hal.science/inria-00112631)). Where the windows lie side by
//! side, or have one cell, the image is the other factor as it is.
//!
//! Images are `(height, width, channels)`, sample after sample; the kernel is Keras' `[kh, kw, channels / groups, filters]`,
//! `(filters, kh · kw · channels / groups)` in column-major words. Of several groups each makes as many filters of as many
//! channels. [`grad_input`] is also the forward pass of a transposed convolution.
//!
//! ```
//! use chainrule::kernels::conv::{self, Conv};
//! use chainrule::kernels::window::Window;
//!
//! // One row of four pixels, one channel; two filters that look at two pixels.
//! let window =
//!     Window { input: [1, 4], output: [1, 3], size: [1, 2], strides: [1, 1], dilation: [1, 1], before: [0, 0] };
//! let shape = Conv { window, channels: 1, filters: 2, groups: 1 };
//! let (kernel, bias, x) = ([1.0_f32, 1.0, 1.0, -1.0], [0.0, 0.5], [1.0, 2.0, 3.0, 5.0]);
//! let (mut y, mut dx, mut dkernel) = ([0.0; 6], [0.0; 4], [0.0; 4]);
//! conv::forward(&shape, &mut y, &kernel, Some(&bias), &x, &());
//! assert_eq!(y, [3.0, -0.5, 5.0, -0.5, 8.0, -1.5]);
//!
//! let dy = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
//! assert!(conv::grad_kernel(&shape, &mut dkernel, &dy, &x));
//! assert_eq!(dkernel, [1.0, 2.0, 2.0, 3.0]);
//! conv::grad_input(&shape, &mut dx, &kernel, &dy, &());
//! assert_eq!(dx, [1.0, 2.0, -1.0, 0.0]);
//! ```

mod blocks;
pub(super) mod direct;
mod grouped;
mod patches;
mod strip;
pub(super) mod turned;

pub(crate) use self::blocks::{
    forward as forward_body, grad_input as grad_input_body, grad_kernel as grad_kernel_body,
};
use super::pointwise::Then;
use super::window::Window;
use crate::scalar::Scalar;

/// The shape of a convolution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conv {
    /// The window that slides over an image.
    pub window: Window,
    /// Of the image.
    pub channels: usize,
    /// Of the result: its channels.
    pub filters: usize,
    /// Into how many groups channels and filters are divided; 1 if they are not.
    pub groups: usize,
}

impl Conv {
    /// How many numbers a filter sees.
    pub(crate) fn depth(&self) -> usize {
        self.window.cells() * (self.channels / self.groups)
    }

    /// Whether the image is a factor of the product as it is.
    fn is_product(&self) -> bool {
        self.groups == 1 && self.window.is_partition()
    }
}

/// y = then(w ∗ x + b): `y` `(positions, filters)`, `x` `(pixels, channels)` for each sample, `b` `(filters)`. `then` is
/// applied to whole columns, the filters of one position, as soon as they are finished.
pub fn forward<T: Scalar>(shape: &Conv, y: &mut [T], kernel: &[T], bias: Option<&[T]>, x: &[T], then: &impl Then<T>) {
    T::conv(shape, y, kernel, bias, x, &|y, at| then.apply(y, at));
}

/// dw[k, c, f] = Σ dy[o, f] x[k, c] over the windows o and samples. Overwrites; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad_kernel<T: Scalar>(shape: &Conv, dkernel: &mut [T], dy: &[T], x: &[T]) -> bool {
    T::conv_grad_kernel(shape, dkernel, dy, x, false)
}

/// As [`grad_kernel`], added to what is there.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub(crate) fn add_grad_kernel<T: Scalar>(shape: &Conv, dkernel: &mut [T], dy: &[T], x: &[T]) -> bool {
    if dy.is_empty() { T::all_finite(dkernel) } else { T::conv_grad_kernel(shape, dkernel, dy, x, true) }
}

/// dx[k, c] = then(Σ w[k, c, f] dy[o, f] over the filters f and the windows o that see k). Overwrites; 0 is what no window
/// sees. `then` is applied to whole samples.
pub fn grad_input<T: Scalar>(shape: &Conv, dx: &mut [T], kernel: &[T], dy: &[T], then: &impl Then<T>) {
    T::conv_grad_input(shape, dx, kernel, dy, &|dx, at| then.apply(dx, at));
}

#[cfg(test)]
mod tests;
