//! Batch normalization against the plain form, finite differences, and Keras.

use super::*;
use crate::kernels::differences::{assert_gradient, assert_near, dot, numbers, single};

const EPSILON: f64 = 1e-3;

fn plain<T>(channels: usize) -> Folded<'static, T> {
    Folded { channels, moving: None, epsilon: EPSILON, scale: None, offset: None, positions: None }
}

/// The way back from dy, in its place.
fn way_back(folded: &Folded<'_, f64>, dx: &mut [f64], x: &[f64], stats: &[f64], mask: Option<&[f64]>) -> Vec<f64> {
    let mut found = vec![9.0; stats.len()];
    sums(folded, &mut found, dx, x, stats);
    backward(folded, dx, x, stats, &found, mask);
    found
}

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
            statistics(&plain(channels), &mut stats, &x, mask.as_deref());
            assert_near(&stats, &expected, 1e-13);
            statistics(&plain(channels), &mut singles, &single(&x), mask.as_deref().map(single).as_deref());
            assert_near(&singles, &expected, 1e-6);

            let mut y = vec![9.0; x.len()];
            normalize(&plain(channels), &mut y, &x, &stats, &());
            assert_near(&y, &naive_normalize(&x, &expected), 1e-11);
            let mut y = vec![9.0_f32; x.len()];
            normalize(&plain(channels), &mut y, &single(&x), &singles, &());
            assert_near(&y, &naive_normalize(&x, &expected), 1e-4);
        }
    }
}

#[test]
fn a_large_mean_does_not_hide_the_variance() {
    let mut stats = [0.0_f32; 2];
    statistics(&plain(1), &mut stats, &[1e6, 1e6 + 1.0, 1e6, 1e6 + 1.0], None);
    assert_eq!(stats[1], 0.25);
}

#[test]
fn the_derivatives_are_those_of_the_function() {
    for (channels, columns) in SIZES {
        let (x, dy) = (numbers(channels * columns, 1), numbers(channels * columns, 2));
        let (scale, offset) = (numbers(channels, 3), numbers(channels, 4));
        let folded = Folded { scale: Some(&scale), offset: Some(&offset), ..plain(channels) };
        for mask in masks(columns) {
            let value = |x: &[f64], scale: &[f64], offset: &[f64]| {
                let stats = naive_statistics(x, channels, mask.as_deref());
                let y = naive_normalize(x, &stats).into_iter().enumerate();
                let y: Vec<_> = y.map(|(at, y)| y * scale[at % channels] + offset[at % channels]).collect();
                dot(&y, &dy)
            };
            let mut stats = vec![0.0; 2 * channels];
            statistics(&folded, &mut stats, &x, mask.as_deref());
            let mut y = vec![9.0; x.len()];
            normalize(&folded, &mut y, &x, &stats, &());
            assert!((dot(&y, &dy) - value(&x, &scale, &offset)).abs() < 1e-9);

            let mut dx = dy.clone();
            let sums = way_back(&folded, &mut dx, &x, &stats, mask.as_deref());
            assert_gradient(&dx, &x, |x| value(x, &scale, &offset));
            let (mut dscale, mut doffset) = (vec![9.0; channels], vec![9.0; channels]);
            assert!(grad_scale(&mut dscale, &sums, &stats, EPSILON));
            assert!(grad_offset(&mut doffset, &sums));
            assert_gradient(&dscale, &scale, |scale| value(&x, scale, &offset));
            assert_gradient(&doffset, &offset, |offset| value(&x, &scale, offset));
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
    statistics(&plain(2), &mut stats, &x, Some(&mask));
    normalize(&plain(2), &mut y, &x, &stats, &());
    way_back(&plain(2), &mut dx, &x, &stats, Some(&mask));
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
        let folded = Folded { moving: Some([&stats[..channels], &stats[channels..]]), ..plain(channels) };
        inference(&folded, &mut y, &x);
        assert_near(&y, &naive_normalize(&x, &stats), 1e-12);
        let mut dx = dy.clone();
        inference_backward(&folded, &mut dx);
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
