//! The catalogue: every layer of the language, with Keras' names, arguments and defaults. One file a layer, or a family of
//! them; one table that the macro and its documentation read.

mod activation;
pub mod arguments;
mod attention;
mod conv;
mod custom;
mod dense;
mod depthwise;
mod document;
mod dropout;
mod embedding;
mod flatten;
pub mod foreign;
mod geometry;
mod input;
mod merge;
mod noise;
mod normalization;
mod numbers;
mod pooling;
mod read;
mod rectifiers;
mod recurrent;
mod rescaling;
mod reshape;
mod residual;
mod spatial;
pub mod words;
mod wrappers;

use std::fmt;

use arguments::Arguments;

use crate::ast::Call;
use crate::build::{Build, Tensor};
use crate::dim::Shape;
use crate::report::{Report, Spot};

pub use activation::Activation;
pub use custom::{Custom, shape_of};
pub use document::define_layers;
pub use input::Input;
pub use merge::{Merge, Merging};
pub use residual::Residual;

/// One layer's row.
#[derive(Debug)]
pub struct Spec {
    /// Keras' name of its class.
    pub name: &'static str,
    /// Other names that Keras has for it.
    pub aliases: &'static [&'static str],
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// The shapes that it takes and gives, without the batch.
    pub shapes: &'static str,
    /// Its page in Keras' documentation of layers.
    pub page: &'static str,
    /// A model that uses it.
    pub example: &'static str,
    /// Its arguments in Keras' order.
    pub parameters: &'static [Parameter],
    /// The names of its weights, with a question mark if there may be none.
    pub weights: &'static [&'static str],
    /// Reads its arguments.
    pub resolve: fn(&Arguments<'_>, &mut Report) -> Option<Box<dyn Layer>>,
}

/// One argument's row.
#[derive(Debug)]
pub struct Parameter {
    /// Keras' name.
    pub name: &'static str,
    /// Whether it must be given.
    pub need: Need,
}

/// Whether an argument must be given.
#[derive(Clone, Copy, Debug)]
pub enum Need {
    /// Yes: an example of it.
    Required(&'static str),
    /// No: what holds without it.
    Default(&'static str),
    /// Any number of positional dimensions.
    Dims,
    /// Keras has it, the language has not: what to write instead.
    Refused(&'static str),
}

impl Parameter {
    const fn new(name: &'static str, need: Need) -> Self {
        Self { name, need }
    }
}

/// A layer, its arguments read: it judges the shapes that reach it, and adds what it computes to a graph.
pub trait Layer: fmt::Debug {
    /// Adds its operations, and gives its outputs.
    ///
    /// # Errors
    /// An input that it cannot take.
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch>;

    /// The shape of its output if the input is unknown.
    fn alone(&self) -> Option<Shape> {
        None
    }

    /// How many values it takes.
    fn takes(&self) -> Takes {
        Takes::One
    }

    /// How many values it gives.
    fn gives(&self) -> usize {
        1
    }

    /// The same recurrent layer from the last step to the first, if it is one.
    fn other_way(&self) -> Option<Box<dyn Layer>> {
        None
    }

    /// Whether its output has a place for each step of its input.
    fn keeps_steps(&self) -> bool {
        false
    }

    /// Whether it gives the last step only, and could give all.
    fn forgets_steps(&self) -> bool {
        false
    }

    /// What becomes of the mask of its input.
    fn masks(&self) -> Masks {
        Masks::Passed
    }
}

/// How many values a layer takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One, from an arrow.
    One,
    /// Two or more, in parentheses.
    Several,
    /// From so many to so many, in parentheses or the first from an arrow.
    Between(usize, usize),
}

/// What becomes of a mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Masks {
    /// The output has it too.
    Passed,
    /// The output has none: refused, unless the user says so.
    Dropped,
    /// The layer decides.
    Own,
}

/// Why a layer cannot take an input.
#[derive(Debug)]
pub struct Mismatch {
    /// What was expected, what was found.
    pub message: String,
    /// The change to make.
    pub help: String,
    /// Where, if not at the layer's name.
    pub spot: Option<Spot>,
    /// Whether the layer before has to do with it.
    pub origin: Origin,
    /// Whether it asks for steps where there are none.
    pub steps: bool,
}

impl Mismatch {
    /// A mistake that comes from what the layer before puts out.
    pub fn input(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), spot: None, origin: Origin::Input(0), steps: false }
    }

    /// A mistake of the layer alone.
    pub fn layer(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), spot: None, origin: Origin::Layer, steps: false }
    }

    /// The same, at an argument.
    #[must_use]
    pub fn at(self, spot: Spot) -> Self {
        Self { spot: Some(spot), ..self }
    }

    /// The same, for another of the inputs.
    #[must_use]
    pub fn of(self, number: usize) -> Self {
        Self { origin: Origin::Input(number), ..self }
    }
}

/// What a mismatch comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// What the layer before puts out: which of the inputs.
    Input(usize),
    /// The layer alone.
    Layer,
}

