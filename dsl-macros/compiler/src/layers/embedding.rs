//! `Embedding(1000, 32)`, `Masking`, `PositionEmbedding`, `SinePositionEncoding`

use super::{Layer, Masks, Mismatch, Need, Parameter, Spec, spatial};
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::ops;
use crate::start::Start;

pub(super) const EMBEDDING: Spec = Spec {
    name: "Embedding",
    aliases: &[],
    summary: "the rows of a table that the indices name; with `mask_zero` the index 0 stands for a step that does not count",
    shapes: "(…) of indices below input_dim → (…, output_dim)",
    page: "core_layers/embedding",
    example: "Input(8) -> Embedding(100, 16, mask_zero = true) -> LSTM(8) -> Dense(2)",
    parameters: &[
        Parameter::new("input_dim", Need::Required("1000")),
        Parameter::new("output_dim", Need::Required("32")),
        Parameter::new("embeddings_initializer", Need::Default("random_uniform")),
        Parameter::new("embeddings_regularizer", Need::Default("none")),
        Parameter::new("embeddings_constraint", Need::Refused("constraints on weights are not available yet")),
        Parameter::new("mask_zero", Need::Default("false")),
        Parameter::new("weights", Need::Refused("weights are loaded from a file: leave it out")),
        Parameter::new("lora_rank", Need::Refused("low-rank adaptation is not available yet")),
        Parameter::new("input_length", Need::Refused("that is the length of the input: `Input(8) -> Embedding(…)`")),
        Parameter::new("lora_alpha", Need::Refused("low-rank adaptation is not available yet")),
        Parameter::new("quantization_config", Need::Refused("quantization is not available yet")),
    ],
    weights: &["embeddings"],
    resolve: |arguments, report| {
        let (rows, dim) = (arguments.dim("input_dim", report), arguments.dim("output_dim", report));
        let start = arguments.start("embeddings", 2, report);
        let mask_zero = arguments.boolean("mask_zero", report);
        if let Some(size) = rows.as_ref().and_then(Dim::value).filter(|size| *size > LARGEST) {
            let message = format!("`Embedding` has at most {LARGEST} rows, found {size}");
            report.error(arguments.spot("input_dim"), message, "indices are exact in 32-bit numbers up to that");
        }
        Some(Box::new(Embedding { rows: rows?, dim: dim?, start: start?, mask_zero: mask_zero? }))
    },
};

/// Whole numbers up to this are exact in `f32`.
const LARGEST: usize = 1 << 24;

pub(super) const MASKING: Spec = Spec {
    name: "Masking",
    aliases: &[],
    summary: "masks each step of which all features are `mask_value`: it does not count in the layers after it",
    shapes: "(steps, features) → the same",
    page: "core_layers/masking",
    example: "Input(8, 4) -> Masking -> LSTM(8) -> Dense(2)",
    parameters: &[Parameter::new("mask_value", Need::Default("0.0"))],
    weights: &[],
    resolve: |arguments, report| Some(Box::new(Masking(arguments.number_in("mask_value", .., "a number", report)?))),
};

pub(super) const POSITION: Spec = Spec {
    name: "PositionEmbedding",
    aliases: &[],
    summary: "adds a vector to each step that is learnt for its place in the sequence",
    shapes: "(steps, features) → the same",
    page: "",
    example: "Input(8) -> Embedding(100, 16) -> PositionEmbedding -> MultiHeadAttention(2, 8)",
    parameters: &[
        Parameter::new("initializer", Need::Default("glorot_uniform")),
        Parameter::new("sequence_length", Need::Refused("that is the number of steps: leave it out")),
    ],
    weights: &["position_embeddings"],
    resolve: |arguments, report| {
        let initializer = arguments.initializer("initializer", report)?;
        Some(Box::new(Position(Start { initializer, ..Start::plain("zeros") })))
    },
};

pub(super) const SINE: Spec = Spec {
    name: "SinePositionEncoding",
    aliases: &[],
    summary: "adds sin(p/10000^(2i/features)) to the feature 2i of step p, and the cosine to 2i + 1 (Vaswani et al. 2017)",
    shapes: "(steps, features) → the same",
    page: "",
    example: "Input(8) -> Embedding(100, 16) -> SinePositionEncoding -> MultiHeadAttention(2, 8)",
    parameters: &[],
    weights: &[],
    resolve: |_, _| Some(Box::new(Sine)),
};

#[derive(Debug)]
struct Embedding {
    rows: Dim,
    dim: Dim,
    start: Start,
    mask_zero: bool,
}

impl Layer for Embedding {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        if !build.takes_indices(x.value, &self.rows) {
            let message = "`Embedding` takes indices, which only an input of the model can be";
            return Err(Mismatch::input(
                message,
                "move it to the beginning of the model, `Input(8) -> Embedding(1000, 32)`",
            ));
        }
        let table = build.weight("embeddings", Shape(vec![self.rows.clone(), self.dim.clone()]), &self.start)?;
        let shape = Shape(x.shape.0.iter().chain([&self.dim]).cloned().collect());
        let operation = ops::Embedding { table, dim: self.dim.clone(), backward: false };
        let value = build.kernel(operation, &[x.value], &shape);
        let mask = self
            .mask_zero
            .then(|| build.kernel(ops::NotEqual { width: Dim::known(1), value: 0.0 }, &[x.value], &x.shape));
        Ok(vec![Tensor { value, shape, mask }])
    }

    fn masks(&self) -> Masks {
        Masks::Own
    }
}

#[derive(Debug)]
struct Masking(f64);

impl Layer for Masking {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        spatial::sequence("Masking", "features", x, 0)?;
        let (steps, width) = (Shape(x.shape.0[..1].to_vec()), x.shape.last());
        let mask = build.kernel(ops::NotEqual { width: width.clone(), value: self.0 }, &[x.value], &steps);
        let value = build.kernel(ops::ZeroMasked { width }, &[x.value, mask], &x.shape);
        Ok(vec![Tensor { value, shape: x.shape.clone(), mask: Some(mask) }])
    }

    fn masks(&self) -> Masks {
        Masks::Own
    }
}

#[derive(Debug)]
struct Position(Start);

impl Layer for Position {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        spatial::sequence("PositionEmbedding", "features", x, 0)?;
        let weight = build.weight("position_embeddings", x.shape.clone(), &self.0)?;
        let value = build.kernel(ops::Bias::new(weight, x.shape.len()), &[x.value], &x.shape);
        Ok(vec![Tensor { value, ..x.clone() }])
    }
}

#[derive(Debug)]
struct Sine;

impl Layer for Sine {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        spatial::sequence("SinePositionEncoding", "features", x, 0)?;
        let operation = ops::Sinusoidal { steps: x.shape.0[0].clone(), dim: x.shape.0[1].clone() };
        let value = build.kernel(operation, &[x.value], &x.shape);
        Ok(vec![Tensor { value, ..x.clone() }])
    }
}
