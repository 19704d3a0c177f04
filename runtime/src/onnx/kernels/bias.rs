//! Offsets of channels: a part of the normalization before it, or `Add`.

use super::{Weight, batch_norm, last_axes};
use crate::onnx::Node;
use crate::onnx::value::Origin;

/// y = x + b on the last axis, or on as many axes as b has.
pub fn forward_in_place(node: Node<'_>, x: usize, weight: Weight) {
    match node.origin(x) {
        Origin::Normalized { x, by, epsilon, scale, bias: None } if by.channels() == node.len(weight) => {
            batch_norm::normalized(node, x, by, epsilon, [scale, Some(weight)]);
        }
        Origin::Affine { x: input, kernel, bias: None } => {
            by_channels(node, "Add", x, weight, Origin::Affine { x: input, kernel, bias: Some(weight) });
        }
        _ => by_channels(node, "Add", x, weight, Origin::Any),
    }
}

/// y = x ∘ w on as many of the last axes as w has.
pub(super) fn by_channels(mut node: Node<'_>, op: &'static str, x: usize, weight: Weight, origin: Origin) {
    let len = node.len(weight);
    if let Some(shape) = node.value(x).made_as_images().filter(|[.., channels]| *channels == len) {
        let (held, weight) = (node.images(x, shape), node.weight(weight, &[len, 1, 1]));
        let y = node.op(op, &[&held, &weight], []);
        return node.give_images(y, shape);
    }
    let shape = node.shape.clone();
    if let Some(axes) = last_axes(&shape, len) {
        let (held, weight) = (node.same(x), node.weight(weight, axes));
        let y = node.op(op, &[&held, &weight], []);
        return node.give_from(y, &shape, origin);
    }
    // Where a wrapper has taken axes off, rows are samples.
    let (held, tensor) = (node.tensor(x, &[len]), node.weight(weight, &[len]));
    let y = node.op(op, &[&held, &tensor], []);
    node.give_from(y, &[len], origin);
}
