//! Products with a kernel: `MatMul`, or `Gemm` of two axes.

use super::Weight;
use crate::onnx::Node;
use crate::onnx::value::Origin;

/// y = x W + b on the last axis.
pub fn forward(mut node: Node<'_>, kernel: Weight, bias: Option<Weight>, x: usize) {
    let shape = node.shape.clone();
    let (out, rows) = shape.split_last().map_or((1, &[][..]), |(out, rows)| (*out, rows));
    let features = node.len(kernel) / out;
    let held = node.tensor(x, &[rows, &[features]].concat());
    let matrix = node.weight(kernel, &[features, out]);
    let y = match bias.map(|bias| node.weight(bias, &[out])) {
        Some(bias) if rows.is_empty() => node.op("Gemm", &[&held, &matrix, &bias], []),
        Some(bias) => {
            let product = node.op("MatMul", &[&held, &matrix], []);
            node.op("Add", &[&product, &bias], [])
        }
        None => node.op("MatMul", &[&held, &matrix], []),
    };
    node.give_from(y, &shape, Origin::Affine { x, kernel, bias });
}
