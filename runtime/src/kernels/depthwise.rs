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
//! depthwise::forward(&shape, &mut y, &kernel, &x, &());
//! assert_eq!(y, [3.0, -10.0, 5.0, -10.0]);
//!
//! let dy = [1.0, 1.0, 0.0, 0.0];
//! assert!(depthwise::grad_kernel(&shape, &mut dkernel, &dy, &x));
//! depthwise::grad_input(&shape, &mut dx, &kernel, &dy, &());
//! assert_eq!(dkernel, [1.0, 1.0, 2.0, 2.0]);
//! assert_eq!(dx, [1.0, 10.0, 1.0, -10.0, 0.0, 0.0]);
//! ```

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use super::pass::pass;
use super::pointwise::Then;
use super::strips::{in_strips, strip, strip_mut};
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
    pub(super) fn filters(&self) -> usize {
        self.channels * self.multiplier
    }

    /// Numbers in a sample before.
    pub(super) fn inner(&self) -> usize {
        self.window.pixels() * self.channels
    }

    /// Numbers in a sample after.
    pub(super) fn outer(&self) -> usize {
        self.window.positions() * self.filters()
    }

    /// The channels that some filters from `filter` on look at, in the pixel that begins there.
    #[inline(always)]
    fn repeated<T: Scalar, const N: usize>(&self, x: &[T], pixel: usize, filter: usize) -> [T; N] {
        if self.multiplier == 1 {
            return *strip(x, pixel + filter);
        }
        let mut repeated = [T::ZERO; N];
        for (x_of, filter) in repeated.iter_mut().zip(filter..) {
            *x_of = x[pixel + filter / self.multiplier];
        }
        repeated
    }
}

/// The convolution: `y` `(positions, channels · multiplier)`, `x` `(pixels, channels)` for each sample. `then` is applied to
/// whole samples as soon as they are finished.
pub fn forward<T: Scalar>(shape: &Depthwise, y: &mut [T], kernel: &[T], x: &[T], then: &impl Then<T>) {
    let (inner, outer) = (shape.inner(), shape.outer());
    let some = |y: &mut [T], at: usize| {
        let x = &x[at / outer * inner..][..y.len() / outer * inner];
        T::depthwise(shape, y, kernel, x);
    };
    pass(y, None, outer, some, then);
}

/// dw[k, c, m] = Σ dy[o, c·M + m] x[k, c] over windows o and samples. Overwrites; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad_kernel<T: Scalar>(shape: &Depthwise, dkernel: &mut [T], dy: &[T], x: &[T]) -> bool {
    dkernel.fill(T::ZERO);
    add_grad_kernel(shape, dkernel, dy, x)
}

/// As [`grad_kernel`], added to what is there.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub(crate) fn add_grad_kernel<T: Scalar>(shape: &Depthwise, dkernel: &mut [T], dy: &[T], x: &[T]) -> bool {
    T::depthwise_grad_kernel(shape, dkernel, dy, x)
}

/// dx[k, c] = Σ w[k, c, m] dy[o, c·M + m] over m and the windows o that see k. Overwrites. `then` is applied to whole samples.
pub fn grad_input<T: Scalar>(shape: &Depthwise, dx: &mut [T], kernel: &[T], dy: &[T], then: &impl Then<T>) {
    let (inner, outer) = (shape.inner(), shape.outer());
    let some = |dx: &mut [T], at: usize| {
        let dy = &dy[at / inner * outer..][..dx.len() / inner * outer];
        T::depthwise_grad_input(shape, dx, kernel, dy);
    };
    pass(dx, None, inner, some, then);
}

/// The body of [`forward`].
#[inline(always)]
pub(crate) fn forward_body<T: Scalar>(shape: &Depthwise, y: &mut [T], kernel: &[T], x: &[T]) {
    in_strips!(T, shape.filters(), forward_strips(shape, y, kernel, x));
}

