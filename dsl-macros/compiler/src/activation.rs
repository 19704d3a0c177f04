//! Activations as arguments and stages: scalar ones out of the expression language, and those over the last axis.

use proc_macro2::Ident;
use quote::ToTokens;

use crate::activations::{self, Argument, Parameter, Preset, Row};
use crate::ast::{Call, ValueKind};
use crate::expr::{self, ast::Constant};
use crate::layers::words::{describe, names_constant, number};
use crate::named::matched;
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
    /// `sparsemax` over the last axis.
    Sparsemax,
    /// `glu`: one half of the last axis times the sigmoid of the other.
    Glu(Ident),
}

/// Activations of whole rows.
const OF_ROWS: [&str; 4] = ["softmax", "log_softmax", "sparsemax", "glu"];

impl Scalar {
    /// A built-in activation with its defaults.
    pub fn builtin(name: &str, span: proc_macro2::Span) -> Self {
        let function = expr::Activation::builtin(name, &[]);
        Self {
            function: function.unwrap_or_else(|error| unreachable!("{error}")),
            builtin: Some(Ident::new(name, span)),
        }
    }

    /// `|x| x * scale + offset`
    pub fn linear(scale: f64, offset: f64) -> Self {
        let function = expr::Activation::linear(scale, offset);
        Self { function: function.unwrap_or_else(|error| unreachable!("{error}")), builtin: None }
    }
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
    let scalar = activations::TABLE.iter().flat_map(|row| [row.name].into_iter().chain(row.aliases.iter().copied()));
    scalar.chain(OF_ROWS)
}

/// Whether a call is an activation rather than a layer.
pub fn is_activation(call: &Call) -> bool {
    names().any(|name| call.name == name)
}

/// An activation written out.
pub fn closure(closure: &expr::Closure, report: &mut Report) -> Option<Activate> {
    let function = report.take(expr::Activation::from_closure(closure))?;
    Some(Activate::Scalar(Scalar { function, builtin: None }))
}

/// An activation by its name; `None` with the mistake noted.
pub fn resolve(call: &Call, report: &mut Report) -> Option<Activate> {
    let name = call.name.to_string();
    if OF_ROWS.contains(&name.as_str()) {
        if let Some(argument) = call.arguments.first() {
            let message = format!("`{name}` takes no arguments: it works on the last axis");
            let help = match name.as_str() {
                "softmax" => "write `softmax`, or the layer `Softmax(axis = 1)`".to_owned(),
                name => format!("write `{name}`"),
            };
            report.error(argument.spot(), message, help);
            return None;
        }
        let ident = call.name.clone();
        return Some(match name.as_str() {
            "softmax" => Activate::Softmax(ident),
            "log_softmax" => Activate::LogSoftmax(ident),
            "sparsemax" => Activate::Sparsemax,
            _ => Activate::Glu(ident),
        });
    }
    let Some(row) = activations::find(&name) else {
        let help = match nearest(&name, names()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "write a closure for one of your own, `|x| x * x`".into(),
        };
        report.error(call.name.span(), format!("unknown activation `{name}`"), help);
        return None;
    };
    let arguments = arguments(call, row, report)?;
    if let Some(missing) = row.required().find(|required| arguments.iter().all(|(name, _)| *name != required.name)) {
        let message = format!("`{name}` needs its argument `{}`", missing.name);
        let all: Vec<_> = row.required().map(|required| format!("{} = 1.0", required.name)).collect();
        report.error(call.name.span(), message, format!("write `{name}({})`", all.join(", ")));
        return None;
    }
    let function = report.take(expr::Activation::builtin(row.name, &arguments))?;
    if row.name == "linear" {
        return Some(Activate::Identity);
    }
    let builtin = arguments.is_empty().then(|| Ident::new(row.name, call.name.span()));
    Some(Activate::Scalar(Scalar { function, builtin }))
}

/// The arguments of a built-in, each with its parameter.
fn arguments(call: &Call, row: &Row, report: &mut Report) -> Option<Vec<(&'static str, Argument)>> {
    let names: Vec<_> = row.parameters.iter().map(|parameter| parameter.name).collect();
    let (given, mut complete) = matched(call, row.name, &names, &names, report);
    let mut values = Vec::new();
    for (at, argument) in given {
        let parameter = &row.parameters[at];
        if let Some(value) = value(&argument.value.kind, parameter.default) {
            values.push((parameter.name, value));
        } else {
            wrong(argument, parameter, row, report);
            complete = false;
        }
    }
    complete.then_some(values)
}

/// An argument of another kind.
fn wrong(argument: &crate::ast::Argument, parameter: &Parameter, row: &Row, report: &mut Report) {
    let (expected, example) = kind(parameter.default);
    let found = describe(&argument.value.kind);
    let name = parameter.name;
    let message = format!("`{name}` of `{}` expects {expected}, found {found}", row.name);
    let example = match &argument.value.kind {
        ValueKind::Call(call) if ["None", "True", "False"].iter().any(|word| call.name == word) => {
            call.name.to_string().to_lowercase()
        }
        _ => example.to_owned(),
    };
    report.error(argument.value.spot, message, format!("write `{name} = {example}`"));
}

/// An argument, if it is of its parameter's kind.
fn value(kind: &ValueKind, default: Preset) -> Option<Argument> {
    let flag = matches!(default, Preset::Flag(_));
    match kind {
        ValueKind::Bool(value) if flag => Some(Argument::Flag(*value)),
        ValueKind::Path(tokens) if !flag => Some(Argument::Constant(Constant::new(tokens.clone()))),
        ValueKind::Call(call) if call.name == "none" && default == Preset::None => Some(Argument::None),
        ValueKind::Call(call) if names_constant(call) && !flag => {
            Some(Argument::Constant(Constant::new(call.name.to_token_stream())))
        }
        kind if !flag => number(kind).map(Argument::Number),
        _ => None,
    }
}

/// What a parameter expects, and an example.
fn kind(default: Preset) -> (&'static str, &'static str) {
    match default {
        Preset::Flag(_) => ("`true` or `false`", "true"),
        Preset::None => ("a number or `none`", "6.0"),
        Preset::Required | Preset::Number(_) => ("a number", "0.5"),
    }
}
