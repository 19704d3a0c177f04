//! Factors of channels: a part of the normalization before it, or `Mul`.

use super::{Weight, batch_norm, bias};
use crate::onnx::Node;
use crate::onnx::value::Origin;

/// y = w ⊙ x on as many of the last axes as w has.
pub fn forward_in_place(node: Node<'_>, x: usize, weight: Weight) {
    match node.origin(x) {
        Origin::Normalized { x, by, epsilon, scale: None, bias: None } if by.channels() == node.len(weight) => {
            batch_norm::normalized(node, x, by, epsilon, [Some(weight), None]);
        }
        _ => bias::by_channels(node, "Mul", x, weight, Origin::Any),
    }
}
