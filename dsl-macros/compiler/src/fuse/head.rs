//! The model's last activation goes into the loss. A model ends in a *head*; the loss writes the gradient of the head's
//! pre-activation directly (`p − t` for softmax with cross-entropy), which is exact where the two halves are not.

use crate::graph::{Graph, Op};

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

/// Takes the head off the end of a graph, whose output is then the head's pre-activation.
pub fn head(mut graph: Graph) -> (Graph, Head) {
    let last = graph.node(graph.output);
    let head = match &last.op {
        Op::Softmax => Head::Softmax,
        Op::Pointwise(scalar) if scalar.builtin.as_ref().is_some_and(|name| name == "sigmoid") => Head::Sigmoid,
        _ => return (graph, Head::Linear),
    };
    let (removed, before) = (graph.output, last.inputs[0]);
    graph.output = before;
    for layer in &mut graph.layers {
        if layer.output == removed {
            layer.output = before;
        }
    }
    graph.nodes.truncate(removed.0);
    (graph, head)
}
