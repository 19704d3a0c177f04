//! Products of two values inside each sample: `MatMul` of matrices that are transposed as their strides say.

pub use crate::kernels::contract::Contract;
use crate::onnx::Node;

/// c[g, i, j] = scale · Σ a[g, i, p] b[g, p, j]
pub fn forward(mut node: Node<'_>, shape: &Contract, a: usize, b: usize, _outer: usize) {
    let Contract { batch, m, n, k, .. } = *shape;
    let (a, b) = (matrices(&mut node, a, [batch, m, k], shape.a), matrices(&mut node, b, [batch, k, n], shape.b));
    let mut product = node.op("MatMul", &[&a, &b], []);
    if shape.scale != 1.0 {
        let scale = node.graph().number(shape.scale as f32);
        product = node.op("Mul", &[&product, &scale], []);
    }
    let lengths = [batch, m, n];
    let order = order(lengths, shape.c);
    if order != [0, 1, 2] {
        product = node.op("Transpose", &[&product], [("perm", permutation(order).into())]);
    }
    node.give(product, &order.map(|axis| lengths[axis]));
}

/// A value as `[batch, rows, columns]`, whose elements are so far apart.
fn matrices(node: &mut Node<'_>, x: usize, lengths: [usize; 3], strides: [usize; 3]) -> String {
    let order = order(lengths, strides);
    let held = node.tensor(x, &order.map(|axis| lengths[axis]));
    if order == [0, 1, 2] {
        return held;
    }
    let back = [0, 1, 2].map(|axis| order.iter().position(|at| *at == axis).unwrap_or(axis));
    node.op("Transpose", &[&held], [("perm", permutation(back).into())])
}

/// The axes in the order in which they lie in memory. Those of length 1 lie anywhere: they stay.
fn order(lengths: [usize; 3], strides: [usize; 3]) -> [usize; 3] {
    let mut long: Vec<_> = (0..3).filter(|axis| lengths[*axis] > 1).collect();
    long.sort_by_key(|axis| std::cmp::Reverse(strides[*axis]));
    let mut long = long.into_iter();
    [0, 1, 2].map(|axis| if lengths[axis] > 1 { long.next().unwrap_or(axis) } else { axis })
}

/// Axes behind that of the samples.
fn permutation(axes: [usize; 3]) -> Vec<i64> {
    [0].into_iter().chain(axes.map(|axis| axis as i64 + 1)).collect()
}
