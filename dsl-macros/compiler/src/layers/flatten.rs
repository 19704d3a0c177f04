//! `Flatten`, or `Flatten(28, 28)` to start a model

use super::{Layer, Need, Parameter, Spec};

pub(super) const SPEC: Spec = Spec {
    name: "Flatten",
    summary: "all axes into one; as the first layer it states the input shape, `Flatten(28, 28)`",
    example: "Flatten(28, 28) -> Dense(10, softmax)",
    parameters: &[
        Parameter::new("input_shape", Need::Dims),
        Parameter::new("data_format", Need::Refused("images are channels-last: leave it out")),
    ],
    resolve: |_, _| Some(Layer::Flatten),
};