/// All layers.
pub const TABLE: &[&Spec] = &[
    &input::SPEC,
    &dense::SPEC,
    &activation::SPEC,
    &dropout::SPEC,
    &flatten::SPEC,
    &reshape::SPEC,
    &conv::CONV1D,
    &conv::CONV2D,
    &conv::CONV1D_TRANSPOSE,
    &conv::CONV2D_TRANSPOSE,
    &conv::DEPTHWISE_CONV2D,
    &conv::SEPARABLE_CONV2D,
    &pooling::MAX1D,
    &pooling::MAX2D,
    &pooling::AVERAGE1D,
    &pooling::AVERAGE2D,
    &pooling::GLOBAL_MAX1D,
    &pooling::GLOBAL_MAX2D,
    &pooling::GLOBAL_AVERAGE1D,
    &pooling::GLOBAL_AVERAGE2D,
    &geometry::PERMUTE,
    &geometry::REPEAT_VECTOR,
    &geometry::UP_SAMPLING1D,
    &geometry::UP_SAMPLING2D,
    &geometry::ZERO_PADDING1D,
    &geometry::ZERO_PADDING2D,
    &geometry::CROPPING1D,
    &geometry::CROPPING2D,
    &rescaling::SPEC,
    &normalization::NORMALIZATION,
    &normalization::BATCH,
    &normalization::LAYER,
    &normalization::GROUP,
    &normalization::RMS,
    &noise::SPATIAL1D,
    &noise::SPATIAL2D,
    &noise::GAUSSIAN,
    &embedding::EMBEDDING,
    &embedding::MASKING,
    &embedding::POSITION,
    &embedding::SINE,
    &recurrent::SIMPLE,
    &recurrent::LSTM,
    &recurrent::GRU,
    &wrappers::BIDIRECTIONAL,
    &wrappers::TIME_DISTRIBUTED,
    &attention::SPEC,
    &merge::ADD,
    &merge::SUBTRACT,
    &merge::MULTIPLY,
    &merge::AVERAGE,
    &merge::MAXIMUM,
    &merge::MINIMUM,
    &merge::CONCATENATE,
    &merge::DOT,
    &merge::UNIT,
    &rectifiers::RELU,
    &rectifiers::LEAKY_RELU,
    &rectifiers::ELU,
    &rectifiers::PRELU,
    &rectifiers::SOFTMAX,
];

/// The row of a layer.
pub fn find(name: &str) -> Option<&'static Spec> {
    TABLE.iter().copied().find(|spec| spec.name == name || spec.aliases.contains(&name))
}

/// Whether the language has a layer of this name.
pub fn is_layer(name: &str) -> bool {
    find(name).is_some()
}

/// Whether a layer cannot be written without arguments.
pub fn needs_arguments(class: &str) -> bool {
    let required = |parameter: &Parameter| match parameter.need {
        Need::Required(_) => true,
        Need::Dims => !matches!(parameter.name, "shape" | "input_shape"),
        _ => false,
    };
    find(class).is_some_and(|spec| spec.parameters.iter().any(required))
}

/// Whether a layer makes one value of several.
pub fn merges(name: &str) -> bool {
    find(name).is_some_and(|spec| spec.page.starts_with("merging_layers"))
}

/// The input with which the example of a layer starts: `Input(8, 8, 3)`.
pub fn start(class: &str) -> Option<&'static str> {
    let input = find(class)?.example.split(" -> ").next()?;
    input.starts_with("Input(").then_some(input)
}

/// A layer with its arguments read, or what is known of it after a mistake.
#[derive(Debug)]
pub struct Resolved {
    /// Keras' name of its class.
    pub class: &'static str,
    /// What it does; `None` after a mistake that leaves its output unknown.
    pub layer: Option<Box<dyn Layer>>,
    /// The input shape that it states.
    pub input: Option<Stated>,
    /// Whether it is trained.
    pub trainable: bool,
    /// Whether masks end here.
    pub drops_mask: bool,
}

/// An input shape that a layer states.
#[derive(Clone, Debug)]
pub struct Stated {
    /// The shape of one sample.
    pub shape: Shape,
    /// Where it is stated.
    pub spot: Spot,
}

/// Reads a layer; `None` if its class is unknown, with the mistake noted.
pub fn resolve(call: &Call, report: &mut Report) -> Option<Resolved> {
    let name = call.name.to_string();
    let Some(spec) = find(&name) else {
        unknown(call, &name, report);
        return None;
    };
    let arguments = Arguments::bind(call, spec, report);
    let layer = (spec.resolve)(&arguments, report);
    let input = arguments.input_shape(report);
    let (trainable, drops_mask) = (arguments.trainable(report), arguments.drops_mask(report));
    let layer = layer.filter(|_| input.is_some());
    Some(Resolved { class: spec.name, layer, input: input.flatten(), trainable, drops_mask })
}

/// Notes that a layer is unknown, and what may have been meant.
pub fn unknown(call: &Call, name: &str, report: &mut Report) {
    const CATALOGUE: &str = "the layers are listed in `chainrule::layers`; an activation is a layer too";
    const ELSEWHERE: &str = "the layers are listed in `chainrule::layers`; one from elsewhere is written as a path";
    let spot = call.name.span();
    if let Some(known) = foreign::not_yet(name) {
        report.error(spot, format!("`{known}` is not available yet"), CATALOGUE);
    } else if let Some(help) = foreign::layer(name) {
        report.error(spot, format!("`{name}` is not a layer of this language"), help);
    } else if let Some(known) = foreign::nearest_stage(name) {
        let what = if crate::activation::names().any(|name| name == known) { "activation" } else { "layer" };
        report.error(spot, format!("unknown {what} `{name}`"), format!("did you mean `{known}`?"));
    } else {
        let help = if name.starts_with(char::is_uppercase) { ELSEWHERE } else { CATALOGUE };
        report.error(spot, format!("unknown layer `{name}`"), help);
    }
}

/// `` `a`, `b` and `c` ``
pub fn listed(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
