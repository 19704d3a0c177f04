//! Channels with samples across the vector: batch normalization, factors and summands for each channel.
//!
//! Each function does what its namesake in [`batch_norm`](crate::kernels::batch_norm), [`scale`](crate::kernels::scale) or
//! [`bias`](crate::kernels::bias) does; `positions` says how many pixels a sample has.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use super::{LANES, whole};
use crate::kernels::contract::total;
use crate::scalar::Scalar;

/// [`batch_norm::statistics`](crate::kernels::batch_norm::statistics) in this layout.
pub fn statistics<T: Scalar>(positions: usize, stats: &mut [T], x: &[T]) {
    T::lanes_statistics(positions, stats, x);
}

/// [`batch_norm::normalize`](crate::kernels::batch_norm::normalize) in this layout.
pub fn normalize<T: Scalar>(positions: usize, y: &mut [T], x: &[T], stats: &[T], epsilon: f64) {
    let (mean, variance) = stats.split_at(stats.len() / 2);
    T::lanes_normalize(positions, y, x, mean, variance, epsilon);
}

/// [`batch_norm::inference`](crate::kernels::batch_norm::inference) in this layout.
pub fn inference<T: Scalar>(positions: usize, y: &mut [T], x: &[T], mean: &[T], variance: &[T], epsilon: f64) {
    T::lanes_normalize(positions, y, x, mean, variance, epsilon);
}

/// [`batch_norm::backward`](crate::kernels::batch_norm::backward) in this layout.
pub fn normalize_backward<T: Scalar>(positions: usize, dx: &mut [T], x: &[T], stats: &[T], epsilon: f64) {
    T::lanes_normalize_backward(positions, dx, x, stats, epsilon);
}

/// [`batch_norm::inference_backward`](crate::kernels::batch_norm::inference_backward) in this layout.
pub fn inference_backward<T: Scalar>(positions: usize, dx: &mut [T], variance: &[T], epsilon: f64) {
    T::lanes_inference_backward(positions, dx, variance, epsilon);
}

/// [`scale::forward_in_place`](crate::kernels::scale::forward_in_place) in this layout.
pub fn scale<T: Scalar>(positions: usize, y: &mut [T], w: &[T]) {
    T::lanes_scale(positions, y, w);
}

/// [`scale::grad`](crate::kernels::scale::grad) in this layout.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn scale_grad<T: Scalar>(positions: usize, dw: &mut [T], dy: &[T], x: &[T]) -> bool {
    T::lanes_scale_grad(positions, dw, dy, x)
}

/// [`bias::forward_in_place`](crate::kernels::bias::forward_in_place) in this layout.
pub fn bias<T: Scalar>(positions: usize, y: &mut [T], b: &[T]) {
    T::lanes_bias(positions, y, b);
}

/// Channels that are computed together: their sums stay in registers.
const TOGETHER: usize = 8;

/// Some neighbouring channels of a batch.
#[derive(Clone, Copy)]
struct Group {
    positions: usize,
    channels: usize,
    first: usize,
}

/// Calls `body::<T, N>(some, arguments)` for all channels, so many at a time.
macro_rules! in_groups {
    ($T:ident, $positions:expr, $channels:expr, $body:ident($($argument:expr),*)) => {
        let (positions, channels) = ($positions, $channels);
        let mut first = 0;
        while first < channels {
            let some = Group { positions, channels, first };
            if channels - first >= TOGETHER {
                $body::<$T, TOGETHER>(some, $($argument),*);
                first += TOGETHER;
            } else {
                $body::<$T, 1>(some, $($argument),*);
                first += 1;
            }
        }
    };
}

/// The body of [`statistics`]: in two passes, as there.
#[inline(always)]
pub(crate) fn statistics_body<T: Scalar>(positions: usize, stats: &mut [T], x: &[T]) {
    in_groups!(T, positions, stats.len() / 2, some_statistics(stats, x));
}

#[inline(always)]
fn some_statistics<T: Scalar, const N: usize>(some: Group, stats: &mut [T], x: &[T]) {
    let count = x.len() as f64 / some.channels as f64;
    let (mean, variance) = stats.split_at_mut(some.channels);
    let means = some.sums(x, x, &[T::ZERO; N], |_, x, _| x).map(|sum| T::from_f64(sum / count));
    let squares = some.sums(x, x, &means, |mean, x, _| (x - mean) * (x - mean));
    mean[some.first..][..N].copy_from_slice(&means);
    variance[some.first..][..N].copy_from_slice(&squares.map(|square| T::from_f64(square / count)));
}

