//! The shape of every layer's output. A layer whose input is unknown is not judged: one mistake, one message.

use crate::dim::{Dim, Shape};
use crate::layers::{Layer, Mismatch, Origin};
use crate::report::{Report, Spot};
use crate::resolve::Resolved;

/// What inference found.
#[derive(Debug, Default)]
pub struct Shapes {
    /// The shape of one sample.
    pub input: Option<Shape>,
    /// The output of each layer in turn.
    pub outputs: Vec<Option<Shape>>,
    /// What only rustc can judge, since it depends on the user's constants.
    pub claims: Vec<Claim>,
}

/// Two sizes that must be equal.
#[derive(Debug)]
pub struct Claim {
    /// What for, as the beginning of a message: `` `Reshape` must keep the number of elements ``.
    pub rule: String,
    /// The size on the one side.
    pub expected: Dim,
    /// The size on the other.
    pub found: Dim,
    /// The layer that claims it.
    pub spot: Spot,
}

/// More elements than this do not fit a computer's memory, nor `isize` once multiplied by a batch.
const LARGEST: usize = 1 << 40;

/// Infers all shapes.
pub fn infer(stages: &[Resolved], report: &mut Report) -> Shapes {
    let mut shapes = Shapes { input: input(stages, report), ..Shapes::default() };
    let mut current = shapes.input.clone();
    let mut before: Option<&Resolved> = None;
    for stage in stages {
        let output = match (&stage.layer, &current) {
            (Some(layer), Some(input)) => judge(stage, layer, input, before, &mut shapes.claims, report),
            (Some(layer), None) => layer.output_alone(),
            (None, _) => None,
        };
        shapes.outputs.push(output.clone());
        current = output;
        before = Some(stage);
    }
    shapes
}

/// The input shape, which the first layer states, and no other.
fn input(stages: &[Resolved], report: &mut Report) -> Option<Shape> {
    for pair in stages.windows(2) {
        let [before, stage] = pair else { continue };
        let Some(stated) = &stage.input else { continue };
        let message =
            format!("{} states an input shape, but its input comes from {} before it", stage.words, before.words);
        let help = match stage.layer {
            Some(Layer::Flatten) => "write `Flatten` without sizes",
            Some(Layer::Input) => "leave it out, or write `Reshape` to change the shape",
            _ => "leave `input_shape` out",
        };
        report.error(stated.spot, message, help);
    }
    let first = stages.first()?;
    if first.input.is_none() && first.sound {
        let message = format!("the model starts with {}, which does not say what shape its input has", first.words);
        let help = match first.layer {
            Some(Layer::Flatten) => "write the shape of one sample, `Flatten(28, 28)`",
            Some(Layer::Dense(_)) => "start with the shape of one sample, `Input(784) -> Dense(…)`",
            _ => "start with the shape of one sample, `Input(28, 28)` or `Flatten(28, 28)`",
        };
        report.error(first.spot, message, help);
    }
    first.input.as_ref().map(|stated| stated.shape.clone())
}

fn judge(
    stage: &Resolved,
    layer: &Layer,
    input: &Shape,
    before: Option<&Resolved>,
    claims: &mut Vec<Claim>,
    report: &mut Report,
) -> Option<Shape> {
    let output = match layer.output(input) {
        Ok(output) => output,
        Err(Mismatch { message, help, spot, origin }) => {
            let origin = before.filter(|_| origin == Origin::Input);
            let origin = origin.map(|before| format!("{} before it outputs {input}; ", before.words));
            report.error(spot.unwrap_or(stage.spot), message, format!("{}{help}", origin.unwrap_or_default()));
            return layer.output_alone();
        }
    };
    if output.len().factor() > LARGEST {
        let message = format!("the output {output} of {} is larger than memory", stage.words);
        report.error(stage.spot, message, "choose smaller sizes");
        return None;
    }
    if let Layer::Dense(dense) = layer {
        let kernel = Shape(vec![input.last(), dense.units.clone()]);
        if kernel.len().factor() > LARGEST {
            let message = format!("the kernel {kernel} of {} is larger than memory", stage.words);
            report.error(stage.spot, message, "choose smaller sizes");
        }
    }
    if let Layer::Reshape(target) = layer
        && target.len().same(&input.len()).is_none()
    {
        let rule = format!("`Reshape` must keep the number of elements of its input {input}");
        claims.push(Claim { rule, expected: input.len(), found: target.len(), spot: stage.spot });
    }
    Some(output)
}
