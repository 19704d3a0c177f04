//! Values that no kernel computes.

use crate::onnx::Node;

/// The model's input of a number.
pub fn input(node: Node<'_>, number: usize) {
    node.give_input(number);
}

/// The state of a number, as the batch before left it.
pub fn carried(node: Node<'_>, number: usize) {
    node.give_carried(number);
}

/// The same elements in another shape.
pub fn reshape(node: Node<'_>, x: usize) {
    node.give_reshaped(x);
}

/// Memory, which has no meaning here but for the states of recurrent layers.
pub fn scratch(node: Node<'_>) {
    node.give_nothing();
}
