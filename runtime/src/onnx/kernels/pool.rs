//! `MaxPool`, `AveragePool`, and the maximum over all positions.

use super::conv::{pads, sizes};
pub use crate::kernels::pool::Pool;
use crate::onnx::Node;
use crate::onnx::proto::Attribute;

fn pool(mut node: Node<'_>, op: &'static str, pool: &Pool, x: usize, attribute: (&'static str, Attribute)) {
    let Pool { window, channels } = *pool;
    let ([height, width], [rows, columns]) = (window.input, window.output);
    let held = node.images(x, [height, width, channels]);
    let attributes = [
        ("kernel_shape", sizes(window.size).into()),
        ("strides", sizes(window.strides).into()),
        ("pads", pads(&window).into()),
        attribute,
    ];
    let y = node.op(op, &[&held], attributes);
    node.give_images(y, [rows, columns, channels]);
}

/// y = the maximum of each window.
pub fn max_forward(node: Node<'_>, shape: &Pool, x: usize) {
    let dilations = sizes(shape.window.dilation).into();
    pool(node, "MaxPool", shape, x, ("dilations", dilations));
}

/// y = the mean of what of each window lies in the input.
pub fn average_forward(node: Node<'_>, shape: &Pool, x: usize) {
    pool(node, "AveragePool", shape, x, ("count_include_pad", 0.into()));
}

/// y = the maximum over all positions.
pub fn global_max_forward(mut node: Node<'_>, positions: usize, channels: usize, x: usize) {
    if let Some(shape) = node.value(x).made_as_images().filter(|shape| shape[2] == channels) {
        let held = node.images(x, shape);
        let y = node.op("ReduceMax", &[&held], [("axes", [2, 3].into()), ("keepdims", 0.into())]);
        return node.give(y, &[channels]);
    }
    let held = node.tensor(x, &[positions, channels]);
    let y = node.op("ReduceMax", &[&held], [("axes", [1].into()), ("keepdims", 0.into())]);
    node.give(y, &[channels]);
}
