//! What layers of several kinds are made of: products, activations, other shapes.

use crate::activation::{Activate, Scalar};
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::graph::{Op, WeightId};
use crate::ops;

impl Build {
    /// The same elements in another shape.
    pub fn reshape(&mut self, x: &Tensor, shape: Shape) -> Tensor {
        let value = self.push(Op::Reshape, &[x.value], &shape);
        Tensor::new(value, shape)
    }

    /// `W x + b` on the last axis.
    pub fn affine(&mut self, x: &Tensor, kernel: WeightId, bias: Option<WeightId>, units: &Dim) -> Tensor {
        let mut shape = x.shape.clone();
        if let Some(last) = shape.0.last_mut() {
            *last = units.clone();
        }
        let value = self.push(Op::Affine { kernel, bias, activation: None }, &[x.value], &shape);
        Tensor { value, shape, mask: x.mask }
    }

    /// A function of each element.
    pub fn pointwise(&mut self, x: &Tensor, scalar: Scalar) -> Tensor {
        let value = self.push(Op::Pointwise(scalar), &[x.value], &x.shape);
        Tensor { value, ..x.clone() }
    }

    /// An activation.
    pub fn activation(&mut self, x: &Tensor, activate: &Activate) -> Tensor {
        let op = match activate {
            Activate::Identity => return x.clone(),
            Activate::Scalar(scalar) => Op::Pointwise(scalar.clone()),
            Activate::Softmax(_) => Op::Softmax,
            Activate::LogSoftmax(_) => Op::LogSoftmax,
            Activate::Sparsemax => Op::kernel(ops::Sparsemax { width: x.shape.last(), backward: false }),
            Activate::Glu(name) => return self.glu(x, name),
        };
        let value = self.push(op, &[x.value], &x.shape);
        Tensor { value, ..x.clone() }
    }

    /// One half of the last axis times the sigmoid of the other.
    fn glu(&mut self, x: &Tensor, name: &proc_macro2::Ident) -> Tensor {
        let (total, width) = (x.shape.last(), x.shape.last().divided(2));
        let mut shape = x.shape.clone();
        if let Some(last) = shape.0.last_mut() {
            *last = width.clone();
        }
        let half = |build: &mut Self, start: Dim| {
            let take = ops::Take { total: total.clone(), start, width: width.clone() };
            Tensor { value: build.kernel(take, &[x.value], &shape), shape: shape.clone(), mask: x.mask }
        };
        let (value, gate) = (half(self, Dim::known(0)), half(self, width.clone()));
        let gate = self.pointwise(&gate, Scalar::builtin("sigmoid", name.span()));
        let product = ops::Elementwise(ops::Binary::Multiply);
        let product = self.kernel(product, &[value.value, gate.value], &shape);
        Tensor { value: product, shape, mask: x.mask }
    }
}
