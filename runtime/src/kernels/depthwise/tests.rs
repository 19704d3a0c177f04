//! Depthwise convolutions against plain loops, over windows of every kind.

use super::{Depthwise, forward, grad_input, grad_kernel};
use crate::kernels::window::cases::{assert_close, assert_slopes, dot, for_each, numbers, windows};
use crate::scalar::Scalar;

const SAMPLES: usize = 3;

fn shapes() -> impl Iterator<Item = Depthwise> {
    let widths = [(1, 1), (2, 1), (3, 2), (17, 1), (32, 1), (16, 3), (4, 1)];
    windows()
        .into_iter()
        .flat_map(move |window| widths.map(|(channels, multiplier)| Depthwise { window, channels, multiplier }))
}

/// Kernel, x and dy.
fn case<T: Scalar>(shape: &Depthwise) -> [Vec<T>; 3] {
    let filters = shape.filters();
    [
        numbers(shape.window.cells() * filters, 1),
        numbers(SAMPLES * shape.window.pixels() * shape.channels, 2),
        numbers(SAMPLES * shape.window.positions() * filters, 3),
    ]
}

/// Calls `f` with the places in y, kernel and x of each product there is.
fn for_each_product(shape: &Depthwise, mut f: impl FnMut(usize, usize, usize)) {
    let Depthwise { window, channels, multiplier } = *shape;
    for sample in 0..SAMPLES {
        for_each(&window, |position, cell, pixel| {
            let Some(pixel) = pixel else { return };
            for filter in 0..shape.filters() {
                f(
                    (sample * window.positions() + position) * shape.filters() + filter,
                    cell * shape.filters() + filter,
                    (sample * window.pixels() + pixel) * channels + filter / multiplier,
                );
            }
        });
    }
}

fn is_as_plain_loops_say<T: Scalar>() {
    for shape in shapes() {
        let [kernel, x, dy] = case::<T>(&shape);
        let mut expected = [dy.len(), kernel.len(), x.len()].map(|len| vec![0.0; len]);
        for_each_product(&shape, |o, k, i| {
            expected[0][o] += kernel[k].to_f64() * x[i].to_f64();
            expected[1][k] += dy[o].to_f64() * x[i].to_f64();
            expected[2][i] += kernel[k].to_f64() * dy[o].to_f64();
        });
        let mut found = [dy.len(), kernel.len(), x.len()].map(|len| vec![T::from_f64(7.0); len]);
        forward(&shape, &mut found[0], &kernel, &x, &());
        assert!(grad_kernel(&shape, &mut found[1], &dy, &x));
        grad_input(&shape, &mut found[2], &kernel, &dy, &());
        let terms = SAMPLES * shape.window.positions() + shape.window.cells() * shape.multiplier;
        for (found, expected) in found.iter().zip(&expected) {
            assert_close(found, expected, terms, &shape);
        }
    }
}

#[test]
fn depthwise_convolutions_of_f32_are_as_plain_loops_say() {
    is_as_plain_loops_say::<f32>();
}

#[test]
fn depthwise_convolutions_of_f64_are_as_plain_loops_say() {
    is_as_plain_loops_say::<f64>();
}

#[test]
fn gradients_are_slopes() {
    for shape in shapes() {
        let [kernel, x, dy] = case::<f64>(&shape);
        if x.len().max(kernel.len()) > 120 {
            continue;
        }
        let value = |kernel: &[f64], x: &[f64]| {
            let mut y = vec![7.0; dy.len()];
            forward(&shape, &mut y, kernel, x, &());
            dot(&y, &dy)
        };
        let (mut dkernel, mut dx) = (kernel.clone(), x.clone());
        assert!(grad_kernel(&shape, &mut dkernel, &dy, &x));
        grad_input(&shape, &mut dx, &kernel, &dy, &());
        assert_slopes(&kernel, &dkernel, 1.0, |kernel| value(kernel, &x), &shape);
        assert_slopes(&x, &dx, 1.0, |x| value(&kernel, x), &shape);
    }
}

#[test]
fn a_gradient_that_is_not_finite_is_seen() {
    for shape in shapes() {
        let [mut dkernel, x, mut dy] = case::<f32>(&shape);
        let at = dy.len() / 2;
        let mut seen = false;
        for_each_product(&shape, |o, _, _| seen |= o == at);
        for bad in [f32::NAN, f32::INFINITY] {
            dy[at] = bad;
            assert_eq!(grad_kernel(&shape, &mut dkernel, &dy, &x), !seen, "{shape:?}");
        }
    }
}
