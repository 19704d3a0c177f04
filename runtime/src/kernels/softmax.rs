//! Softmax over features: yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ), for each column of `(features, samples)`.

use crate::kernels::view::{Columns, ColumnsMut};
use crate::scalar::Scalar;

/// y = softmax(y).
///
/// ```
/// use chainrule::kernels::{softmax, view::columns_mut};
///
/// let mut y = [0.0_f32, 0.0, 1000.0, 0.0];
/// softmax::forward_in_place(columns_mut::<_, 2>(&mut y));
/// assert_eq!(y, [0.5, 0.5, 1.0, 0.0]);
/// ```
pub fn forward_in_place<T: Scalar, const N: usize>(mut y: ColumnsMut<'_, T, N>) {
    T::softmax(y.as_mut_slice(), N);
}

/// y = softmax(x).
pub fn forward<T: Scalar, const N: usize>(mut y: ColumnsMut<'_, T, N>, x: Columns<'_, T, N>) {
    y.copy_from(&x);
    forward_in_place(y);
}

/// dxᵢ = yᵢ · (dyᵢ − Σⱼ dyⱼ yⱼ), where `dx` holds dy on entry and y is the output.
pub fn backward<T: Scalar, const N: usize>(mut dx: ColumnsMut<'_, T, N>, y: Columns<'_, T, N>) {
    T::softmax_backward(dx.as_mut_slice(), y.as_slice(), N);
}

/// The body of [`forward_in_place`], over columns of `width` values.
pub(crate) fn forward_body<T: Scalar>(values: &mut [T], width: usize) {
    for column in values.chunks_exact_mut(width) {
        normalize(column);
    }
}

/// The body of [`backward`], over columns of `width` values.
pub(crate) fn backward_body<T: Scalar>(gradient: &mut [T], outputs: &[T], width: usize) {
    for (gradient, outputs) in gradient.chunks_exact_mut(width).zip(outputs.chunks_exact(width)) {
        let mean = gradient.iter().zip(outputs).fold(T::ZERO, |sum, (dy, y)| sum + *dy * *y);
        for (dx, y) in gradient.iter_mut().zip(outputs) {
            *dx = *y * (*dx - mean);
        }
    }
}

/// Replaces one column by its softmax and returns ln Σⱼ exp(xⱼ). The maximum is subtracted first: nothing overflows.
pub(crate) fn normalize<T: Scalar>(column: &mut [T]) -> f64 {
    let maximum = maximum(column);
    let mut sum = 0.0;
    for value in column.iter_mut() {
        *value = Scalar::exp(*value - maximum);
        sum += value.to_f64();
    }
    let scale = T::from_f64(sum.recip());
    for value in column.iter_mut() {
        *value *= scale;
    }
    maximum.to_f64() + Scalar::ln(sum)
}

/// ln Σⱼ exp(xⱼ) of one column.
pub(crate) fn log_sum_exp<T: Scalar>(column: &[T]) -> f64 {
    let maximum = maximum(column);
    let sum: f64 = column.iter().map(|value| Scalar::exp(*value - maximum).to_f64()).sum();
    maximum.to_f64() + Scalar::ln(sum)
}

/// The largest value, or NaN if there is one.
pub(crate) fn maximum<T: Scalar>(column: &[T]) -> T {
    column.iter().copied().reduce(Scalar::max).unwrap_or(T::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::view::{columns, columns_mut};

    #[test]
    fn columns_sum_to_one_however_large_the_values() {
        let mut y = [1e30_f32, -1e30, 3.0, 88.0, 89.0, 90.0];
        forward_in_place(columns_mut::<_, 3>(&mut y));
        assert_eq!(y[..3], [1.0, 0.0, 0.0]);
        assert!((y[3..].iter().sum::<f32>() - 1.0).abs() < 1e-6);
    }

    #[test]
    fn nan_stays_visible() {
        let mut y = [1.0, f64::NAN, 2.0];
        forward_in_place(columns_mut::<_, 3>(&mut y));
        assert!(y.iter().all(|y| y.is_nan()));
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
