//! Softmax over features: yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ), for each column of `(features, samples)`.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::kernels::pass::pass;
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
    pass(y.as_mut_slice(), None, N, |y, _| T::softmax(y, N), &());
}

/// y = softmax(x).
pub fn forward<T: Scalar, const N: usize>(mut y: ColumnsMut<'_, T, N>, x: Columns<'_, T, N>) {
    pass(y.as_mut_slice(), Some(x.as_slice()), N, |y, _| T::softmax(y, N), &());
}

/// dxᵢ = yᵢ · (dyᵢ − Σⱼ dyⱼ yⱼ), where `dx` holds dy on entry and y is the output.
pub fn backward<T: Scalar, const N: usize>(mut dx: ColumnsMut<'_, T, N>, y: Columns<'_, T, N>) {
    let y = y.as_slice();
    pass(dx.as_mut_slice(), None, N, |dx, at| T::softmax_backward(dx, &y[at..][..dx.len()], N), &());
}

/// The body of [`forward_in_place`], over columns of `width` values.
#[inline(always)]
pub(crate) fn forward_body<T: Scalar>(values: &mut [T], width: usize) {
    for column in values.chunks_exact_mut(width) {
        subtract_maximum(column);
    }
    exponentials(values);
    for column in values.chunks_exact_mut(width) {
        divide_by_sum(column);
    }
}

/// The body of [`backward`], over columns of `width` values.
#[inline(always)]
pub(crate) fn backward_body<T: Scalar>(gradient: &mut [T], outputs: &[T], width: usize) {
    for (gradient, outputs) in gradient.chunks_exact_mut(width).zip(outputs.chunks_exact(width)) {
        let mean = gradient.iter().zip(outputs).fold(T::ZERO, |sum, (dy, y)| sum + *dy * *y);
        for (dx, y) in gradient.iter_mut().zip(outputs) {
            *dx = *y * (*dx - mean);
        }
    }
}

/// Subtracts the largest value, which is returned, so that no exponential overflows.
#[inline(always)]
pub(crate) fn subtract_maximum<T: Scalar>(column: &mut [T]) -> T {
    let maximum = maximum(column);
    for value in column {
        *value -= maximum;
    }
    maximum
}

/// y = exp(y): all columns in one loop, since one column may be shorter than a vector register.
#[inline(always)]
pub(crate) fn exponentials<T: Scalar>(values: &mut [T]) {
    for value in values {
        *value = Scalar::exp(*value);
    }
}

/// Divides by the sum, which is returned.
#[inline(always)]
pub(crate) fn divide_by_sum<T: Scalar>(column: &mut [T]) -> f64 {
    let sum = sum(column);
    let scale = T::from_f64(sum.recip());
    for value in column {
        *value *= scale;
    }
    sum
}

/// Passes ln Σⱼ exp(xⱼ) of each column, and its number.
#[inline(always)]
pub(crate) fn log_sum_exps<T: Scalar>(values: &[T], width: usize, mut pass: impl FnMut(usize, f64)) {
    const BLOCK: usize = 256;
    let mut block = [T::ZERO; BLOCK];
    // As many columns at once as the block has room for, or a long column piece by piece.
    let columns = BLOCK / width;
    if columns == 0 {
        for (at, column) in values.chunks_exact(width).enumerate() {
            let maximum = maximum(column);
            let mut total = 0.0;
            for piece in column.chunks(BLOCK) {
                let block = &mut block[..piece.len()];
                for (difference, value) in block.iter_mut().zip(piece) {
                    *difference = *value - maximum;
                }
                exponentials(block);
                total += sum(block);
            }
            pass(at, maximum.to_f64() + Scalar::ln(total));
        }
        return;
    }
    let mut maxima = [T::ZERO; BLOCK];
    for (number, values) in values.chunks(columns * width).enumerate() {
        let block = &mut block[..values.len()];
        block.copy_from_slice(values);
        for (column, maximum) in block.chunks_exact_mut(width).zip(&mut maxima) {
            *maximum = subtract_maximum(column);
        }
        exponentials(block);
        for (at, (column, maximum)) in block.chunks_exact(width).zip(&maxima).enumerate() {
            pass(number * columns + at, maximum.to_f64() + Scalar::ln(sum(column)));
        }
    }
}

/// The largest value. A NaN may go unseen here, not in the differences from the maximum.
#[inline(always)]
pub(super) fn maximum<T: Scalar>(column: &[T]) -> T {
    let first = column.first().copied().unwrap_or(T::ZERO);
    let larger = |a: T, b: T| if b > a { b } else { a };
    fold(column, first, larger, larger)
}

#[inline(always)]
pub(super) fn sum<T: Scalar>(column: &[T]) -> f64 {
    fold(column, 0.0, |sum, value: T| sum + value.to_f64(), |a, b| a + b)
}

/// Folds, in a long column every eighth value by itself: the eight do not wait for each other.
#[inline(always)]
fn fold<T: Copy, A: Copy>(column: &[T], start: A, step: impl Fn(A, T) -> A, join: impl Fn(A, A) -> A) -> A {
    if column.len() < 4 * 8 {
        return column.iter().fold(start, |folded, value| step(folded, *value));
    }
    let mut lanes = [start; 8];
    let (whole, rest) = column.as_chunks::<8>();
    for chunk in whole {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane = step(*lane, *value);
        }
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    let folded = join(join(join(a, e), join(c, g)), join(join(b, f), join(d, h)));
    rest.iter().fold(folded, |folded, value| step(folded, *value))
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
        for at in 0..3 {
            let mut y = [1.0, 0.0, 2.0, 3.0, 4.0, 5.0];
            y[at] = f64::NAN;
            forward_in_place(columns_mut::<_, 3>(&mut y));
            assert!(y[..3].iter().all(|y| y.is_nan()));
            assert!(y[3..].iter().all(|y| y.is_finite()));
        }
    }

    #[test]
    fn every_width_is_as_column_by_column() {
        for width in (1..40).chain([255, 256, 257, 600]) {
            let x: Vec<f64> = (0..3 * width).map(|at| 3.0 * (at as f64).sin()).collect();
            let mut y = x.clone();
            forward_body(&mut y, width);
            log_sum_exps(&x, width, |at, found| {
                let sum: f64 = x[at * width..][..width].iter().map(|x| x.exp()).sum();
                assert!((found - sum.ln()).abs() < 1e-14);
            });
            for (x, y) in x.chunks(width).zip(y.chunks(width)) {
                let exponentials: Vec<f64> = x.iter().map(|x| x.exp()).collect();
                let sum: f64 = exponentials.iter().sum();
                assert!(y.iter().zip(&exponentials).all(|(y, e)| (y - e / sum).abs() < 1e-14));
            }
        }
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
