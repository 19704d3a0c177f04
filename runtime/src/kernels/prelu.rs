//! The parametric rectified linear unit: y = max(0, x) + α · min(0, x), with a learnt α for each channel.
//!
//! K. He et al., "Delving deep into rectifiers", 2015. α counts in each column as long as it is. At x = 0 the derivative
//! is 0, as in Keras.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::kernels::channels::{Block, NONE};
use crate::methods::finite;
use crate::scalar::Scalar;

/// y = max(0, x) + α · min(0, x): `y` and `x` `(channels, columns)`, `alpha` `(channels)`.
///
/// ```
/// let mut y = [0.0; 4];
/// chainrule::kernels::prelu::forward(&mut y, &[1.0, 1.0, -1.0, -1.0], &[0.5, 0.25]);
/// assert_eq!(y, [1.0, 1.0, -0.5, -0.25]);
/// ```
pub fn forward<T: Scalar>(y: &mut [T], x: &[T], alpha: &[T]) {
    T::prelu(y, x, alpha);
}

/// dα = Σ dy · min(0, x) over the columns. Overwrites; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad_alpha<T: Scalar>(dalpha: &mut [T], dy: &[T], x: &[T]) -> bool {
    T::prelu_grad(dalpha, dy, x)
}

/// dx = dy where x > 0, α · dy where x < 0; `dx` holds dy on entry.
pub fn backward<T: Scalar>(dx: &mut [T], x: &[T], alpha: &[T]) {
    T::prelu_backward(dx, x, alpha);
}

/// The body of [`forward`].
#[inline(always)]
pub(crate) fn forward_body<T: Scalar>(y: &mut [T], x: &[T], alpha: &[T]) {
    for block in Block::all(alpha.len()) {
        let alphas = [block.spread(|channel| alpha[channel])];
        block.update_from(y, x, &alphas, |_, x, [alpha]| if x > T::ZERO { x } else { alpha * x });
    }
}

/// The body of [`grad_alpha`].
#[inline(always)]
pub(crate) fn grad_body<T: Scalar>(dalpha: &mut [T], dy: &[T], x: &[T]) -> bool {
    for block in Block::all(dalpha.len()) {
        let sums = block.sums((dy, x), None, &NONE, |_, dy, x| {
            let below = if x > T::ZERO { T::ZERO } else { x };
            dy.to_f64() * below.to_f64()
        });
        for (dalpha, sum) in dalpha[block.first..][..block.count].iter_mut().zip(sums) {
            *dalpha = T::from_f64(sum);
        }
    }
    finite::all_finite(dalpha)
}

/// The body of [`backward`].
#[inline(always)]
pub(crate) fn backward_body<T: Scalar>(dx: &mut [T], x: &[T], alpha: &[T]) {
    for block in Block::all(alpha.len()) {
        let alphas = [block.spread(|channel| alpha[channel])];
        block.update_from(dx, x, &alphas, |dy, x, [alpha]| {
            let below = if x < T::ZERO { alpha * dy } else { T::ZERO };
            if x > T::ZERO { dy } else { below }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::{assert_gradient, dot, numbers};

    #[test]
    fn every_channel_has_its_slope() {
        for (channels, columns) in [(1, 1), (1, 17), (2, 3), (3, 100), (17, 2), (300, 3)] {
            let (x, alpha, dy) = (numbers(channels * columns, 1), numbers(channels, 2), numbers(channels * columns, 3));
            let naive = |x: &[f64], alpha: &[f64]| -> Vec<f64> {
                x.iter().enumerate().map(|(at, x)| x.max(0.0) + alpha[at % channels] * x.min(0.0)).collect()
            };
            let mut y = vec![9.0; x.len()];
            forward(&mut y, &x, &alpha);
            assert_eq!(y, naive(&x, &alpha));

            let mut dx = dy.clone();
            backward(&mut dx, &x, &alpha);
            assert_gradient(&dx, &x, |x| dot(&naive(x, &alpha), &dy));
            let mut dalpha = vec![9.0; channels];
            assert!(grad_alpha(&mut dalpha, &dy, &x));
            assert_gradient(&dalpha, &alpha, |alpha| dot(&naive(&x, alpha), &dy));
        }
    }

    #[test]
    fn zero_has_no_slope_and_nan_stays_visible() {
        let (mut y, mut dx, mut dalpha) = ([9.0, 9.0], [1.0, 1.0], [0.0]);
        forward(&mut y, &[0.0, f64::NAN], &[0.5]);
        assert!(y[0] == 0.0 && y[1].is_nan());
        backward(&mut dx, &[0.0, -0.0], &[0.5]);
        assert_eq!(dx, [0.0, 0.0]);
        assert!(!grad_alpha(&mut dalpha, &[1.0], &[f64::NAN]));
    }
}
