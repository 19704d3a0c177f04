//! A model as a graph of operations: what every pass after `lower` works on. Plain data that prints, one line a node.

use std::fmt;

use proc_macro2::Ident;

use crate::activation::Scalar;
use crate::dim::{Dim, Shape};
use crate::ops::{Instead, Kernel, Operation};
use crate::report::Spot;
use crate::start::Start;

/// A value: the node that makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value(pub usize);

/// A weight: its place in [`Graph::weights`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WeightId(pub usize);

/// A layer: its place in [`Graph::layers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LayerId(pub usize);

/// A model.
#[derive(Clone, Debug)]
pub struct Graph {
    /// The operations, each after those it uses.
    pub nodes: Vec<Node>,
    /// The layers as the user wrote them.
    pub layers: Vec<Layer>,
    /// The weights in the order of their offsets.
    pub weights: Vec<Weight>,
    /// The models that this one is made of, each with the weights that are its own.
    pub parts: Vec<Part>,
    /// The model's inputs.
    pub inputs: Vec<Value>,
    /// The inputs that are indices, each with what all of them are below.
    pub indices: Vec<(usize, Dim)>,
    /// The model's results.
    pub outputs: Vec<Value>,
    /// For each result which of its steps count, if not all do.
    pub masks: Vec<Option<Value>>,
    /// How wide each state is that a batch leaves to the next.
    pub carried: Vec<Dim>,
}

/// A model inside a model.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name in the model.
    pub name: String,
    /// The model, with the user's span.
    pub model: Ident,
    /// Its weights, all that lie between the first and before the last.
    pub weights: std::ops::Range<usize>,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it computes.
    pub op: Op,
    /// What from.
    pub inputs: Vec<Value>,
    /// The shape of what it makes, without the batch; a weight's own shape if it makes a weight's gradient.
    pub shape: Shape,
    /// For which layer.
    pub layer: LayerId,
}

/// What a node computes. Closed: every pass matches all of it, so rustc lists what a new operation needs.
#[derive(Clone, Debug)]
pub enum Op {
    /// The batch's part that is the model's input of this number.
    Input(usize),
    /// The same elements in another shape.
    Reshape,
    /// `f(W x + b)` on the last axis.
    Affine {
        /// `W`
        kernel: WeightId,
        /// `b`
        bias: Option<WeightId>,
        /// `f`, if fusion has put one here.
        activation: Option<Scalar>,
    },
    /// A function of each element.
    Pointwise(Scalar),
    /// `exp(x) / Σ exp(x)` over the last axis.
    Softmax,
    /// `x − ln Σ exp(x)` over the last axis.
    LogSoftmax,
    /// Any other operation, or its gradient.
    Kernel(Kernel),
    /// A part of the workspace that other operations write and read.
    Scratch,
    /// The state of this number, as the batch before left it.
    Carried(usize),
    /// Leaves a value to the next batch as the state of this number.
    Carry(usize),
    /// The gradient of the loss with respect to the heads' pre-activations, which are its inputs; their masks follow.
    LossGradient,
    /// The part of a gradient of the loss that belongs to the output of this number.
    LossPart(usize),
    /// `dW = dy xᵀ`, from `dy` and `x`.
    AffineGradKernel(WeightId),
    /// `db = Σ dy` over the batch, from `dy`.
    AffineGradBias(WeightId),
    /// `dx = Wᵀ dy · f'`, from `dy` and what the derivative is written in.
    AffineGradInput {
        /// `W`
        kernel: WeightId,
        /// `f`, if fusion has put its derivative here.
        derivative: Option<Scalar>,
    },
    /// `dx = dy · f'`, from `dy` and what the derivative is written in: `f`'s input, its output, or nothing.
    PointwiseGrad(Scalar),
    /// `dx = y (dy − Σ dy y)`, from `dy` and `y`.
    SoftmaxGrad,
    /// `dx = dy − exp(y) Σ dy`, from `dy` and `y`.
    LogSoftmaxGrad,
    /// The same elements once more, where the caller expects them.
    Copy,
    /// Hands the gradient of the model's input of this number to the caller, if wanted.
    InputGradient(usize),
}

