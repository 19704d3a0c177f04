//! A layer of the user's, by its path.

use proc_macro2::TokenStream;
use quote::ToTokens;

use super::words::names_constant;
use super::{Layer, Masks, Mismatch};
use crate::ast::{Value, ValueKind};
use crate::build::{Build, Tensor};
use crate::claim::{Claim, Holds};
use crate::dim::{Dim, Shape, Symbol};
use crate::ops;
use crate::report::{Report, Spot};
use crate::start::Start;

/// The shape that a stage of the user's states `at` a place, `(8, 8, 2)`, or one size.
pub fn shape_of(value: &Value, at: &str, report: &mut Report) -> Option<Shape> {
    let size = |value: &Value| match &value.kind {
        ValueKind::Integer(size @ 1..=0xffff_ffff) => usize::try_from(*size).ok().map(Dim::known),
        ValueKind::Path(tokens) | ValueKind::Block(tokens) => {
            Some(Dim::symbol(Symbol::new(tokens.clone(), value.spot)))
        }
        ValueKind::Call(call) if names_constant(call) => {
            Some(Dim::symbol(Symbol::new(call.name.to_token_stream(), value.spot)))
        }
        _ => None,
    };
    let values = match &value.kind {
        ValueKind::Tuple(values) => values.as_slice(),
        _ => std::slice::from_ref(value),
    };
    let sizes: Option<Vec<_>> = values.iter().map(size).collect();
    if sizes.as_ref().is_none_or(Vec::is_empty) {
        let message = format!("the shape after `{at}` is made of sizes");
        report.error(value.spot, message, "write them without the batch, `(8, 8, 2)`");
        return None;
    }
    sizes.map(Shape)
}

/// A layer that is no row of the table.
#[derive(Debug)]
pub struct Custom {
    /// Its type.
    pub path: TokenStream,
    /// The shape of its output, if stated.
    pub shape: Option<Shape>,
    /// Where it stands.
    pub spot: Spot,
}

impl Layer for Custom {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let (x, path) = (&inputs[0], &self.path);
        let input = x.shape.len();
        let (out, params) =
            (Dim::of_layer("out", path, &input, self.spot), Dim::of_layer("params", path, &input, self.spot));
        let known = build.graph.weights.len();
        let weights = build.weight("weights", Shape(vec![params]), &Start::of_layer(path, &input))?;
        if build.graph.weights.len() == known {
            let (rule, path, input) =
                (format!("{} is at work several times", build.words), path.clone(), input.clone());
            build.claims.push(Claim { rule, holds: Holds::Stateless { path, input }, spot: self.spot });
        }
        let workspace = |fact| Shape(vec![Dim::of_layer(fact, path, &input, self.spot)]);
        let (to_predict, to_train) = (workspace("predict_workspace"), workspace("step_workspace"));
        let part = ops::CustomPart::Forward;
        let (draws, workspace) = (build.draws(), to_train.clone());
        let operation = ops::Custom { path: path.clone(), input, weights, workspace, draws, part };
        let scratch = [build.scratch(&to_predict), build.scratch(&to_train)];
        let output = Shape(vec![out.clone()]);
        let value = build.kernel(operation, &[x.value, scratch[0], scratch[1]], &output);
        let y = Tensor::new(value, output);
        let Some(shape) = &self.shape else { return Ok(vec![y]) };
        build.claim(format!("the shape {shape} must have as many elements as the layer puts out"), out, shape.len());
        Ok(vec![build.reshape(&y, shape.clone())])
    }

    fn alone(&self) -> Option<Shape> {
        self.shape.clone()
    }

    fn masks(&self) -> Masks {
        Masks::Dropped
    }
}
