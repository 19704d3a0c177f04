//! Values and the tensors that hold them. A value may be held in several shapes and orders of its elements; a tensor of
//! another one is made when an operator asks for it, so that between convolutions, which want channels first, nothing is
//! moved.

use super::exporter::Weight;
use super::graph::Graph;
use super::proto::Element;

/// A value of the model.
#[derive(Clone, Debug)]
pub(super) struct Value {
    /// Its shape, without the batch.
    pub(super) shape: Vec<usize>,
    tensors: Vec<Tensor>,
    /// What it comes from, for operators that are several operations of ours.
    pub(super) origin: Origin,
}

/// What a value comes from.
#[derive(Clone, Debug, Default)]
pub(super) enum Origin {
    /// Nothing that others need to know.
    #[default]
    Any,
    /// `W x + b` of a value.
    Affine { x: usize, kernel: Weight, bias: Option<Weight> },
    /// A normalization of a value, and what was done to its channels afterwards.
    Normalized { x: usize, by: Statistics, epsilon: f64, scale: Option<Weight>, bias: Option<Weight> },
    /// The record of a recurrent layer: the tensors of its states after the last step.
    States(Vec<String>),
}

/// What a normalization takes mean and variance from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Statistics {
    /// Weights.
    Weights { mean: Weight, variance: Weight, channels: usize },
    /// Rows of this width.
    Rows(usize),
}

/// A tensor that holds a value. Its first axis is that of the samples; axes that its shape lacks are part of it.
#[derive(Clone, Debug)]
struct Tensor {
    name: String,
    shape: Vec<usize>,
    order: Order,
}

/// The order of the elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// As in a sample.
    Plain,
    /// Of `(height, width, channels)`, the channels first.
    Channels,
    /// As in a sample, and whole numbers.
    Indices,
}

/// A shape behind any number of samples.
fn dims(shape: impl IntoIterator<Item = usize>) -> Vec<i64> {
    [-1].into_iter().chain(shape.into_iter().map(|size| size as i64)).collect()
}

impl Value {
    /// A value of this shape that nothing holds yet.
    pub(super) fn new(shape: &[usize]) -> Self {
        Self { shape: shape.to_vec(), tensors: Vec::new(), origin: Origin::Any }
    }

    fn held(mut self, name: String, shape: &[usize], order: Order) -> Self {
        self.keep(name, shape, order);
        self
    }

    /// The same, held by a tensor of this shape.
    pub(super) fn plain(self, name: String, shape: &[usize]) -> Self {
        self.held(name, shape, Order::Plain)
    }

    /// The same, held by a tensor with the channels first; the shape is `(height, width, channels)` all the same.
    pub(super) fn channels(self, name: String, shape: [usize; 3]) -> Self {
        self.held(name, &shape, Order::Channels)
    }

    /// The same, held by an input of the model.
    pub(super) fn input(self, name: String, element: Element) -> Self {
        let (order, shape) =
            (if element == Element::Int64 { Order::Indices } else { Order::Plain }, self.shape.clone());
        self.held(name, &shape, order)
    }

    /// The same elements in another shape.
    pub(super) fn reshaped(&self, shape: &[usize]) -> Self {
        Self { shape: shape.to_vec(), ..self.clone() }
    }

    fn find(&self, order: Order, shape: &[usize]) -> Option<String> {
        let found = self.tensors.iter().find(|tensor| tensor.order == order && tensor.shape == shape);
        found.map(|tensor| tensor.name.clone())
    }

    fn any(&self, order: Order) -> Option<Tensor> {
        self.tensors.iter().find(|tensor| tensor.order == order).cloned()
    }

    fn keep(&mut self, name: String, shape: &[usize], order: Order) -> String {
        self.tensors.push(Tensor { name: name.clone(), shape: shape.to_vec(), order });
        name
    }

    /// `(height, width, channels)`, if it was made with the channels first.
    pub(super) fn made_as_images(&self) -> Option<[usize; 3]> {
        let first = self.tensors.first().filter(|tensor| tensor.order == Order::Channels);
        first.and_then(|tensor| tensor.shape.as_slice().try_into().ok())
    }

    /// A tensor with the elements as in a sample.
    pub(super) fn tensor(&mut self, graph: &mut Graph, shape: &[usize]) -> String {
        if let Some(name) = self.find(Order::Plain, shape) {
            return name;
        }
        if let Some(held) = self.any(Order::Plain) {
            let sizes = graph.ints(&dims(shape.iter().copied()));
            let name = graph.op("Reshape", &[&held.name, &sizes], []);
            return self.keep(name, shape, Order::Plain);
        }
        if let Some(held) = self.any(Order::Channels) {
            let name = if is_same_order(&held.shape) {
                let sizes = graph.ints(&dims(held.shape.iter().copied()));
                graph.op("Reshape", &[&held.name, &sizes], [])
            } else {
                graph.op("Transpose", &[&held.name], [("perm", [0, 2, 3, 1].into())])
            };
            self.keep(name, &held.shape, Order::Plain);
            return self.tensor(graph, shape);
        }
        if let Some(held) = self.any(Order::Indices) {
            let name = graph.op("Cast", &[&held.name], [("to", (Element::Float as i64).into())]);
            self.keep(name, &held.shape, Order::Plain);
            return self.tensor(graph, shape);
        }
        String::new()
    }

    /// A tensor of images with the channels first.
    pub(super) fn images(&mut self, graph: &mut Graph, shape: [usize; 3]) -> String {
        if let Some(name) = self.find(Order::Channels, &shape) {
            return name;
        }
        let [height, width, channels] = shape;
        let name = if is_same_order(&shape) {
            let held = self.any(Order::Plain).map(|held| held.name);
            let held = held.unwrap_or_else(|| self.tensor(graph, &shape));
            let sizes = graph.ints(&dims([channels, height, width]));
            graph.op("Reshape", &[&held, &sizes], [])
        } else {
            let held = self.tensor(graph, &shape);
            graph.op("Transpose", &[&held], [("perm", [0, 3, 1, 2].into())])
        };
        self.keep(name, &shape, Order::Channels)
    }

    /// A tensor of whole numbers.
    pub(super) fn indices(&mut self, graph: &mut Graph, shape: &[usize]) -> String {
        if let Some(name) = self.find(Order::Indices, shape) {
            return name;
        }
        let name = if let Some(held) = self.any(Order::Indices) {
            let sizes = graph.ints(&dims(shape.iter().copied()));
            graph.op("Reshape", &[&held.name, &sizes], [])
        } else {
            let held = self.tensor(graph, shape);
            graph.op("Cast", &[&held], [("to", (Element::Int64 as i64).into())])
        };
        self.keep(name, shape, Order::Indices)
    }
}

/// Whether the elements of images are in one order, channels first or last.
fn is_same_order(shape: &[usize]) -> bool {
    matches!(shape, [height, width, channels] if *channels == 1 || height * width == 1)
}
