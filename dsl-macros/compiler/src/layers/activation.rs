//! `Activation(relu)`

use super::{Layer, Mismatch, Need, Origin, Parameter, Spec};
use crate::activation::Activate;
use crate::dim::Shape;

pub(super) const SPEC: Spec = Spec {
    name: "Activation",
    summary: "an activation as a layer of its own; a bare `relu` or a closure as a stage is the same",
    example: "Input(784) -> Dense(128) -> Activation(gelu) -> Dense(10) -> softmax",
    parameters: &[Parameter::new("activation", Need::Required("relu"))],
    resolve: |arguments, report| {
        arguments.get("activation")?;
        // A mistake in it leaves the shapes as they are: later layers are judged all the same.
        Some(Layer::Activation(arguments.activation("activation", report).unwrap_or(Activate::Identity)))
    },
};

/// The shape of the input; a softmax over a single value is refused, since it is always 1.
pub(super) fn output(activate: &Activate, input: &Shape) -> Result<Shape, Mismatch> {
    let (over, always) = match activate {
        Activate::Identity | Activate::Scalar(_) => return Ok(input.clone()),
        Activate::Softmax(name) => (name, 1),
        Activate::LogSoftmax(name) => (name, 0),
    };
    if input.last().value() == Some(1) {
        return Err(Mismatch {
            message: format!("`{over}` over a single value is always {always}"),
            help: "for two classes write `Dense(1, sigmoid)` or `Dense(2, softmax)`".into(),
            spot: Some(over.span().into()),
            origin: Origin::Input,
        });
    }
    Ok(input.clone())
}
