//! `BatchNormalization` by moving averages, `LayerNormalization`.

use super::Weight;
use super::fold::Folded;
use crate::onnx::Node;
use crate::onnx::value::{Origin, Statistics};

/// y = γ (x − mean)/√(variance + ε) + β by weights.
pub fn inference(node: Node<'_>, folded: &Folded, x: usize) {
    let Folded { channels, moving, epsilon, scale, offset, .. } = *folded;
    if let Some([mean, variance]) = moving {
        normalized(node, x, Statistics::Weights { mean, variance, channels }, epsilon, [scale, offset]);
    }
}

impl Statistics {
    /// How many channels have statistics, or how wide a row is.
    pub(super) fn channels(self) -> usize {
        match self {
            Self::Weights { channels, .. } => channels,
            Self::Rows(width) => width,
        }
    }
}

/// y = factor (x − mean)/√(variance + ε) + offset.
pub(super) fn normalized(mut node: Node<'_>, x: usize, by: Statistics, epsilon: f64, after: [Option<Weight>; 2]) {
    let (len, [scale, bias]) = (by.channels(), after);
    let origin = Origin::Normalized { x, by, epsilon, scale, bias };
    let names = ["ones", "zeros"].into_iter().zip([1.0, 0.0]);
    let [factor, offset] = {
        let mut names = after.into_iter().zip(names).map(|(weight, (name, value))| match weight {
            Some(weight) => node.weight(weight, &[len]),
            None => node.graph().tensor(name, &[len], crate::onnx::proto::Data::Floats(vec![value; len])),
        });
        [names.next().unwrap_or_default(), names.next().unwrap_or_default()]
    };
    let epsilon = epsilon as f32;
    let Statistics::Weights { mean, variance, .. } = by else {
        let shape = if node.shape.last() == Some(&len) { node.shape.clone() } else { vec![len] };
        let held = node.tensor(x, &shape);
        let attributes = [("axis", (-1).into()), ("epsilon", epsilon.into())];
        let y = node.op("LayerNormalization", &[&held, &factor, &offset], attributes);
        return node.give_from(y, &shape, origin);
    };
    let (mean, variance) = (node.weight(mean, &[len]), node.weight(variance, &[len]));
    let images = node.value(x).made_as_images().filter(|[.., channels]| *channels == len);
    let held = match images {
        Some(shape) => node.images(x, shape),
        None => node.tensor(x, &[len]),
    };
    let inputs = [held.as_str(), &factor, &offset, &mean, &variance];
    let y = node.op("BatchNormalization", &inputs, [("epsilon", epsilon.into())]);
    match images {
        Some(shape) => node.give_images_from(y, shape, origin),
        None => node.give_from(y, &[len], origin),
    }
}
