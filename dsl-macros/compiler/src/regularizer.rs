//! Regularizers: `l1(0.01)`, `l2(0.01)`, `l1_l2(l1 = 0.01, l2 = 0.01)`, as in Keras.

use crate::ast::Call;
use crate::named::{self, Argument, Default, Row};
use crate::report::Report;

const TABLE: &[Row] = &[
    Row { name: "l1", parameters: &[("l1", Default::NotNegative(0.01))] },
    Row { name: "l2", parameters: &[("l2", Default::NotNegative(0.01))] },
    Row { name: "l1_l2", parameters: &[("l1", Default::NotNegative(0.0)), ("l2", Default::NotNegative(0.0))] },
];

/// `l1·Σ|w| + l2·Σw²`
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regularizer {
    /// Factor of `Σ|w|`.
    pub l1: f64,
    /// Factor of `Σw²`.
    pub l2: f64,
}

impl Regularizer {
    /// No penalty.
    pub const NONE: Self = Self { l1: 0.0, l2: 0.0 };
}

/// All names.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|row| row.name)
}

/// Reads a regularizer; `None` with the mistake noted.
pub fn resolve(call: &Call, report: &mut Report) -> Option<Regularizer> {
    let (row, arguments) = named::read(call, "regularizer", TABLE, report)?;
    let factor = |at: usize| match arguments.get(at) {
        Some(Argument::Number(value)) => *value,
        _ => 0.0,
    };
    Some(match row.name {
        "l1" => Regularizer { l1: factor(0), l2: 0.0 },
        "l2" => Regularizer { l1: 0.0, l2: factor(0) },
        _ => Regularizer { l1: factor(0), l2: factor(1) },
    })
}
