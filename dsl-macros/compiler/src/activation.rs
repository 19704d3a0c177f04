//! Activations as arguments and stages: scalar ones out of the expression language, and those over the last axis.

use proc_macro2::Ident;

use crate::activations;
use crate::ast::{Call, ValueKind};
use crate::expr;
use crate::layers::arguments::{describe, number};
use crate::layers::listed;
use crate::nearest::nearest;
use crate::report::Report;

/// What is applied to a value.
#[derive(Clone, Debug)]
pub enum Activate {
    /// Nothing.
    Identity,
    /// A function of each element.
    Scalar(Scalar),
    /// `softmax` over the last axis.
    Softmax(Ident),
    /// `log_softmax` over the last axis.
    LogSoftmax(Ident),
}

/// A function of each element.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// Its expression and derivative.
    pub function: expr::Activation,
    /// The built-in's name if it is one, with default arguments: the runtime has it compiled.
    pub builtin: Option<Ident>,
}

/// All names.
pub fn names() -> impl Iterator<Item = &'static str> {
    activations::names().chain(["softmax", "log_softmax"])
}

/// Whether a call is an activation rather than a layer.
pub fn is_activation(call: &Call) -> bool {
    names().any(|name| call.name == name)
}

/// An activation written out.
pub fn closure(closure: &expr::Closure, report: &mut Report) -> Option<Activate> {
    let function = report.take(expr::Activation::from_closure(closure.clone()))?;
    Some(Activate::Scalar(Scalar { function, builtin: None }))
}

/// An activation by its name; `None` with the mistake noted.
pub fn resolve(call: &Call, report: &mut Report) -> Option<Activate> {
    let name = call.name.to_string();
    if matches!(name.as_str(), "softmax" | "log_softmax") {
        if let Some(argument) = call.arguments.first() {
            let message = format!("`{name}` takes no arguments: it works on the last axis");
            report.error(argument.value.spot, message, format!("write `{name}`"));
            return None;
        }
        let ident = call.name.clone();
        return Some(if name == "softmax" { Activate::Softmax(ident) } else { Activate::LogSoftmax(ident) });
    }
    let Some(row) = activations::find(&name) else {
        let help = match nearest(&name, names()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("the activations are {}; or write a closure, `|x| x * x`", listed(&names().collect::<Vec<_>>())),
        };
        report.error(call.name.span(), format!("unknown activation `{name}`"), help);
        return None;
    };
    let arguments = arguments(call, row, report)?;
    let function = report.take(row.instantiate(&arguments, call.name.span()))?;
    if name == "linear" {
        return Some(Activate::Identity);
    }
    let builtin = arguments.is_empty().then(|| call.name.clone());
    Some(Activate::Scalar(Scalar { function, builtin }))
}

fn arguments(call: &Call, row: &activations::Row, report: &mut Report) -> Option<Vec<(&'static str, activations::Argument)>> {
    let mut given: Vec<(&'static str, activations::Argument)> = Vec::new();
    let mut complete = true;
    for (position, argument) in call.arguments.iter().enumerate() {
        let parameter = match &argument.name {
            None => row.parameters.get(position),
            Some(name) => row.parameters.iter().find(|parameter| name == parameter.name),
        };
        let Some(parameter) = parameter else {
            let what = argument.name.as_ref().map_or_else(|| "so many arguments".into(), |n| format!("argument `{n}`"));
            let known: Vec<_> = row.parameters.iter().map(|parameter| parameter.name).collect();
            let help = if known.is_empty() {
                format!("write `{}`", row.name)
            } else {
                format!("its arguments are {}", listed(&known))
            };
            let spot = argument.name.as_ref().map_or(argument.value.spot, |name| name.span().into());
            report.error(spot, format!("`{}` has no {what}", row.name), help);
            complete = false;
            continue;
        };
        if given.iter().any(|(name, _)| *name == parameter.name) {
            let message = format!("argument `{}` is given twice", parameter.name);
            report.error(argument.value.spot, message, "leave one of them out");
            complete = false;
            continue;
        }
        let value = match &argument.value.kind {
            ValueKind::Bool(value) => Some(activations::Argument::Bool(*value)),
            kind => number(kind).map(activations::Argument::Number),
        };
        let value = value.filter(|value| parameter.accepts(*value));
        let Some(value) = value else {
            let expected = parameter.kind();
            let found = describe(&argument.value.kind);
            let message = format!("`{}` of `{}` expects {expected}, found {found}", parameter.name, row.name);
            report.error(argument.value.spot, message, format!("write `{}`", parameter.example()));
            complete = false;
            continue;
        };
        given.push((parameter.name, value));
    }
    complete.then_some(given)
}
