//! `Flatten`, or `Flatten(28, 28)` to start a model

use super::{Layer, Masks, Mismatch, Need, Parameter, Spec};
use crate::build::{Build, Tensor};
use crate::dim::Shape;

pub(super) const SPEC: Spec = Spec {
    name: "Flatten",
    aliases: &[],
    weights: &[],
    summary: "all axes into one; as the first layer it states the input shape, `Flatten(28, 28)`",
    shapes: "any → (product of the sizes)",
    page: "reshaping_layers/flatten",
    example: "Flatten(28, 28) -> Dense(10, softmax)",
    parameters: &[
        Parameter::new("input_shape", Need::Dims),
        Parameter::new("data_format", Need::Refused("images are channels-last: leave it out")),
    ],
    resolve: |_, _| Some(Box::new(Flatten)),
};

#[derive(Debug)]
struct Flatten;

impl Layer for Flatten {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let shape = Shape(vec![inputs[0].shape.len()]);
        Ok(vec![build.reshape(&inputs[0], shape)])
    }

    fn masks(&self) -> Masks {
        Masks::Dropped
    }
}
