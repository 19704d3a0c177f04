//! `LogSoftmax`.

use crate::onnx::Node;

/// y = x − ln Σ exp(x) over the last axis.
pub fn forward(mut node: Node<'_>, x: usize) {
    let held = node.same(x);
    let y = node.op("LogSoftmax", &[&held], [("axis", (-1).into())]);
    node.give_same(y);
}
