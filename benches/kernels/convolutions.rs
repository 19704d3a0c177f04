//! The convolutions of W2 and W7, forward and back, with features and with samples across the vector; a transposed and a
//! depthwise one.
//!
//! The compiler's table of costs, `dsl-macros/compiler/src/cost.rs`, is what these reach of the peak.

use std::hint::black_box;

use chainrule::kernels::conv::{self, Conv};
use chainrule::kernels::depthwise::{self, Depthwise};
use chainrule::kernels::lanes;
use chainrule::kernels::window::Window;
use criterion::Criterion;

use crate::input::numbers;
use crate::recorder::{Recorder, Work};

pub(crate) fn all(criterion: &mut Criterion, recorder: &Recorder) {
    // W2
    for (side, channels, filters) in [(28, 1, 6), (12, 6, 16)] {
        let shape = Conv { window: valid(side, 5), channels, filters, groups: 1 };
        convolution(criterion, recorder, &shape, 128);
    }
    // W7
    for (side, size, stride, channels, filters) in
        [(32, 3, 1, 3, 16), (32, 3, 1, 16, 16), (32, 3, 2, 16, 32), (16, 3, 1, 32, 32), (8, 3, 1, 64, 64)]
    {
        let shape = Conv { window: same(side, size, stride), channels, filters, groups: 1 };
        convolution(criterion, recorder, &shape, 64);
    }
    transposed(criterion, recorder);
    depthwise(criterion, recorder);
}

/// Square windows on a square image, without padding.
fn valid(side: usize, size: usize) -> Window {
    let output = side - size + 1;
    Window { output: [output; 2], before: [0; 2], ..same(side, size, 1) }
}

/// The same with Keras' padding `same`.
pub(crate) fn same(side: usize, size: usize, stride: usize) -> Window {
    let output = side.div_ceil(stride);
    let before = ((output - 1) * stride + size).saturating_sub(side) / 2;
    Window {
        input: [side; 2],
        output: [output; 2],
        size: [size; 2],
        strides: [stride; 2],
        dilation: [1; 2],
        before: [before; 2],
    }
}

/// `32x32x16 3x3/2`
fn named(window: &Window, channels: usize) -> String {
    let ([height, width], [kh, kw], [stride, _]) = (window.input, window.size, window.strides);
    let stride = if stride > 1 { format!("/{stride}") } else { String::new() };
    format!("{height}x{width}x{channels} {kh}x{kw}{stride}")
}

/// Lengths of a batch before and after, and of the kernel.
fn lengths(Conv { window, channels, filters, .. }: &Conv, batch: usize) -> [usize; 3] {
    let [pixels, positions, cells] = [window.input, window.output, window.size].map(|[height, width]| height * width);
    [batch * pixels * channels, batch * positions * filters, cells * channels * filters]
}

/// A convolution and both its gradients. Multiply-adds with the padding are counted.
fn convolution(criterion: &mut Criterion, recorder: &Recorder, shape: &Conv, batch: usize) {
    let lengths = lengths(shape, batch);
    let [x, y, kernel] = lengths.map(numbers);
    let [mut dx, mut dy, mut dkernel] = lengths.map(numbers);
    let bias = numbers(shape.filters);
    let [_, on_y, on_kernel] = lengths;
    let work = Work::products(on_y * (on_kernel / shape.filters), lengths.iter().sum());
    let name = |what: &str, layout: &str| {
        format!("conv {} to {} {what} {layout}", named(&shape.window, shape.channels), shape.filters)
    };

    recorder.bench(criterion, &name("forward", "features"), work, || {
        let (kernel, x) = black_box((&kernel, &x));
        conv::forward(shape, &mut dy, kernel, Some(&bias), x, &());
        black_box(&dy);
    });
    recorder.bench(criterion, &name("forward", "samples"), work, || {
        let (kernel, x) = black_box((&kernel, &x));
        lanes::conv_forward(shape, &mut dy, kernel, Some(&bias), x, &());
        black_box(&dy);
    });
    recorder.bench(criterion, &name("grad_kernel", "features"), work, || {
        let (y, x) = black_box((&y, &x));
        let finite = conv::grad_kernel(shape, &mut dkernel, y, x);
        black_box((finite, &dkernel));
    });
    recorder.bench(criterion, &name("grad_kernel", "samples"), work, || {
        let (y, x) = black_box((&y, &x));
        let finite = lanes::conv_grad_kernel(shape, &mut dkernel, y, x);
        black_box((finite, &dkernel));
    });
    recorder.bench(criterion, &name("grad_input", "features"), work, || {
        let (kernel, y) = black_box((&kernel, &y));
        conv::grad_input(shape, &mut dx, kernel, y, &());
        black_box(&dx);
    });
    recorder.bench(criterion, &name("grad_input", "samples"), work, || {
        let (kernel, y) = black_box((&kernel, &y));
        lanes::conv_grad_input(shape, &mut dx, kernel, y, &());
        black_box(&dx);
    });
}

