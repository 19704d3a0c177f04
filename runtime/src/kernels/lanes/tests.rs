//! Blocks of samples against the same computations sample after sample.

use super::*;
use crate::kernels::window::cases::{numbers, windows};
use crate::testing::on_threads;

/// Channels and filters.
const WIDTHS: [(usize, usize); 6] = [(1, 6), (6, 16), (3, 1), (5, 3), (2, 12), (9, 4)];

/// Two blocks and something left, one block, and less than that.
const SAMPLES: [usize; 4] = [37, 32, 16, 3];

fn interleaved<T: Scalar>(x: &[T], len: usize) -> Vec<T> {
    let mut y = vec![T::from_f64(7.0); x.len()];
    interleave(&mut y, x, len);
    y
}

fn separated<T: Scalar>(x: &[T], len: usize) -> Vec<T> {
    let mut y = vec![T::from_f64(7.0); x.len()];
    separate(&mut y, x, len);
    y
}

#[track_caller]
fn assert_near<T: Scalar>(found: &[T], expected: &[T], terms: usize, what: &impl core::fmt::Debug) {
    let epsilon = if size_of::<T>() == 4 { 2e-7 } else { 4e-16 };
    assert_eq!(found.len(), expected.len(), "{what:?}");
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        let off = (found.to_f64() - expected.to_f64()).abs();
        assert!(off <= epsilon * (terms as f64 + 2.0), "{what:?}: {at} is {found:?}, expected {expected:?}");
    }
}

#[test]
fn a_batch_comes_back_as_it_was() {
    for (samples, len) in [(0, 3), (1, 5), (16, 1), (16, 7), (40, 19), (33, 32)] {
        let x: Vec<f32> = numbers(samples * len, 1);
        let y = interleaved(&x, len);
        let block = samples / LANES * LANES;
        for (sample, at) in (0..block).flat_map(|sample| (0..len).map(move |at| (sample, at))) {
            let place = (sample / LANES * len + at) * LANES + sample % LANES;
            assert_eq!(y[place], x[sample * len + at], "sample {sample}, number {at}");
        }
        assert_eq!(y[block * len..], x[block * len..]);
        assert_eq!(separated(&y, len), x);
    }
}

fn convolutions_are_the_same<T: Scalar>() {
    for window in windows() {
        for (channels, filters) in WIDTHS {
            let shape = Conv { window, channels, filters, groups: 1 };
            for samples in SAMPLES {
                if samples > 16 && window.pixels() > 30 && filters != 6 {
                    continue;
                }
                let (inner, outer) = (window.pixels() * channels, window.positions() * filters);
                let (x, dy) = (numbers::<T>(samples * inner, 1), numbers::<T>(samples * outer, 2));
                let (kernel, bias) = (numbers::<T>(shape.depth() * filters, 3), numbers::<T>(filters, 4));
                let (x_lanes, dy_lanes) = (interleaved(&x, inner), interleaved(&dy, outer));
                let nines = |len: usize| vec![T::from_f64(9.0); len];

                let (mut y, mut y_lanes) = (nines(dy.len()), nines(dy.len()));
                conv::forward(&shape, &mut y, &kernel, Some(&bias), &x, &());
                conv_forward(&shape, &mut y_lanes, &kernel, Some(&bias), &x_lanes, &());
                assert_near(&separated(&y_lanes, outer), &y, shape.depth(), &shape);

                let (mut dx, mut dx_lanes) = (nines(x.len()), nines(x.len()));
                conv::grad_input(&shape, &mut dx, &kernel, &dy, &());
                conv_grad_input(&shape, &mut dx_lanes, &kernel, &dy_lanes, &());
                assert_near(&separated(&dx_lanes, inner), &dx, window.cells() * filters, &shape);

                let (mut dw, mut dw_lanes) = (nines(kernel.len()), nines(kernel.len()));
                assert!(conv::grad_kernel(&shape, &mut dw, &dy, &x));
                assert!(conv_grad_kernel(&shape, &mut dw_lanes, &dy_lanes, &x_lanes));
                assert_near(&dw_lanes, &dw, window.positions() * samples, &shape);

                let mut db = nines(filters);
                assert!(grad_bias(window.positions(), &mut db, &dy_lanes));
                let mut sums = vec![T::ZERO; filters];
                dy.chunks(filters).for_each(|dy| sums.iter_mut().zip(dy).for_each(|(sum, dy)| *sum += *dy));
                assert_near(&db, &sums, window.positions() * samples, &shape);
            }
        }
    }
}

