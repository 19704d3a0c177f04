//! `Reshape(7, 7, 64)`

use super::{Layer, Masks, Mismatch, Need, Parameter, Spec};
use crate::build::{Build, Tensor};
use crate::dim::Shape;

pub(super) const SPEC: Spec = Spec {
    name: "Reshape",
    aliases: &[],
    weights: &[],
    summary: "the same elements, in row-major order, in another shape",
    shapes: "any → target_shape",
    page: "reshaping_layers/reshape",
    example: "Input(784) -> Reshape(28, 28)",
    parameters: &[Parameter::new("target_shape", Need::Dims)],
    resolve: |arguments, report| {
        let target = arguments.dims("target_shape", report)?;
        if target.is_none() {
            let message = "`Reshape` needs its argument `target_shape`";
            report.error(arguments.span(), message, "write the sizes without the batch, `Reshape(7, 7, 64)`");
        }
        target.map(|target| Box::new(Reshape(target)) as _)
    },
};

#[derive(Debug)]
struct Reshape(Shape);

impl Layer for Reshape {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let (Self(target), input) = (self, &inputs[0].shape);
        match target.len().same(&input.len()) {
            Some(true) => {}
            Some(false) => {
                return Err(Mismatch::input(
                    format!(
                        "`Reshape` must keep the number of elements: {input} has {}, {target} has {}",
                        input.len(),
                        target.len()
                    ),
                    format!("choose sizes whose product is {}", input.len()),
                ));
            }
            None => {
                let rule = format!("`Reshape` must keep the number of elements of its input {input}");
                build.claim(rule, input.len(), target.len());
            }
        }
        Ok(vec![build.reshape(&inputs[0], target.clone())])
    }

    fn alone(&self) -> Option<Shape> {
        Some(self.0.clone())
    }

    fn masks(&self) -> Masks {
        Masks::Dropped
    }
}
