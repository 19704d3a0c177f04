//! `LSTM`

use super::{Cell, Initial, Layer, Scan, Weight, state};
pub use crate::kernels::recurrent::lstm::Lstm;
use crate::onnx::Node;

/// The outputs of all steps.
pub fn forward(node: Node<'_>, shape: &Lstm, scan: Scan<'_>, tape: usize, kernel: Weight, z: usize, initial: Initial) {
    let Lstm { steps, units } = *shape;
    Layer { cell: Cell::Lstm, steps, units, scan, tape, kernel, bias: None, z, initial }.forward(node);
}

/// The state after the last step.
pub fn final_state(node: Node<'_>, shape: &Lstm, tape: usize) {
    state(node, tape, 0, shape.units);
}

/// The state of the cell after the last step.
pub fn final_cell(node: Node<'_>, shape: &Lstm, tape: usize) {
    state(node, tape, 1, shape.units);
}
