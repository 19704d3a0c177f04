//! Batch normalization: y = (x − μ) / √(σ² + ε), with the mean and the biased variance of each channel over all columns of
//! the batch, without scale and shift.
//!
//! S. Ioffe, C. Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate shift",
//! 2015. Channels are the last axis. With a mask, one 0 or 1 for each column, the statistics are those of the columns
//! where it is 1, as in Keras' `BatchNormalization`; all columns are normalized.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::kernels::channels::{BLOCK, Block, NONE};
use crate::methods::finite;
use crate::scalar::Scalar;

/// Added to the number of columns that a mask leaves, as Keras does: there may be none.
const NO_COLUMNS: f64 = 1e-7;

/// The mean of each channel, then the variance of each: `stats` `(2 · channels)`, `x` `(channels, columns)`.
///
/// ```
/// use chainrule::kernels::batch_norm;
///
/// let (x, mut y, mut stats) = ([1.0, 10.0, 3.0, 30.0], [0.0; 4], [0.0; 4]);
/// batch_norm::statistics(&mut stats, &x, 2, None);
/// assert_eq!(stats, [2.0, 20.0, 1.0, 100.0]);
/// batch_norm::normalize(&mut y, &x, &stats, 0.0);
/// assert_eq!(y, [-1.0, -1.0, 1.0, 1.0]);
/// ```
pub fn statistics<T: Scalar>(stats: &mut [T], x: &[T], channels: usize, mask: Option<&[T]>) {
    T::batch_statistics(stats, x, channels, mask);
}

/// y = (x − μ) / √(σ² + ε), with the statistics of this batch.
pub fn normalize<T: Scalar>(y: &mut [T], x: &[T], stats: &[T], epsilon: f64) {
    let (mean, variance) = stats.split_at(stats.len() / 2);
    T::batch_normalize(y, x, mean, variance, epsilon);
}

/// dx = r · (dy − m / n · (Σ dy + r² · (x − μ) · Σ dy (x − μ))), where r = 1 / √(σ² + ε), m is the mask (1 without), n the
/// number of columns that it leaves, the sums go over all columns, and `dx` holds dy on entry.
pub fn backward<T: Scalar>(dx: &mut [T], x: &[T], stats: &[T], epsilon: f64, mask: Option<&[T]>) {
    T::batch_normalize_backward(dx, x, stats, epsilon, mask);
}

/// The moving mean after the step: next = momentum · old + (1 − momentum) · new. Overwrites; whether all of it is finite.
#[must_use = "statistics that are not finite must not reach the parameters"]
pub fn moving_mean<T: Scalar>(next: &mut [T], mean: &[T], stats: &[T], momentum: f64) -> bool {
    T::moving_average(next, mean, &stats[..mean.len()], momentum)
}

/// The moving variance after the step, as [`moving_mean`].
#[must_use = "statistics that are not finite must not reach the parameters"]
pub fn moving_variance<T: Scalar>(next: &mut [T], variance: &[T], stats: &[T], momentum: f64) -> bool {
    T::moving_average(next, variance, &stats[variance.len()..], momentum)
}

/// y = (x − μ) / √(σ² + ε), with the moving statistics: `mean` and `variance` `(channels)`.
pub fn inference<T: Scalar>(y: &mut [T], x: &[T], mean: &[T], variance: &[T], epsilon: f64) {
    T::batch_normalize(y, x, mean, variance, epsilon);
}

/// dx = dy / √(σ² + ε), where `dx` holds dy on entry.
pub fn inference_backward<T: Scalar>(dx: &mut [T], variance: &[T], epsilon: f64) {
    T::batch_inference_backward(dx, variance, epsilon);
}

/// The body of [`statistics`]: in two passes, since a difference of mean squares loses all its digits where the mean is
/// large.
#[inline(always)]
pub(crate) fn statistics_body<T: Scalar>(stats: &mut [T], x: &[T], channels: usize, mask: Option<&[T]>) {
    let count = count(x, channels, mask);
    let (mean, variance) = stats.split_at_mut(channels);
    for block in Block::all(channels) {
        let sums = block.sums((x, x), mask, &NONE, |_, x, _| x.to_f64());
        let means = block.spread(|channel| sums[channel - block.first] / count);
        let squares = block.sums((x, x), mask, &means, |mean, x, _| {
            let difference = x.to_f64() - mean;
            difference * difference
        });
        for at in 0..block.count {
            mean[block.first + at] = T::from_f64(means[at]);
            variance[block.first + at] = T::from_f64(squares[at] / count);
        }
    }
}

