//! Gaussian noise: y = x + σ · n, where n is normal with mean 0 and standard deviation 1. On the way back dx = dy.
//!
//! What was drawn is not stored. An element's number is its flat index in the batch; two neighbours share a block of the
//! generator.

use crate::kernels::pass::pass;
use crate::random::{Draws, Stream};
use crate::scalar::Scalar;

/// Elements that a block of the generator draws for.
pub(super) const DRAWN: usize = 2;

/// y = y + σ · n, with σ the standard deviation.
///
/// ```
/// use chainrule::{kernels::noise, random::Draws};
///
/// let (mut y, mut again) = ([1.0_f32; 8], [1.0_f32; 8]);
/// noise::forward_in_place(&mut y, 0.1, Draws::new(42), 1);
/// noise::forward_in_place(&mut again, 0.1, Draws::new(42), 1);
/// assert_eq!(y, again);
/// assert!(y.iter().all(|y| *y != 1.0 && (y - 1.0).abs() < 1.0));
/// ```
pub fn forward_in_place<T: Scalar>(y: &mut [T], deviation: f64, draws: Draws, layer: u32) {
    from(y, deviation, draws.stream(layer), 0);
}

/// As [`forward_in_place`], for elements that begin with this block of the draws.
pub(super) fn from<T: Scalar>(y: &mut [T], deviation: f64, stream: Stream, first: usize) {
    pass(y, None, DRAWN, |y, at| T::noise(y, deviation, stream, first + at / DRAWN), &());
}

/// The body of [`forward_in_place`], for elements that begin with this block of the draws.
pub(crate) fn body<T: Scalar>(values: &mut [T], deviation: f64, stream: Stream, first: usize) {
    for (pair, number) in values.chunks_mut(DRAWN).zip(first..) {
        for (value, normal) in pair.iter_mut().zip(stream.normals(number, 0)) {
            *value += T::from_f64(deviation * normal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNT: usize = 100_001;

    fn noise(seed: u64, step: u64, layer: u32) -> Vec<f64> {
        let mut values = vec![3.0; COUNT];
        forward_in_place(&mut values, 0.5, Draws::new(seed).at(step), layer);
        values
    }

    #[test]
    fn it_has_the_mean_and_the_deviation_it_should_have() {
        let values = noise(1, 2, 3);
        let mean = values.iter().sum::<f64>() / COUNT as f64;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / COUNT as f64;
        assert!((mean - 3.0).abs() < 0.01 && (variance.sqrt() - 0.5).abs() < 0.005, "{mean} {variance}");
        // Neighbours, within a block and across, know nothing of each other.
        for lag in [1, 2] {
            let products = values.iter().zip(&values[lag..]).map(|(a, b)| (a - mean) * (b - mean));
            assert!((products.sum::<f64>() / COUNT as f64).abs() < 0.004);
        }
    }

    #[test]
    fn seeds_steps_and_layers_differ() {
        let base = noise(1, 2, 3);
        assert_eq!(base, noise(1, 2, 3));
        for other in [noise(2, 2, 3), noise(1, 3, 3), noise(1, 2, 4)] {
            assert!(base.iter().zip(&other).filter(|(a, b)| a == b).count() < 10);
        }
    }

    #[test]
    fn both_precisions_draw_the_same() {
        let (mut single, mut double) = ([0.0_f32; 17], [0.0_f64; 17]);
        forward_in_place(&mut single, 0.5, Draws::new(1), 2);
        forward_in_place(&mut double, 0.5, Draws::new(1), 2);
        assert_eq!(single, double.map(|value| value as f32));
    }

    #[test]
    fn no_deviation_is_no_noise() {
        let mut y = [1.0_f32, 2.0, 3.0];
        forward_in_place(&mut y, 0.0, Draws::new(1), 0);
        assert_eq!(y, [1.0, 2.0, 3.0]);
    }
}
