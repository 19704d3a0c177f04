//! `Rescaling(scale = 2.0, offset = -1.0)`

use super::{Layer, Mismatch, Need, Parameter, Spec};
use crate::activation::Scalar;
use crate::build::{Build, Tensor};

pub(super) const SPEC: Spec = Spec {
    name: "Rescaling",
    aliases: &[],
    summary: "scale · x + offset",
    shapes: "any → the same",
    page: "preprocessing_layers/image_preprocessing/rescaling",
    example: "Input(8, 8, 1) -> Rescaling(2.0, offset = -1.0) -> Flatten -> Dense(2)",
    parameters: &[Parameter::new("scale", Need::Required("0.5")), Parameter::new("offset", Need::Default("0.0"))],
    weights: &[],
    resolve: |arguments, report| {
        let scale = arguments.number("scale", report);
        let offset = arguments.number_in("offset", .., "a number", report);
        Some(Box::new(Rescaling { scale: scale?, offset: offset? }))
    },
};

#[derive(Debug)]
struct Rescaling {
    scale: f64,
    offset: f64,
}

impl Layer for Rescaling {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        Ok(vec![build.pointwise(&inputs[0], Scalar::linear(self.scale, self.offset))])
    }
}
