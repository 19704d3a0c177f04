//! The model's last activation goes into the loss. A model ends in a *head*; the loss writes the gradient of the head's
//! pre-activation directly (`p − t` for softmax with cross-entropy), which is exact where the two halves are not.

use crate::graph::{Graph, Op, Value};

/// What a model ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Anything else: the outputs are the pre-activations.
    Linear,
    /// `softmax` over the last axis.
    Softmax,
    /// `sigmoid` of each element.
    Sigmoid,
}

/// Takes the heads off the ends of a graph, whose outputs are then the heads' pre-activations. What something else reads
/// too stays.
pub fn heads(mut graph: Graph) -> (Graph, Vec<Head>) {
    let outputs = graph.outputs.clone();
    let read = |value: Value| {
        let inside = graph.nodes.iter().flat_map(|node| &node.inputs);
        inside.chain(&outputs).filter(|read| **read == value).count()
    };
    let heads: Vec<_> = outputs
        .iter()
        .map(|output| match &graph.node(*output).op {
            _ if read(*output) > 1 => Head::Linear,
            Op::Softmax => Head::Softmax,
            Op::Pointwise(scalar) if scalar.builtin.as_ref().is_some_and(|name| name == "sigmoid") => Head::Sigmoid,
            _ => Head::Linear,
        })
        .collect();
    for (at, head) in heads.iter().enumerate().filter(|(_, head)| **head != Head::Linear) {
        let _ = head;
        let (removed, before) = (outputs[at], graph.node(outputs[at]).inputs[0]);
        graph.outputs[at] = before;
        for layer in &mut graph.layers {
            if layer.output == removed {
                layer.output = before;
            }
        }
    }
    // What was the last operation of a model with one output is not even in the listing.
    while graph.nodes.len() > 1 && !in_use(&graph, Value(graph.nodes.len() - 1)) {
        graph.nodes.pop();
    }
    (graph, heads)
}

/// Whether a value is read, or stands for something.
fn in_use(graph: &Graph, value: Value) -> bool {
    let read = graph.nodes.iter().any(|node| node.inputs.contains(&value));
    let layer = graph.layers.iter().any(|layer| layer.output == value);
    let mask = graph.masks.contains(&Some(value));
    let left = matches!(graph.node(value).op, Op::Carry(_));
    read || layer || mask || left || graph.outputs.contains(&value) || graph.inputs.contains(&value)
}
