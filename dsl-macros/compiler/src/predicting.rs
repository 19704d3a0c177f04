//! What a model computes when it predicts, where that is not what it computes when it is trained.

use crate::graph::Graph;

/// The graph for predicting: what training does and predicting does not is left out.
pub fn predicting(graph: &Graph) -> Graph {
    graph.replaced(|operation| operation.predicting())
}
