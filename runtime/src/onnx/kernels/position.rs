//! Sinusoidal positions, as numbers in the file.

use crate::kernels::position;
use crate::onnx::Node;
use crate::onnx::proto::Data;

/// y = x + the sinusoidal encoding of positions.
pub fn sinusoidal(mut node: Node<'_>, x: usize, steps: usize, dim: usize) {
    let held = node.tensor(x, &[steps, dim]);
    // Rounded from `f64`, so that the file does not depend on the processor.
    let mut encoding = vec![0.0_f64; steps * dim];
    position::sinusoidal(&mut encoding, steps, dim);
    let encoding = encoding.into_iter().map(|number| number as f32).collect();
    let encoding = node.graph().tensor("positions", &[steps, dim], Data::Floats(encoding));
    let y = node.op("Add", &[&held, &encoding], []);
    node.give(y, &[steps, dim]);
}
