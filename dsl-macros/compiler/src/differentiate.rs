//! The way back: adds to a graph the gradient of the loss with respect to every weight, and to the input. One table,
//! one row an operation.

use crate::expr::Saved;
use crate::graph::{Graph, Op, Value, WeightId};

/// The graph with its adjoint nodes after the forward ones.
pub fn differentiate(forward: &Graph) -> Graph {
    let mut graph = forward.clone();
    let shape = graph.node(graph.output).shape.clone();
    let layer = graph.node(graph.output).layer;
    let seed = graph.push(Op::LossGradient, vec![graph.output], shape, layer);
    let mut gradients: Vec<Option<Value>> = vec![None; forward.nodes.len()];
    gradients[forward.output.0] = Some(seed);
    for (value, _) in forward.values().collect::<Vec<_>>().into_iter().rev() {
        let Some(dy) = gradients[value.0] else { continue };
        for (x, dx) in row(&mut graph, value, dy) {
            gradients[x.0] = Some(match gradients[x.0] {
                None => dx,
                Some(sum) => {
                    let (shape, layer) = (graph.node(x).shape.clone(), graph.node(x).layer);
                    graph.push(Op::Add, vec![sum, dx], shape, layer)
                }
            });
        }
    }
    graph
}

/// The row of one operation: from the gradient of its value to those of its inputs and weights.
fn row(graph: &mut Graph, y: Value, dy: Value) -> Vec<(Value, Value)> {
    let node = graph.node(y).clone();
    let x = node.inputs.first().copied();
    let dx_shape = graph.node(x.unwrap_or(y)).shape.clone();
    let weights = graph.weights.clone();
    let mut push = |op, inputs, shape| graph.push(op, inputs, shape, node.layer);
    let dx = match node.op {
        // The model's input: its gradient is the caller's.
        Op::Input => {
            push(Op::InputGradient, vec![dy], dx_shape);
            return Vec::new();
        }
        // y = x
        Op::Reshape => push(Op::Reshape, vec![dy], dx_shape),
        // y = W x + b: dW = dy xᵀ, db = Σ dy, dx = Wᵀ dy
        Op::Affine { kernel, bias, activation: None } => {
            let shape = |weight: WeightId| weights[weight.0].shape.clone();
            push(Op::AffineGradKernel(kernel), std::iter::once(dy).chain(x).collect(), shape(kernel));
            if let Some(bias) = bias {
                push(Op::AffineGradBias(bias), vec![dy], shape(bias));
            }
            push(Op::AffineGradInput { kernel, derivative: None }, vec![dy], dx_shape)
        }
        // y = f(x): dx = dy · f'
        Op::Pointwise(scalar) => {
            let saved = match scalar.function.saved() {
                Saved::Nothing => vec![dy],
                Saved::Output => vec![dy, y],
                Saved::Input => std::iter::once(dy).chain(x).collect(),
            };
            push(Op::PointwiseGrad(scalar), saved, dx_shape)
        }
        // y = exp(x) / Σ exp(x): dx = y (dy − Σ dy y)
        Op::Softmax => push(Op::SoftmaxGrad, vec![dy, y], dx_shape),
        // y = x − ln Σ exp(x): dx = dy − exp(y) Σ dy
        Op::LogSoftmax => push(Op::LogSoftmaxGrad, vec![dy, y], dx_shape),
        // y = mask · x
        Op::Dropout { rate } => push(Op::Dropout { rate }, vec![dy], dx_shape),
        // What is fused, and the way back, are not differentiated again.
        Op::Affine { activation: Some(_), .. }
        | Op::LossGradient
        | Op::AffineGradKernel(_)
        | Op::AffineGradBias(_)
        | Op::AffineGradInput { .. }
        | Op::PointwiseGrad(_)
        | Op::SoftmaxGrad
        | Op::LogSoftmaxGrad
        | Op::Add
        | Op::Copy
        | Op::InputGradient => return Vec::new(),
    };
    x.map(|x| (x, dx)).into_iter().collect()
}
