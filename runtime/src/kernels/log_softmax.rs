//! The logarithm of softmax: yᵢ = xᵢ − ln Σⱼ exp(xⱼ), for each column of `(features, samples)`.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::kernels::softmax::{log_sum_exps, subtract_maximum};
use crate::kernels::view::{Columns, ColumnsMut};
use crate::scalar::Scalar;

/// y = `log_softmax(y)`.
///
/// ```
/// use chainrule::kernels::{log_softmax, view::columns_mut};
///
/// let mut y = [1000.0_f32, 0.0];
/// log_softmax::forward_in_place(columns_mut::<_, 2>(&mut y));
/// assert_eq!(y, [0.0, -1000.0]);
/// ```
pub fn forward_in_place<T: Scalar, const N: usize>(mut y: ColumnsMut<'_, T, N>) {
    T::log_softmax(y.as_mut_slice(), N);
}

/// y = `log_softmax(x)`.
pub fn forward<T: Scalar, const N: usize>(mut y: ColumnsMut<'_, T, N>, x: Columns<'_, T, N>) {
    y.copy_from(&x);
    forward_in_place(y);
}

/// dxᵢ = dyᵢ − exp(yᵢ) · Σⱼ dyⱼ, where `dx` holds dy on entry and y is the output.
pub fn backward<T: Scalar, const N: usize>(mut dx: ColumnsMut<'_, T, N>, y: Columns<'_, T, N>) {
    T::log_softmax_backward(dx.as_mut_slice(), y.as_slice(), N);
}

/// The body of [`forward_in_place`], over columns of `width` values.
#[inline(always)]
pub(crate) fn forward_body<T: Scalar>(values: &mut [T], width: usize) {
    // The maximum first: what is near it is then subtracted exactly.
    for column in values.chunks_exact_mut(width) {
        subtract_maximum(column);
    }
    let mut logarithms = [T::ZERO; 32];
    for values in values.chunks_mut(32 * width) {
        log_sum_exps(values, width, |at, logarithm| logarithms[at] = T::from_f64(logarithm));
        for (column, logarithm) in values.chunks_exact_mut(width).zip(&logarithms) {
            for value in column {
                *value -= *logarithm;
            }
        }
    }
}

/// The body of [`backward`], over columns of `width` values.
#[inline(always)]
pub(crate) fn backward_body<T: Scalar>(gradient: &mut [T], outputs: &[T], width: usize) {
    for (gradient, outputs) in gradient.chunks_exact_mut(width).zip(outputs.chunks_exact(width)) {
        let sum = gradient.iter().fold(T::ZERO, |sum, dy| sum + *dy);
        for (dx, y) in gradient.iter_mut().zip(outputs) {
            *dx -= Scalar::exp(*y) * sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::view::{columns, columns_mut};

    #[test]
    fn it_is_the_logarithm_of_softmax() {
        let x = [0.3_f64, -1.2, 0.8, 0.1, 2.0, -0.4];
        let (mut y, mut softmax) = (x, x);
        forward_in_place(columns_mut::<_, 3>(&mut y));
        crate::kernels::softmax::forward_in_place(columns_mut::<_, 3>(&mut softmax));
        assert!(y.iter().zip(softmax).all(|(y, softmax)| (y - softmax.ln()).abs() < 1e-14));
    }

    #[test]
    fn the_derivative_is_that_of_the_function() {
        let (x, dy) = ([0.3_f64, -1.2, 0.8, 0.1, 2.0, -0.4], [0.5, -0.3, 0.9, 1.0, 0.2, -0.7]);
        let value = |x: &[f64; 6]| {
            let mut y = [0.0; 6];
            forward(columns_mut::<_, 3>(&mut y), columns::<_, 3>(x));
            (y, y.iter().zip(&dy).map(|(y, dy)| y * dy).sum::<f64>())
        };
        let mut dx = dy;
        backward(columns_mut::<_, 3>(&mut dx), columns::<_, 3>(&value(&x).0));
        for at in 0..6 {
            let shifted = |by: f64| {
                let mut x = x;
                x[at] += by;
                value(&x).1
            };
            assert!(((shifted(1e-6) - shifted(-1e-6)) / 2e-6 - dx[at]).abs() < 1e-9);
        }
    }
}
