//! A bias by itself: y = x + b, for each column as long as b. On the way back dx = dy.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::kernels::channels::Block;
use crate::scalar::Scalar;

/// y = y + b: `y` `(channels, columns)`, `b` `(channels)`.
///
/// ```
/// let mut y = [1.0, 2.0, 3.0, 4.0];
/// chainrule::kernels::bias::forward_in_place(&mut y, &[10.0, 20.0]);
/// assert_eq!(y, [11.0, 22.0, 13.0, 24.0]);
/// ```
pub fn forward_in_place<T: Scalar>(y: &mut [T], b: &[T]) {
    T::add_bias(y, b);
}

/// db = Σ dy over the columns. Overwrites; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn grad<T: Scalar>(db: &mut [T], dy: &[T]) -> bool {
    T::sum_columns(db, dy)
}

/// The body of [`forward_in_place`].
#[inline(always)]
pub(crate) fn body<T: Scalar>(y: &mut [T], b: &[T]) {
    for block in Block::all(b.len()) {
        block.update(y, &[block.spread(|channel| b[channel])], |y, [b]| y + b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::{assert_gradient, dot, numbers};

    #[test]
    fn every_channel_has_its_bias() {
        for (channels, columns) in [(1, 1), (1, 17), (2, 3), (3, 100), (17, 2), (300, 3)] {
            let (x, b, dy) = (numbers(channels * columns, 1), numbers(channels, 2), numbers(channels * columns, 3));
            let naive = |b: &[f64]| -> Vec<f64> { x.iter().enumerate().map(|(at, x)| x + b[at % channels]).collect() };
            let mut y = x.clone();
            forward_in_place(&mut y, &b);
            assert_eq!(y, naive(&b));
            let mut db = vec![9.0; channels];
            assert!(grad(&mut db, &dy));
            assert_gradient(&db, &b, |b| dot(&naive(b), &dy));
        }
    }

    #[test]
    fn a_gradient_that_is_not_finite_is_seen() {
        assert!(!grad(&mut [0.0_f32; 2], &[1.0, f32::INFINITY]));
    }
}
