//! An initializer's values, written into a weight.

use super::{Distribution, Initializer, Mode, compute_fans, orthogonal};
use crate::random::Stream;
use crate::scalar::Scalar;

/// The standard deviation of a standard normal that is cut off at ±2.
const TRUNCATED_DEVIATION: f64 = 0.879_625_661_034_239_8;

/// Writes a weight of the given shape, row-major.
pub(crate) fn fill<T: Scalar>(initializer: Initializer, weights: &mut [T], shape: &[usize], stream: Stream) {
    match initializer {
        Initializer::Constant { value } => weights.fill(T::from_f64(value)),
        Initializer::Values { values } => {
            weights.iter_mut().zip(values.iter().cycle()).for_each(|(weight, value)| *weight = T::from_f64(*value));
        }
        Initializer::UnitForget => {
            let units = weights.len() / 4;
            weights.fill(T::ZERO);
            weights.iter_mut().skip(units).take(units).for_each(|weight| *weight = T::ONE);
        }
        Initializer::RandomNormal { mean, stddev } => normal(weights, mean, stddev, stream),
        Initializer::RandomUniform { minval, maxval } => uniform(weights, minval, maxval, stream),
        Initializer::TruncatedNormal { mean, stddev } => truncated_normal(weights, mean, stddev, stream),
        Initializer::VarianceScaling { scale, mode, distribution } => {
            let variance = scale / units(mode, shape);
            let deviation = libm::sqrt(variance);
            match distribution {
                Distribution::TruncatedNormal => {
                    truncated_normal(weights, 0.0, deviation / TRUNCATED_DEVIATION, stream);
                }
                Distribution::UntruncatedNormal => normal(weights, 0.0, deviation, stream),
                Distribution::Uniform => {
                    let limit = libm::sqrt(3.0 * variance);
                    uniform(weights, -limit, limit, stream);
                }
            }
        }
        Initializer::Orthogonal { gain } => {
            normal(weights, 0.0, 1.0, stream);
            orthogonal::orthonormalize(weights, columns(shape));
            let gain = T::from_f64(gain);
            for weight in weights.iter_mut() {
                *weight *= gain;
            }
        }
        Initializer::Identity { gain } => {
            weights.fill(T::ZERO);
            let rows = weights.chunks_mut(columns(shape));
            for weight in rows.enumerate().filter_map(|(at, row)| row.get_mut(at)) {
                *weight = T::from_f64(gain);
            }
        }
    }
}

/// What the variance is divided by.
fn units(mode: Mode, shape: &[usize]) -> f64 {
    let (inputs, outputs) = compute_fans(shape);
    let units = match mode {
        Mode::FanIn => inputs as f64,
        Mode::FanOut => outputs as f64,
        Mode::FanAvg => f64::midpoint(inputs as f64, outputs as f64),
    };
    units.max(1.0)
}

/// The length of the last axis.
fn columns(shape: &[usize]) -> usize {
    shape.last().copied().unwrap_or(1).max(1)
}

fn uniform<T: Scalar>(weights: &mut [T], minval: f64, maxval: f64, stream: Stream) {
    let (minval, width) = (T::from_f64(minval), T::from_f64(maxval - minval));
    for (chunk, block) in weights.chunks_mut(4).zip(0..) {
        for (weight, draw) in chunk.iter_mut().zip(stream.uniforms::<T>(block)) {
            *weight = minval + width * draw;
        }
    }
}

fn normal<T: Scalar>(weights: &mut [T], mean: f64, stddev: f64, stream: Stream) {
    for (at, weight) in weights.iter_mut().enumerate() {
        *weight = T::from_f64(mean + stddev * stream.normal::<f64>(at));
    }
}

fn truncated_normal<T: Scalar>(weights: &mut [T], mean: f64, stddev: f64, stream: Stream) {
    for (at, weight) in weights.iter_mut().enumerate() {
        *weight = T::from_f64(mean + stddev * stream.truncated_normal::<f64>(at));
    }
}

