//! The projection on the probability simplex, by sorting.

use crate::onnx::Node;
use crate::onnx::proto::Data;
use crate::onnx::term::number_of;

/// y = max(x − τ, 0), τ = (Σ of the k largest − 1)/k, k the most for which 1 + k · the k-th largest is above that sum.
pub fn forward_in_place(mut node: Node<'_>, x: usize, width: usize) {
    let held = node.tensor(x, &[width]);
    let (count, axis, one) = (node.graph().ints(&[width as i64]), node.graph().ints(&[1]), node.graph().number(1.0));
    let [sorted, _places] = node.graph().ops("TopK", &[&held, &count], [("axis", 1.into())]);
    let numbers = (1..=width).map(|number| number as f32).collect();
    let numbers = node.graph().tensor("numbers", &[width], Data::Floats(numbers));
    let along = node.graph().tensor("axis", &[], Data::Ints(vec![1]));
    let sums = node.op("CumSum", &[&sorted, &along], []);
    let above = node.op("Mul", &[&sorted, &numbers], []);
    let above = node.op("Add", &[&above, &one], []);
    let taken = node.op("Greater", &[&above, &sums], []);
    let taken = number_of(node.graph(), &taken);
    let count = node.op("ReduceSum", &[&taken, &axis], []);
    let sum = node.op("Mul", &[&sorted, &taken], []);
    let sum = node.op("ReduceSum", &[&sum, &axis], []);
    let sum = node.op("Sub", &[&sum, &one], []);
    let threshold = node.op("Div", &[&sum, &count], []);
    let y = node.op("Sub", &[&held, &threshold], []);
    let y = node.op("Relu", &[&y], []);
    node.give(y, &[width]);
}
