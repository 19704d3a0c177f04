//! Convolutions of each channel by itself: `Conv` with as many groups.

use super::Weight;
use super::conv::{pads, sizes};
pub use crate::kernels::depthwise::Depthwise;
use crate::onnx::Node;

/// y = W ∗ x, the kernel `[height, width, channels, multiplier]`.
pub fn forward(mut node: Node<'_>, shape: &Depthwise, kernel: Weight, x: usize) {
    let Depthwise { window, channels, multiplier } = *shape;
    let ([height, width], [rows, columns]) = (window.input, window.output);
    let (held, filters) = (node.images(x, [height, width, channels]), channels * multiplier);
    let kernel = node.transposed(kernel, &[window.size[0], window.size[1], filters, 1], &[2, 3, 0, 1]);
    let attributes = [
        ("kernel_shape", sizes(window.size).into()),
        ("strides", sizes(window.strides).into()),
        ("dilations", sizes(window.dilation).into()),
        ("pads", pads(&window).into()),
        ("group", (channels as i64).into()),
    ];
    let y = node.op("Conv", &[&held, &kernel], attributes);
    node.give_images(y, [rows, columns, filters]);
}
