//! `PRelu`.

use super::{Weight, last_axes};
use crate::onnx::Node;

/// y = max(0, x) + α min(0, x), α for each element of a row.
pub fn forward(mut node: Node<'_>, x: usize, alpha: Weight) {
    let (shape, len) = (node.shape.clone(), node.len(alpha));
    let rows = last_axes(&shape, len);
    let (held, axes) = match rows {
        Some(axes) => (node.same(x), axes.to_vec()),
        None => (node.tensor(x, &[len]), vec![len]),
    };
    let alpha = node.weight(alpha, &axes);
    let y = node.op("PRelu", &[&held, &alpha], []);
    if rows.is_some() { node.give_same(y) } else { node.give(y, &axes) }
}
