//! The words of arguments: what they are, what they are not, and how messages name them.

use super::{is_layer, listed};
use crate::ast::{Call, ValueKind};
use crate::{activation, initializer, regularizer};

pub(super) const SIZE: &str = "a size";
pub(super) const NUMBER: &str = "a number";
pub(super) const TRUTH: &str = "`true` or `false`";
pub(super) const ACTIVATION: &str = "an activation";
pub(super) const INITIALIZER: &str = "an initializer";
pub(super) const REGULARIZER: &str = "a regularizer";

/// Whether a word belongs elsewhere: one of Python's, or of another category of the language.
pub(super) fn misplaced(call: &Call, expected: &str) -> bool {
    let python = ["None", "True", "False"].iter().any(|word| call.name == word);
    python || category(call).is_some_and(|(category, _)| category != expected) || is_layer(&call.name.to_string())
}

/// What a word of the language is, and the argument of a layer that takes it.
pub(super) fn category(call: &Call) -> Option<(&'static str, &'static str)> {
    if activation::is_activation(call) {
        Some((ACTIVATION, "activation"))
    } else if initializer::names().any(|known| call.name == known) {
        Some((INITIALIZER, "kernel_initializer"))
    } else if regularizer::names().any(|known| call.name == known) {
        Some((REGULARIZER, "kernel_regularizer"))
    } else {
        None
    }
}

/// `its arguments are …`
pub(crate) fn arguments_are(known: &[&str]) -> String {
    match known {
        [] => "it takes no arguments".into(),
        [one] => format!("its argument is `{one}`"),
        known => format!("its arguments are {}", listed(known)),
    }
}

/// `` `a`, `b` or `c` ``
pub(super) fn listed_or(words: &[&str]) -> String {
    listed(words).replace(" and ", " or ")
}

/// A number as it is written.
pub(super) fn bare(kind: &ValueKind) -> String {
    describe(kind).trim_matches('`').to_owned()
}

/// Whether a bare name is one of the user's constants, rather than a word of the language in the wrong place.
pub fn names_constant(call: &Call) -> bool {
    let name = call.name.to_string();
    let word = activation::names().any(|known| known == name)
        || initializer::names().any(|known| known == name)
        || regularizer::names().any(|known| known == name)
        || matches!(name.as_str(), "None" | "True" | "False");
    call.arguments.is_empty() && !word
}

/// A number, whole or not.
pub fn number(kind: &ValueKind) -> Option<f64> {
    match kind {
        ValueKind::Integer(value) => Some(*value as f64),
        ValueKind::Float(value) => Some(*value),
        _ => None,
    }
}

pub(super) fn sample(expected: &str) -> &'static str {
    match expected {
        SIZE => "128",
        NUMBER => "0.5",
        TRUTH => "false",
        ACTIVATION => "relu",
        INITIALIZER => "he_normal",
        _ => "l2(1e-4)",
    }
}

/// A value in the words of a message.
pub fn describe(kind: &ValueKind) -> String {
    match kind {
        ValueKind::Integer(value) => format!("`{value}`"),
        ValueKind::Float(value) => format!("`{value:?}`"),
        ValueKind::Bool(value) => format!("`{value}`"),
        ValueKind::Text(value) => format!("the text \"{value}\""),
        ValueKind::Call(call) => {
            let what = match category(call) {
                Some((ACTIVATION, _)) => "the activation ",
                Some((INITIALIZER, _)) => "the initializer ",
                Some((REGULARIZER, _)) => "the regularizer ",
                _ if is_layer(&call.name.to_string()) => "the layer ",
                _ => "",
            };
            format!("{what}`{}`", call.name)
        }
        ValueKind::Path(tokens) => format!("the path `{}`", tokens.to_string().replace(' ', "")),
        ValueKind::Block(_) => "a const expression".into(),
        ValueKind::Tuple(_) => "a tuple".into(),
        ValueKind::Closure(_) => "a closure".into(),
    }
}
