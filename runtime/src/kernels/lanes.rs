//! Samples across the vector: a batch in blocks of 16 samples, each block with one number of all its samples after the other.
//!
//! Where an image has few channels, they do not fill a register; 16 samples do, whatever the channels are. A batch in this
//! layout is as long as the same batch sample after sample, and pointwise functions do not see the difference. What is left
//! of a batch that 16 does not divide stays sample after sample, behind the blocks; a batch of one is in both layouts.
//!
//! ```
//! use chainrule::kernels::lanes;
//!
//! // 17 samples of two numbers.
//! let x: [f32; 34] = core::array::from_fn(|at| at as f32);
//! let (mut y, mut back) = ([0.0; 34], [0.0; 34]);
//! lanes::interleave(&mut y, &x, 2);
//! assert_eq!((y[0], y[1], y[16], y[17]), (0.0, 2.0, 1.0, 3.0));
//! assert_eq!(y[32..], x[32..]);
//! lanes::separate(&mut back, &y, 2);
//! assert_eq!(back, x);
//! ```

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

pub mod channels;
pub(super) mod convolve;
pub(crate) mod depthwise;
pub mod drawn;
pub(super) mod grad_kernel;
mod runs;
mod sum;

use super::conv::{self, Conv};
use super::depthwise::{Depthwise, add_grad_kernel};
use super::mean;
use super::pointwise::{From, Then};
use super::pool::{self, Pool};
use super::simd::Element;
use super::transpose::Transpose;
use crate::cost;
use crate::parallel::{Columns, in_parts};
use crate::scalar::Scalar;

/// Samples in a block: as many `f32` as the widest register holds.
pub const LANES: usize = 16;

/// From sample after sample to blocks, for samples of so many numbers.
pub fn interleave<T: Scalar>(y: &mut [T], x: &[T], len: usize) {
    in_blocks(y, len, &|y, first, _| T::lanes_interleave(y, &x[first * len..][..y.len()], len));
}

/// From blocks to sample after sample, for samples of so many numbers.
pub fn separate<T: Scalar>(y: &mut [T], x: &[T], len: usize) {
    in_blocks(y, len, &|y, first, _| T::lanes_separate(y, &x[first * len..][..y.len()], len));
}

/// [`conv::forward`] in this layout.
pub fn conv_forward<T: Scalar>(
    shape: &Conv,
    y: &mut [T],
    kernel: &[T],
    bias: Option<&[T]>,
    x: &[T],
    then: &impl Then<T>,
) {
    let (inner, outer) = (shape.window.pixels() * shape.channels, shape.window.positions() * shape.filters);
    let samples = whole(x.len(), inner);
    let ((y, y_rest), (x, x_rest)) = (y.split_at_mut(samples * outer), x.split_at(samples * inner));
    T::lanes_conv(shape, y, kernel, bias, x, &|y, at| then.apply(y, at));
    if !x_rest.is_empty() {
        T::conv(shape, y_rest, kernel, bias, x_rest, &|y, at| then.apply(y, samples * outer + at));
    }
}

/// [`conv::grad_kernel`] in this layout.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn conv_grad_kernel<T: Scalar>(shape: &Conv, dkernel: &mut [T], dy: &[T], x: &[T]) -> bool {
    let (inner, outer) = (shape.window.pixels() * shape.channels, shape.window.positions() * shape.filters);
    let samples = whole(x.len(), inner);
    if samples == 0 {
        return conv::grad_kernel(shape, dkernel, dy, x);
    }
    let ((dy, dy_rest), (x, x_rest)) = (dy.split_at(samples * outer), x.split_at(samples * inner));
    T::lanes_conv_grad_kernel(shape, dkernel, dy, x);
    conv::add_grad_kernel(shape, dkernel, dy_rest, x_rest)
}

/// [`conv::grad_input`] in this layout.
pub fn conv_grad_input<T: Scalar>(shape: &Conv, dx: &mut [T], kernel: &[T], dy: &[T], then: &impl Then<T>) {
    let (inner, outer) = (shape.window.pixels() * shape.channels, shape.window.positions() * shape.filters);
    let samples = whole(dx.len(), inner);
    let ((dx, dx_rest), (dy, dy_rest)) = (dx.split_at_mut(samples * inner), dy.split_at(samples * outer));
    T::lanes_conv_grad_input(shape, dx, kernel, dy, &|dx, at| then.apply(dx, at));
    if !dx_rest.is_empty() {
        T::conv_grad_input(shape, dx_rest, kernel, dy_rest, &|dx, at| then.apply(dx, samples * inner + at));
    }
}

