//! Normalization by the statistics of a sample.

use super::batch_norm::normalized;
pub use crate::kernels::normalize::Normalize;
use crate::onnx::Node;
use crate::onnx::value::Statistics;

/// y = (x − mean)/√(variance + ε) over the channels of a group at all positions, or x/√(mean x² + ε).
pub fn forward(mut node: Node<'_>, shape: &Normalize, x: usize) {
    let Normalize { positions, channels, groups, centered, epsilon } = *shape;
    if centered && positions == 1 && groups == 1 {
        return normalized(node, x, Statistics::Rows(channels), epsilon, [None, None]);
    }
    let shape = [positions, groups, channels / groups];
    let mut held = node.tensor(x, &shape);
    if centered {
        let mean = node.op("ReduceMean", &[&held], [("axes", [1, 3].into())]);
        held = node.op("Sub", &[&held, &mean], []);
    }
    let square = node.op("Mul", &[&held, &held], []);
    let variance = node.op("ReduceMean", &[&square], [("axes", [1, 3].into())]);
    let epsilon = node.graph().number(epsilon as f32);
    let variance = node.op("Add", &[&variance, &epsilon], []);
    let deviation = node.op("Sqrt", &[&variance], []);
    let y = node.op("Div", &[&held, &deviation], []);
    node.give(y, &shape);
}
