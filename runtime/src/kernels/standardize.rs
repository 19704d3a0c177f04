//! Standardization with statistics that are given: y = (x − mean) / max(√variance, 1e-7), for each column as long as these.
//!
//! Keras' layer `Normalization`, <https://keras.io/api/layers/preprocessing_layers/numerical/normalization/>.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::kernels::channels::{BLOCK, Block};
use crate::scalar::Scalar;

/// What is divided by at least.
const LEAST: f64 = 1e-7;

/// y = (x − mean) / max(√variance, 1e-7): `y` and `x` `(channels, columns)`, `mean` and `variance` `(channels)`.
///
/// ```
/// let mut y = [0.0; 4];
/// chainrule::kernels::standardize::forward(&mut y, &[1.0, 5.0, 3.0, 9.0], &[2.0, 7.0], &[0.25, 4.0]);
/// assert_eq!(y, [-2.0, -1.0, 2.0, 1.0]);
/// ```
pub fn forward<T: Scalar>(y: &mut [T], x: &[T], mean: &[T], variance: &[T]) {
    T::standardize(y, x, mean, variance);
}

/// dx = dy / max(√variance, 1e-7), where `dx` holds dy on entry.
pub fn backward<T: Scalar>(dx: &mut [T], variance: &[T]) {
    T::standardize_backward(dx, variance);
}

/// y = x · max(√variance, 1e-7) + mean: the reverse of [`forward`].
pub fn invert<T: Scalar>(y: &mut [T], x: &[T], mean: &[T], variance: &[T]) {
    T::standardize_invert(y, x, mean, variance);
}

/// dx = dy · max(√variance, 1e-7), where `dx` holds dy on entry.
pub fn invert_backward<T: Scalar>(dx: &mut [T], variance: &[T]) {
    T::standardize_invert_backward(dx, variance);
}

/// The body of [`forward`].
#[inline(always)]
pub(crate) fn forward_body<T: Scalar>(y: &mut [T], x: &[T], mean: &[T], variance: &[T]) {
    for block in Block::all(mean.len()) {
        let constants = [block.spread(|channel| mean[channel]), divisors(block, variance)];
        block.update_from(y, x, &constants, |_, x, [mean, divisor]| (x - mean) / divisor);
    }
}

/// The body of [`backward`].
#[inline(always)]
pub(crate) fn backward_body<T: Scalar>(dx: &mut [T], variance: &[T]) {
    for block in Block::all(variance.len()) {
        block.update(dx, &[divisors(block, variance)], |dy, [divisor]| dy / divisor);
    }
}

/// The body of [`invert`].
#[inline(always)]
pub(crate) fn invert_body<T: Scalar>(y: &mut [T], x: &[T], mean: &[T], variance: &[T]) {
    for block in Block::all(mean.len()) {
        let constants = [block.spread(|channel| mean[channel]), divisors(block, variance)];
        block.update_from(y, x, &constants, |_, x, [mean, factor]| x * factor + mean);
    }
}

/// The body of [`invert_backward`].
#[inline(always)]
pub(crate) fn invert_backward_body<T: Scalar>(dx: &mut [T], variance: &[T]) {
    for block in Block::all(variance.len()) {
        block.update(dx, &[divisors(block, variance)], |dy, [factor]| dy * factor);
    }
}

/// max(√variance, 1e-7) of each channel.
#[inline(always)]
fn divisors<T: Scalar>(block: Block, variance: &[T]) -> [T; BLOCK] {
    block.spread(|channel| Scalar::max(Scalar::sqrt(variance[channel]), T::from_f64(LEAST)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::{assert_gradient, assert_near, dot, numbers};

    #[test]
    fn every_channel_has_its_statistics() {
        for (channels, columns) in [(1, 1), (1, 17), (2, 3), (3, 100), (17, 2), (300, 3)] {
            let (x, mean, dy) = (numbers(channels * columns, 1), numbers(channels, 2), numbers(channels * columns, 3));
            let variance: Vec<f64> = numbers(channels, 4).iter().map(|value| value.abs() + 0.1).collect();
            let naive = |x: &[f64]| -> Vec<f64> {
                x.iter().enumerate().map(|(at, x)| (x - mean[at % channels]) / variance[at % channels].sqrt()).collect()
            };
            let mut y = vec![9.0; x.len()];
            forward(&mut y, &x, &mean, &variance);
            assert_near(&y, &naive(&x), 1e-14);
            let mut dx = dy.clone();
            backward(&mut dx, &variance);
            assert_gradient(&dx, &x, |x| dot(&naive(x), &dy));
        }
    }

    #[test]
    fn no_variance_is_no_division_by_zero() {
        let mut y = [0.0_f64; 2];
        forward(&mut y, &[1.0, 2.0], &[1.0], &[0.0]);
        assert_eq!(y, [0.0, 1e7]);
    }
}
