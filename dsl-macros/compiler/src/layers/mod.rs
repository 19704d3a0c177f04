//! The catalogue: every layer of the language, with Keras' names, arguments and defaults. One file a layer; one table
//! that the macro and its documentation read.

mod activation;
pub mod arguments;
mod dense;
mod document;
mod dropout;
mod flatten;
pub mod foreign;
mod input;
mod read;
mod reshape;
pub mod words;

use arguments::Arguments;

use crate::activation::Activate;
use crate::ast::Call;
use crate::dim::Shape;
use crate::report::{Report, Spot};

pub use dense::{Dense, Start};
pub use document::define_layers;

/// One layer's row.
#[derive(Debug)]
pub struct Spec {
    /// Keras' name of its class.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// A model that uses it.
    pub example: &'static str,
    /// Its arguments in Keras' order.
    pub parameters: &'static [Parameter],
    /// Reads its arguments.
    pub resolve: fn(&Arguments<'_>, &mut Report) -> Option<Layer>,
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

/// What a layer does, its arguments read.
#[derive(Debug)]
pub enum Layer {
    /// States the input shape.
    Input,
    /// All axes into one.
    Flatten,
    /// `activation(W x + b)` on the last axis.
    Dense(Dense),
    /// An activation of its own.
    Activation(Activate),
    /// The same elements in another shape.
    Reshape(Shape),
    /// Zeroes elements at random while training.
    Dropout {
        /// The fraction that is zeroed.
        rate: f64,
    },
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
}

/// What a mismatch comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// What the layer before puts out.
    Input,
    /// The layer alone.
    Layer,
}

impl Layer {
    /// The shape of its output for an input.
    ///
    /// # Errors
    /// An input that it cannot take.
    pub fn output(&self, input: &Shape) -> Result<Shape, Mismatch> {
        match self {
            Self::Input | Self::Dropout { .. } => Ok(input.clone()),
            Self::Flatten => Ok(Shape(vec![input.len()])),
            Self::Dense(dense) => dense.output(input),
            Self::Activation(activate) => activation::output(activate, input),
            Self::Reshape(target) => reshape::output(target, input),
        }
    }

    /// The shape of its output if the input is unknown.
    pub fn output_alone(&self) -> Option<Shape> {
        match self {
            Self::Reshape(target) => Some(target.clone()),
            Self::Input | Self::Flatten | Self::Dense(_) | Self::Activation(_) | Self::Dropout { .. } => None,
        }
    }
}

/// All layers.
pub const TABLE: &[&Spec] =
    &[&input::SPEC, &dense::SPEC, &activation::SPEC, &dropout::SPEC, &flatten::SPEC, &reshape::SPEC];

/// Whether the language has a layer of this name.
pub fn is_layer(name: &str) -> bool {
    TABLE.iter().any(|spec| spec.name == name)
}

/// A layer with its arguments read, or what is known of it after a mistake.
#[derive(Debug)]
pub struct Resolved {
    /// Keras' name of its class.
    pub class: &'static str,
    /// What it does; `None` after a mistake that leaves its output unknown.
    pub layer: Option<Layer>,
    /// The input shape that it states.
    pub input: Option<Stated>,
}

/// An input shape that a layer states.
#[derive(Debug)]
pub struct Stated {
    /// The shape of one sample.
    pub shape: Shape,
    /// Where it is stated.
    pub spot: Spot,
}

/// Reads a layer; `None` if its class is unknown, with the mistake noted.
pub fn resolve(call: &Call, report: &mut Report) -> Option<Resolved> {
    let name = call.name.to_string();
    let Some(spec) = TABLE.iter().find(|spec| spec.name == name) else {
        unknown(call, &name, report);
        return None;
    };
    let arguments = Arguments::bind(call, spec, report);
    let layer = (spec.resolve)(&arguments, report);
    let input = arguments.input_shape(report);
    Some(Resolved { class: spec.name, layer: layer.filter(|_| input.is_some()), input: input.flatten() })
}

fn unknown(call: &Call, name: &str, report: &mut Report) {
    let spot = call.name.span();
    let names: Vec<_> = TABLE.iter().map(|spec| spec.name).collect();
    let layers = format!("the layers are {}; an activation is a layer too", listed(&names));
    if let Some(known) = foreign::not_yet(name) {
        report.error(spot, format!("`{known}` is not available yet"), layers);
    } else if let Some(help) = foreign::layer(name) {
        report.error(spot, format!("`{name}` is not a layer of this language"), help);
    } else if let Some(known) = foreign::nearest_stage(name) {
        let what = if is_layer(known) { "layer" } else { "activation" };
        report.error(spot, format!("unknown {what} `{name}`"), format!("did you mean `{known}`?"));
    } else {
        report.error(spot, format!("unknown layer `{name}`"), layers);
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
