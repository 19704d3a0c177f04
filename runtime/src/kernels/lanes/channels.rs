//! Sums, factors and summands of channels with samples across the vector.
//!
//! Each function does what its namesake in [`batch_norm`](crate::kernels::batch_norm), [`scale`](crate::kernels::scale) or
//! [`bias`](crate::kernels::bias) does; `positions` says how many pixels a sample has.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use super::{LANES, whole};
use crate::cost;
use crate::kernels::channels::total;
use crate::kernels::fold::{self, Folded};
use crate::parallel::{Divide, in_parts};
use crate::scalar::Scalar;

/// [`batch_norm::statistics`](crate::kernels::batch_norm::statistics) in this layout.
pub fn statistics<T: Scalar>(positions: usize, stats: &mut [T], x: &[T]) {
    let channels = stats.len() / 2;
    in_parts(Both::of(stats), cost::parts_of_passes(2 * x.len()), &|both| {
        T::lanes_statistics(Group { positions, channels, first: both.first }, both.firsts, both.seconds, x);
        true
    });
}

/// [`batch_norm::sums`](crate::kernels::batch_norm::sums) in this layout.
pub fn sums<T: Scalar>(positions: usize, sums: &mut [T], dy: &[T], x: &[T], mean: &[T]) {
    let channels = mean.len();
    in_parts(Both::of(sums), cost::parts_of_passes(2 * x.len()), &|both| {
        T::lanes_sums(Group { positions, channels, first: both.first }, both.firsts, both.seconds, [dy, x], mean);
        true
    });
}

/// [`scale::forward_in_place`](crate::kernels::scale::forward_in_place) in this layout.
pub fn scale<T: Scalar>(positions: usize, y: &mut [T], w: &[T]) {
    fold::forward(&Folded { scale: Some(w), ..nothing(positions, w.len()) }, y, None, &());
}

/// [`scale::grad`](crate::kernels::scale::grad) in this layout.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn scale_grad<T: Scalar>(positions: usize, dw: &mut [T], dy: &[T], x: &[T]) -> bool {
    T::lanes_scale_grad(positions, dw, dy, x)
}

/// [`bias::forward_in_place`](crate::kernels::bias::forward_in_place) in this layout.
pub fn bias<T: Scalar>(positions: usize, y: &mut [T], b: &[T]) {
    fold::forward(&Folded { offset: Some(b), ..nothing(positions, b.len()) }, y, None, &());
}

/// Channels that stay as they are.
fn nothing<T>(positions: usize, channels: usize) -> Folded<'static, T> {
    Folded { channels, moving: None, epsilon: 0.0, scale: None, offset: None, positions: Some(positions) }
}

/// Two numbers for each of some neighbouring channels, to be written.
struct Both<'a, T> {
    first: usize,
    firsts: &'a mut [T],
    seconds: &'a mut [T],
}

impl<'a, T> Both<'a, T> {
    fn of(values: &'a mut [T]) -> Self {
        let (firsts, seconds) = values.split_at_mut(values.len() / 2);
        Self { first: 0, firsts, seconds }
    }
}

impl<T: Send> Divide for Both<'_, T> {
    fn units(&self) -> usize {
        self.firsts.len() / TOGETHER
    }
    fn divide_at(self, units: usize) -> (Self, Self) {
        let at = units * TOGETHER;
        let ((firsts, rest), (seconds, others)) = (self.firsts.split_at_mut(at), self.seconds.split_at_mut(at));
        let rest = Self { first: self.first + at, firsts: rest, seconds: others };
        (Self { first: self.first, firsts, seconds }, rest)
    }
}

/// Channels that are computed together: their sums stay in registers.
const TOGETHER: usize = 4;

/// Some neighbouring channels of a batch.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    positions: usize,
    channels: usize,
    first: usize,
}

/// Calls `body::<T, N>(group, at, arguments)` for so many channels from the first of a group on, some at a time, where
/// `at` counts from there.
macro_rules! in_groups {
    ($T:ident, $group:expr, $count:expr, $body:ident($($argument:expr),*)) => {
        let (group, count): (Group, usize) = ($group, $count);
        let mut at = 0;
        while at < count {
            let some = Group { first: group.first + at, ..group };
            if count - at >= TOGETHER {
                $body::<$T, TOGETHER>(some, at, $($argument),*);
                at += TOGETHER;
            } else {
                $body::<$T, 1>(some, at, $($argument),*);
                at += 1;
            }
        }
    };
}

/// The body of [`statistics`]: in two passes, as there.
#[inline(always)]
pub(crate) fn statistics_body<T: Scalar>(group: Group, means: &mut [T], variances: &mut [T], x: &[T]) {
    in_groups!(T, group, means.len(), some_statistics(means, variances, x));
}

