//! Pooling: the maximum or the average of the cells under each window, channel by channel.
//!
//! Images are `(height, width, channels)`, sample after sample. Padding is not seen: it never wins a maximum, and an average
//! is that of the cells inside of the image.
//!
//! ```
//! use chainrule::kernels::pool::{self, Pool};
//! use chainrule::kernels::window::Window;
//!
//! // One row of four pixels, one channel; windows of two, side by side.
//! let window =
//!     Window { input: [1, 4], output: [1, 2], size: [1, 2], strides: [1, 2], dilation: [1, 1], before: [0, 0] };
//! let (shape, x) = (Pool { window, channels: 1 }, [1.0_f32, 3.0, 5.0, 5.0]);
//! let (mut y, mut dx) = ([0.0; 2], [0.0; 4]);
//! pool::max_forward(&shape, &mut y, &x);
//! assert_eq!(y, [3.0, 5.0]);
//! pool::max_backward(&shape, &mut dx, &[1.0, 2.0], &x);
//! assert_eq!(dx, [0.0, 1.0, 2.0, 0.0]);
//! pool::average_forward(&shape, &mut y, &x);
//! assert_eq!(y, [2.0, 5.0]);
//! ```

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use super::strips::{in_strips, strip, strip_mut};
use super::window::{Seen, Window};
use crate::scalar::Scalar;

/// What is pooled, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pool {
    /// The window that slides over an image.
    pub window: Window,
    /// Of the image, and of the result.
    pub channels: usize,
}

/// yₒ = max of xₖ over the cells k under window o: `y` `(positions, channels)`, `x` `(pixels, channels)` for each sample. A
/// NaN stays; where a window sees only padding, the maximum is −∞.
pub fn max_forward<T: Scalar>(shape: &Pool, y: &mut [T], x: &[T]) {
    T::max_pool(shape, y, x);
}

/// dxₖ = Σ dyₒ over the windows o whose maximum is xₖ; of equal ones the first cell of the window counts. Overwrites.
/// Where the maximum is NaN, dyₒ goes to the first cell.
pub fn max_backward<T: Scalar>(shape: &Pool, dx: &mut [T], dy: &[T], x: &[T]) {
    T::max_pool_backward(shape, dx, dy, x);
}

/// yₒ = mean of xₖ over the cells k of window o that are inside of the image.
pub fn average_forward<T: Scalar>(shape: &Pool, y: &mut [T], x: &[T]) {
    T::average_pool(shape, y, x);
}

/// dxₖ = Σ dyₒ / count over the windows o that see k, where count is how many cells such a window sees. Overwrites.
pub fn average_backward<T: Scalar>(shape: &Pool, dx: &mut [T], dy: &[T]) {
    T::average_pool_backward(shape, dx, dy);
}

/// y = max of x over all positions: `y` `(channels)`, `x` `(positions, channels)` for each sample. A NaN stays.
pub fn global_max_forward<T: Scalar>(positions: usize, channels: usize, y: &mut [T], x: &[T]) {
    T::global_max_pool(positions, channels, y, x);
}

/// dx = dy / count where x is the maximum, count being how many positions hold it; 0 elsewhere. Overwrites. Where the
/// maximum is NaN, so is all of dx.
pub fn global_max_backward<T: Scalar>(positions: usize, channels: usize, dx: &mut [T], dy: &[T], x: &[T]) {
    T::global_max_pool_backward(positions, channels, dx, dy, x);
}

/// Channels that are looked at together on the way back: whole registers of `f32`, however wide.
const LANES: usize = 16;

/// The body of [`max_forward`].
#[inline(always)]
pub(crate) fn max_body<T: Scalar>(shape: &Pool, y: &mut [T], x: &[T]) {
    let Window { size: [_, cells], dilation: [_, step], .. } = shape.window;
    if shape.window.is_inside() && ((cells - 1) * step + 1) * shape.channels <= ROW {
        return max_rows(shape, y, x);
    }
    in_strips!(T, shape.channels, max_strips(shape, y, x));
}

/// Numbers of a row of an image that are looked at together.
const ROW: usize = 1024;