#[inline(always)]
fn forward_strips<T: Scalar, const N: usize>(shape: &Depthwise, y: &mut [T], kernel: &[T], x: &[T]) {
    let (window, channels, filters) = (shape.window, shape.channels, shape.filters());
    window.for_each_position(
        0..y.len() / filters,
        #[inline(always)]
        |at, position, image| {
            let seen = window.seen(at);
            for f in (0..filters).step_by(N) {
                let mut sums = [T::ZERO; N];
                seen.for_each(
                    #[inline(always)]
                    |cell, pixel| {
                        let w = strip::<T, N>(kernel, cell * filters + f);
                        add_products(&mut sums, w, &shape.repeated(x, (image + pixel) * channels, f));
                    },
                );
                *strip_mut(y, position * filters + f) = sums;
            }
        },
    );
}

/// The body of [`add_grad_kernel`].
#[inline(always)]
pub(crate) fn grad_kernel_body<T: Scalar>(shape: &Depthwise, dkernel: &mut [T], dy: &[T], x: &[T]) -> bool {
    in_strips!(T, shape.filters(), grad_kernel_strips(shape, dkernel, dy, x));
    T::all_finite(dkernel)
}

/// Each row of positions is summed by itself first: long sums lose digits.
#[inline(always)]
fn grad_kernel_strips<T: Scalar, const N: usize>(shape: &Depthwise, dkernel: &mut [T], dy: &[T], x: &[T]) {
    let (window, channels, filters) = (shape.window, shape.channels, shape.filters());
    let images = dy.chunks_exact(window.positions() * filters).zip(x.chunks_exact(window.pixels() * channels));
    for (dy, x) in images {
        for (cell, dw) in dkernel.chunks_exact_mut(filters).enumerate() {
            let (i, j) = (cell / window.size[1], cell % window.size[1]);
            let columns = window.reaching(1, j);
            for row in window.reaching(0, i) {
                let dy = &dy[row * window.output[1] * filters..];
                let x = &x[window.source(0, row, i) * window.input[1] * channels..];
                for (dw, f) in dw.as_chunks_mut::<N>().0.iter_mut().zip((0..).step_by(N)) {
                    let mut sums = [T::ZERO; N];
                    for column in columns.clone() {
                        let dy = strip::<T, N>(dy, column * filters + f);
                        add_products(&mut sums, dy, &shape.repeated(x, window.source(1, column, j) * channels, f));
                    }
                    for l in 0..N {
                        dw[l] += sums[l];
                    }
                }
            }
        }
    }
}

/// The body of [`grad_input`].
#[inline(always)]
pub(crate) fn grad_input_body<T: Scalar>(shape: &Depthwise, dx: &mut [T], kernel: &[T], dy: &[T]) {
    dx.fill(T::ZERO);
    in_strips!(T, shape.channels, grad_input_strips(shape, dx, kernel, dy));
}

#[inline(always)]
fn grad_input_strips<T: Scalar, const N: usize>(shape: &Depthwise, dx: &mut [T], kernel: &[T], dy: &[T]) {
    let (Depthwise { window, channels, multiplier }, filters) = (*shape, shape.filters());
    window.for_each_position(
        0..dy.len() / filters,
        #[inline(always)]
        |at, position, image| {
            let seen = window.seen(at);
            for c in (0..channels).step_by(N) {
                let dy = &dy[position * filters + c * multiplier..];
                seen.for_each(
                    #[inline(always)]
                    |cell, pixel| {
                        let dx = strip_mut::<T, N>(dx, (image + pixel) * channels + c);
                        let w = &kernel[cell * filters + c * multiplier..];
                        if multiplier == 1 {
                            add_products(dx, strip(w, 0), strip(dy, 0));
                        } else {
                            for ((dx, w), dy) in dx.iter_mut().zip(w.chunks(multiplier)).zip(dy.chunks(multiplier)) {
                                *dx += w.iter().zip(dy).fold(T::ZERO, |sum, (w, dy)| sum + *w * *dy);
                            }
                        }
                    },
                );
            }
        },
    );
}

/// y += w · x
#[inline(always)]
fn add_products<T: Scalar, const N: usize>(y: &mut [T; N], w: &[T; N], x: &[T; N]) {
    // From copies, which nothing is written between: it takes vectors that way.
    let (mut sums, w, x) = (*y, *w, *x);
    for l in 0..N {
        sums[l] += w[l] * x[l];
    }
    *y = sums;
}

#[cfg(test)]
mod tests;
