//! Stages by their path: a model from elsewhere describes itself, a layer of the user's in Rust cannot.

use super::Weight;
use crate::layers::Stage;
use crate::onnx::Node;
use crate::scalar::Scalar;

/// y = a stage of x.
pub fn predict<T: Scalar, L: Stage<T, IN>, const IN: usize>(
    mut node: Node<'_>,
    weights: Weight,
    x: usize,
    _workspace: usize,
) {
    let Some((layers, describe)) = L::description() else {
        node.fail(
            "is a layer of your own in Rust, which ONNX has no operators for: \
             put layers of the language in its place, or export the models before and behind it by themselves",
        );
        return node.give_nothing();
    };
    let start = node.start(weights);
    node.give_inside(x, start, layers, describe);
}
