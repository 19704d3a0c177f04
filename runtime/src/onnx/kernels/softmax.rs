//! `Softmax`.

use crate::onnx::Node;

/// y = exp(x) / Σ exp(x) over the last axis.
pub fn forward(mut node: Node<'_>, x: usize) {
    let held = node.same(x);
    let y = node.op("Softmax", &[&held], [("axis", (-1).into())]);
    node.give_same(y);
}
