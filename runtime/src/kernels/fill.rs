//! Constants, and sums over the uses of a weight.

use super::binary::Binary;
use crate::scalar::Scalar;

/// Adds to a gradient; whether all of it is finite.
#[must_use = "a gradient that is not finite must not reach the parameters"]
pub fn accumulate<T: Scalar>(gradient: &mut [T], more: &[T]) -> bool {
    T::binary(Binary::Add, gradient, more);
    T::all_finite(gradient)
}

/// y = 0
pub fn zeros<T: Scalar>(y: &mut [T]) {
    y.fill(T::ZERO);
}
