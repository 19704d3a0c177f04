//! The input's part of one gate.

use super::Weight;
pub use crate::kernels::gate::Gate;
use crate::onnx::Node;

/// z = x times the columns of `W` for the gate.
pub fn forward(mut node: Node<'_>, gate: &Gate, kernel: Weight, x: usize) {
    let (all, first) = (gate.of * gate.units, gate.number * gate.units);
    let numbers = node.numbers(kernel);
    let input = numbers.len() / all;
    let columns = numbers.chunks_exact(all).flat_map(|row| &row[first..first + gate.units]).copied().collect();
    let matrix = node.derived(kernel, &[input, gate.units], columns);
    let held = node.tensor(x, &[input]);
    let z = node.op("MatMul", &[&held, &matrix], []);
    node.give(z, &[gate.units]);
}
