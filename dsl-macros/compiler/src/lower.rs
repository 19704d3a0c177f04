//! Layers to operations. What comes in has no mistakes; what goes out has a shape for every value.

use crate::activation::Activate;
use crate::dim::Shape;
use crate::graph::{self, Graph, LayerId, Op, Value, Weight, WeightId};
use crate::layers::{Dense, Layer, Start};
use crate::resolve::Resolved;

/// Builds the graph of a model; `None` if a layer or a shape is missing, which only happens after a mistake.
pub fn lower(stages: &[Resolved], input: &Shape, outputs: &[Option<Shape>]) -> Option<Graph> {
    let mut graph = Graph { nodes: Vec::new(), layers: Vec::new(), weights: Vec::new(), output: Value(0) };
    let mut current = graph.push(Op::Input, Vec::new(), input.clone(), LayerId(0));
    for (at, (stage, shape)) in stages.iter().zip(outputs).enumerate() {
        current = layer(&mut graph, stage.layer.as_ref()?, current, shape.as_ref()?, LayerId(at));
        let (name, class) = (stage.name.clone(), stage.class.clone());
        graph.layers.push(graph::Layer { name, class, output: current, spot: stage.spot });
    }
    graph.output = current;
    Some(graph)
}

fn layer(graph: &mut Graph, layer: &Layer, x: Value, shape: &Shape, id: LayerId) -> Value {
    match layer {
        Layer::Input => x,
        Layer::Flatten | Layer::Reshape(_) => graph.push(Op::Reshape, vec![x], shape.clone(), id),
        Layer::Dropout { rate } => graph.push(Op::Dropout { rate: *rate }, vec![x], shape.clone(), id),
        Layer::Activation(activate) => activation(graph, activate, x, id),
        Layer::Dense(dense) => affine(graph, dense, x, shape, id),
    }
}

fn affine(graph: &mut Graph, dense: &Dense, x: Value, shape: &Shape, id: LayerId) -> Value {
    let inputs = graph.node(x).shape.last();
    let mut weight = |name, shape, start: &Start| {
        graph.weights.push(Weight { layer: id, name, shape, start: start.clone() });
        WeightId(graph.weights.len() - 1)
    };
    let kernel = weight("kernel", Shape(vec![inputs, dense.units.clone()]), &dense.kernel);
    let bias = dense.bias.as_ref().map(|start| weight("bias", Shape(vec![dense.units.clone()]), start));
    let y = graph.push(Op::Affine { kernel, bias, activation: None }, vec![x], shape.clone(), id);
    activation(graph, &dense.activation, y, id)
}

fn activation(graph: &mut Graph, activate: &Activate, x: Value, id: LayerId) -> Value {
    let shape = graph.node(x).shape.clone();
    match activate {
        Activate::Identity => x,
        Activate::Scalar(scalar) => graph.push(Op::Pointwise(scalar.clone()), vec![x], shape, id),
        Activate::Softmax(_) => graph.push(Op::Softmax, vec![x], shape, id),
        Activate::LogSoftmax(_) => graph.push(Op::LogSoftmax, vec![x], shape, id),
    }
}
