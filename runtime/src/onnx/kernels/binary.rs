//! Two values of one shape, element by element.

use crate::onnx::Node;

fn both(mut node: Node<'_>, op: &'static str, a: usize, b: usize) {
    if let Some(shape) = node.value(a).made_as_images().or(node.value(b).made_as_images()) {
        let held = [node.images(a, shape), node.images(b, shape)];
        let y = node.op(op, &[&held[0], &held[1]], []);
        return node.give_images(y, shape);
    }
    let held = [node.same(a), node.same(b)];
    let y = node.op(op, &[&held[0], &held[1]], []);
    node.give_same(y);
}

/// y = a + b
pub fn add(node: Node<'_>, a: usize, b: usize) {
    both(node, "Add", a, b);
}

/// y = a − b
pub fn subtract(node: Node<'_>, a: usize, b: usize) {
    both(node, "Sub", a, b);
}

/// y = a · b
pub fn multiply(node: Node<'_>, a: usize, b: usize) {
    both(node, "Mul", a, b);
}

/// The larger.
pub fn maximum(node: Node<'_>, a: usize, b: usize) {
    both(node, "Max", a, b);
}

/// The smaller.
pub fn minimum(node: Node<'_>, a: usize, b: usize) {
    both(node, "Min", a, b);
}
