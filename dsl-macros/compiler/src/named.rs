//! `name` or `name(arguments)` out of a table of rows with parameters and defaults: how initializers and regularizers
//! are read, and how their arguments and those of activations find their parameters.

use crate::ast::{self, Call, ValueKind};
use crate::layers::words::{arguments_are, describe, number};
use crate::layers::{foreign, listed};
use crate::nearest::nearest;
use crate::report::Report;

/// One row: a name, and its arguments with their defaults.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) parameters: &'static [(&'static str, Default)],
}

/// What holds if an argument is left out, and thereby its kind.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Default {
    /// A number.
    Number(f64),
    /// A number of at least 0.
    NotNegative(f64),
    /// A number above 0.
    Positive(f64),
    /// One of these words; the first is the default.
    Word(&'static [&'static str]),
    /// Not available: what to write instead.
    Refused(&'static str),
}

impl Row {
    /// All arguments, as they are if left out.
    pub(crate) fn defaults(&self) -> Vec<Argument> {
        self.parameters.iter().filter_map(|(_, default)| default.value()).collect()
    }
}

impl Default {
    /// What holds if the argument is left out.
    fn value(self) -> Option<Argument> {
        match self {
            Self::Number(value) | Self::NotNegative(value) | Self::Positive(value) => Some(Argument::Number(value)),
            Self::Word(words) => Some(Argument::Word(words[0])),
            Self::Refused(_) => None,
        }
    }

    /// An argument, if it is of this kind.
    fn read(self, kind: &ValueKind) -> Option<Argument> {
        match (self, kind) {
            (Self::Number(_), kind) => number(kind).map(Argument::Number),
            (Self::NotNegative(_), kind) => number(kind).filter(|value| *value >= 0.0).map(Argument::Number),
            (Self::Positive(_), kind) => number(kind).filter(|value| *value > 0.0).map(Argument::Number),
            (Self::Word(words), ValueKind::Call(word)) if word.arguments.is_empty() => {
                words.iter().find(|known| word.name == **known).map(|known| Argument::Word(known))
            }
            (Self::Word(_) | Self::Refused(_), _) => None,
        }
    }

    /// The numbers that are taken, in the words of a message.
    fn number_in_words(self) -> &'static str {
        match self {
            Self::NotNegative(_) => "a number of at least 0",
            Self::Positive(_) => "a number above 0",
            Self::Number(_) | Self::Word(_) | Self::Refused(_) => "a number",
        }
    }
}

/// An argument, given or left out.
#[derive(Clone, Debug)]
pub(crate) enum Argument {
    /// A layer of the user's, which says it itself, and the length of its input.
    Layer(proc_macro2::TokenStream, crate::dim::Dim),
    Number(f64),
    Numbers(Vec<f64>),
    Word(&'static str),
}

/// Finds the row of `call` and reads its arguments. `kind` is what the rows are, in the words of a message.
pub(crate) fn read(
    call: &Call,
    kind: &str,
    rows: &'static [Row],
    report: &mut Report,
) -> Option<(&'static Row, Vec<Argument>)> {
    let name = call.name.to_string();
    let Some(row) = rows.iter().find(|row| row.name == name) else {
        let names: Vec<_> = rows.iter().map(|row| row.name).collect();
        let help = match nearest(&foreign::snake(&name), names.iter().copied()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("the {kind}s are {}", listed(&names)),
        };
        report.error(call.name.span(), format!("unknown {kind} `{name}`"), help);
        return None;
    };
    let names: Vec<_> = row.parameters.iter().map(|(name, _)| *name).collect();
    let available = row.parameters.iter().filter(|(_, default)| !matches!(default, Default::Refused(_)));
    let available: Vec<_> = available.map(|(name, _)| *name).collect();
    let (given, mut complete) = matched(call, row.name, &names, &available, report);
    let mut values: Vec<_> = row.parameters.iter().map(|(_, default)| default.value()).collect();
    for (at, argument) in given {
        let (parameter, default) = row.parameters[at];
        values[at] = default.read(&argument.value.kind);
        if values[at].is_none() {
            wrong(argument, parameter, default, row, report);
            complete = false;
        }
    }
    complete.then(|| (row, values.into_iter().flatten().collect()))
}

/// The arguments of a call, each with the place of its parameter among some names, and whether they are all right so far.
/// Who gives one that is not there is told those that are `available`.
pub(crate) fn matched<'a>(
    call: &'a Call,
    of: &str,
    names: &[&str],
    available: &[&str],
    report: &mut Report,
) -> (Vec<(usize, &'a ast::Argument)>, bool) {
    let (mut given, mut complete): (Vec<(usize, _)>, _) = (Vec::new(), true);
    for (position, argument) in call.arguments.iter().enumerate() {
        let at = match &argument.name {
            None => Some(position).filter(|at| *at < names.len()),
            Some(name) => names.iter().position(|known| name == known),
        };
        match at {
            None => unknown_argument(argument, of, available, report),
            Some(at) if given.iter().any(|(known, _)| *known == at) => {
                let message = format!("argument `{}` is given twice", names[at]);
                report.error(argument.spot(), message, "leave one of them out");
            }
            Some(at) => {
                given.push((at, argument));
                continue;
            }
        }
        complete = false;
    }
    (given, complete)
}

/// An argument of another kind than its parameter.
fn wrong(argument: &ast::Argument, parameter: &str, default: Default, row: &Row, report: &mut Report) {
    let (name, found) = (row.name, describe(&argument.value.kind));
    let (message, help) = match default {
        Default::Number(value) | Default::NotNegative(value) | Default::Positive(value) => (
            format!("`{parameter}` of `{name}` expects {}, found {found}", default.number_in_words()),
            format!("write `{parameter} = {value}`"),
        ),
        Default::Word(words) => {
            let (expected, help) = quoted(&argument.value.kind, words).map_or_else(
                || (listed(words).replace(" and ", " or "), format!("write `{parameter} = {}`", words[0])),
                |word| ("a word".to_owned(), format!("write it without quotes, `{word}`")),
            );
            (format!("`{parameter}` of `{name}` expects {expected}, found {found}"), help)
        }
        Default::Refused(help) => {
            let message = format!("`{name}` has no argument `{parameter}` here");
            return report.error(argument.spot(), message, help);
        }
    };
    report.error(argument.value.spot, message, help);
}

/// One of `words` that stands in quotes.
fn quoted<'a>(kind: &ValueKind, words: &[&'a str]) -> Option<&'a str> {
    match kind {
        ValueKind::Text(text) => words.iter().copied().find(|word| word == text),
        _ => None,
    }
}

/// An argument that is none of `known`, or one too many.
fn unknown_argument(argument: &ast::Argument, of: &str, known: &[&str], report: &mut Report) {
    let Some(name) = &argument.name else {
        let message = match known.len() {
            0 => format!("`{of}` takes no arguments"),
            1 => format!("`{of}` takes at most 1 argument"),
            count => format!("`{of}` takes at most {count} arguments"),
        };
        let help = if known.is_empty() { format!("write `{of}`") } else { arguments_are(known) };
        return report.error(argument.value.spot, message, help);
    };
    let help = match foreign::argument(&name.to_string(), known) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => format!("write `{of}`"),
        None => arguments_are(known),
    };
    report.error(name.span(), format!("`{of}` has no argument `{name}`"), help);
}
