//! The operations beyond products and functions of single elements: one file a family, the way forward and the way back
//! side by side. Each is plain data that says how it is called, and what its gradient is.

mod attend;
mod batch_norm;
mod call;
mod custom;
mod depthwise;
mod elementwise;
mod fold;
mod gate;
mod geometry;
mod layout;
mod mean;
mod noise;
mod normalize;
mod pool;
mod recurrent;
mod sequence;
mod standardize;
mod then;
mod window;

use std::fmt;
use std::rc::Rc;

use crate::cost::Products;
use crate::dim::{Dim, Shape};
use crate::graph::{Graph, LayerId, Op, Value, WeightId};

pub use attend::{Attend, Mix};
pub use batch_norm::{BatchNorm, Inference, Statistics};
pub use call::{After, Arg, Call, Config, Field};
pub use custom::{Custom, CustomPart};
pub use depthwise::{Depthwise, DepthwisePart};
pub use elementwise::{Binary, Dropout, Elementwise};
pub use fold::Fold;
pub use gate::Gate;
pub use geometry::{Axis, Concatenate, Rearrange, Take};
pub use layout::Interleave;
pub use mean::{Contract, Mean};
pub use noise::{GaussianNoise, PRelu, SharedDropout, Sparsemax};
pub use normalize::{Bias, Normalize, Scale};
pub use pool::{Bilinear, GlobalMax, Pool, Pooling};
pub use recurrent::{Cell, DropoutMask, Recurrent, Sizes, State};
pub use sequence::{Embedding, MaskScores, NotEqual, Sinusoidal, ZeroMasked};
pub use standardize::Standardize;
pub use then::Then;
pub use window::{Conv, ConvTransposed, Convolution, Window};

/// What an operation must say of itself.
pub trait Operation: fmt::Debug {
    /// Its name, for listings.
    fn name(&self) -> &'static str;

    /// The call of a kernel that computes it.
    fn call(&self) -> Call;

    /// The way back: from the gradient of its value to those of its inputs and weights. Parts of a way back have none.
    fn differentiate(&self, back: &mut Back<'_>) {
        let _ = back;
    }

    /// Whether it writes over its first input, or a copy of it.
    fn in_place(&self) -> bool {
        false
    }

    /// What it is when predicting, if something else.
    fn predicting(&self) -> Option<Instead> {
        None
    }

    /// The operation that computes it together with what makes its inputs, if there is one that is better where nothing
    /// else wants those.
    fn together(&self) -> Option<Instead> {
        None
    }

    /// The same operation with samples across the vector, for a result of this shape, if there is one.
    fn across_samples(&self, result: &Shape) -> Option<Op> {
        let _ = result;
        None
    }

    /// The same as factors and summands of the channels of a result of this shape, if it is that.
    fn per_channel(&self, result: &Shape) -> Option<Fold> {
        let _ = result;
        None
    }

    /// The multiply-adds of its products, for a result of this shape.
    fn macs(&self, result: &Shape) -> Option<Dim> {
        let _ = result;
        None
    }

    /// What kind of products those are, for the table of costs.
    fn products(&self) -> Products {
        Products::Convolution
    }

    /// The weight or state whose place in the gradient it writes, instead of making a value.
    fn target(&self) -> Option<WeightId> {
        None
    }

    /// The part of the target that it writes, by its start and its length, if not all of it.
    fn target_part(&self) -> Option<[Dim; 2]> {
        None
    }
}

/// An operation in the place of another.
#[derive(Debug)]
pub struct Instead {
    /// The operation.
    pub op: Op,
    /// Its inputs, by their places among those of the other.
    pub inputs: Vec<usize>,
}

impl Instead {
    /// An operation of the first inputs of the other.
    pub fn of_first(inputs: usize, op: Op) -> Self {
        Self { op, inputs: (0..inputs).collect() }
    }
}

/// An operation, shared by the graphs that it is in.
#[derive(Clone, Debug)]
pub struct Kernel(Rc<dyn Operation>);

impl std::ops::Deref for Kernel {
    type Target = dyn Operation;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl Op {
    /// An operation as a node's.
    pub fn kernel(operation: impl Operation + 'static) -> Self {
        Self::Kernel(Kernel(Rc::new(operation)))
    }
}

/// The way back through one node.
#[derive(Debug)]
pub struct Back<'a> {
    /// The graph, to be added to.
    pub graph: &'a mut Graph,
    /// The node's value.
    pub y: Value,
    /// The gradient of the node's value.
    pub dy: Value,
    /// The node's inputs.
    pub inputs: Vec<Value>,
    /// The node's layer.
    pub layer: LayerId,
    /// The gradients found, each with the value that it belongs to.
    pub found: Vec<(Value, Value)>,
    /// The gradients of values found so far.
    pub gradients: &'a [Option<Value>],
}

impl Back<'_> {
    /// The shape of a value.
    pub fn shape(&self, value: Value) -> Shape {
        self.graph.node(value).shape.clone()
    }

    /// The gradient of a value, as far as it is found.
    pub fn gradient(&self, value: Value) -> Option<Value> {
        self.gradients.get(value.0).copied().flatten()
    }

    /// Adds a node.
    pub fn push(&mut self, op: Op, inputs: &[Value], shape: Shape) -> Value {
        self.graph.push(op, inputs.to_vec(), shape, self.layer)
    }

    /// Adds the node that makes the gradient of the first input, from the gradient of the value and what else is given.
    pub fn input(&mut self, op: Op, others: &[Value]) {
        self.input_at(0, op, others);
    }

    /// As [`input`](Self::input), for any input.
    pub fn input_at(&mut self, at: usize, op: Op, others: &[Value]) {
        let (x, mut inputs) = (self.inputs[at], vec![self.dy]);
        inputs.extend(others);
        let shape = self.shape(x);
        let dx = self.graph.push(op, inputs, shape, self.layer);
        self.found.push((x, dx));
    }

    /// The gradient of the value is that of an input.
    pub fn same(&mut self, at: usize) {
        self.found.push((self.inputs[at], self.dy));
    }

    /// Adds the node that makes the gradient of a weight, unless the weight is not trained.
    pub fn weight(&mut self, weight: WeightId, op: Op, inputs: &[Value]) {
        if self.graph.trains(weight) {
            let shape = self.graph.weights[weight.0].shape.clone();
            self.push(op, inputs, shape);
        }
    }

    /// A part of the workspace that lasts from here to the last operation that names it.
    pub fn scratch(&mut self, shape: Shape) -> Value {
        self.push(Op::Scratch, &[], shape)
    }
}
