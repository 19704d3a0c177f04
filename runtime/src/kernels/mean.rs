//! The mean of each channel over the positions of a sample, or over those that a mask counts.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::scalar::Scalar;

/// y = the mean over positions: `y` `(channels, samples)`, `x` `(channels, positions, samples)`, `mask` `(positions, samples)`
/// of 1 and 0; 0 for a sample of which no position counts.
///
/// ```
/// let mut y = [0.0; 2];
/// chainrule::kernels::mean::forward(&mut y, &[1.0, 2.0, 3.0, 4.0], 2, 2, None);
/// assert_eq!(y, [2.0, 3.0]);
/// ```
pub fn forward<T: Scalar>(y: &mut [T], x: &[T], positions: usize, channels: usize, mask: Option<&[T]>) {
    T::mean(y, x, positions, channels, mask);
}

/// dx = dy / the number of positions that count, at those. Overwrites.
pub fn backward<T: Scalar>(dx: &mut [T], dy: &[T], positions: usize, channels: usize, mask: Option<&[T]>) {
    T::mean_backward(dx, dy, positions, channels, mask);
}

/// 1 / the number of positions that count, of one sample; 0 for none.
#[inline(always)]
fn share<T: Scalar>(positions: usize, mask: Option<&[T]>) -> T {
    match mask {
        None => T::ONE / T::from_f64(positions as f64),
        Some(mask) => {
            let count = mask.iter().fold(T::ZERO, |sum, mask| sum + *mask);
            if count > T::ZERO { T::ONE / count } else { T::ZERO }
        }
    }
}

/// The body of [`forward`].
#[inline(always)]
pub(crate) fn forward_body<T: Scalar>(y: &mut [T], x: &[T], positions: usize, channels: usize, mask: Option<&[T]>) {
    let samples = y.chunks_exact_mut(channels).zip(x.chunks_exact(positions * channels));
    for (sample, (y, x)) in samples.enumerate() {
        let mask = mask.map(|mask| &mask[sample * positions..][..positions]);
        let share = share(positions, mask);
        y.fill(T::ZERO);
        for (position, x) in x.chunks_exact(channels).enumerate() {
            if mask.is_none_or(|mask| mask[position] != T::ZERO) {
                y.iter_mut().zip(x).for_each(|(y, x)| *y += *x);
            }
        }
        for y in y.iter_mut() {
            *y *= share;
        }
    }
}

/// The body of [`backward`].
#[inline(always)]
pub(crate) fn backward_body<T: Scalar>(dx: &mut [T], dy: &[T], positions: usize, channels: usize, mask: Option<&[T]>) {
    let samples = dx.chunks_exact_mut(positions * channels).zip(dy.chunks_exact(channels));
    for (sample, (dx, dy)) in samples.enumerate() {
        let mask = mask.map(|mask| &mask[sample * positions..][..positions]);
        let share = share(positions, mask);
        for (position, dx) in dx.chunks_exact_mut(channels).enumerate() {
            let counts = mask.is_none_or(|mask| mask[position] != T::ZERO);
            let share = if counts { share } else { T::ZERO };
            dx.iter_mut().zip(dy).for_each(|(dx, dy)| *dx = *dy * share);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_positions_do_not_count_and_get_no_gradient() {
        let x = [1.0, 10.0, 3.0, 30.0, 5.0, 50.0, 7.0, 70.0];
        let (mut y, mut dx) = ([0.0; 4], [9.0; 8]);
        forward(&mut y, &x, 2, 2, Some(&[1.0, 0.0, 0.0, 0.0]));
        assert_eq!(y, [1.0, 10.0, 0.0, 0.0]);
        backward(&mut dx, &[1.0, 2.0, 3.0, 4.0], 2, 2, Some(&[1.0, 1.0, 0.0, 1.0]));
        assert_eq!(dx, [0.5, 1.0, 0.5, 1.0, 0.0, 0.0, 3.0, 4.0]);
    }
}
