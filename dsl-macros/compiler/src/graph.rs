//! A model as a graph of operations: what every pass after `lower` works on. Plain data that prints, one line a node.

use std::fmt;

use proc_macro2::Ident;

use crate::activation::Scalar;
use crate::dim::Shape;
use crate::layers::Start;
use crate::report::Spot;

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
    /// The model's result.
    pub output: Value,
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
    /// The batch.
    Input,
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
    /// While training, zeroes a fraction of the elements and scales the others; its own gradient, as the mask depends
    /// on nothing but the layer, the step and the element.
    Dropout {
        /// The fraction.
        rate: f64,
    },
    /// The gradient of the loss with respect to the head's pre-activation, which is its input.
    LossGradient,
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
    /// The sum of two contributions to one gradient.
    Add,
    /// The same elements once more, where the caller expects them.
    Copy,
    /// Hands the gradient of the model's input to the caller, if wanted.
    InputGradient,
}

/// A layer as the user wrote it: for reports and files.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Its name in the model.
    pub name: Ident,
    /// Keras' name of its class, with the user's span.
    pub class: Ident,
    /// Its result.
    pub output: Value,
    /// Where it stands.
    pub spot: Spot,
}

/// A weight.
#[derive(Clone, Debug)]
pub struct Weight {
    /// Its layer.
    pub layer: LayerId,
    /// Its name in the layer.
    pub name: &'static str,
    /// Its shape in Keras' order, `[in, out]` for a kernel of `Dense`.
    pub shape: Shape,
    /// How it starts.
    pub start: Start,
}

impl Graph {
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

    /// `dense1.kernel`
    pub fn weight_name(&self, weight: WeightId) -> String {
        let weight = &self.weights[weight.0];
        format!("{}.{}", self.layers[weight.layer.0].name, weight.name)
    }
}

impl Op {
    /// Whether it reads the model's parameters.
    pub fn reads_weights(&self) -> bool {
        matches!(self, Self::Affine { .. } | Self::AffineGradInput { .. })
    }

    /// Whether it draws random numbers.
    pub fn is_random(&self) -> bool {
        matches!(self, Self::Dropout { .. })
    }

    /// Its name, for listings.
    fn name(&self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Reshape => "reshape",
            Self::Affine { .. } => "affine",
            Self::Pointwise(_) => "pointwise",
            Self::Softmax => "softmax",
            Self::LogSoftmax => "log_softmax",
            Self::Dropout { .. } => "dropout",
            Self::LossGradient => "loss_gradient",
            Self::AffineGradKernel(_) => "affine_grad_kernel",
            Self::AffineGradBias(_) => "affine_grad_bias",
            Self::AffineGradInput { .. } => "affine_grad_input",
            Self::PointwiseGrad(_) => "pointwise_grad",
            Self::SoftmaxGrad => "softmax_grad",
            Self::LogSoftmaxGrad => "log_softmax_grad",
            Self::Add => "add",
            Self::Copy => "copy",
            Self::InputGradient => "input_gradient",
        }
    }

    /// The weights it works on.
    fn weights(&self) -> Vec<WeightId> {
        match self {
            Self::Affine { kernel, bias, .. } => [Some(*kernel), *bias].into_iter().flatten().collect(),
            Self::AffineGradKernel(weight)
            | Self::AffineGradBias(weight)
            | Self::AffineGradInput { kernel: weight, .. } => vec![*weight],
            Self::Input
            | Self::Reshape
            | Self::Pointwise(_)
            | Self::Softmax
            | Self::LogSoftmax
            | Self::Dropout { .. }
            | Self::LossGradient
            | Self::PointwiseGrad(_)
            | Self::SoftmaxGrad
            | Self::LogSoftmaxGrad
            | Self::Add
            | Self::Copy
            | Self::InputGradient => Vec::new(),
        }
    }

    /// The function of each element that it applies.
    fn function(&self) -> Option<String> {
        match self {
            Self::Pointwise(scalar)
            | Self::PointwiseGrad(scalar)
            | Self::Affine { activation: Some(scalar), .. }
            | Self::AffineGradInput { derivative: Some(scalar), .. } => Some(scalar.function.to_string()),
            Self::Dropout { rate } => Some(rate.to_string()),
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
        writeln!(f, "return {}", self.output)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "%{}", self.0)
    }
}
