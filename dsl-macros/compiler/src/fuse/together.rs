//! Operations of which one computes what several make: where nothing but the last result is wanted, the others are left out.

use crate::graph::Graph;

/// The graph with operations that compute what others make with them, as far as there are such, and without what nothing
/// needs: for predicting, since the way back reads what lies between.
pub fn together(graph: &Graph) -> Graph {
    graph.replaced(|operation| operation.together()).pruned()
}
