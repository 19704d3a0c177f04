//! `Input(28, 28)`

use super::{Layer, Mismatch, Need, Parameter, Spec};
use crate::build::{Build, Tensor};

pub(super) const SPEC: Spec = Spec {
    name: "Input",
    aliases: &[],
    weights: &[],
    summary: "states the shape of one sample, without the batch",
    shapes: "shape",
    page: "core_layers/input",
    example: "Input(28, 28) -> Flatten -> Dense(10, softmax)",
    parameters: &[
        Parameter::new("shape", Need::Dims),
        Parameter::new("batch_shape", Need::Refused("the batch is not part of a shape: write `Input(28, 28)`")),
        Parameter::new("sparse", Need::Refused("inputs are dense: leave it out")),
        Parameter::new("tensor", Need::Refused("an input is a value at run time: write `Input(28, 28)`")),
        Parameter::new("optional", Need::Refused("inputs are always given: leave it out")),
    ],
    resolve: |arguments, report| {
        if arguments.call.arguments.is_empty() {
            let message = "`Input` needs the shape of one sample";
            report.error(arguments.span(), message, "write its sizes without the batch, `Input(28, 28)`");
            return None;
        }
        Some(Box::new(Input))
    },
};

/// States an input.
#[derive(Debug)]
pub struct Input;

impl Layer for Input {
    fn apply(&self, _build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        Ok(vec![inputs[0].clone()])
    }
}
