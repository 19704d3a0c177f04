//! Activations go into the products and other kernels that they follow, and their derivatives into the products of the way back: each
//! column of a result is worked on as soon as it is finished, while it is in the cache, and not in a pass of its own.
//!
//! What is not read by the activation alone stays: the way back may need a pre-activation, and the caller the output, or
//! that of a layer.

use super::readers::{Wanted, readers};
use crate::activation::Scalar;
use crate::graph::{Graph, Node, Op, Value};
use crate::ops::Then;

/// The graph with activations and derivatives fused into the products that nothing else reads.
pub fn activations(graph: &Graph, wanted: Wanted) -> Graph {
    let followers = followers(graph, wanted);
    let mut fused = Graph { nodes: Vec::with_capacity(graph.nodes.len()), ..graph.clone() };
    let mut values: Vec<Value> = Vec::with_capacity(graph.nodes.len());
    for (value, node) in graph.values() {
        if followers.contains(&Some(value)) {
            // Its elements are those of its input, which is the product's result, perhaps in another shape.
            values.push(values[node.inputs[0].0]);
            continue;
        }
        let follower = followers[value.0].map(|follower| graph.node(follower));
        let saved = follower.map_or(&[][..], |follower| &follower.inputs[1..]);
        let inputs = node.inputs.iter().chain(saved).map(|input| values[input.0]).collect();
        let op = follower.and_then(|follower| merged(node, &follower.op)).unwrap_or_else(|| node.op.clone());
        values.push(fused.push(op, inputs, node.shape.clone(), node.layer));
    }
    fused.move_to(&values);
    fused
}

/// For each value that is a product, the operation that goes into it.
fn followers(graph: &Graph, wanted: Wanted) -> Vec<Option<Value>> {
    let readers = readers(graph, wanted);
    let mut followers = vec![None; graph.nodes.len()];
    // The product whose result a value is, if that is read in no other way: a reshaped value is the value itself.
    let mut products: Vec<Option<Value>> = Vec::with_capacity(graph.nodes.len());
    for (value, node) in graph.values() {
        let first = node.inputs.first().filter(|input| readers[input.0] == 1);
        let product = first.and_then(|input| products[input.0]);
        if let Some(product) = product
            && merged(graph.node(product), &node.op).is_some()
        {
            followers[product.0] = Some(value);
        }
        products.push(match node.op {
            Op::Affine { .. } | Op::AffineGradInput { .. } | Op::Kernel(_) => Some(value),
            Op::Reshape => product,
            _ => None,
        });
    }
    followers
}

/// A product with what follows it, if the two are one operation.
fn merged(product: &Node, follower: &Op) -> Option<Op> {
    let some = |scalar: &Scalar| Some(scalar.clone());
    match (&product.op, follower) {
        (Op::Affine { kernel, bias, activation: None }, Op::Pointwise(scalar)) => {
            Some(Op::Affine { kernel: *kernel, bias: *bias, activation: some(scalar) })
        }
        (Op::AffineGradInput { kernel, derivative: None }, Op::PointwiseGrad(scalar)) => {
            Some(Op::AffineGradInput { kernel: *kernel, derivative: some(scalar) })
        }
        _ => Then::of(product, follower),
    }
}