#[cfg(test)]
mod tests {
    use crate::initializers::*;
    use crate::random::Stream;

    const SHAPE: [usize; 3] = [6, 50, 200];
    const STREAM: Stream = Stream::initial(42, 3, 0);

    fn draw(initializer: Initializer) -> Vec<f64> {
        let mut weights = vec![0.0; SHAPE.iter().product()];
        initializer.fill(&mut weights, &SHAPE, STREAM);
        weights
    }

    /// Mean, standard deviation and the largest distance from the mean.
    fn statistics(initializer: Initializer) -> (f64, f64, f64) {
        let weights = draw(initializer);
        let mean = weights.iter().sum::<f64>() / weights.len() as f64;
        let variance = weights.iter().map(|w| (w - mean).powi(2)).sum::<f64>() / weights.len() as f64;
        (mean, variance.sqrt(), weights.iter().map(|w| (w - mean).abs()).fold(0.0, f64::max))
    }

    #[test]
    fn variances_and_limits_are_keras() {
        // fan_in 300, fan_out 1200: (initializer, standard deviation, limit).
        let truncation = 2.0 / 0.879_625_661_034_239_8;
        for (initializer, variance, limit) in [
            (glorot_uniform(), 1.0 / 750.0, 3.0_f64.sqrt()),
            (glorot_normal(), 1.0 / 750.0, truncation),
            (he_uniform(), 2.0 / 300.0, 3.0_f64.sqrt()),
            (he_normal(), 2.0 / 300.0, truncation),
            (lecun_uniform(), 1.0 / 300.0, 3.0_f64.sqrt()),
            (lecun_normal(), 1.0 / 300.0, truncation),
            (variance_scaling(3.0, Mode::FanOut, Distribution::UntruncatedNormal), 3.0 / 1200.0, 6.0),
            (random_normal(0.0, 0.05), 0.0025, 6.0),
            (random_uniform(-0.05, 0.05), 0.0025 / 3.0, 3.0_f64.sqrt()),
            (truncated_normal(0.0, 0.05), (0.05 * 0.879_625_661_034_239_8_f64).powi(2), truncation),
        ] {
            let expected: f64 = variance;
            let (mean, deviation, farthest) = statistics(initializer);
            assert!(mean.abs() < 0.02 * expected.sqrt(), "{initializer:?}: mean {mean}");
            assert!((deviation / expected.sqrt() - 1.0).abs() < 0.01, "{initializer:?}: deviation {deviation}");
            assert!(farthest < 1.01 * limit * expected.sqrt(), "{initializer:?}: limit {farthest}");
        }
    }

    #[test]
    fn means_are_shifted() {
        assert!((statistics(random_normal(3.0, 0.1)).0 - 3.0).abs() < 0.01);
        assert!((statistics(truncated_normal(-2.0, 0.1)).0 + 2.0).abs() < 0.01);
        assert!((statistics(random_uniform(1.0, 2.0)).0 - 1.5).abs() < 0.01);
    }

    #[test]
    fn constants_are_constant() {
        assert!(draw(zeros()).iter().all(|w| *w == 0.0));
        assert!(draw(ones()).iter().all(|w| *w == 1.0));
        assert!(draw(constant(0.1)).iter().all(|w| *w == 0.1));
    }

    #[test]
    fn streams_differ_and_repeat() {
        let fill = |stream| {
            let mut weights = [0.0_f32; 7];
            glorot_uniform().fill(&mut weights, &[7], stream);
            weights
        };
        assert_eq!(fill(Stream::initial(1, 0, 0)), fill(Stream::initial(1, 0, 0)));
        assert_ne!(fill(Stream::initial(1, 0, 0)), fill(Stream::initial(1, 0, 1)));
        assert_ne!(fill(Stream::initial(1, 0, 0)), fill(Stream::initial(1, 1, 0)));
    }
}