/// The maximum where all windows are inside of the image: first of the rows, whose numbers lie side by side, then of the
/// columns.
#[inline(always)]
fn max_rows<T: Scalar>(shape: &Pool, y: &mut [T], x: &[T]) {
    let Pool { window: Window { input, output, size, strides, dilation, .. }, channels } = *shape;
    let mut row = [T::ZERO; ROW];
    let extent = (size[1] - 1) * dilation[1] + 1;
    // As many positions at a time as fit, of which there is one at least.
    let most = (ROW / channels).saturating_sub(extent) / strides[1] + 1;
    for (number, y) in y.chunks_exact_mut(output[1] * channels).enumerate() {
        let first_row = number / output[0] * input[0] + number % output[0] * strides[0];
        for (y, at) in y.chunks_mut(most * channels).zip((0..).step_by(most)) {
            let positions = y.len() / channels;
            let row = &mut row[..((positions - 1) * strides[1] + extent) * channels];
            let place = |cell: usize| ((first_row + cell * dilation[0]) * input[1] + at * strides[1]) * channels;
            row.copy_from_slice(&x[place(0)..][..row.len()]);
            for cell in 1..size[0] {
                maximum(row, &x[place(cell)..]);
            }
            for (position, y) in y.chunks_exact_mut(channels).enumerate() {
                let row = &row[position * strides[1] * channels..];
                y.copy_from_slice(&row[..channels]);
                for cell in 1..size[1] {
                    maximum(y, &row[cell * dilation[1] * channels..]);
                }
            }
        }
    }
}

#[inline(always)]
fn max_strips<T: Scalar, const N: usize>(shape: &Pool, y: &mut [T], x: &[T]) {
    let Pool { window, channels } = *shape;
    window.for_each_position(
        0..y.len() / channels,
        #[inline(always)]
        |at, position, image| {
            let seen = window.seen(at);
            for c in (0..channels).step_by(N) {
                let maxima = maxima::<T, N>(&seen, channels, &x[image * channels + c..]);
                *strip_mut(y, position * channels + c) = maxima;
            }
        },
    );
}

/// The maximum of some channels under one window, given an image from the first of those channels on.
#[inline(always)]
fn maxima<T: Scalar, const N: usize>(seen: &Seen, channels: usize, x: &[T]) -> [T; N] {
    let mut maxima = [T::from_f64(f64::NEG_INFINITY); N];
    seen.for_each(
        #[inline(always)]
        |_, pixel| maximum(&mut maxima, strip::<T, N>(x, pixel * channels)),
    );
    maxima
}

/// The body of [`max_backward`].
#[inline(always)]
pub(crate) fn max_backward_body<T: Scalar>(shape: &Pool, dx: &mut [T], dy: &[T], x: &[T]) {
    // Where each pixel is under one window, its gradient is written once, and needs no zero before.
    if shape.window.tiles() && shape.channels.is_multiple_of(LANES) {
        return max_backward_strips::<T, LANES>(shape, dx, dy, x, assign);
    }
    dx.fill(T::ZERO);
    in_strips!(T, shape.channels, max_backward_strips(shape, dx, dy, x, add));
}

/// dx = parts.
#[inline(always)]
fn assign<T, const N: usize>(dx: &mut [T; N], parts: [T; N]) {
    *dx = parts;
}

/// dx += parts.
#[inline(always)]
fn add<T: Scalar, const N: usize>(dx: &mut [T; N], parts: [T; N]) {
    let mut sums = *dx;
    sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
    *dx = sums;
}

#[inline(always)]
fn max_backward_strips<T: Scalar, const N: usize>(
    shape: &Pool,
    dx: &mut [T],
    dy: &[T],
    x: &[T],
    put: impl Fn(&mut [T; N], [T; N]) + Copy,
) {
    let Pool { window, channels } = *shape;
    window.for_each_position(
        0..dy.len() / channels,
        #[inline(always)]
        |at, position, image| {
            let seen = window.seen(at);
            for c in (0..channels).step_by(N) {
                let (x, dx) = (&x[image * channels + c..], &mut dx[image * channels + c..]);
                let maxima = maxima::<T, N>(&seen, channels, x);
                // Goes to the first cell that is not below the maximum; nothing is left for the others.
                let mut left = *strip::<T, N>(dy, position * channels + c);
                seen.for_each(
                    #[inline(always)]
                    |_, pixel| {
                        // From copies, which nothing is written between: it takes vectors that way.
                        let (x, mut parts) = (*strip::<T, N>(x, pixel * channels), left);
                        for l in 0..N {
                            parts[l] = if x[l] < maxima[l] { T::ZERO } else { parts[l] };
                        }
                        for l in 0..N {
                            left[l] -= parts[l];
                        }
                        put(strip_mut(dx, pixel * channels), parts);
                    },
                );
            }
        },
    );
}