/// A layer as the user wrote it: for reports and files.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Its name in the model, `encoder1.dense1` in a model inside it.
    pub name: String,
    /// Keras' name of its class, with the user's span.
    pub class: Ident,
    /// Whether the class is a type of the user's.
    pub own: bool,
    /// Its result.
    pub output: Value,
    /// Where it stands.
    pub spot: Spot,
    /// What lies across a vector where it computes.
    pub layout: Layout,
}

/// What lies across a vector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Numbers of one sample.
    #[default]
    Features,
    /// One number of sixteen samples.
    Samples,
}

/// A weight.
#[derive(Clone, Debug)]
pub struct Weight {
    /// Its layer.
    pub layer: LayerId,
    /// Its name in the layer.
    pub name: String,
    /// Its shape in Keras' order, `[in, out]` for a kernel of `Dense`.
    pub shape: Shape,
    /// How it starts.
    pub start: Start,
    /// What becomes of it.
    pub role: Role,
}

/// What becomes of a weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The optimizer trains it.
    Trained,
    /// It stays.
    Fixed,
    /// A step writes its next value: a moving average.
    State,
}

impl Graph {
    /// What the indices of an input are below, if it holds indices: one bound for each layer that takes them.
    pub fn bounds(&self, input: usize) -> impl Iterator<Item = &Dim> {
        self.indices.iter().filter(move |(number, _)| *number == input).map(|(_, below)| below)
    }

    /// Whether the optimizer trains a weight.
    pub fn trains(&self, weight: WeightId) -> bool {
        self.weights[weight.0].role == Role::Trained
    }

    /// The node that makes a value.
    pub fn node(&self, value: Value) -> &Node {
        &self.nodes[value.0]
    }

    /// All values, in the order of their making.
    pub fn values(&self) -> impl Iterator<Item = (Value, &Node)> {
        self.nodes.iter().enumerate().map(|(at, node)| (Value(at), node))
    }

    /// Adds a node.
    pub fn push(&mut self, op: Op, inputs: Vec<Value>, shape: Shape, layer: LayerId) -> Value {
        self.nodes.push(Node { op, inputs, shape, layer });
        Value(self.nodes.len() - 1)
    }

    /// Says where inputs, outputs, masks and layers lie, after the nodes became others: `values` has for each value what it
    /// became.
    pub fn move_to(&mut self, values: &[Value]) {
        for value in self.outputs.iter_mut().chain(&mut self.inputs).chain(self.masks.iter_mut().flatten()) {
            *value = values[value.0];
        }
        for layer in &mut self.layers {
            layer.output = values[layer.output.0];
        }
    }

    /// The graph with other operations where there are such.
    pub fn replaced(&self, by: impl Fn(&dyn Operation) -> Option<Instead>) -> Self {
        let mut replaced = self.clone();
        for node in &mut replaced.nodes {
            let Op::Kernel(kernel) = &node.op else { continue };
            if let Some(Instead { op, inputs }) = by(&**kernel) {
                node.inputs = inputs.into_iter().map(|at| node.inputs[at]).collect();
                node.op = op;
            }
        }
        replaced
    }

    /// The graph without the nodes that neither inputs, outputs, masks and carried states nor a layer's output need.
    pub fn pruned(&self) -> Self {
        let mut needed = vec![false; self.nodes.len()];
        let layers = self.layers.iter().map(|layer| &layer.output);
        let ends = self.inputs.iter().chain(&self.outputs).chain(self.masks.iter().flatten()).chain(layers);
        ends.for_each(|value| needed[value.0] = true);
        for (at, node) in self.nodes.iter().enumerate().rev() {
            needed[at] |= matches!(node.op, Op::Carry(_));
            if needed[at] {
                node.inputs.iter().for_each(|input| needed[input.0] = true);
            }
        }
        let mut pruned = Self { nodes: Vec::new(), ..self.clone() };
        let mut values: Vec<Value> = Vec::with_capacity(self.nodes.len());
        for (node, needed) in self.nodes.iter().zip(needed) {
            let value = Value(pruned.nodes.len());
            if needed {
                let inputs = node.inputs.iter().map(|input| values[input.0]).collect();
                pruned.push(node.op.clone(), inputs, node.shape.clone(), node.layer);
            }
            values.push(value);
        }
        pruned.move_to(&values);
        pruned
    }