#[test]
fn convolutions_of_f32_are_the_same() {
    convolutions_are_the_same::<f32>();
}

#[test]
fn convolutions_of_f64_are_the_same() {
    convolutions_are_the_same::<f64>();
}

fn depthwise_convolutions_are_the_same<T: Scalar>() {
    use crate::kernels::depthwise;
    // Channels and multipliers: less than a tile, whole ones and something left; more pairs than are summed for at a time.
    for (channels, multiplier) in [(1, 1), (3, 1), (8, 1), (13, 1), (1, 3), (5, 2), (270, 1)] {
        for window in windows() {
            let shape = Depthwise { window, channels, multiplier };
            if channels > 200 && (window.cells() < 6 || window.pixels() > 20) {
                continue;
            }
            for samples in SAMPLES {
                if samples > 16 && window.pixels() > 30 && channels != 13 {
                    continue;
                }
                let (inner, outer) = (shape.inner(), shape.outer());
                let (x, dy) = (numbers::<T>(samples * inner, 1), numbers::<T>(samples * outer, 2));
                let kernel = numbers::<T>(window.cells() * shape.filters(), 3);
                let (x_lanes, dy_lanes) = (interleaved(&x, inner), interleaved(&dy, outer));
                let nines = |len: usize| vec![T::from_f64(9.0); len];

                let (mut y, mut y_lanes) = (nines(dy.len()), nines(dy.len()));
                depthwise::forward(&shape, &mut y, &kernel, &x, &());
                depthwise_forward(&shape, &mut y_lanes, &kernel, &x_lanes, &());
                assert_near(&separated(&y_lanes, outer), &y, window.cells(), &shape);

                let (mut dx, mut dx_lanes) = (nines(x.len()), nines(x.len()));
                depthwise::grad_input(&shape, &mut dx, &kernel, &dy, &());
                depthwise_grad_input(&shape, &mut dx_lanes, &kernel, &dy_lanes, &());
                assert_near(&separated(&dx_lanes, inner), &dx, window.cells() * multiplier, &shape);

                let (mut dw, mut dw_lanes) = (nines(kernel.len()), nines(kernel.len()));
                assert!(depthwise::grad_kernel(&shape, &mut dw, &dy, &x));
                assert!(depthwise_grad_kernel(&shape, &mut dw_lanes, &dy_lanes, &x_lanes));
                assert_near(&dw_lanes, &dw, window.positions() * samples, &shape);
            }
        }
    }
}

#[test]
fn depthwise_convolutions_of_f32_are_the_same() {
    depthwise_convolutions_are_the_same::<f32>();
}

#[test]
fn depthwise_convolutions_of_f64_are_the_same() {
    depthwise_convolutions_are_the_same::<f64>();
}

#[test]
fn a_depthwise_window_may_have_many_cells() {
    use crate::kernels::depthwise;
    let window = crate::kernels::window::cases::window([12, 13], [9, 10], [1, 1], [1, 1], true);
    let shape = Depthwise { window, channels: 30, multiplier: 1 };
    let (x, dy) = (numbers::<f64>(17 * shape.inner(), 1), numbers::<f64>(17 * shape.outer(), 2));
    let (mut dw, mut dw_lanes) = (vec![9.0; 90 * 30], vec![9.0; 90 * 30]);
    assert!(depthwise::grad_kernel(&shape, &mut dw, &dy, &x));
    let (x, mut dy) = (interleaved(&x, shape.inner()), interleaved(&dy, shape.outer()));
    assert!(depthwise_grad_kernel(&shape, &mut dw_lanes, &dy, &x));
    assert_near(&dw_lanes, &dw, 17 * window.positions(), &shape);
    dy[1000] = f64::NAN;
    assert!(!depthwise_grad_kernel(&shape, &mut dw_lanes, &dy, &x));
}

