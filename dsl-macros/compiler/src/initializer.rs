//! Initializers: Keras' names, arguments and defaults. Their formulas are the runtime's.

use proc_macro2::Span;

use crate::ast::Call;
use crate::named::{self, Argument, Default, Row};
use crate::report::Report;

const SEED: (&str, Default) = ("seed", Default::Refused("a model has one seed: write `Digits::seeded(42)`"));

const TABLE: &[Row] = &[
    Row { name: "zeros", parameters: &[] },
    Row { name: "ones", parameters: &[] },
    Row { name: "constant", parameters: &[("value", Default::Number(0.0))] },
    Row {
        name: "random_normal",
        parameters: &[("mean", Default::Number(0.0)), ("stddev", Default::NotNegative(0.05)), SEED],
    },
    Row {
        name: "random_uniform",
        parameters: &[("minval", Default::Number(-0.05)), ("maxval", Default::Number(0.05)), SEED],
    },
    Row {
        name: "truncated_normal",
        parameters: &[("mean", Default::Number(0.0)), ("stddev", Default::NotNegative(0.05)), SEED],
    },
    Row {
        name: "variance_scaling",
        parameters: &[
            ("scale", Default::Positive(1.0)),
            ("mode", Default::Word(&["fan_in", "fan_out", "fan_avg"])),
            ("distribution", Default::Word(&["truncated_normal", "untruncated_normal", "uniform"])),
            SEED,
        ],
    },
    Row { name: "glorot_uniform", parameters: &[SEED] },
    Row { name: "glorot_normal", parameters: &[SEED] },
    Row { name: "he_uniform", parameters: &[SEED] },
    Row { name: "he_normal", parameters: &[SEED] },
    Row { name: "lecun_uniform", parameters: &[SEED] },
    Row { name: "lecun_normal", parameters: &[SEED] },
    Row { name: "orthogonal", parameters: &[("gain", Default::Number(1.0)), SEED] },
    Row { name: "identity", parameters: &[("gain", Default::Number(1.0))] },
];

/// An initializer with all its arguments.
#[derive(Clone, Debug)]
pub struct Initializer {
    /// Keras' name.
    pub name: &'static str,
    /// Where the user named it, or the call site.
    pub span: Span,
    /// All arguments in order.
    pub(crate) arguments: Vec<Argument>,
}

impl Initializer {
    /// An initializer with the defaults of its arguments, by its name.
    pub(crate) fn default(name: &'static str) -> Self {
        let row = TABLE.iter().find(|row| row.name == name);
        Self { name, span: Span::call_site(), arguments: row.map(Row::defaults).unwrap_or_default() }
    }

    /// As a layer of the user's says.
    pub(crate) fn of_layer(path: proc_macro2::TokenStream, input: crate::dim::Dim) -> Self {
        Self { arguments: vec![Argument::Layer(path, input)], ..Self::default("") }
    }

    /// One number in each place, or a number for each.
    pub(crate) fn values(values: &[f64]) -> Self {
        match values {
            [value] => Self { arguments: vec![Argument::Number(*value)], ..Self::default("constant") },
            values => Self { arguments: vec![Argument::Numbers(values.to_vec())], ..Self::default("values") },
        }
    }

    /// The fewest axes of a weight that it can fill.
    pub fn rank(&self) -> usize {
        match self.name {
            "orthogonal" | "identity" => 2,
            _ => 0,
        }
    }
}

/// All names.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|row| row.name)
}

/// Reads an initializer; `None` with the mistake noted.
pub fn resolve(call: &Call, report: &mut Report) -> Option<Initializer> {
    let (row, arguments) = named::read(call, "initializer", TABLE, report)?;
    Some(Initializer { name: row.name, span: call.name.span(), arguments })
}
