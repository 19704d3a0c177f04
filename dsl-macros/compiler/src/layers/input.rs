//! `Input(28, 28)`

use super::{Layer, Need, Parameter, Spec};

pub(super) const SPEC: Spec = Spec {
    name: "Input",
    summary: "states the shape of one sample, without the batch",
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
        Some(Layer::Input)
    },
};
