//! `Residual(Dense(64, relu) -> Dense(64))`: the output of the layers is added to their input.

use super::merge::{Merge, Merging, equal};
use super::{Layer, Masks, Mismatch, Takes};
use crate::build::{Build, Tensor};
use crate::dim::Shape;

/// The sum of two values, the output of the layers and their input.
#[derive(Debug)]
pub struct Residual;

impl Layer for Residual {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        if let [output, input] = inputs {
            equal(
                build,
                "`Residual` adds its input to an output of the same shape",
                &input.shape,
                &output.shape,
                not_residual,
            )?;
        }
        Merge { merging: Merging::Add, words: "`Residual`", goes_on: false }.apply(build, inputs)
    }

    fn takes(&self) -> Takes {
        Takes::Several
    }

    fn masks(&self) -> Masks {
        Masks::Own
    }
}

/// What to end the layers with, so that their output has the shape of their input.
fn not_residual(input: &Shape, output: &Shape) -> Mismatch {
    let message = format!("`Residual` adds its input to the output of its layers, but they are {input} and {output}");
    let last = input.last();
    let same = |at: usize| input.0[at].same(&output.0[at]) != Some(false);
    let help = match input.rank() {
        rank if rank != output.rank() => match rank {
            _ if input.len().same(&output.len()) == Some(true) => format!("end its layers with `Reshape{input}`"),
            2 if output.rank() == 1 => {
                "keep the steps: a recurrent layer does with `return_sequences = true`".to_owned()
            }
            _ => "leave out what changes the number of axes".to_owned(),
        },
        rank if (0..rank - 1).all(same) => {
            let layer = if rank == 3 { format!("Conv2D({last}, 1)") } else { format!("Dense({last})") };
            format!("end its layers with `{layer}`")
        }
        _ => "keep the sizes by `padding = same`, without strides; or write the sum, `let x = …; (x -> …) + (x -> …)`"
            .to_owned(),
    };
    Mismatch::layer(message, help)
}
