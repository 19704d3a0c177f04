//! `GRU`

use super::{Cell, Initial, Layer, Scan, Weight, state};
pub use crate::kernels::recurrent::gru::Gru;
use crate::onnx::Node;

/// The recurrent weights.
#[derive(Clone, Copy, Debug)]
pub struct Weights {
    /// `U`
    pub kernel: Weight,
    /// b'
    pub bias: Option<Weight>,
}

/// The outputs of all steps.
pub fn forward(
    node: Node<'_>,
    shape: &Gru,
    scan: Scan<'_>,
    tape: usize,
    weights: Weights,
    z: usize,
    initial: Option<usize>,
) {
    let (Gru { steps, units, reset_after }, initial) = (*shape, Initial { h: initial, c: None });
    let (Weights { kernel, bias }, cell) = (weights, Cell::Gru { reset_after });
    Layer { cell, steps, units, scan, tape, kernel, bias, z, initial }.forward(node);
}

/// The state after the last step.
pub fn final_state(node: Node<'_>, shape: &Gru, tape: usize) {
    state(node, tape, 0, shape.units);
}
