//! Functions of single elements.

use crate::onnx::Node;
use crate::onnx::term::{Term, apply};

/// y = f(x)
pub fn forward(mut node: Node<'_>, terms: &[Term], x: usize) {
    if let Some(shape) = node.value(x).made_as_images() {
        let held = node.images(x, shape);
        let y = apply(node.graph(), terms, &held);
        return node.give_images(y, shape);
    }
    let held = node.same(x);
    let y = apply(node.graph(), terms, &held);
    node.give_same(y);
}
