//! `y = a + b`, element by element.

use crate::scalar::Scalar;

/// `y += x`
pub fn forward_in_place<T: Scalar>(y: &mut [T], x: &[T]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += *x;
    }
}