#[test]
fn pooling_is_the_same() {
    for window in windows() {
        for samples in SAMPLES {
            let shape = Pool { window, channels: 3 };
            let (inner, outer) = (window.pixels() * 3, window.positions() * 3);
            let (x, dy) = (numbers::<f32>(samples * inner, 1), numbers::<f32>(samples * outer, 2));
            let (x_lanes, dy_lanes) = (interleaved(&x, inner), interleaved(&dy, outer));
            let (mut y, mut dx) = (vec![9.0; dy.len()], vec![9.0; x.len()]);
            let (mut y_lanes, mut dx_lanes) = (y.clone(), dx.clone());

            pool::max_forward(&shape, &mut y, &x);
            max_forward(&shape, &mut y_lanes, &x_lanes);
            assert_eq!(separated(&y_lanes, outer), y, "{shape:?}");
            pool::max_backward(&shape, &mut dx, &dy, &x);
            max_backward(&shape, &mut dx_lanes, &dy_lanes, &x_lanes, &());
            assert_eq!(separated(&dx_lanes, inner), dx, "{shape:?}");
            pool::average_forward(&shape, &mut y, &x);
            average_forward(&shape, &mut y_lanes, &x_lanes);
            assert_eq!(separated(&y_lanes, outer), y, "{shape:?}");
            pool::average_backward(&shape, &mut dx, &dy);
            average_backward(&shape, &mut dx_lanes, &dy_lanes, &());
            assert_eq!(separated(&dx_lanes, inner), dx, "{shape:?}");
        }
    }
}

#[test]
fn batch_normalization_is_the_same() {
    use crate::kernels::batch_norm;
    use crate::kernels::fold::Folded;
    for (channels, positions) in [(1, 3), (3, 50), (4, 7), (6, 1), (17, 5), (300, 2)] {
        for samples in SAMPLES {
            let len = channels * positions;
            let (x, dy) = (numbers::<f64>(samples * len, 1), numbers::<f64>(samples * len, 2));
            let (scale, offset) = (numbers::<f64>(channels, 3), numbers::<f64>(channels, 4));
            let (scale, offset) = (Some(scale.as_slice()), Some(offset.as_slice()));
            let plain = Folded { channels, moving: None, epsilon: 1e-3, scale, offset, positions: None };
            let results = |folded: &Folded<'_, f64>, x: &[f64], dy: &[f64]| {
                let (mut y, mut dx) = (vec![9.0; x.len()], dy.to_vec());
                let (mut stats, mut sums) = (vec![9.0; 2 * channels], vec![9.0; 2 * channels]);
                batch_norm::statistics(folded, &mut stats, x, None);
                batch_norm::normalize(folded, &mut y, x, &stats, &());
                batch_norm::sums(folded, &mut sums, dy, x, &stats);
                batch_norm::backward(folded, &mut dx, x, &stats, &sums, None);
                [y, dx, stats, sums]
            };
            let lanes = Folded { positions: Some(positions), ..plain };
            let (x_lanes, dy_lanes) = (interleaved(&x, len), interleaved(&dy, len));
            let [y, dx, stats, sums] = results(&lanes, &x_lanes, &dy_lanes);
            let found = [separated(&y, len), separated(&dx, len), stats, sums];
            let expected = results(&plain, &x, &dy);
            for (found, expected) in found.iter().zip(&expected) {
                for (found, expected) in found.iter().zip(expected) {
                    let error = (found - expected).abs();
                    assert!(
                        error < 1e-10 * (1.0 + expected.abs()),
                        "{channels} {positions} {samples}: {found} {expected}"
                    );
                }
            }
            let shared = on_threads(3, || results(&lanes, &x_lanes, &dy_lanes));
            assert_eq!(shared, results(&lanes, &x_lanes, &dy_lanes));
        }
    }
}