/// `Conv2DTranspose(16, 3, strides = 2, padding = same)` on 14 x 14 x 32, which is the way back of a convolution.
fn transposed(criterion: &mut Criterion, recorder: &Recorder) {
    const BATCH: usize = 64;
    let shape = Conv { window: same(28, 3, 2), channels: 16, filters: 32, groups: 1 };
    let lengths = lengths(&shape, BATCH);
    let [mut y, x, kernel] = lengths.map(numbers);
    let [_, on_x, on_kernel] = lengths;
    let work = Work::products(on_x * (on_kernel / shape.filters), lengths.iter().sum());
    recorder.bench(criterion, "conv transposed 14x14x32 3x3/2 to 16 features", work, || {
        let (kernel, x) = black_box((&kernel, &x));
        conv::grad_input(&shape, &mut y, kernel, x, &());
        black_box(&y);
    });
    recorder.bench(criterion, "conv transposed 14x14x32 3x3/2 to 16 samples", work, || {
        let (kernel, x) = black_box((&kernel, &x));
        lanes::conv_grad_input(&shape, &mut y, kernel, x, &());
        black_box(&y);
    });
}

/// `DepthwiseConv2D(3, padding = same)` on 32 x 32 x 32, and on 8 x 8 x 64.
fn depthwise(criterion: &mut Criterion, recorder: &Recorder) {
    const BATCH: usize = 64;
    for (side, channels) in [(32, 32), (8, 64)] {
        let shape = Depthwise { window: same(side, 3, 1), channels, multiplier: 1 };
        let (len, weights) = (BATCH * side * side * channels, 3 * 3 * channels);
        let (x, y, kernel) = (numbers(len), numbers(len), numbers(weights));
        let (mut dx, mut dy, mut dkernel) = (x.clone(), y.clone(), kernel.clone());
        let work = Work::products(3 * 3 * len, 2 * len + weights);
        let name =
            |what: &str, layout: &str| format!("conv depthwise {} {what} {layout}", named(&shape.window, channels));
        recorder.bench(criterion, &name("forward", "features"), work, || {
            let (kernel, x) = black_box((&kernel, &x));
            depthwise::forward(&shape, &mut dy, kernel, x, &());
            black_box(&dy);
        });
        recorder.bench(criterion, &name("forward", "samples"), work, || {
            let (kernel, x) = black_box((&kernel, &x));
            lanes::depthwise_forward(&shape, &mut dy, kernel, x, &());
            black_box(&dy);
        });
        recorder.bench(criterion, &name("grad_kernel", "features"), work, || {
            let (y, x) = black_box((&y, &x));
            let finite = depthwise::grad_kernel(&shape, &mut dkernel, y, x);
            black_box((finite, &dkernel));
        });
        recorder.bench(criterion, &name("grad_kernel", "samples"), work, || {
            let (y, x) = black_box((&y, &x));
            let finite = lanes::depthwise_grad_kernel(&shape, &mut dkernel, y, x);
            black_box((finite, &dkernel));
        });
        recorder.bench(criterion, &name("grad_input", "features"), work, || {
            let (kernel, y) = black_box((&kernel, &y));
            depthwise::grad_input(&shape, &mut dx, kernel, y, &());
            black_box(&dx);
        });
        recorder.bench(criterion, &name("grad_input", "samples"), work, || {
            let (kernel, y) = black_box((&kernel, &y));
            lanes::depthwise_grad_input(&shape, &mut dx, kernel, y, &());
            black_box(&dx);
        });
    }
}
