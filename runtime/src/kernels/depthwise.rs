//! Depthwise convolution: each channel is convolved with `multiplier` kernels of its own.
//!
//! y[o, c·M + m] = Σₖ w[k, c, m] x[k, c] over the cells k under window o, where M is the multiplier; c·M + m is the channel
//! of the result. The kernel is Keras' `[kh, kw, channels, multiplier]`, images are `(height, width, channels)`.
//!
//! ```
//! use chainrule::kernels::depthwise::{self, Depthwise};
//! use chainrule::kernels::window::Window;
//!
//! // One row of three pixels, two channels; windows of two.
//! let window =
//!     Window { input: [1, 3], output: [1, 2], size: [1, 2], strides: [1, 1], dilation: [1, 1], before: [0, 0] };
//! let shape = Depthwise { window, channels: 2, multiplier: 1 };
//! let (kernel, x) = ([1.0_f32, 10.0, 1.0, -10.0], [1.0, 1.0, 2.0, 2.0, 3.0, 3.0]);
//! let (mut y, mut dx, mut dkernel) = ([0.0; 4], [0.0; 6], [0.0; 4]);
//! depthwise::forward(&shape, &mut y, &kernel, &x);
//! assert_eq!(y, [3.0, -10.0, 5.0, -10.0]);
//!
//! let dy = [1.0, 1.0, 0.0, 0.0];
//! assert!(depthwise::grad_kernel(&shape, &mut dkernel, &dy, &x));
//! depthwise::grad_input(&shape, &mut dx, &kernel, &dy);
//! assert_eq!(dkernel, [1.0, 1.0, 2.0, 2.0]);
//! assert_eq!(dx, [1.0, 10.0, 1.0, -10.0, 0.0, 0.0]);
//! ```

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use super::window::Window;
use crate::scalar::Scalar;

/// The shape of a depthwise convolution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Depthwise {
    /// The window that slides over an image.
    pub window: Window,
    /// Of the image.
    pub channels: usize,
    /// Kernels for each channel: the result has `channels · multiplier`.
    pub multiplier: usize,
}

impl Depthwise {
    /// Channels of the result.
    #[inline(always)]
    fn filters(&self) -> usize {
        self.channels * self.multiplier
    }
}

/// The convolution: `y` `(positions, channels · multiplier)`, `x` `(pixels, channels)` for each sample.
pub fn forward<T: Scalar>(shape: &Depthwise, y: &mut [T], kernel: &[T], x: &[T]) {
    T::depthwise(shape, y, kernel, x);
}

/// dw[k, c, m] = Σ dy[o, c·M + m] x[k, c] over windows o and samples. Overwrites; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad_kernel<T: Scalar>(shape: &Depthwise, dkernel: &mut [T], dy: &[T], x: &[T]) -> bool {
    T::depthwise_grad_kernel(shape, dkernel, dy, x)
}

/// dx[k, c] = Σ w[k, c, m] dy[o, c·M + m] over m and the windows o that see k. Overwrites.
pub fn grad_input<T: Scalar>(shape: &Depthwise, dx: &mut [T], kernel: &[T], dy: &[T]) {
    T::depthwise_grad_input(shape, dx, kernel, dy);
}

/// The body of [`forward`].
#[inline(always)]
pub(crate) fn forward_body<T: Scalar>(shape: &Depthwise, y: &mut [T], kernel: &[T], x: &[T]) {
    let (Depthwise { window, channels, multiplier }, filters) = (*shape, shape.filters());
    window.for_each_position(0..y.len() / filters, |at, position, image| {
        let y = &mut y[position * filters..][..filters];
        y.fill(T::ZERO);
        window.for_each_inside(at, |cell, pixel| {
            let (w, x) = (&kernel[cell * filters..][..filters], &x[(image + pixel) * channels..][..channels]);
            add_products(y, w, x, multiplier);
        });
    });
}

/// The body of [`grad_kernel`]. Each row of positions is summed by itself first: long sums lose digits.
#[inline(always)]
pub(crate) fn grad_kernel_body<T: Scalar>(shape: &Depthwise, dkernel: &mut [T], dy: &[T], x: &[T]) -> bool {
    const LANES: usize = 16;
    let (Depthwise { window, channels, multiplier }, filters) = (*shape, shape.filters());
    dkernel.fill(T::ZERO);
    let images = dy.chunks_exact(window.positions() * filters).zip(x.chunks_exact(window.pixels() * channels));
    for (dy, x) in images {
        for (cell, dw) in dkernel.chunks_exact_mut(filters).enumerate() {
            let (i, j) = (cell / window.size[1], cell % window.size[1]);
            for row in window.reaching(0, i) {
                let dy = &dy[row * window.output[1] * filters..];
                let x = &x[window.source(0, row, i) * window.input[1] * channels..];
                for (dw, f) in dw.chunks_mut(LANES).zip((0..).step_by(LANES)) {
                    let mut sums = [T::ZERO; LANES];
                    let sums = &mut sums[..dw.len()];
                    for column in window.reaching(1, j) {
                        let dy = &dy[column * filters + f..][..dw.len()];
                        let x = &x[window.source(1, column, j) * channels..][..channels];
                        if multiplier == 1 {
                            add_products(sums, dy, &x[f..], 1);
                        } else {
                            for ((sum, dy), f) in sums.iter_mut().zip(dy).zip(f..) {
                                *sum += *dy * x[f / multiplier];
                            }
                        }
                    }
                    for (dw, sum) in dw.iter_mut().zip(&*sums) {
                        *dw += *sum;
                    }
                }
            }
        }
    }
    T::all_finite(dkernel)
}

/// The body of [`grad_input`].
#[inline(always)]
pub(crate) fn grad_input_body<T: Scalar>(shape: &Depthwise, dx: &mut [T], kernel: &[T], dy: &[T]) {
    let (Depthwise { window, channels, multiplier }, filters) = (*shape, shape.filters());
    dx.fill(T::ZERO);
    window.for_each_position(0..dy.len() / filters, |at, position, image| {
        let dy = &dy[position * filters..][..filters];
        window.for_each_inside(at, |cell, pixel| {
            let (w, dx) = (&kernel[cell * filters..][..filters], &mut dx[(image + pixel) * channels..][..channels]);
            if multiplier == 1 {
                add_products(dx, w, dy, 1);
            } else {
                for ((dx, w), dy) in dx.iter_mut().zip(w.chunks_exact(multiplier)).zip(dy.chunks_exact(multiplier)) {
                    *dx += w.iter().zip(dy).fold(T::ZERO, |sum, (w, dy)| sum + *w * *dy);
                }
            }
        });
    });
}

/// y[c·M + m] += w[c·M + m] · x[c].
#[inline(always)]
fn add_products<T: Scalar>(y: &mut [T], w: &[T], x: &[T], multiplier: usize) {
    if multiplier == 1 {
        for ((y, w), x) in y.iter_mut().zip(w).zip(x) {
            *y += *w * *x;
        }
    } else {
        for ((y, w), x) in y.chunks_exact_mut(multiplier).zip(w.chunks_exact(multiplier)).zip(x) {
            for (y, w) in y.iter_mut().zip(w) {
                *y += *w * *x;
            }
        }
    }
}

#[cfg(test)]
mod tests;
