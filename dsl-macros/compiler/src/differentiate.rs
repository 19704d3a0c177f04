//! The way back: adds to a graph the gradient of the loss with respect to every weight, and to the input. One table,
//! one row an operation.

use crate::dim::{Dim, Shape};
use crate::expr::Saved;
use crate::graph::{Graph, Op, Value, WeightId};
use crate::ops::{Back, Binary, Elementwise};

/// The graph with its adjoint nodes after the forward ones.
pub fn differentiate(forward: &Graph) -> Graph {
    let mut graph = forward.clone();
    let mut gradients: Vec<Option<Value>> = vec![None; forward.nodes.len()];
    for (output, gradient) in forward.outputs.iter().zip(of_the_loss(&mut graph)) {
        add(&mut graph, &mut gradients, *output, gradient);
    }
    for (value, _) in forward.values().collect::<Vec<_>>().into_iter().rev() {
        let Some(dy) = gradients[value.0] else { continue };
        for (x, dx) in row(&mut graph, value, dy, &gradients) {
            add(&mut graph, &mut gradients, x, dx);
        }
    }
    graph
}

/// The gradient of the loss with respect to each output.
fn of_the_loss(graph: &mut Graph) -> Vec<Value> {
    let outputs = graph.outputs.clone();
    let layer = graph.node(outputs[0]).layer;
    let seen: Vec<_> = outputs.iter().copied().chain(graph.masks.iter().flatten().copied()).collect();
    if let [output] = outputs.as_slice() {
        let shape = graph.node(*output).shape.clone();
        return vec![graph.push(Op::LossGradient, seen, shape, layer)];
    }
    let lengths: Vec<_> = outputs.iter().map(|output| graph.node(*output).shape.len()).collect();
    let all = graph.push(Op::LossGradient, seen, Shape(vec![Dim::sum(&lengths)]), layer);
    let parts = outputs.iter().enumerate().map(|(at, output)| {
        let shape = graph.node(*output).shape.clone();
        graph.push(Op::LossPart(at), vec![all], shape, layer)
    });
    parts.collect()
}

/// Adds a contribution to the gradient of a value.
fn add(graph: &mut Graph, gradients: &mut [Option<Value>], x: Value, dx: Value) {
    gradients[x.0] = Some(match gradients[x.0] {
        None => dx,
        Some(sum) => {
            let (shape, layer) = (graph.node(x).shape.clone(), graph.node(x).layer);
            graph.push(Op::kernel(Elementwise(Binary::Add)), vec![sum, dx], shape, layer)
        }
    });
}

/// The row of one operation: from the gradient of its value to those of its inputs and weights.
fn row(graph: &mut Graph, y: Value, dy: Value, gradients: &[Option<Value>]) -> Vec<(Value, Value)> {
    let node = graph.node(y).clone();
    let x = node.inputs.first().copied();
    let dx_shape = graph.node(x.unwrap_or(y)).shape.clone();
    if let Op::Kernel(kernel) = &node.op {
        let mut back =
            Back { graph, y, dy, inputs: node.inputs.clone(), layer: node.layer, found: Vec::new(), gradients };
        kernel.differentiate(&mut back);
        return back.found;
    }
    let trained = |weight: &WeightId| graph.trains(*weight);
    let trains = match &node.op {
        Op::Affine { kernel, bias, .. } => (trained(kernel), bias.filter(trained)),
        _ => (false, None),
    };
    let shapes: Vec<_> = graph.weights.iter().map(|weight| weight.shape.clone()).collect();
    let mut push = |op, inputs, shape| graph.push(op, inputs, shape, node.layer);
    let dx = match node.op {
        // The model's input: its gradient is the caller's.
        Op::Input(number) => {
            push(Op::InputGradient(number), vec![dy], dx_shape);
            return Vec::new();
        }
        // y = x
        Op::Reshape => push(Op::Reshape, vec![dy], dx_shape),
        // y = W x + b: dW = dy xᵀ, db = Σ dy, dx = Wᵀ dy
        Op::Affine { kernel, activation: None, .. } => {
            let shape = |weight: WeightId| shapes[weight.0].clone();
            if trains.0 {
                push(Op::AffineGradKernel(kernel), std::iter::once(dy).chain(x).collect(), shape(kernel));
            }
            if let Some(bias) = trains.1 {
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
        // What the batch before left is given, as in Keras; what is fused, and the way back, are not differentiated again.
        Op::Kernel(_)
        | Op::Scratch
        | Op::Carried(_)
        | Op::Carry(_)
        | Op::Affine { activation: Some(_), .. }
        | Op::LossGradient
        | Op::LossPart(_)
        | Op::AffineGradKernel(_)
        | Op::AffineGradBias(_)
        | Op::AffineGradInput { .. }
        | Op::PointwiseGrad(_)
        | Op::SoftmaxGrad
        | Op::LogSoftmaxGrad
        | Op::Copy
        | Op::InputGradient(_) => return Vec::new(),
    };
    x.map(|x| (x, dx)).into_iter().collect()
}
