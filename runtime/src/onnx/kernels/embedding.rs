//! `Gather` of the rows of a table.

use super::Weight;
use crate::onnx::Node;

/// y = the rows of a table that the indices name.
pub fn forward(mut node: Node<'_>, dim: usize, table: Weight, x: usize) {
    let rows = node.value(x).shape.clone();
    let held = node.indices(x, &rows);
    let table = node.weight(table, &[node.len(table) / dim, dim]);
    let y = node.op("Gather", &[&table, &held], [("axis", 0.into())]);
    let shape = [&rows[..], &[dim]].concat();
    node.give(y, &shape);
}
