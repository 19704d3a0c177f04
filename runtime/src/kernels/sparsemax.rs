//! Sparsemax over features: yᵢ = max(xᵢ − τ, 0), for each column of `(features, samples)`, with the threshold τ for which
//! Σᵢ yᵢ = 1.
//!
//! A. Martins, R. Astudillo, "From softmax to sparsemax", 2016. The threshold is found without sorting: from the sum of all
//! that is above the last one, until nothing falls below it (C. Michelot, "A finite algorithm for finding the projection
//! of a point onto the canonical simplex of ℝⁿ", 1986).

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::kernels::softmax::subtract_maximum;
use crate::scalar::Scalar;

/// y = sparsemax(y), over columns of `width` values.
///
/// ```
/// let mut y = [0.5_f32, 0.25, -1.0, 7.0, 2.0, 2.0];
/// chainrule::kernels::sparsemax::forward_in_place(&mut y, 3);
/// assert_eq!(y, [0.625, 0.375, 0.0, 1.0, 0.0, 0.0]);
/// ```
pub fn forward_in_place<T: Scalar>(y: &mut [T], width: usize) {
    T::sparsemax(y, width);
}

/// dxᵢ = dyᵢ − mean(dy) where yᵢ > 0, else 0; the mean is over these. `dx` holds dy on entry, y is the output.
pub fn backward<T: Scalar>(dx: &mut [T], y: &[T], width: usize) {
    T::sparsemax_backward(dx, y, width);
}

/// The body of [`forward_in_place`], over columns of `width` values.
#[inline(always)]
pub(crate) fn forward_body<T: Scalar>(values: &mut [T], width: usize) {
    for column in values.chunks_exact_mut(width) {
        subtract_maximum(column);
        let threshold = T::from_f64(threshold(column));
        for value in column {
            *value = Scalar::max(*value - threshold, T::ZERO);
        }
    }
}

/// The body of [`backward`], over columns of `width` values.
#[inline(always)]
pub(crate) fn backward_body<T: Scalar>(gradient: &mut [T], outputs: &[T], width: usize) {
    for (gradient, outputs) in gradient.chunks_exact_mut(width).zip(outputs.chunks_exact(width)) {
        let (sum, count) = sum_where(gradient, outputs, 0.0);
        let mean = T::from_f64(sum / count);
        for (dx, y) in gradient.iter_mut().zip(outputs) {
            *dx = if *y > T::ZERO { *dx - mean } else { T::ZERO };
        }
    }
}

/// τ of a column whose maximum is 0: between −1 and 0. Each guess is at most τ and not below the one before, since only
/// what does not belong is left out.
#[inline(always)]
fn threshold<T: Scalar>(column: &[T]) -> f64 {
    let (mut threshold, mut last) = (-1.0, f64::INFINITY);
    loop {
        let (sum, count) = sum_where(column, column, threshold);
        // A NaN belongs nowhere.
        if count >= last || count == 0.0 {
            return threshold;
        }
        (threshold, last) = ((sum - 1.0) / count, count);
    }
}

/// The sum of the values where others are above a bound, and their number.
#[inline(always)]
fn sum_where<T: Scalar>(values: &[T], others: &[T], bound: f64) -> (f64, f64) {
    let (mut sum, mut count) = (0.0, 0.0);
    for (value, other) in values.iter().zip(others) {
        let counts = other.to_f64() > bound;
        sum += if counts { value.to_f64() } else { 0.0 };
        count += f64::from(u8::from(counts));
    }
    (sum, count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::{assert_gradient, assert_near, dot, numbers, single};

    const WIDTHS: [usize; 6] = [1, 2, 3, 17, 100, 1000];

    /// By sorting, as the paper has it.
    fn naive(x: &[f64], width: usize) -> Vec<f64> {
        let column = |column: &[f64]| {
            let mut sorted = column.to_vec();
            sorted.sort_by(|a, b| b.total_cmp(a));
            let (mut sum, mut threshold) = (0.0, 0.0);
            for (value, k) in sorted.iter().zip(1..) {
                sum += value;
                if 1.0 + f64::from(k) * value > sum {
                    threshold = (sum - 1.0) / f64::from(k);
                }
            }
            column.iter().map(|value| (value - threshold).max(0.0)).collect::<Vec<_>>()
        };
        x.chunks(width).flat_map(column).collect()
    }

    #[test]
    fn columns_are_the_nearest_points_of_the_simplex() {
        for width in WIDTHS {
            for factor in [1e-3, 1.0, 30.0, 1e6] {
                let x: Vec<f64> = numbers(3 * width, 1).iter().map(|x| factor * x).collect();
                let mut y = x.clone();
                forward_body(&mut y, width);
                assert_near(&y, &naive(&x, width), 1e-9);
                assert!(y.chunks(width).all(|y| (y.iter().sum::<f64>() - 1.0).abs() < 1e-12));
            }
            let x = numbers(3 * width, 2);
            let mut y = single(&x);
            forward_body(&mut y, width);
            assert_near(&y, &naive(&x, width), 1e-6);
        }
    }

    #[test]
    fn equal_values_share_evenly() {
        let mut y = [4.0_f32; 5];
        forward_in_place(&mut y, 5);
        assert_eq!(y, [0.2; 5]);
    }

    #[test]
    fn nan_stays_visible() {
        for at in 0..3 {
            let mut y = [1.0, 0.0, 2.0, 3.0, 4.0, 5.0];
            y[at] = f64::NAN;
            forward_body(&mut y, 3);
            assert!(y[..3].iter().any(|y| y.is_nan()), "{y:?}");
            assert!(y[3..].iter().all(|y| y.is_finite()));
        }
    }

    #[test]
    fn the_derivative_is_that_of_the_function() {
        for width in WIDTHS {
            let (x, dy) = (numbers(2 * width, 1), numbers(2 * width, 2));
            let mut dx = dy.clone();
            backward_body(&mut dx, &naive(&x, width), width);
            if width < 1000 {
                assert_gradient(&dx, &x, |x| dot(&naive(x, width), &dy));
            }
        }
    }

    #[test]
    fn columns_are_rows_of_memory() {
        let (x, mut y) = ([0.3_f64, -1.2, 0.8, 0.1, 2.0, -0.4], [0.0; 6]);
        y.copy_from_slice(&x);
        forward_in_place(&mut y, 3);
        assert_near(&y, &naive(&x, 3), 1e-15);
        let mut dx = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        backward(&mut dx, &y, 3);
        assert_eq!(dx, [-1.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
    }
}
