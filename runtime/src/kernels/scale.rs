//! Products with a weight: y = w ⊙ x, for each column as long as w.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::kernels::channels::{Block, NONE};
use crate::methods::finite;
use crate::scalar::Scalar;

/// y = w ⊙ y: `y` `(channels, columns)`, `w` `(channels)`. On the way back dx = w ⊙ dy: the same.
///
/// ```
/// let mut y = [1.0, 2.0, 3.0, 4.0];
/// chainrule::kernels::scale::forward_in_place(&mut y, &[10.0, 100.0]);
/// assert_eq!(y, [10.0, 200.0, 30.0, 400.0]);
/// ```
pub fn forward_in_place<T: Scalar>(y: &mut [T], w: &[T]) {
    T::scale_in_place(y, w);
}

/// dw = Σ dy ⊙ x over the columns. Overwrites; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad<T: Scalar>(dw: &mut [T], dy: &[T], x: &[T]) -> bool {
    T::scale_grad(dw, dy, x)
}

/// The body of [`forward_in_place`].
#[inline(always)]
pub(crate) fn in_place_body<T: Scalar>(y: &mut [T], w: &[T]) {
    for block in Block::all(w.len()) {
        block.update(y, &[block.spread(|channel| w[channel])], |y, [w]| w * y);
    }
}

/// The body of [`grad`].
#[inline(always)]
pub(crate) fn grad_body<T: Scalar>(dw: &mut [T], dy: &[T], x: &[T]) -> bool {
    for block in Block::all(dw.len()) {
        let sums = block.sums((dy, x), None, &NONE, |_, dy, x| dy.to_f64() * x.to_f64());
        for (dw, sum) in dw[block.first..][..block.count].iter_mut().zip(sums) {
            *dw = T::from_f64(sum);
        }
    }
    finite::all_finite(dw)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::{assert_gradient, dot, numbers};

    #[test]
    fn every_channel_has_its_factor() {
        for (channels, columns) in [(1, 1), (1, 17), (2, 3), (3, 100), (17, 2), (300, 3)] {
            let (x, w, dy) = (numbers(channels * columns, 1), numbers(channels, 2), numbers(channels * columns, 3));
            let naive = |x: &[f64], w: &[f64]| -> Vec<f64> {
                x.iter().enumerate().map(|(at, x)| w[at % channels] * x).collect()
            };
            let mut y = x.clone();
            forward_in_place(&mut y, &w);
            assert_eq!(y, naive(&x, &w));

            let mut dx = dy.clone();
            forward_in_place(&mut dx, &w);
            assert_gradient(&dx, &x, |x| dot(&naive(x, &w), &dy));
            let mut dw = vec![9.0; channels];
            assert!(grad(&mut dw, &dy, &x));
            assert_gradient(&dw, &w, |w| dot(&naive(&x, w), &dy));
        }
    }

    #[test]
    fn a_gradient_that_is_not_finite_is_seen() {
        let mut dw = [0.0_f32; 2];
        assert!(!grad(&mut dw, &[f32::MAX, 1.0], &[10.0, 1.0]));
        assert!(!grad(&mut dw, &[1.0, f32::NAN], &[1.0, 1.0]));
        assert!(grad(&mut dw, &[1.0, 1.0], &[1.0, 1.0]));
    }
}
