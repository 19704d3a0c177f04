//! Operations of which one computes what several make: where nothing but the last result is wanted, the others are left out.

use crate::graph::{Graph, Op};

/// The graph with operations that compute what others make with them, as far as there are such, and without what nothing
/// needs: for predicting, since the way back reads what lies between.
pub fn together(graph: &Graph) -> Graph {
    let mut together = graph.clone();
    for node in &mut together.nodes {
        let one = match &node.op {
            Op::Kernel(kernel) => kernel.together(),
            _ => None,
        };
        if let Some((op, inputs)) = one {
            node.inputs = inputs.into_iter().map(|at| node.inputs[at]).collect();
            node.op = op;
        }
    }
    together.pruned()
}
