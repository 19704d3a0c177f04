//! `Activation(relu)`

use super::{Layer, Mismatch, Need, Parameter, Spec};
use crate::activation::Activate;
use crate::build::{Build, Tensor};
use crate::dim::Shape;

pub(super) const SPEC: Spec = Spec {
    name: "Activation",
    aliases: &[],
    weights: &[],
    summary: "an activation as a layer of its own; a bare `relu` or a closure as a stage is the same",
    shapes: "any → the same",
    page: "core_layers/activation",
    example: "Input(784) -> Dense(128) -> Activation(gelu) -> Dense(10) -> softmax",
    parameters: &[Parameter::new("activation", Need::Required("relu"))],
    resolve: |arguments, report| {
        arguments.get("activation")?;
        // A mistake in it leaves the shapes as they are: later layers are judged all the same.
        Some(Box::new(Activation(arguments.activation("activation", report).unwrap_or(Activate::Identity))))
    },
};

/// An activation of its own.
#[derive(Debug)]
pub struct Activation(pub Activate);

impl Layer for Activation {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        check(&self.0, &inputs[0].shape)?;
        Ok(vec![build.activation(&inputs[0], &self.0)])
    }
}

/// A softmax over a single value is refused, since it is always 1.
pub(super) fn check(activate: &Activate, input: &Shape) -> Result<(), Mismatch> {
    let (over, always) = match activate {
        Activate::Identity | Activate::Scalar(_) | Activate::Sparsemax => return Ok(()),
        Activate::Glu(name) => {
            return match input.last().value() {
                Some(width) if width % 2 == 1 => {
                    let message = format!("`glu` halves the last axis, which has {width} elements in {input}");
                    let help = format!("make their number even: {} give {}", width + 1, width.div_ceil(2));
                    Err(Mismatch::input(message, help).at(name.span().into()))
                }
                _ => Ok(()),
            };
        }
        Activate::Softmax(name) => (name, 1),
        Activate::LogSoftmax(name) => (name, 0),
    };
    if input.last().value() == Some(1) {
        let message = format!("`{over}` over a single value is always {always}");
        let help = "for two classes write `Dense(1, sigmoid)` or `Dense(2, softmax)`";
        return Err(Mismatch::input(message, help).at(over.span().into()));
    }
    Ok(())
}