/// [`depthwise::forward`](super::depthwise::forward) in this layout; `then` is applied to whole blocks.
pub fn depthwise_forward<T: Scalar>(shape: &Depthwise, y: &mut [T], kernel: &[T], x: &[T], then: &impl Then<T>) {
    let samples = whole(x.len(), shape.inner());
    let ((y, y_rest), (x, x_rest)) = (y.split_at_mut(samples * shape.outer()), x.split_at(samples * shape.inner()));
    T::lanes_depthwise(shape, y, kernel, x, &|y, at| then.apply(y, at));
    if !x_rest.is_empty() {
        super::depthwise::forward(shape, y_rest, kernel, x_rest, &From(then, samples * shape.outer()));
    }
}

/// [`depthwise::grad_kernel`](super::depthwise::grad_kernel) in this layout.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn depthwise_grad_kernel<T: Scalar>(shape: &Depthwise, dkernel: &mut [T], dy: &[T], x: &[T]) -> bool {
    let samples = whole(x.len(), shape.inner());
    let ((dy, dy_rest), (x, x_rest)) = (dy.split_at(samples * shape.outer()), x.split_at(samples * shape.inner()));
    T::lanes_depthwise_grad_kernel(shape, dkernel, dy, x);
    add_grad_kernel(shape, dkernel, dy_rest, x_rest)
}

/// [`depthwise::grad_input`](super::depthwise::grad_input) in this layout; `then` is applied to whole blocks.
pub fn depthwise_grad_input<T: Scalar>(shape: &Depthwise, dx: &mut [T], kernel: &[T], dy: &[T], then: &impl Then<T>) {
    let samples = whole(dx.len(), shape.inner());
    let ((dx, dx_rest), (dy, dy_rest)) =
        (dx.split_at_mut(samples * shape.inner()), dy.split_at(samples * shape.outer()));
    T::lanes_depthwise_grad_input(shape, dx, kernel, dy, &|dx, at| then.apply(dx, at));
    if !dx_rest.is_empty() {
        super::depthwise::grad_input(shape, dx_rest, kernel, dy_rest, &From(then, samples * shape.inner()));
    }
}

/// db = Σ dy over the positions and samples: `db` `(filters)`. Overwrites; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad_bias<T: Scalar>(positions: usize, db: &mut [T], dy: &[T]) -> bool {
    T::lanes_grad_bias(positions, db, dy)
}

/// [`pool::max_forward`] in this layout.
pub fn max_forward<T: Scalar>(shape: &Pool, y: &mut [T], x: &[T]) {
    pool_forward(shape, y, x, pool::max_forward);
}

/// [`pool::average_forward`] in this layout.
pub fn average_forward<T: Scalar>(shape: &Pool, y: &mut [T], x: &[T]) {
    pool_forward(shape, y, x, pool::average_forward);
}

/// [`pool::max_backward`] in this layout; `then` is applied to whole blocks.
pub fn max_backward<T: Scalar>(shape: &Pool, dx: &mut [T], dy: &[T], x: &[T], then: &impl Then<T>) {
    let (inner, outer) = lengths(shape);
    let backward = |shape: &Pool, dx: &mut [T], first: usize| {
        let count = dx.len() / inner;
        pool::max_backward(shape, dx, &dy[first * outer..][..count * outer], &x[first * inner..][..count * inner]);
    };
    in_blocks(dx, inner, &|dx, first, whole| {
        backward(&if whole { wide(shape) } else { *shape }, dx, first);
        then.apply(dx, first * inner);
    });
}

/// [`pool::average_backward`] in this layout; `then` is applied to whole blocks.
pub fn average_backward<T: Scalar>(shape: &Pool, dx: &mut [T], dy: &[T], then: &impl Then<T>) {
    let (inner, outer) = lengths(shape);
    in_blocks(dx, inner, &|dx, first, whole| {
        let dy = &dy[first * outer..][..dx.len() / inner * outer];
        pool::average_backward(&if whole { wide(shape) } else { *shape }, dx, dy);
        then.apply(dx, first * inner);
    });
}

/// [`mean::forward`] in this layout, without a mask.
pub fn mean_forward<T: Scalar>(y: &mut [T], x: &[T], positions: usize, channels: usize) {
    let inner = positions * channels;
    in_blocks(y, channels, &|y, first, whole| {
        let x = &x[first * inner..][..y.len() * positions];
        mean::forward(y, x, positions, if whole { channels * LANES } else { channels }, None);
    });
}

