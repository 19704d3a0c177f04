//! Data brought to mean 0 and variance 1, and back.

use super::{Weight, last_axes};
use crate::kernels::standardize;
use crate::onnx::Node;

fn both(mut node: Node<'_>, ops: [&'static str; 2], x: usize, mut numbers: [(Weight, Vec<f32>); 2]) {
    let len = numbers[0].1.len();
    let shape = node.shape.clone();
    let axes = last_axes(&shape, len);
    let (mut y, own) = match axes {
        Some(axes) => (node.same(x), axes.to_vec()),
        None => (node.tensor(x, &[len]), vec![len]),
    };
    for (op, (weight, numbers)) in ops.into_iter().zip(&mut numbers) {
        let tensor = node.derived(*weight, &own, std::mem::take(numbers));
        y = node.op(op, &[&y, &tensor], []);
    }
    if axes.is_some() { node.give_same(y) } else { node.give(y, &own) }
}

/// The deviations of which a weight is the variances: what ones become on the way back from mean 0.
fn deviations(node: &Node<'_>, variance: Weight) -> Vec<f32> {
    let variance = node.numbers(variance);
    let len = variance.len();
    let mut deviations = vec![0.0; len];
    standardize::invert(&mut deviations, &vec![1.0; len], &vec![0.0; len], &variance);
    deviations
}

/// y = (x − mean)/√variance by two weights.
pub fn forward(node: Node<'_>, x: usize, mean: Weight, variance: Weight) {
    let numbers = [(mean, node.numbers(mean)), (variance, deviations(&node, variance))];
    both(node, ["Sub", "Div"], x, numbers);
}

/// y = √variance x + mean by two weights.
pub fn invert(node: Node<'_>, x: usize, mean: Weight, variance: Weight) {
    let numbers = [(variance, deviations(&node, variance)), (mean, node.numbers(mean))];
    both(node, ["Mul", "Add"], x, numbers);
}
