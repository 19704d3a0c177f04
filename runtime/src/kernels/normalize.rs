//! Normalization within a sample: y = (x − μ) / √(σ² + ε), without scale and shift.
//!
//! The statistics are those of a group of channels over all positions of a sample. J. Ba et al., "Layer normalization",
//! 2016; Y. Wu, K. He, "Group normalization", 2018; B. Zhang, R. Sennrich, "Root mean square layer normalization", 2019.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::kernels::channels::total;
use crate::kernels::pass::pass;
use crate::scalar::Scalar;

/// Sums that do not wait for each other.
const LANES: usize = 16;

/// What is normalized together, in samples of `(positions, channels)`: `channels / groups` neighbours at all positions.
/// To normalize each position by itself, take it for a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normalize {
    /// Positions of a sample.
    pub positions: usize,
    /// Channels of a position.
    pub channels: usize,
    /// Groups of channels; divides `channels`.
    pub groups: usize,
    /// Whether the mean is subtracted. Without, it is y = x / √(mean(x²) + ε).
    pub centered: bool,
    /// ε.
    pub epsilon: f64,
}

/// y = (x − μ) / √(σ² + ε), or x / √(mean(x²) + ε).
///
/// ```
/// use chainrule::kernels::normalize::{Normalize, forward};
///
/// let shape = Normalize { positions: 1, channels: 4, groups: 2, centered: true, epsilon: 0.0 };
/// let mut y = [0.0; 4];
/// forward(&shape, &mut y, &[1.0, 3.0, 70.0, 10.0]);
/// assert_eq!(y, [-1.0, 1.0, 1.0, -1.0]);
/// ```
pub fn forward<T: Scalar>(shape: &Normalize, y: &mut [T], x: &[T]) {
    let len = shape.positions * shape.channels;
    pass(y, None, len, |y, at| T::normalize(shape, y, &x[at..][..y.len()]), &());
}

/// dx = r · (dy − mean(dy) − x̂ · mean(dy · x̂)), where x̂ = (x − μ) · r, r = 1 / √(σ² + ε), and `dx` holds dy on entry.
/// Where the mean is not subtracted, mean(dy) falls away.
pub fn backward<T: Scalar>(shape: &Normalize, dx: &mut [T], x: &[T]) {
    let len = shape.positions * shape.channels;
    pass(dx, None, len, |dx, at| T::normalize_backward(shape, dx, &x[at..][..dx.len()]), &());
}

/// The body of [`forward`].
#[inline(always)]
pub(crate) fn forward_body<T: Scalar>(shape: &Normalize, y: &mut [T], x: &[T]) {
    let len = shape.positions * shape.channels;
    for (y, x) in y.chunks_exact_mut(len).zip(x.chunks_exact(len)) {
        for group in 0..shape.groups {
            let (mean, rate) = shape.statistics(x, group);
            for (y, x) in shape.rows_mut(y, group).zip(shape.rows(x, group)) {
                for (y, x) in y.iter_mut().zip(x) {
                    *y = T::from_f64((x.to_f64() - mean) * rate);
                }
            }
        }
    }
}

/// The body of [`backward`].
#[inline(always)]
pub(crate) fn backward_body<T: Scalar>(shape: &Normalize, dx: &mut [T], x: &[T]) {
    let len = shape.positions * shape.channels;
    for (dx, x) in dx.chunks_exact_mut(len).zip(x.chunks_exact(len)) {
        for group in 0..shape.groups {
            let (mean, rate) = shape.statistics(x, group);
            let mean_dy = if shape.centered { shape.mean(dx, x, group, |dy, _| dy) } else { 0.0 };
            let slope = rate * rate * shape.mean(dx, x, group, |dy, x| dy * (x - mean));
            for (dx, x) in shape.rows_mut(dx, group).zip(shape.rows(x, group)) {
                for (dx, x) in dx.iter_mut().zip(x) {
                    *dx = T::from_f64(rate * (dx.to_f64() - mean_dy - slope * (x.to_f64() - mean)));
                }
            }
        }
    }
}

impl Normalize {
    /// μ, 0 if it is not subtracted, and 1 / √(σ² + ε) of a group: in two passes, since a difference of mean squares loses
    /// all its digits where the mean is large.
    #[inline(always)]
    fn statistics<T: Scalar>(&self, x: &[T], group: usize) -> (f64, f64) {
        let mean = if self.centered { self.mean(x, x, group, |x, _| x) } else { 0.0 };
        let variance = self.mean(x, x, group, |x, _| (x - mean) * (x - mean));
        (mean, Scalar::sqrt(variance + self.epsilon).recip())
    }

