//! `name` or `name(arguments)` out of a table of rows with parameters and defaults: how initializers and regularizers
//! are read.

use crate::ast::Call;
use crate::layers::arguments::{describe, number};
use crate::layers::listed;
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
    Number(f64),
    /// One of these words; the first is the default.
    Word(&'static [&'static str]),
    /// Not available: what to write instead.
    Refused(&'static str),
}

/// An argument, given or left out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Argument {
    Number(f64),
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
        let help = match nearest(&snake(&name), names.iter().copied()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("known are {}", listed(&names)),
        };
        report.error(call.name.span(), format!("unknown {kind} `{name}`"), help);
        return None;
    };
    let mut values: Vec<Option<Argument>> = vec![None; row.parameters.len()];
    let mut complete = true;
    for (position, argument) in call.arguments.iter().enumerate() {
        let at = match &argument.name {
            None => Some(position).filter(|at| *at < row.parameters.len()),
            Some(given) => row.parameters.iter().position(|(known, _)| given == known),
        };
        let Some(at) = at else {
            let what = argument.name.as_ref().map_or_else(|| "so many arguments".into(), |n| format!("argument `{n}`"));
            let known: Vec<_> = row.parameters.iter().map(|(name, _)| *name).collect();
            let help = if known.is_empty() { format!("write `{name}`") } else { format!("known are {}", listed(&known)) };
            let spot = argument.name.as_ref().map_or(argument.value.spot, |name| name.span().into());
            report.error(spot, format!("`{name}` has no {what}"), help);
            complete = false;
            continue;
        };
        let (parameter, default) = row.parameters[at];
        if values[at].is_some() {
            let message = format!("argument `{parameter}` is given twice");
            report.error(argument.value.spot, message, "leave one of them out");
        }
        let value = match (default, &argument.value.kind) {
            (Default::Number(_), kind) => number(kind).map(Argument::Number),
            (Default::Word(words), crate::ast::ValueKind::Call(word)) if word.arguments.is_empty() => {
                words.iter().find(|known| word.name == **known).map(|known| Argument::Word(known))
            }
            _ => None,
        };
        if value.is_none() {
            let found = describe(&argument.value.kind);
            let (message, help) = match default {
                Default::Number(value) => (
                    format!("`{parameter}` of `{name}` expects a number, found {found}"),
                    format!("write `{parameter} = {value}`"),
                ),
                Default::Word(words) => (
                    format!("`{parameter}` of `{name}` expects {}, found {found}", listed(words).replace(" and ", " or ")),
                    format!("write `{parameter} = {}`", words[0]),
                ),
                Default::Refused(help) => (format!("`{name}` has no argument `{parameter}` here"), help.to_owned()),
            };
            report.error(argument.value.spot, message, help);
            complete = false;
        }
        values[at] = value;
    }
    let values = values.into_iter().zip(row.parameters).filter_map(|(value, (_, default))| {
        value.or(match default {
            Default::Number(value) => Some(Argument::Number(*value)),
            Default::Word(words) => Some(Argument::Word(words[0])),
            Default::Refused(_) => None,
        })
    });
    complete.then(|| (row, values.collect()))
}

/// Keras' class names in the spelling of its functions: `GlorotUniform` becomes `glorot_uniform`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}
