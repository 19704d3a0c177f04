//! Means over positions.

use crate::onnx::Node;

/// y = the mean of each channel over all positions, or over those that the mask counts; 0 if it counts none.
pub fn forward(mut node: Node<'_>, x: usize, positions: usize, channels: usize, mask: Option<usize>) {
    let Some(mask) = mask else {
        if let Some(shape) = node.value(x).made_as_images().filter(|shape| shape[2] == channels) {
            let held = node.images(x, shape);
            let y = node.op("ReduceMean", &[&held], [("axes", [2, 3].into()), ("keepdims", 0.into())]);
            return node.give(y, &[channels]);
        }
        let held = node.tensor(x, &[positions, channels]);
        let y = node.op("ReduceMean", &[&held], [("axes", [1].into()), ("keepdims", 0.into())]);
        return node.give(y, &[channels]);
    };
    let (held, mask) = (node.tensor(x, &[positions, channels]), node.tensor(mask, &[positions, 1]));
    let (one, axis) = (node.graph().number(1.0), node.graph().ints(&[1]));
    let counted = node.op("Mul", &[&held, &mask], []);
    let sum = node.op("ReduceSum", &[&counted, &axis], [("keepdims", 0.into())]);
    let count = node.op("ReduceSum", &[&mask, &axis], [("keepdims", 0.into())]);
    let count = node.op("Max", &[&count, &one], []);
    let y = node.op("Div", &[&sum, &count], []);
    node.give(y, &[channels]);
}
