//! Convolutions against plain loops, over windows of every kind.

use super::{Conv, forward, grad_input, grad_kernel};
use crate::kernels::pointwise::Then;
use crate::kernels::window::Window;
use crate::kernels::window::cases::{assert_close, assert_slopes, dot, for_each, numbers, window, windows};
use crate::scalar::Scalar;
use crate::testing::on_threads;

/// Channels, filters, groups.
const WIDTHS: [(usize, usize, usize); 7] =
    [(1, 1, 1), (1, 6, 1), (3, 2, 1), (17, 3, 1), (2, 17, 1), (4, 6, 2), (3, 6, 3)];

/// Windows of every kind, and what fills more than a block, or is divided in one way or another.
fn shapes() -> Vec<Conv> {
    let mut shapes = Vec::new();
    for window in windows() {
        shapes.extend(WIDTHS.map(|(channels, filters, groups)| Conv { window, channels, filters, groups }));
    }
    for (side, size, channels, filters, groups) in [
        ([28, 28], [5, 5], 1, 6, 1),
        ([12, 12], [5, 5], 6, 16, 1),
        ([6, 5], [3, 3], 40, 5, 1),
        ([5, 5], [3, 3], 70, 3, 1),
        ([4, 5], [3, 3], 300, 33, 1),
        ([1, 70], [1, 7], 33, 2, 1),
        ([9, 9], [3, 3], 140, 70, 2),
        ([9, 8], [3, 3], 6, 66, 2),
    ] {
        let plain = window(side, size, [1, 1], [1, 1], false);
        for window in [plain, window(side, size, [2, 1], [1, 1], true), window(side, size, [1, 1], [1, 2], true)] {
            shapes.push(Conv { window, channels, filters, groups });
        }
    }
    shapes
}

/// Everything there is to a convolution, made up.
struct Case<T> {
    shape: Conv,
    kernel: Vec<T>,
    bias: Vec<T>,
    x: Vec<T>,
    dy: Vec<T>,
}

impl<T: Scalar> Case<T> {
    fn new(shape: Conv, samples: usize) -> Self {
        let (pixels, positions) = (samples * shape.window.pixels(), samples * shape.window.positions());
        Self {
            shape,
            kernel: numbers(shape.depth() * shape.filters, 1),
            bias: numbers(shape.filters, 2),
            x: numbers(pixels * shape.channels, 3),
            dy: numbers(positions * shape.filters, 4),
        }
    }

    /// Calls `f` with the places in y, kernel and x of each product there is.
    fn for_each_product(&self, mut f: impl FnMut(usize, usize, usize)) {
        let Conv { window, channels, filters, groups } = self.shape;
        let (inner, outer) = (channels / groups, filters / groups);
        for sample in 0..self.x.len() / (window.pixels() * channels) {
            for_each(&window, |position, cell, pixel| {
                let Some(pixel) = pixel else { return };
                for filter in 0..filters {
                    for channel in 0..inner {
                        f(
                            (sample * window.positions() + position) * filters + filter,
                            (cell * inner + channel) * filters + filter,
                            (sample * window.pixels() + pixel) * channels + filter / outer * inner + channel,
                        );
                    }
                }
            });
        }
    }

    fn forward(&self, kernel: &[T], x: &[T], then: &impl Then<T>) -> Vec<T> {
        let mut y = vec![T::from_f64(7.0); self.dy.len()];
        forward(&self.shape, &mut y, kernel, Some(&self.bias), x, then);
        y
    }

    fn grad_kernel(&self) -> Vec<T> {
        let mut dkernel = vec![T::from_f64(7.0); self.kernel.len()];
        assert!(grad_kernel(&self.shape, &mut dkernel, &self.dy, &self.x));
        dkernel
    }

    fn grad_input(&self, then: &impl Then<T>) -> Vec<T> {
        let mut dx = vec![T::from_f64(7.0); self.x.len()];
        grad_input(&self.shape, &mut dx, &self.kernel, &self.dy, then);
        dx
    }
}

/// Images whose rows are too long to be copied as a whole.
fn long_rows() -> [Conv; 2] {
    [([1, 300], [1, 7], 33, 5), ([4, 300], [3, 3], 9, 20)].map(|(side, size, channels, filters)| {
        let window = window(side, size, [1, 1], [1, 1], true);
        Conv { window, channels, filters, groups: 1 }
    })
}

fn is_as_plain_loops_say<T: Scalar>() {
    for shape in shapes().into_iter().chain(long_rows()) {
        for samples in [1, 3] {
            let case = Case::<T>::new(shape, samples);
            let mut y: Vec<f64> = case.bias.iter().cycle().take(case.dy.len()).map(|b| b.to_f64()).collect();
            let (mut dkernel, mut dx) = (vec![0.0; case.kernel.len()], vec![0.0; case.x.len()]);
            case.for_each_product(|o, k, i| {
                let (w, x, dy) = (case.kernel[k].to_f64(), case.x[i].to_f64(), case.dy[o].to_f64());
                y[o] += w * x;
                dkernel[k] += dy * x;
                dx[i] += w * dy;
            });
            let (positions, cells) = (samples * shape.window.positions(), shape.window.cells());
            assert_close(&case.forward(&case.kernel, &case.x, &()), &y, shape.depth(), &shape);
            assert_close(&case.grad_kernel(), &dkernel, positions, &shape);
            assert_close(&case.grad_input(&()), &dx, shape.filters * cells, &shape);
            let mut unbiased = vec![T::from_f64(7.0); y.len()];
            forward(&shape, &mut unbiased, &case.kernel, None, &case.x, &());
            y.iter_mut().zip(case.bias.iter().cycle()).for_each(|(y, b)| *y -= b.to_f64());
            assert_close(&unbiased, &y, shape.depth(), &shape);
        }
    }
}