/// The body of [`normalize`] and [`inference`].
#[inline(always)]
pub(crate) fn normalize_body<T: Scalar>(y: &mut [T], x: &[T], mean: &[T], variance: &[T], epsilon: f64) {
    for block in Block::all(mean.len()) {
        let constants = [block.spread(|channel| mean[channel]), rates(block, variance, epsilon)];
        block.update_from(y, x, &constants, |_, x, [mean, rate]| (x - mean) * rate);
    }
}

/// The body of [`backward`].
#[inline(always)]
pub(crate) fn backward_body<T: Scalar>(dx: &mut [T], x: &[T], stats: &[T], epsilon: f64, mask: Option<&[T]>) {
    let channels = stats.len() / 2;
    let count = count(x, channels, mask);
    let (mean, variance) = stats.split_at(channels);
    // The mean of the columns that a mask leaves is a little off, and so Σ (x − μ) is not quite 0.
    let off = if mask.is_some() { NO_COLUMNS / count } else { 0.0 };
    for block in Block::all(channels) {
        let means = block.spread(|channel| mean[channel].to_f64());
        let sums = block.sums((dx, x), None, &means, |_, dy, _| dy.to_f64());
        let products = block.sums((dx, x), None, &means, |mean, dy, x| dy.to_f64() * (x.to_f64() - mean));

        let rates = rates(block, variance, epsilon);
        let centers = block.spread(|channel| T::from_f64(mean[channel].to_f64() * (1.0 + off)));
        let shifts = block.spread(|channel| T::from_f64(sums[channel - block.first] / count));
        let slopes = block.spread(|channel| {
            T::from_f64(products[channel - block.first] / ((variance[channel].to_f64() + epsilon) * count))
        });
        let inside = [rates, centers, shifts, slopes];
        let outside = [rates, centers, [T::ZERO; BLOCK], [T::ZERO; BLOCK]];
        let f = |dy: T, x: T, [rate, center, shift, slope]: [T; 4]| rate * (dy - shift - (x - center) * slope);
        let Some(mask) = mask else {
            block.update_from(dx, x, &inside, f);
            continue;
        };
        for ((dx, x), mask) in dx.chunks_exact_mut(channels).zip(x.chunks_exact(channels)).zip(mask) {
            block.update_from(dx, x, if *mask == T::ZERO { &outside } else { &inside }, f);
        }
    }
}

/// next = momentum · old + (1 − momentum) · new; whether it is finite.
#[inline(always)]
pub(crate) fn moving_body<T: Scalar>(next: &mut [T], old: &[T], new: &[T], momentum: f64) -> bool {
    let (momentum, rest) = (T::from_f64(momentum), T::from_f64(1.0 - momentum));
    for ((next, old), new) in next.iter_mut().zip(old).zip(new) {
        *next = momentum * *old + rest * *new;
    }
    finite::all_finite(next)
}

/// The body of [`inference_backward`].
#[inline(always)]
pub(crate) fn inference_backward_body<T: Scalar>(dx: &mut [T], variance: &[T], epsilon: f64) {
    for block in Block::all(variance.len()) {
        block.update(dx, &[rates(block, variance, epsilon)], |dy, [rate]| dy * rate);
    }
}

/// 1 / √(σ² + ε) of each channel.
#[inline(always)]
fn rates<T: Scalar>(block: Block, variance: &[T], epsilon: f64) -> [T; BLOCK] {
    block.spread(|channel| T::from_f64(Scalar::sqrt(variance[channel].to_f64() + epsilon).recip()))
}

