//! How often each value is read: what only one operation reads can be a part of that operation.

use crate::graph::{Graph, Node};

/// What a caller may want to see of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Its outputs.
    Outputs,
    /// The output of each layer.
    Layers,
}

/// How often each value is read, by the caller too.
pub(super) fn readers(graph: &Graph, wanted: Wanted) -> Vec<usize> {
    let mut readers = vec![0; graph.nodes.len()];
    let read = graph.nodes.iter().flat_map(|Node { inputs, .. }| inputs);
    read.chain(&graph.outputs).chain(graph.masks.iter().flatten()).for_each(|value| readers[value.0] += 1);
    if wanted == Wanted::Layers {
        graph.layers.iter().for_each(|layer| readers[layer.output.0] += 1);
    }
    readers
}
