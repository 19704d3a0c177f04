//! `Conv` and `ConvTranspose`.

use super::Weight;
pub use crate::kernels::conv::Conv;
use crate::kernels::window::Window;
use crate::onnx::Node;

/// Height and width, as attributes have them.
pub(super) fn sizes(sizes: [usize; 2]) -> [i64; 2] {
    sizes.map(|size| size as i64)
}

/// How far the padding behind the last element goes: negative where windows do not reach it.
fn behind(window: &Window, axis: usize) -> i64 {
    let reach = (window.output[axis] - 1) * window.strides[axis] + (window.size[axis] - 1) * window.dilation[axis] + 1;
    reach as i64 - (window.input[axis] + window.before[axis]) as i64
}

/// The padding before rows and columns, and behind them.
pub(super) fn pads(window: &Window) -> [i64; 4] {
    let [top, left] = sizes(window.before);
    [top, left, behind(window, 0).max(0), behind(window, 1).max(0)]
}

/// y = W ∗ x + b, the kernel `[height, width, channels, filters]`.
pub fn forward(mut node: Node<'_>, conv: &Conv, kernel: Weight, bias: Option<Weight>, x: usize) {
    let Conv { window, channels, filters, groups } = *conv;
    let ([height, width], [rows, columns]) = (window.input, window.output);
    let held = node.images(x, [height, width, channels]);
    let shape = [window.size[0], window.size[1], channels / groups, filters];
    let kernel = node.transposed(kernel, &shape, &[3, 2, 0, 1]);
    let bias = bias.map(|bias| node.weight(bias, &[filters]));
    let inputs: Vec<_> =
        [Some(&held), Some(&kernel), bias.as_ref()].into_iter().flatten().map(String::as_str).collect();
    let attributes = [
        ("kernel_shape", sizes(window.size).into()),
        ("strides", sizes(window.strides).into()),
        ("dilations", sizes(window.dilation).into()),
        ("pads", pads(&window).into()),
        ("group", (groups as i64).into()),
    ];
    let y = node.op("Conv", &inputs, attributes);
    node.give_images(y, [rows, columns, filters]);
}

/// y = Wᵀ ∗ x: the sizes are those of the convolution that this one is the transpose of, the kernel `[height, width,
/// channels, filters]` as it has them.
pub fn grad_input(mut node: Node<'_>, conv: &Conv, kernel: Weight, x: usize) {
    let Conv { window, channels, filters, groups } = *conv;
    let ([height, width], [rows, columns]) = (window.input, window.output);
    let held = node.images(x, [rows, columns, filters]);
    let shape = [window.size[0], window.size[1], channels / groups, filters];
    let kernel = node.transposed(kernel, &shape, &[3, 2, 0, 1]);
    // What windows do not reach is added behind.
    let ([top, left], behind) = (sizes(window.before), [0, 1].map(|axis| behind(&window, axis)));
    let attributes = [
        ("kernel_shape", sizes(window.size).into()),
        ("strides", sizes(window.strides).into()),
        ("dilations", sizes(window.dilation).into()),
        ("pads", [top, left, behind[0].max(0), behind[1].max(0)].into()),
        ("output_padding", behind.map(|more| (-more).max(0)).into()),
        ("group", (groups as i64).into()),
    ];
    let y = node.op("ConvTranspose", &[&held, &kernel], attributes);
    node.give_images(y, [height, width, channels]);
}