/// How many columns the statistics are of.
#[inline(always)]
fn count<T: Scalar>(x: &[T], channels: usize, mask: Option<&[T]>) -> f64 {
    match mask {
        Some(mask) => mask.iter().filter(|mask| **mask != T::ZERO).count() as f64 + NO_COLUMNS,
        None => x.len().checked_div(channels).unwrap_or(0) as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::{assert_gradient, assert_near, dot, numbers, single};

    const EPSILON: f64 = 1e-3;
    const SIZES: [(usize, usize); 7] = [(1, 1), (1, 17), (2, 3), (3, 100), (17, 2), (17, 5), (300, 3)];

    /// None, some columns, and no column left.
    fn masks(columns: usize) -> [Option<Vec<f64>>; 3] {
        [None, Some((0..columns).map(|at| f64::from(at % 3 != 1)).collect()), Some(vec![0.0; columns])]
    }

    fn naive_statistics(x: &[f64], channels: usize, mask: Option<&[f64]>) -> Vec<f64> {
        let weight = |column: usize| mask.map_or(1.0, |mask| mask[column]);
        let count = (0..x.len() / channels).map(weight).sum::<f64>() + if mask.is_some() { 1e-7 } else { 0.0 };
        let mean = |f: &dyn Fn(f64) -> f64, channel: usize| {
            let column = x.iter().skip(channel).step_by(channels).enumerate();
            column.map(|(column, x)| weight(column) * f(*x)).sum::<f64>() / count
        };
        let means: Vec<f64> = (0..channels).map(|channel| mean(&|x| x, channel)).collect();
        let variances = (0..channels).map(|channel| mean(&|x| (x - means[channel]).powi(2), channel));
        means.iter().copied().chain(variances).collect()
    }

    fn naive_normalize(x: &[f64], stats: &[f64]) -> Vec<f64> {
        let channels = stats.len() / 2;
        let normalized =
            |(at, x): (usize, &f64)| (x - stats[at % channels]) / (stats[channels + at % channels] + EPSILON).sqrt();
        x.iter().enumerate().map(normalized).collect()
    }

    #[test]
    fn statistics_are_those_of_the_columns_that_count() {
        for (channels, columns) in SIZES {
            let x = numbers(channels * columns, 1);
            for mask in masks(columns) {
                let expected = naive_statistics(&x, channels, mask.as_deref());
                let (mut stats, mut singles) = (vec![9.0; 2 * channels], vec![9.0_f32; 2 * channels]);
                statistics(&mut stats, &x, channels, mask.as_deref());
                assert_near(&stats, &expected, 1e-13);
                statistics(&mut singles, &single(&x), channels, mask.as_deref().map(single).as_deref());
                assert_near(&singles, &expected, 1e-6);

                let mut y = vec![9.0; x.len()];
                normalize(&mut y, &x, &stats, EPSILON);
                assert_near(&y, &naive_normalize(&x, &expected), 1e-11);
                let mut y = vec![9.0_f32; x.len()];
                normalize(&mut y, &single(&x), &singles, EPSILON);
                assert_near(&y, &naive_normalize(&x, &expected), 1e-4);
            }
        }
    }

    #[test]
    fn a_large_mean_does_not_hide_the_variance() {
        let mut stats = [0.0_f32; 2];
        statistics(&mut stats, &[1e6, 1e6 + 1.0, 1e6, 1e6 + 1.0], 1, None);
        assert_eq!(stats[1], 0.25);
    }

    #[test]
    fn the_derivative_is_that_of_the_function() {
        for (channels, columns) in SIZES {
            let (x, dy) = (numbers(channels * columns, 1), numbers(channels * columns, 2));
            for mask in masks(columns) {
                let mut stats = vec![0.0; 2 * channels];
                statistics(&mut stats, &x, channels, mask.as_deref());
                let mut dx = dy.clone();
                backward(&mut dx, &x, &stats, EPSILON, mask.as_deref());
                assert_gradient(&dx, &x, |x| {
                    dot(&naive_normalize(x, &naive_statistics(x, channels, mask.as_deref())), &dy)
                });
            }
        }
    }

    /// `BatchNormalization(scale=False, center=False)` of Keras 3.15.1 in float64, with a mask that leaves 4 of 6 columns; its
    /// gradient for `dy`, and its moving statistics after the step.
    #[test]
    fn masked_columns_are_as_in_keras() {
        let x = [
            3.125_730_221_093_393_3,
            2.867_895_136_708_698,
            3.640_422_650_443_282,
            3.104_900_117_153_04,
            2.464_330_626_838_889,
            3.361_595_054_909_485,
            4.304_000_045_130_137,
            3.947_080_963_129_242_3,
            2.296_264_764_193_007_4,
            1.734_578_528_953_947_5,
            2.376_725_537_462_647_7,
            3.041_325_979_347_244,
        ];
        let dy = [
            -2.325_030_774_638_834_3,
            -0.218_791_663_932_545_73,
            -1.245_910_947_253_065_2,
            -0.732_267_354_703_451_6,
            -0.544_258_982_857_309_9,
            -0.316_300_156_369_154_54,
            0.411_630_536_374_132_8,
            1.042_513_369_442_677_6,
            -0.128_534_662_944_034_26,
            1.366_463_470_549_685_9,
            -0.665_194_673_486_613_5,
            0.351_510_070_093_019_7,
        ];
        let mask = [1.0, 0.0, 1.0, 1.0, 1.0, 0.0];
        let (mut stats, mut y, mut dx) = ([0.0; 4], [0.0; 12], dy);
        statistics(&mut stats, &x, 2, Some(&mask));
        normalize(&mut y, &x, &stats, EPSILON);
        backward(&mut dx, &x, &stats, EPSILON, Some(&mask));
        let expected = [
            0.098_983_059_609_913_05,
            -0.135_051_159_790_571_25,
            0.750_890_412_339_120_7,
            0.156_214_231_555_819_7,
            -0.738_742_995_796_110_2,
            0.471_677_439_806_105_9,
            1.591_374_860_978_982_8,
            1.191_205_704_004_216_8,
            -0.951_614_538_787_363_4,
            -1.527_831_618_066_936_7,
            -0.849_703_248_257_969_2,
            0.078_085_299_021_158_68,
        ];
        assert_near(&y, &expected, 1e-14);
        let expected = [
            -1.538_956_110_336_755_7,
            -0.771_293_571_721_192_8,
            -1.578_065_774_905_613_7,
            -0.899_914_158_926_186_5,
            0.870_144_984_532_072_1,
            -0.694_937_435_498_867_1,
            1.653_683_562_300_937_8,
            1.207_628_376_388_898_2,
            1.435_726_083_440_024_5,
            0.726_531_322_348_688_4,
            -0.842_532_887_437_198,
            0.431_985_513_282_849_2,
        ];
        assert_near(&dx, &expected, 1e-14);
        let (mut mean, mut variance) = ([0.0; 2], [0.0; 2]);
        assert!(moving_mean(&mut mean, &[0.0; 2], &stats, 0.99));
        assert!(moving_variance(&mut variance, &[1.0; 2], &stats, 0.99));
        assert_near(&mean, &[0.030_475_813_381_243_26, 0.029_777_873_464_806_62], 1e-15);
        assert_near(&variance, &[0.996_223_382_848_671_3, 0.996_611_207_169_894_4], 1e-15);
    }

    #[test]
    fn inference_uses_the_statistics_it_is_given() {
        for (channels, columns) in SIZES {
            let (x, dy) = (numbers(channels * columns, 1), numbers(channels * columns, 2));
            let stats: Vec<f64> = numbers(2 * channels, 3).iter().map(|value| value.abs()).collect();
            let mut y = vec![9.0; x.len()];
            inference(&mut y, &x, &stats[..channels], &stats[channels..], EPSILON);
            assert_near(&y, &naive_normalize(&x, &stats), 1e-12);
            let mut dx = dy.clone();
            inference_backward(&mut dx, &stats[channels..], EPSILON);
            assert_gradient(&dx, &x, |x| dot(&naive_normalize(x, &stats), &dy));
        }
    }

    #[test]
    fn moving_statistics_follow_slowly() {
        let stats = [5.0, 6.0, 7.0, 8.0];
        let (mut mean, mut variance) = ([9.0, 9.0], [9.0, 9.0]);
        assert!(moving_mean(&mut mean, &[1.0, 2.0], &stats, 0.75));
        assert!(moving_variance(&mut variance, &[3.0, 4.0], &stats, 0.75));
        assert_eq!((mean, variance), ([2.0, 3.0], [4.0, 5.0]));
        assert!(!moving_mean(&mut mean, &[1.0; 2], &[f64::NAN, 1.0, 1.0, 1.0], 0.75));
        assert!(!moving_variance(&mut variance, &[1.0; 2], &[1.0, 1.0, 1.0, f64::INFINITY], 0.75));
    }
}