    /// The mean of a term of two values over a group of a sample.
    #[inline(always)]
    fn mean<T: Scalar>(&self, a: &[T], b: &[T], group: usize, term: impl Fn(f64, f64) -> f64) -> f64 {
        let mut lanes = [0.0; LANES];
        for (a, b) in self.rows(a, group).zip(self.rows(b, group)) {
            let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
            for (a, b) in a.iter().zip(b) {
                for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
                    *lane += term(a.to_f64(), b.to_f64());
                }
            }
            for ((lane, a), b) in lanes.iter_mut().zip(a_rest).zip(b_rest) {
                *lane += term(a.to_f64(), b.to_f64());
            }
        }
        total(lanes) / (self.positions * self.width()) as f64
    }

    /// Channels of a group.
    #[inline(always)]
    fn width(&self) -> usize {
        self.channels / self.groups
    }

    /// The channels of a group, position after position.
    #[inline(always)]
    fn rows<'a, T>(&self, sample: &'a [T], group: usize) -> impl Iterator<Item = &'a [T]> {
        let width = self.width();
        sample.chunks_exact(self.channels).map(move |row| &row[group * width..][..width])
    }

    /// As `rows`, to be written.
    #[inline(always)]
    fn rows_mut<'a, T>(&self, sample: &'a mut [T], group: usize) -> impl Iterator<Item = &'a mut [T]> {
        let width = self.width();
        sample.chunks_exact_mut(self.channels).map(move |row| &mut row[group * width..][..width])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::{assert_gradient, assert_near, dot, numbers, single};

    fn naive(shape: &Normalize, x: &[f64]) -> Vec<f64> {
        let mut y = vec![0.0; x.len()];
        let width = shape.channels / shape.groups;
        for sample in 0..x.len() / (shape.positions * shape.channels) {
            for group in 0..shape.groups {
                let places: Vec<usize> = (0..shape.positions * width)
                    .map(|at| (sample * shape.positions + at / width) * shape.channels + group * width + at % width)
                    .collect();
                let count = places.len() as f64;
                let mean = places.iter().map(|at| x[*at]).sum::<f64>() / count;
                let mean = if shape.centered { mean } else { 0.0 };
                let variance = places.iter().map(|at| (x[*at] - mean).powi(2)).sum::<f64>() / count;
                for at in places {
                    y[at] = (x[at] - mean) / (variance + shape.epsilon).sqrt();
                }
            }
        }
        y
    }

    fn shapes() -> impl Iterator<Item = Normalize> {
        let sizes = [(1, 1, 1), (1, 2, 1), (1, 17, 1), (1, 100, 1), (3, 6, 1), (3, 6, 2), (17, 3, 3), (2, 34, 2)];
        sizes.into_iter().flat_map(|(positions, channels, groups)| {
            [true, false].map(|centered| Normalize { positions, channels, groups, centered, epsilon: 1e-3 })
        })
    }

    #[test]
    fn groups_have_mean_zero_and_variance_one() {
        for shape in shapes() {
            for samples in [1, 3] {
                let x = numbers(samples * shape.positions * shape.channels, 1);
                let mut y = vec![9.0; x.len()];
                forward(&shape, &mut y, &x);
                assert_near(&y, &naive(&shape, &x), 1e-12);
                let mut y = vec![9.0_f32; x.len()];
                forward(&shape, &mut y, &single(&x));
                assert_near(&y, &naive(&shape, &x), 1e-5);
            }
        }
    }

    #[test]
    fn the_derivative_is_that_of_the_function() {
        for shape in shapes() {
            let x = numbers(2 * shape.positions * shape.channels, 1);
            let dy = numbers(x.len(), 2);
            let mut dx = dy.clone();
            backward(&shape, &mut dx, &x);
            assert_gradient(&dx, &x, |x| dot(&naive(&shape, x), &dy));
        }
    }

    #[test]
    fn a_large_mean_does_not_hide_the_variance() {
        let shape = Normalize { positions: 1, channels: 4, groups: 1, centered: true, epsilon: 0.0 };
        let mut y = [0.0_f32; 4];
        forward(&shape, &mut y, &[1e6, 1e6 + 1.0, 1e6, 1e6 + 1.0]);
        assert_eq!(y, [-1.0, 1.0, -1.0, 1.0]);
    }
}