/// [`mean::backward`] in this layout, without a mask; `then` is applied to whole blocks.
pub fn mean_backward<T: Scalar>(dx: &mut [T], dy: &[T], positions: usize, channels: usize, then: &impl Then<T>) {
    let inner = positions * channels;
    in_blocks(dx, inner, &|dx, first, whole| {
        let dy = &dy[first * channels..][..dx.len() / positions];
        mean::backward(dx, dy, positions, if whole { channels * LANES } else { channels }, None);
        then.apply(dx, first * inner);
    });
}

fn pool_forward<T: Scalar>(shape: &Pool, y: &mut [T], x: &[T], pool: impl Fn(&Pool, &mut [T], &[T]) + Sync) {
    let (inner, outer) = lengths(shape);
    in_blocks(y, outer, &|y, first, whole| {
        let x = &x[first * inner..][..y.len() / outer * inner];
        pool(&if whole { wide(shape) } else { *shape }, y, x);
    });
}

/// Numbers in a sample before and after pooling.
fn lengths(shape: &Pool) -> (usize, usize) {
    (shape.window.pixels() * shape.channels, shape.window.positions() * shape.channels)
}

/// Calls `f` for each block of a result with so many numbers for a sample, and for what is left: with its first sample, and
/// whether it is a block. On as many threads as pay for it.
fn in_blocks<T: Send>(result: &mut [T], len: usize, f: &(impl Fn(&mut [T], usize, bool) + Sync)) {
    let samples = whole(result.len(), len);
    let (blocks, rest) = result.split_at_mut(samples * len);
    in_parts(Columns::one_by_one(blocks, len * LANES), cost::parts_of_passes(samples * len), &|columns| {
        for (block, values) in columns.values.chunks_exact_mut(len * LANES).enumerate() {
            f(values, (columns.first + block) * LANES, true);
        }
        true
    });
    if !rest.is_empty() {
        f(rest, samples, false);
    }
}

/// A block as an image: the lanes are channels.
fn wide(shape: &Pool) -> Pool {
    Pool { channels: shape.channels * LANES, ..*shape }
}

/// How many samples are in whole blocks.
#[inline(always)]
pub(crate) fn whole(numbers: usize, len: usize) -> usize {
    numbers.checked_div(len).unwrap_or(0) / LANES * LANES
}

/// The body of [`interleave`].
pub(crate) fn interleave_body<T: Element>(y: &mut [T], x: &[T], len: usize) {
    let (y, rest) = y.split_at_mut(whole(y.len(), len) * len);
    rest.copy_from_slice(&x[y.len()..]);
    for (to, from) in y.chunks_exact_mut(len * LANES).zip(x.chunks_exact(len * LANES)) {
        T::transpose_copy(Transpose { to, width: LANES, from, stride: len, shape: (len, LANES) });
    }
}

/// The body of [`separate`].
pub(crate) fn separate_body<T: Element>(y: &mut [T], x: &[T], len: usize) {
    let (y, rest) = y.split_at_mut(whole(y.len(), len) * len);
    rest.copy_from_slice(&x[y.len()..]);
    for (to, from) in y.chunks_exact_mut(len * LANES).zip(x.chunks_exact(len * LANES)) {
        T::transpose_copy(Transpose { to, width: len, from, stride: LANES, shape: (LANES, len) });
    }
}

/// The body of [`grad_bias`].
#[inline(always)]
pub(crate) fn grad_bias_body<T: Scalar>(positions: usize, db: &mut [T], dy: &[T]) -> bool {
    db.fill(T::ZERO);
    let (filters, len) = (db.len(), positions * db.len());
    let (blocks, rest) = dy.split_at(whole(dy.len(), len) * len);
    for (f, db) in db.iter_mut().enumerate() {
        let mut sums = [T::ZERO; LANES];
        for row in blocks.as_chunks::<LANES>().0.iter().skip(f).step_by(filters) {
            for (sum, dy) in sums.iter_mut().zip(row) {
                *sum += *dy;
            }
        }
        *db = super::channels::total(sums);
    }
    for dy in rest.chunks_exact(filters) {
        for (db, dy) in db.iter_mut().zip(dy) {
            *db += *dy;
        }
    }
    T::all_finite(db)
}

#[cfg(test)]
mod tests;