#[test]
fn threads_change_no_bit() {
    let window = crate::kernels::window::cases::window([28, 28], [5, 5], [1, 1], [1, 1], true);
    let shape = Conv { window, channels: 4, filters: 6, groups: 1 };
    let (inner, outer) = (window.pixels() * 4, window.positions() * 6);
    let (x, dy, kernel) = (numbers::<f32>(64 * inner, 1), numbers(64 * outer, 2), numbers(600, 3));
    let results = |threads| {
        let (mut y, mut dx, mut dw) = (vec![0.0; dy.len()], vec![0.0; x.len()], vec![0.0; 600]);
        on_threads(threads, || {
            conv_forward(&shape, &mut y, &kernel, None, &x, &());
            conv_grad_input(&shape, &mut dx, &kernel, &dy, &());
            assert!(conv_grad_kernel(&shape, &mut dw, &dy, &x));
        });
        (y, dx, dw)
    };
    assert_eq!(results(1), results(2));
    assert_eq!(results(1), results(3));

    // Without padding tiles have cells of several channels, and filters of several widths.
    let valid = crate::kernels::window::cases::window([20, 20], [5, 5], [1, 1], [1, 1], false);
    let shape = Conv { window: valid, channels: 3, filters: 7, groups: 1 };
    let (x, dy) = (numbers::<f32>(64 * valid.pixels() * 3, 1), numbers(64 * valid.positions() * 7, 2));
    let gradient = |threads| {
        let mut dw = vec![0.0; 25 * 3 * 7];
        on_threads(threads, || assert!(conv_grad_kernel(&shape, &mut dw, &dy, &x)));
        dw
    };
    assert_eq!(gradient(1), gradient(2));
    assert_eq!(gradient(1), gradient(3));

    let shape = Depthwise { window, channels: 13, multiplier: 1 };
    let (x, dy) = (numbers::<f32>(70 * shape.inner(), 1), numbers::<f32>(70 * shape.outer(), 2));
    let kernel = numbers::<f32>(window.cells() * 13, 3);
    let results = |threads| {
        let (mut y, mut dx, mut dw) = (dy.clone(), x.clone(), kernel.clone());
        on_threads(threads, || {
            depthwise_forward(&shape, &mut y, &kernel, &x, &());
            depthwise_grad_input(&shape, &mut dx, &kernel, &dy, &());
            assert!(depthwise_grad_kernel(&shape, &mut dw, &dy, &x));
        });
        (y, dx, dw)
    };
    assert_eq!(results(1), results(2));
    assert_eq!(results(1), results(3));
}

fn means_are_the_same<T: Scalar>() {
    for (positions, channels) in [(1, 1), (4, 3), (9, 16), (64, 5)] {
        for samples in SAMPLES {
            let inner = positions * channels;
            let (x, dy) = (numbers::<T>(samples * inner, 1), numbers::<T>(samples * channels, 2));
            let (mut y, mut expected) = (vec![T::from_f64(7.0); dy.len()], vec![T::ZERO; dy.len()]);
            mean_forward(&mut y, &interleaved(&x, inner), positions, channels);
            mean::forward(&mut expected, &x, positions, channels, None);
            assert_eq!(separated(&y, channels), expected, "{samples} of {positions} by {channels}");

            let (mut dx, mut expected) = (vec![T::from_f64(7.0); x.len()], vec![T::ZERO; x.len()]);
            mean_backward(&mut dx, &interleaved(&dy, channels), positions, channels, &());
            mean::backward(&mut expected, &dy, positions, channels, None);
            assert_eq!(separated(&dx, inner), expected, "{samples} of {positions} by {channels}");
        }
    }
}

#[test]
fn means_are_those_of_features_across() {
    means_are_the_same::<f32>();
    means_are_the_same::<f64>();
}
