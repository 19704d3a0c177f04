//! What a model computes when it predicts, where that is not what it computes when it is trained.

use crate::graph::{Graph, Op};

/// The graph for predicting: what training does and predicting does not is left out.
pub fn predicting(graph: &Graph) -> Graph {
    let mut predicting = graph.clone();
    for node in &mut predicting.nodes {
        let other = match &node.op {
            Op::Kernel(kernel) => kernel.predicting(),
            _ => None,
        };
        if let Some((op, inputs)) = other {
            node.op = op;
            node.inputs.truncate(inputs);
        }
    }
    predicting
}