#[test]
fn convolutions_of_f32_are_as_plain_loops_say() {
    is_as_plain_loops_say::<f32>();
}

#[test]
fn convolutions_of_f64_are_as_plain_loops_say() {
    is_as_plain_loops_say::<f64>();
}

#[test]
fn gradients_are_slopes() {
    for shape in shapes() {
        let case = Case::<f64>::new(shape, 2);
        if case.x.len().max(case.kernel.len()) <= 120 {
            let value = |kernel: &[f64], x: &[f64]| dot(&case.forward(kernel, x, &()), &case.dy);
            assert_slopes(&case.kernel, &case.grad_kernel(), 1.0, |kernel| value(kernel, &case.x), &shape);
            assert_slopes(&case.x, &case.grad_input(&()), 1.0, |x| value(&case.kernel, x), &shape);
        }
    }
}

/// Adds to each number its place, and asserts that it gets whole columns.
struct AddPlaces(usize);

impl Then<f64> for AddPlaces {
    fn apply(&self, columns: &mut [f64], at: usize) {
        assert!(columns.len().is_multiple_of(self.0) && at.is_multiple_of(self.0));
        columns.iter_mut().zip(at..).for_each(|(y, at)| *y += at as f64);
    }
}

#[test]
fn what_follows_gets_each_number_once() {
    let places = |values: Vec<f64>| -> Vec<f64> { values.iter().zip(0..).map(|(y, at)| y + f64::from(at)).collect() };
    for shape in shapes() {
        let (case, sample) = (Case::<f64>::new(shape, 3), shape.window.pixels() * shape.channels);
        let y = places(case.forward(&case.kernel, &case.x, &()));
        assert_eq!(case.forward(&case.kernel, &case.x, &AddPlaces(shape.filters)), y, "{shape:?}");
        // A partition may be finished window by window.
        let sample = if shape.is_product() { shape.depth() } else { sample };
        assert_eq!(case.grad_input(&AddPlaces(sample)), places(case.grad_input(&())), "{shape:?}");
    }
}

#[test]
fn the_bits_are_the_same_for_every_number_of_threads() {
    for (channels, filters, groups) in [(3, 32, 1), (16, 64, 1), (16, 64, 4)] {
        let window = window([20, 19], [3, 3], [1, 1], [1, 1], true);
        let case = Case::<f32>::new(Conv { window, channels, filters, groups }, 33);
        let results = |threads| {
            on_threads(threads, || (case.forward(&case.kernel, &case.x, &()), case.grad_kernel(), case.grad_input(&())))
        };
        let one = results(1);
        for threads in [2, 3, 8] {
            assert!(results(threads) == one, "{:?} by {threads} threads", case.shape);
        }
    }
}

#[test]
fn a_gradient_that_is_not_finite_is_seen() {
    for shape in shapes().into_iter().filter(|shape| shape.channels * shape.filters > 9) {
        for bad in [f32::NAN, f32::INFINITY] {
            let mut case = Case::<f32>::new(shape, 2);
            let (mut dkernel, len) = (vec![0.0; case.kernel.len()], case.dy.len());
            case.dy[len / 2] = bad;
            // A position that sees only padding has no part in the gradient.
            let mut seen = false;
            case.for_each_product(|o, _, _| seen |= o == len / 2);
            assert!(!(grad_kernel(&shape, &mut dkernel, &case.dy, &case.x) && seen), "{shape:?}");
        }
    }
}

#[test]
fn an_empty_batch_has_no_gradient() {
    for shape in shapes() {
        let mut dkernel = vec![7.0; shape.depth() * shape.filters];
        forward(&shape, &mut [], &dkernel, None, &[], &());
        grad_input(&shape, &mut [], &dkernel, &[], &());
        assert!(grad_kernel(&shape, &mut dkernel, &[], &[]));
        assert!(dkernel.iter().all(|dw: &f32| *dw == 0.0));
    }
}

#[test]
fn a_window_may_be_larger_than_what_it_sees() {
    // Every position sees one and the same pixel, or none.
    let window =
        Window { input: [1, 1], output: [3, 3], size: [2, 2], strides: [1, 1], dilation: [1, 1], before: [1, 1] };
    let shape = Conv { window, channels: 1, filters: 1, groups: 1 };
    let mut y = [0.0_f32; 9];
    forward(&shape, &mut y, &[1.0, 2.0, 3.0, 4.0], None, &[1.0], &());
    assert_eq!(y, [4.0, 3.0, 0.0, 2.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
}
