//! Pooling against plain loops, over windows of every kind.

use super::{
    Pool, average_backward, average_forward, global_max_backward, global_max_forward, max_backward, max_forward,
};
use crate::kernels::window::cases::{assert_close, assert_slopes, dot, for_each, numbers, window, windows};
use crate::scalar::Scalar;

const SAMPLES: usize = 3;

fn shapes() -> impl Iterator<Item = Pool> {
    // Two that tile the image, since the way back has a form of its own for those.
    let tiles = [[4, 6], [2, 3]].map(|size| window([4, 6], size, size, [1, 1], false));
    windows()
        .into_iter()
        .chain(tiles)
        .flat_map(|window| [1, 2, 3, 6, 8, 12, 64].map(|channels| Pool { window, channels }))
}

/// x and dy.
fn case<T: Scalar>(shape: &Pool) -> [Vec<T>; 2] {
    [shape.window.pixels(), shape.window.positions()].map(|len| numbers(SAMPLES * len * shape.channels, len as u64))
}

/// The places in x that each number of y sees, in order.
fn seen(shape: &Pool) -> Vec<Vec<usize>> {
    let Pool { window, channels } = *shape;
    let mut seen = vec![Vec::new(); SAMPLES * window.positions() * channels];
    for sample in 0..SAMPLES {
        for_each(&window, |position, _, pixel| {
            for channel in 0..channels {
                let to = (sample * window.positions() + position) * channels + channel;
                seen[to].extend(pixel.map(|pixel| (sample * window.pixels() + pixel) * channels + channel));
            }
        });
    }
    seen
}

fn max_is_as_plain_loops_say<T: Scalar>(make: impl Fn(T) -> T) {
    for shape in shapes() {
        let [x, dy] = case::<T>(&shape);
        let x: Vec<T> = x.into_iter().map(&make).collect();
        let (mut y, mut dx) = (vec![f64::NEG_INFINITY; dy.len()], vec![0.0; x.len()]);
        for (o, seen) in seen(&shape).into_iter().enumerate() {
            let mut best = None;
            for i in seen {
                if best.is_none_or(|best: usize| x[i] > x[best]) {
                    best = Some(i);
                }
            }
            if let Some(i) = best {
                y[o] = x[i].to_f64();
                dx[i] += dy[o].to_f64();
            }
        }
        let (mut found_y, mut found_dx) = (vec![T::from_f64(7.0); y.len()], vec![T::from_f64(7.0); dx.len()]);
        max_forward(&shape, &mut found_y, &x);
        assert!(found_y.iter().zip(&y).all(|(found, y)| found.to_f64() == *y), "{shape:?}");
        max_backward(&shape, &mut found_dx, &dy, &x);
        assert_close(&found_dx, &dx, shape.window.cells(), &shape);
    }
}

#[test]
fn maxima_are_as_plain_loops_say() {
    max_is_as_plain_loops_say(|x: f32| x);
    max_is_as_plain_loops_say(|x: f64| x);
}

#[test]
fn of_equal_values_the_first_one_counts() {
    max_is_as_plain_loops_say(|x: f64| (2.0 * x).round());
    max_is_as_plain_loops_say(|_: f32| f32::NEG_INFINITY);
}

#[test]
fn padding_never_wins() {
    max_is_as_plain_loops_say(|x: f64| x - 2.0);
}

fn average_is_as_plain_loops_say<T: Scalar>() {
    for shape in shapes() {
        let [x, dy] = case::<T>(&shape);
        let (mut y, mut dx) = (vec![0.0; dy.len()], vec![0.0; x.len()]);
        for (o, seen) in seen(&shape).into_iter().enumerate() {
            for i in &seen {
                y[o] += x[*i].to_f64() / seen.len() as f64;
                dx[*i] += dy[o].to_f64() / seen.len() as f64;
            }
        }
        let (mut found_y, mut found_dx) = (vec![T::from_f64(7.0); y.len()], vec![T::from_f64(7.0); dx.len()]);
        average_forward(&shape, &mut found_y, &x);
        average_backward(&shape, &mut found_dx, &dy);
        assert_close(&found_y, &y, shape.window.cells(), &shape);
        assert_close(&found_dx, &dx, shape.window.cells(), &shape);
    }
}