    /// `dense1.kernel`
    pub fn weight_name(&self, weight: WeightId) -> String {
        let weight = &self.weights[weight.0];
        format!("{}.{}", self.layers[weight.layer.0].name, weight.name)
    }
}

impl Op {
    /// Its name, for listings.
    fn name(&self) -> &'static str {
        match self {
            Self::Input(_) => "input",
            Self::Reshape => "reshape",
            Self::Affine { .. } => "affine",
            Self::Pointwise(_) => "pointwise",
            Self::Softmax => "softmax",
            Self::LogSoftmax => "log_softmax",
            Self::Kernel(kernel) => kernel.name(),
            Self::Scratch => "scratch",
            Self::Carried(_) => "carried",
            Self::Carry(_) => "carry",
            Self::LossPart(_) => "loss_part",
            Self::LossGradient => "loss_gradient",
            Self::AffineGradKernel(_) => "affine_grad_kernel",
            Self::AffineGradBias(_) => "affine_grad_bias",
            Self::AffineGradInput { .. } => "affine_grad_input",
            Self::PointwiseGrad(_) => "pointwise_grad",
            Self::SoftmaxGrad => "softmax_grad",
            Self::LogSoftmaxGrad => "log_softmax_grad",
            Self::Copy => "copy",
            Self::InputGradient(_) => "input_gradient",
        }
    }

    /// The weights it works on.
    fn weights(&self) -> Vec<WeightId> {
        match self {
            Self::Kernel(kernel) => kernel.call().weights().chain(kernel.target()).collect(),
            Self::Affine { kernel, bias, .. } => [Some(*kernel), *bias].into_iter().flatten().collect(),
            Self::AffineGradKernel(weight)
            | Self::AffineGradBias(weight)
            | Self::AffineGradInput { kernel: weight, .. } => vec![*weight],
            Self::Input(_)
            | Self::Reshape
            | Self::Pointwise(_)
            | Self::Softmax
            | Self::LogSoftmax
            | Self::Scratch
            | Self::Carried(_)
            | Self::Carry(_)
            | Self::LossGradient
            | Self::LossPart(_)
            | Self::PointwiseGrad(_)
            | Self::SoftmaxGrad
            | Self::LogSoftmaxGrad
            | Self::Copy
            | Self::InputGradient(_) => Vec::new(),
        }
    }

    /// The function of each element that it applies.
    fn function(&self) -> Option<String> {
        match self {
            Self::Pointwise(scalar)
            | Self::PointwiseGrad(scalar)
            | Self::Affine { activation: Some(scalar), .. }
            | Self::AffineGradInput { derivative: Some(scalar), .. } => Some(scalar.function.to_string()),
            Self::Kernel(kernel) => kernel.call().numbers(),
            _ => None,
        }
    }
}

/// `%3 = affine(%2, dense1.kernel, dense1.bias) : (128)`, a line a node.
impl fmt::Display for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (value, node) in self.values() {
            let mut operands: Vec<_> = node.inputs.iter().map(ToString::to_string).collect();
            operands.extend(node.op.weights().into_iter().map(|weight| self.weight_name(weight)));
            operands.extend(node.op.function());
            writeln!(f, "{value} = {}({}) : {}", node.op.name(), operands.join(", "), node.shape)?;
        }
        let outputs: Vec<_> = self.outputs.iter().map(ToString::to_string).collect();
        writeln!(f, "return {}", outputs.join(", "))
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "%{}", self.0)
    }
}
