//! `Reshape(7, 7, 64)`

use super::{Layer, Mismatch, Need, Origin, Parameter, Spec};
use crate::dim::Shape;

pub(super) const SPEC: Spec = Spec {
    name: "Reshape",
    summary: "the same elements, in row-major order, in another shape",
    example: "Input(784) -> Reshape(28, 28)",
    parameters: &[Parameter::new("target_shape", Need::Dims)],
    resolve: |arguments, report| {
        let target = arguments.dims("target_shape", report)?;
        if target.is_none() {
            let message = "`Reshape` needs its argument `target_shape`";
            report.error(arguments.span(), message, "write the sizes without the batch, `Reshape(7, 7, 64)`");
        }
        target.map(Layer::Reshape)
    },
};

/// The target, if it has as many elements as the input; what only rustc can count is let pass.
pub(super) fn output(target: &Shape, input: &Shape) -> Result<Shape, Mismatch> {
    if target.len().same(&input.len()) == Some(false) {
        return Err(Mismatch {
            message: format!(
                "`Reshape` must keep the number of elements: {input} has {}, {target} has {}",
                input.len(),
                target.len()
            ),
            help: format!("choose sizes whose product is {}", input.len()),
            spot: None,
            origin: Origin::Input,
        });
    }
    Ok(target.clone())
}