#[test]
fn averages_are_as_plain_loops_say() {
    average_is_as_plain_loops_say::<f32>();
    average_is_as_plain_loops_say::<f64>();
}

#[test]
fn gradients_are_slopes() {
    type Forward = fn(&Pool, &mut [f64], &[f64]);
    let pooled = |shape: &Pool, forward: Forward, x: &[f64], len| {
        let mut y = vec![0.0; len];
        forward(shape, &mut y, x);
        y.iter_mut().filter(|y| y.is_infinite()).for_each(|y| *y = 0.0);
        y
    };
    for shape in shapes() {
        let [x, dy] = case::<f64>(&shape);
        if x.len() > 120 {
            continue;
        }
        let mut dx = x.clone();
        max_backward(&shape, &mut dx, &dy, &x);
        let value = |x: &[f64]| dot(&pooled(&shape, max_forward, x, dy.len()), &dy);
        assert_slopes(&x, &dx, 1e-6, value, &shape);
        average_backward(&shape, &mut dx, &dy);
        let value = |x: &[f64]| dot(&pooled(&shape, average_forward, x, dy.len()), &dy);
        assert_slopes(&x, &dx, 1.0, value, &shape);
    }
}

#[test]
fn a_maximum_of_everything_shares_its_gradient() {
    for (positions, channels) in [(1, 1), (2, 3), (17, 2), (3, 17), (5, 33)] {
        for ties in [true, false] {
            let x: Vec<f64> = numbers(SAMPLES * positions * channels, 1);
            let x: Vec<f64> = x.iter().map(|x| if ties { x.round() } else { *x }).collect();
            let dy: Vec<f64> = numbers(SAMPLES * channels, 2);
            let (mut y, mut dx) = (vec![7.0; dy.len()], vec![7.0; x.len()]);
            global_max_forward(positions, channels, &mut y, &x);
            global_max_backward(positions, channels, &mut dx, &dy, &x);
            for sample in 0..SAMPLES {
                for channel in 0..channels {
                    let places = (0..positions).map(|position| (sample * positions + position) * channels + channel);
                    let maximum = places.clone().map(|at| x[at]).fold(f64::NEG_INFINITY, f64::max);
                    let count = places.clone().filter(|at| x[*at] == maximum).count() as f64;
                    assert_eq!(y[sample * channels + channel], maximum);
                    for at in places {
                        let expected = if x[at] == maximum { dy[sample * channels + channel] / count } else { 0.0 };
                        assert_eq!(dx[at], expected);
                    }
                }
            }
            if !ties {
                let value = |x: &[f64]| {
                    let mut y = vec![0.0; dy.len()];
                    global_max_forward(positions, channels, &mut y, x);
                    dot(&y, &dy)
                };
                assert_slopes(&x, &dx, 1e-6, value, &(positions, channels));
            }
        }
    }
}

#[test]
fn nan_stays_visible() {
    let window = window([2, 4], [2, 2], [2, 2], [1, 1], false);
    let shape = Pool { window, channels: 1 };
    for at in 0..4 {
        let pixel = [0, 1, 4, 5][at];
        let (mut x, mut y, mut dx) = ([0.0_f32; 8], [0.0; 2], [0.0; 8]);
        x[pixel] = f32::NAN;
        max_forward(&shape, &mut y, &x);
        assert!(y[0].is_nan() && y[1] == 0.0);
        max_backward(&shape, &mut dx, &[1.0, 2.0], &x);
        assert_eq!(dx, [1.0, 0.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        average_forward(&shape, &mut y, &x);
        assert!(y[0].is_nan() && y[1] == 0.0);
        let mut y = [0.0];
        global_max_forward(8, 1, &mut y, &x);
        assert!(y[0].is_nan());
        global_max_backward(8, 1, &mut dx, &[1.0], &x);
        assert!(dx.iter().all(|dx| dx.is_nan()));
    }
}
