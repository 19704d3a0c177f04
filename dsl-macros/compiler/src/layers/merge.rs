//! `Add()(a, b)`, or `a + b`: values of one shape, element by element.

use super::{Layer, Masks, Mismatch, Parameter, Spec, Takes};
use crate::build::{Build, Tensor};
use crate::dim::Shape;
use crate::ops::{self, Binary};

const NONE: &[Parameter] = &[];

pub(super) const ADD: Spec = Spec {
    name: "Add",
    aliases: &[],
    summary: "the sum of values of one shape, also written `a + b`",
    shapes: "values of one shape → the same",
    page: "merging_layers/add",
    example: "let x = Input(4); let h = x -> Dense(4, relu); Add()(x, h)",
    parameters: NONE,
    weights: &[],
    resolve: |_, _| Some(Box::new(Merge(Sign::Add, "`Add`"))),
};

pub(super) const SUBTRACT: Spec = Spec {
    name: "Subtract",
    aliases: &[],
    summary: "the difference of two values of one shape, also written `a - b`",
    shapes: "values of one shape → the same",
    page: "merging_layers/subtract",
    example: "let x = Input(4); let h = x -> Dense(4, relu); Subtract()(x, h)",
    parameters: NONE,
    weights: &[],
    resolve: |_, _| Some(Box::new(Merge(Sign::Subtract, "`Subtract`"))),
};

pub(super) const MULTIPLY: Spec = Spec {
    name: "Multiply",
    aliases: &[],
    summary: "the product of values of one shape, element by element, also written `a * b`",
    shapes: "values of one shape → the same",
    page: "merging_layers/multiply",
    example: "let x = Input(4); let gate = x -> Dense(4, sigmoid); x * gate",
    parameters: NONE,
    weights: &[],
    resolve: |_, _| Some(Box::new(Merge(Sign::Multiply, "`Multiply`"))),
};

/// What is done to the elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `a + b`
    Add,
    /// `a - b`
    Subtract,
    /// `a * b`
    Multiply,
}

/// Values of one shape, element by element; with the words that messages have for it.
#[derive(Debug)]
pub struct Merge(pub Sign, pub &'static str);

impl Layer for Merge {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let Self(sign, words) = self;
        if *sign == Sign::Subtract && inputs.len() != 2 {
            let message = format!("`Subtract` takes 2 values, found {}", inputs.len());
            return Err(Mismatch::layer(message, "write `Subtract()(a, b)`"));
        }
        equal_shapes(build, words, inputs)?;
        let mut merged = inputs[0].clone();
        let binary = match sign {
            Sign::Add => Binary::Add,
            Sign::Subtract => Binary::Subtract,
            Sign::Multiply => Binary::Multiply,
        };
        for other in &inputs[1..] {
            merged.value = build.kernel(ops::Elementwise(binary), &[merged.value, other.value], &merged.shape);
        }
        merged.mask = common_mask(build, inputs);
        Ok(vec![merged])
    }

    fn takes(&self) -> Takes {
        Takes::Several
    }

    fn masks(&self) -> Masks {
        Masks::Own
    }
}

/// Refuses values of different shapes: nothing is broadcast.
pub(super) fn equal_shapes(build: &mut Build, words: &str, inputs: &[Tensor]) -> Result<(), Mismatch> {
    let [first, others @ ..] = inputs else { return Ok(()) };
    for other in others {
        equal(build, words, &first.shape, &other.shape)?;
    }
    Ok(())
}

fn equal(build: &mut Build, words: &str, a: &Shape, b: &Shape) -> Result<(), Mismatch> {
    let different = || {
        let help = if a.rank() == b.rank() {
            "make their sizes equal: nothing is broadcast"
        } else {
            "bring them to one shape, by `Reshape` or `Flatten`: nothing is broadcast"
        };
        Mismatch::layer(format!("{words} needs values of one shape, found {a} and {b}"), help)
    };
    if a.rank() != b.rank() {
        return Err(different());
    }
    for (a, b) in a.0.iter().zip(&b.0) {
        match a.same(b) {
            Some(true) => {}
            Some(false) => return Err(different()),
            None => build.claim(format!("{words} needs values of one shape"), a.clone(), b.clone()),
        }
    }
    Ok(())
}

/// The steps that count in all of the values, as in Keras.
pub(super) fn common_mask(build: &mut Build, inputs: &[Tensor]) -> Option<crate::graph::Value> {
    let mut masks = inputs.iter().filter_map(|input| input.mask);
    let first = masks.next()?;
    let shape = build.graph.node(first).shape.clone();
    Some(masks.fold(first, |a, b| build.kernel(ops::Elementwise(Binary::Multiply), &[a, b], &shape)))
}
