//! `SimpleRNN`

use super::{Cell, Initial, Layer, Scan, Weight, state};
pub use crate::kernels::recurrent::simple::Simple;
use crate::onnx::Node;

/// The outputs of all steps.
pub fn forward(
    node: Node<'_>,
    shape: &Simple,
    scan: Scan<'_>,
    tape: usize,
    kernel: Weight,
    z: usize,
    initial: Option<usize>,
) {
    let (Simple { steps, units }, initial) = (*shape, Initial { h: initial, c: None });
    Layer { cell: Cell::Simple, steps, units, scan, tape, kernel, bias: None, z, initial }.forward(node);
}

/// The state after the last step.
pub fn final_state(node: Node<'_>, shape: &Simple, tape: usize) {
    state(node, tape, 0, shape.units);
}