/// The body of [`normalize`] and [`inference`].
#[inline(always)]
pub(crate) fn normalize_body<T: Scalar>(
    positions: usize,
    y: &mut [T],
    x: &[T],
    mean: &[T],
    variance: &[T],
    epsilon: f64,
) {
    in_groups!(T, positions, mean.len(), some_normalized(y, x, mean, variance, epsilon));
}

#[inline(always)]
fn some_normalized<T: Scalar, const N: usize>(
    some: Group,
    y: &mut [T],
    x: &[T],
    mean: &[T],
    variance: &[T],
    epsilon: f64,
) {
    let constants: [_; N] = some.spread(|channel| [mean[channel], rate(variance[channel], epsilon)]);
    some.update_from(y, x, &constants, |_, x, [mean, rate]| (x - mean) * rate);
}

/// The body of [`normalize_backward`].
#[inline(always)]
pub(crate) fn normalize_backward_body<T: Scalar>(positions: usize, dx: &mut [T], x: &[T], stats: &[T], epsilon: f64) {
    in_groups!(T, positions, stats.len() / 2, some_normalized_backward(dx, x, stats, epsilon));
}

#[inline(always)]
fn some_normalized_backward<T: Scalar, const N: usize>(some: Group, dx: &mut [T], x: &[T], stats: &[T], epsilon: f64) {
    let count = x.len() as f64 / some.channels as f64;
    let (mean, variance) = stats.split_at(some.channels);
    let means: [T; N] = some.spread(|channel| mean[channel]);
    let sums = some.sums(dx, x, &means, |_, dy, _| dy);
    let products = some.sums(dx, x, &means, |mean, dy, x| dy * (x - mean));
    let constants: [_; N] = some.spread(|channel| {
        let (variance, at) = (variance[channel], channel - some.first);
        let slope = T::from_f64(products[at] / ((variance.to_f64() + epsilon) * count));
        [rate(variance, epsilon), T::from_f64(sums[at] / count), means[at], slope]
    });
    some.update_from(dx, x, &constants, |dy, x, [rate, shift, mean, slope]| rate * (dy - shift - (x - mean) * slope));
}

/// The body of [`inference_backward`].
#[inline(always)]
pub(crate) fn inference_backward_body<T: Scalar>(positions: usize, dx: &mut [T], variance: &[T], epsilon: f64) {
    in_groups!(T, positions, variance.len(), some_inference_backward(dx, variance, epsilon));
}

#[inline(always)]
fn some_inference_backward<T: Scalar, const N: usize>(some: Group, dx: &mut [T], variance: &[T], epsilon: f64) {
    let rates: [_; N] = some.spread(|channel| [rate(variance[channel], epsilon)]);
    some.update(dx, &rates, |dy, [rate]| dy * rate);
}

/// The body of [`scale`].
#[inline(always)]
pub(crate) fn scale_body<T: Scalar>(positions: usize, y: &mut [T], w: &[T]) {
    in_groups!(T, positions, w.len(), some_scaled(y, w));
}

#[inline(always)]
fn some_scaled<T: Scalar, const N: usize>(some: Group, y: &mut [T], w: &[T]) {
    let factors: [_; N] = some.spread(|channel| [w[channel]]);
    some.update(y, &factors, |y, [factor]| y * factor);
}

/// The body of [`scale_grad`].
#[inline(always)]
pub(crate) fn scale_grad_body<T: Scalar>(positions: usize, dw: &mut [T], dy: &[T], x: &[T]) -> bool {
    in_groups!(T, positions, dw.len(), some_scale_grad(dw, dy, x));
    T::all_finite(dw)
}

#[inline(always)]
fn some_scale_grad<T: Scalar, const N: usize>(some: Group, dw: &mut [T], dy: &[T], x: &[T]) {
    let sums = some.sums(dy, x, &[T::ZERO; N], |_, dy, x| dy * x);
    dw[some.first..][..N].copy_from_slice(&sums.map(T::from_f64));
}

/// The body of [`bias`].
#[inline(always)]
pub(crate) fn bias_body<T: Scalar>(positions: usize, y: &mut [T], b: &[T]) {
    in_groups!(T, positions, b.len(), some_biased(y, b));
}

#[inline(always)]
fn some_biased<T: Scalar, const N: usize>(some: Group, y: &mut [T], b: &[T]) {
    let summands: [_; N] = some.spread(|channel| [b[channel]]);
    some.update(y, &summands, |y, [summand]| y + summand);
}

