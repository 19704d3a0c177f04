//! `Dropout(0.2)`

use super::{Layer, Mismatch, Need, Parameter, Spec, noise};
use crate::build::{Build, Tensor};
use crate::ops;

pub(super) const SPEC: Spec = Spec {
    name: "Dropout",
    aliases: &[],
    weights: &[],
    summary: "while training, zeroes a fraction of the elements and scales the others by 1/(1 − rate)",
    shapes: "any → the same",
    page: "regularization_layers/dropout",
    example: "Input(784) -> Dense(128, relu) -> Dropout(0.2) -> Dense(10, softmax)",
    parameters: &[
        Parameter::new("rate", Need::Required("0.2")),
        Parameter::new("noise_shape", Need::Refused("elements are dropped one by one: leave it out")),
        Parameter::new("seed", Need::Refused("the seed is the trainer's: write `Trainer::new(…).seed(n)`")),
    ],
    resolve: |arguments, report| {
        let rate = noise::rate(arguments, report);
        Some(Box::new(Dropout { rate }))
    },
};

#[derive(Debug)]
struct Dropout {
    rate: f64,
}

impl Layer for Dropout {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let (x, draws) = (&inputs[0], build.draws());
        let value = build.kernel(ops::Dropout { rate: self.rate, draws, len: None }, &[x.value], &x.shape);
        Ok(vec![Tensor { value, ..x.clone() }])
    }
}