/// The body of [`average_forward`].
#[inline(always)]
pub(crate) fn average_body<T: Scalar>(shape: &Pool, y: &mut [T], x: &[T]) {
    in_strips!(T, shape.channels, average_strips(shape, y, x));
}

#[inline(always)]
fn average_strips<T: Scalar, const N: usize>(shape: &Pool, y: &mut [T], x: &[T]) {
    let Pool { window, channels } = *shape;
    window.for_each_position(
        0..y.len() / channels,
        #[inline(always)]
        |at, position, image| {
            let seen = window.seen(at);
            let share = share::<T>(&seen);
            for c in (0..channels).step_by(N) {
                let (x, mut sums) = (&x[image * channels + c..], [T::ZERO; N]);
                seen.for_each(
                    #[inline(always)]
                    |_, pixel| {
                        let x = strip::<T, N>(x, pixel * channels);
                        for l in 0..N {
                            sums[l] += x[l];
                        }
                    },
                );
                for sum in &mut sums {
                    *sum *= share;
                }
                *strip_mut(y, position * channels + c) = sums;
            }
        },
    );
}

/// The body of [`average_backward`].
#[inline(always)]
pub(crate) fn average_backward_body<T: Scalar>(shape: &Pool, dx: &mut [T], dy: &[T]) {
    let Pool { window, channels } = *shape;
    dx.fill(T::ZERO);
    window.for_each_position(
        0..dy.len() / channels,
        #[inline(always)]
        |at, position, image| {
            let seen = window.seen(at);
            let (dy, share) = (&dy[position * channels..][..channels], share::<T>(&seen));
            seen.for_each(
                #[inline(always)]
                |_, pixel| {
                    for (dx, dy) in dx[(image + pixel) * channels..].iter_mut().zip(dy) {
                        *dx += *dy * share;
                    }
                },
            );
        },
    );
}

/// What each cell under a window has of its average.
#[inline(always)]
fn share<T: Scalar>(seen: &Seen) -> T {
    T::from_f64((seen.count().max(1) as f64).recip())
}

/// The body of [`global_max_forward`].
#[inline(always)]
pub(crate) fn global_max_body<T: Scalar>(positions: usize, channels: usize, y: &mut [T], x: &[T]) {
    y.fill(T::from_f64(f64::NEG_INFINITY));
    for (y, x) in y.chunks_exact_mut(channels).zip(x.chunks_exact(positions * channels)) {
        for x in x.chunks_exact(channels) {
            maximum(y, x);
        }
    }
}

/// The body of [`global_max_backward`].
#[inline(always)]
pub(crate) fn global_max_backward_body<T: Scalar>(positions: usize, channels: usize, dx: &mut [T], dy: &[T], x: &[T]) {
    let len = positions * channels;
    for ((dx, dy), x) in dx.chunks_exact_mut(len).zip(dy.chunks_exact(channels)).zip(x.chunks_exact(len)) {
        for (dy, c) in dy.chunks(LANES).zip((0..).step_by(LANES)) {
            let mut maxima = [T::from_f64(f64::NEG_INFINITY); LANES];
            for x in x.chunks_exact(channels) {
                maximum(&mut maxima[..dy.len()], &x[c..]);
            }
            let mut shares = [T::ZERO; LANES];
            for x in x.chunks_exact(channels) {
                for ((count, x), maximum) in shares.iter_mut().zip(&x[c..]).zip(&maxima[..dy.len()]) {
                    *count += is(*x, *maximum);
                }
            }
            for (share, dy) in shares.iter_mut().zip(dy) {
                *share = *dy / *share;
            }
            for (dx, x) in dx.chunks_exact_mut(channels).zip(x.chunks_exact(channels)) {
                for (((dx, x), maximum), share) in dx[c..].iter_mut().zip(&x[c..]).zip(&maxima[..dy.len()]).zip(&shares)
                {
                    *dx = is(*x, *maximum) * *share;
                }
            }
        }
    }
}

/// y = max(y, x).
#[inline(always)]
fn maximum<T: Scalar>(y: &mut [T], x: &[T]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y = y.max(*x);
    }
}

/// 1 where x is the maximum, else 0.
#[inline(always)]
fn is<T: Scalar>(x: T, maximum: T) -> T {
    if x == maximum { T::ONE } else { T::ZERO }
}

#[cfg(test)]
mod tests;