impl Group {
    /// A value for each channel.
    #[inline(always)]
    fn spread<V, const N: usize>(&self, f: impl Fn(usize) -> V) -> [V; N] {
        core::array::from_fn(|at| f(self.first + at))
    }

    /// Numbers in a sample.
    #[inline(always)]
    fn len(&self) -> usize {
        self.positions * self.channels
    }

    /// y = f(y, constants).
    #[inline(always)]
    fn update<T: Scalar, const K: usize, const N: usize>(
        &self,
        y: &mut [T],
        constants: &[[T; K]; N],
        f: impl Fn(T, [T; K]) -> T,
    ) {
        let (blocks, rest) = y.split_at_mut(whole(y.len(), self.len()) * self.len());
        for rows in blocks.as_chunks_mut::<LANES>().0.chunks_exact_mut(self.channels) {
            for (row, constants) in rows[self.first..][..N].iter_mut().zip(constants) {
                for y in row.iter_mut() {
                    *y = f(*y, *constants);
                }
            }
        }
        for column in rest.chunks_exact_mut(self.channels) {
            column[self.first..][..N].iter_mut().zip(constants).for_each(|(y, constants)| *y = f(*y, *constants));
        }
    }

    /// y = f(y, x, constants).
    #[inline(always)]
    fn update_from<T: Scalar, const K: usize, const N: usize>(
        &self,
        y: &mut [T],
        x: &[T],
        constants: &[[T; K]; N],
        f: impl Fn(T, T, [T; K]) -> T,
    ) {
        let at = whole(y.len(), self.len()) * self.len();
        let ((blocks, rest), (x, x_rest)) = (y.split_at_mut(at), x.split_at(at));
        let x = x.as_chunks::<LANES>().0.chunks_exact(self.channels);
        for (rows, x) in blocks.as_chunks_mut::<LANES>().0.chunks_exact_mut(self.channels).zip(x) {
            for ((row, x), constants) in rows[self.first..][..N].iter_mut().zip(&x[self.first..][..N]).zip(constants) {
                for (y, x) in row.iter_mut().zip(x) {
                    *y = f(*y, *x, *constants);
                }
            }
        }
        for (column, x) in rest.chunks_exact_mut(self.channels).zip(x_rest.chunks_exact(self.channels)) {
            for ((y, x), constants) in column[self.first..][..N].iter_mut().zip(&x[self.first..][..N]).zip(constants) {
                *y = f(*y, *x, *constants);
            }
        }
    }

    /// Σ f(constant, a, b) of each channel; a block by itself in T, since long sums lose digits.
    #[inline(always)]
    fn sums<T: Scalar, const N: usize>(
        &self,
        a: &[T],
        b: &[T],
        constants: &[T; N],
        f: impl Fn(T, T, T) -> T,
    ) -> [f64; N] {
        let (len, at) = (self.len(), whole(a.len(), self.len()) * self.len());
        let ((a, a_rest), (b, b_rest)) = (a.split_at(at), b.split_at(at));
        let mut totals = [0.0; N];
        for (a, b) in a.chunks_exact(len * LANES).zip(b.chunks_exact(len * LANES)) {
            let (a, b) = (a.as_chunks::<LANES>().0, b.as_chunks::<LANES>().0);
            let mut sums = [[T::ZERO; LANES]; N];
            for (a, b) in a.chunks_exact(self.channels).zip(b.chunks_exact(self.channels)) {
                let (a, b) = (&a[self.first..][..N], &b[self.first..][..N]);
                for n in 0..N {
                    for lane in 0..LANES {
                        sums[n][lane] += f(constants[n], a[n][lane], b[n][lane]);
                    }
                }
            }
            for (all, sums) in totals.iter_mut().zip(sums) {
                *all += total(sums).to_f64();
            }
        }
        for (a, b) in a_rest.chunks_exact(self.channels).zip(b_rest.chunks_exact(self.channels)) {
            for (n, all) in totals.iter_mut().enumerate() {
                *all += f(constants[n], a[self.first + n], b[self.first + n]).to_f64();
            }
        }
        totals
    }
}

/// 1 / √(σ² + ε).
#[inline(always)]
fn rate<T: Scalar>(variance: T, epsilon: f64) -> T {
    T::from_f64(Scalar::sqrt(variance.to_f64() + epsilon).recip())
}
