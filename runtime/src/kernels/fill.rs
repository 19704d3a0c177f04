//! Constants.

use crate::scalar::Scalar;

/// y = 0
pub fn zeros<T: Scalar>(y: &mut [T]) {
    y.fill(T::ZERO);
}