#[inline(always)]
fn some_statistics<T: Scalar, const N: usize>(some: Group, at: usize, means: &mut [T], variances: &mut [T], x: &[T]) {
    let count = x.len() as f64 / some.channels as f64;
    // Less a zero that compilers do not see: of sums alone they take the four channels for a vector, not the lanes.
    let zeros = core::hint::black_box([T::ZERO; N]);
    let mean = some.sums(x, x, &zeros, |zero, x, _| [x - zero]).map(|[sum]| T::from_f64(sum / count));
    let squares = some.sums(x, x, &mean, |mean, x, _| [(x - mean) * (x - mean)]);
    means[at..][..N].copy_from_slice(&mean);
    variances[at..][..N].copy_from_slice(&squares.map(|[square]| T::from_f64(square / count)));
}

/// The body of [`sums`]; from dy and x.
#[inline(always)]
pub(crate) fn sums_body<T: Scalar>(group: Group, firsts: &mut [T], seconds: &mut [T], [dy, x]: [&[T]; 2], mean: &[T]) {
    in_groups!(T, group, firsts.len(), some_sums(firsts, seconds, [dy, x], mean));
}

#[inline(always)]
fn some_sums<T: Scalar, const N: usize>(
    some: Group,
    at: usize,
    firsts: &mut [T],
    seconds: &mut [T],
    [dy, x]: [&[T]; 2],
    mean: &[T],
) {
    let means: [T; N] = core::array::from_fn(|at| mean[some.first + at]);
    let sums = some.sums(dy, x, &means, |mean, dy, x| [dy, dy * (x - mean)]);
    firsts[at..][..N].copy_from_slice(&sums.map(|[first, _]| T::from_f64(first)));
    seconds[at..][..N].copy_from_slice(&sums.map(|[_, second]| T::from_f64(second)));
}

/// The body of [`scale_grad`].
#[inline(always)]
pub(crate) fn scale_grad_body<T: Scalar>(positions: usize, dw: &mut [T], dy: &[T], x: &[T]) -> bool {
    let channels = dw.len();
    in_groups!(T, Group { positions, channels, first: 0 }, channels, some_scale_grad(dw, dy, x));
    T::all_finite(dw)
}

#[inline(always)]
fn some_scale_grad<T: Scalar, const N: usize>(some: Group, at: usize, dw: &mut [T], dy: &[T], x: &[T]) {
    let sums = some.sums(dy, x, &[T::ZERO; N], |_, dy, x| [dy * x]);
    dw[at..][..N].copy_from_slice(&sums.map(|[sum]| T::from_f64(sum)));
}

impl Group {
    /// Numbers in a sample.
    #[inline(always)]
    fn len(&self) -> usize {
        self.positions * self.channels
    }

    /// Σ f(constant, a, b) of each channel; a block by itself in T, since long sums lose digits.
    #[inline(always)]
    fn sums<T: Scalar, const K: usize, const N: usize>(
        &self,
        a: &[T],
        b: &[T],
        constants: &[T; N],
        f: impl Fn(T, T, T) -> [T; K],
    ) -> [[f64; K]; N] {
        let (len, at) = (self.len(), whole(a.len(), self.len()) * self.len());
        let ((a, a_rest), (b, b_rest)) = (a.split_at(at), b.split_at(at));
        let mut totals = [[0.0; K]; N];
        for (a, b) in a.chunks_exact(len * LANES).zip(b.chunks_exact(len * LANES)) {
            let (a, b) = (a.as_chunks::<LANES>().0, b.as_chunks::<LANES>().0);
            let mut sums = [[[T::ZERO; LANES]; K]; N];
            for (a, b) in a.chunks_exact(self.channels).zip(b.chunks_exact(self.channels)) {
                let (a, b) = (&a[self.first..][..N], &b[self.first..][..N]);
                for n in 0..N {
                    for lane in 0..LANES {
                        let terms = f(constants[n], a[n][lane], b[n][lane]);
                        for k in 0..K {
                            sums[n][k][lane] += terms[k];
                        }
                    }
                }
            }
            for (all, sum) in totals.as_flattened_mut().iter_mut().zip(sums.as_flattened()) {
                *all += total(*sum).to_f64();
            }
        }
        for (a, b) in a_rest.chunks_exact(self.channels).zip(b_rest.chunks_exact(self.channels)) {
            for (n, all) in totals.iter_mut().enumerate() {
                let terms = f(constants[n], a[self.first + n], b[self.first + n]);
                all.iter_mut().zip(terms).for_each(|(all, term)| *all += term.to_f64());
            }
        }
        totals
    }
}
