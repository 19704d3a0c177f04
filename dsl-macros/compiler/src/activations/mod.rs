//! The built-in scalar activations: their table, their arguments, and the items that the runtime defines from them.
//!
//! Activations of whole vectors (`softmax`, `log_softmax`) are not here: they are ops of their own.

mod define;
mod table;

use std::fmt;

use proc_macro2::Span;
use syn::{Error, Result};

use crate::expr::ast::{Constant, Id};
use crate::expr::{Dag, Expr, parse_text};
use crate::nearest::nearest;

pub use define::{activation_table, define_activations};
pub use table::TABLE;

/// One activation.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Keras' name.
    pub name: &'static str,
    /// Keras' other names for it.
    pub aliases: &'static [&'static str],
    /// The parameters besides the input, in Keras' order.
    pub parameters: &'static [Parameter],
    /// The function, in the language of closures.
    pub text: &'static str,
    /// What it is, in a sentence.
    pub doc: &'static str,
    /// The paper, or Keras.
    pub source: &'static str,
}

/// One parameter of an activation.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Keras' name.
    pub name: &'static str,
    /// Keras' default.
    pub default: Preset,
}

/// The default of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Preset {
    /// It has to be given.
    Required,
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// No limit: Keras' `None`.
    None,
}

/// The argument given for a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// No limit: Keras' `None`.
    None,
    /// A constant of the user's, whose value the compiler does not know.
    Constant(Constant),
}

impl Row {
    /// The parameter of this name.
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// The parameters that have to be given.
    pub fn required(&self) -> impl Iterator<Item = &'static Parameter> + use<> {
        self.parameters.iter().filter(|parameter| parameter.default == Preset::Required)
    }
}

/// The activation of this name or alias.
pub fn find(name: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.name == name || row.aliases.contains(&name))
}

/// The activation `name` as an expression in `x`, with these arguments, the others at their defaults.
///
/// # Errors
/// An unknown name or parameter (with the nearest known one), an argument of the wrong kind, one that is missing: at no
/// particular place, since the caller knows the tokens.
pub fn instantiate(name: &str, arguments: &[(&str, Argument)]) -> Result<Expr> {
    let mut dag = Dag::default();
    let x = dag.variable(0);
    let root = build(&mut dag, name, x, arguments)?;
    Ok(dag.extract(root, &[(0, "x")]))
}

/// The activation `name` of `x`, with its defaults.
pub(crate) fn apply(dag: &mut Dag, name: &str, x: Id) -> Result<Id> {
    build(dag, name, x, &[])
}

fn build(dag: &mut Dag, name: &str, x: Id, arguments: &[(&str, Argument)]) -> Result<Id> {
    let Some(row) = find(name) else {
        let names = TABLE.iter().flat_map(|row| std::iter::once(row.name).chain(row.aliases.iter().copied()));
        return Err(unknown(&format!("activation `{name}`"), nearest(name, names)));
    };
    for (given, _) in arguments {
        if row.parameter(given).is_none() {
            let names = row.parameters.iter().map(|parameter| parameter.name);
            return Err(unknown(&format!("argument `{given}` of `{name}`"), nearest(given, names)));
        }
    }
    let mut bound = vec![("x", x), ("INFINITY", dag.number(f64::INFINITY))];
    for parameter in row.parameters {
        let given = arguments.iter().find(|(name, _)| *name == parameter.name).map(|(_, argument)| argument);
        bound.push((parameter.name, parameter.bind(dag, name, given)?));
    }
    parse_text(dag, row.text, &bound)
}

impl Parameter {
    /// The node of the argument, or of the default.
    fn bind(&self, dag: &mut Dag, activation: &str, given: Option<&Argument>) -> Result<Id> {
        Ok(match (given, self.default) {
            (None, Preset::Required) => {
                let message = format!("`{activation}` needs `{}`", self.name);
                return Err(error(&message, &format!("write `{activation}({} = …)`", self.name)));
            }
            (Some(Argument::Flag(value)), Preset::Flag(_)) => dag.truth(*value),
            (None, Preset::Flag(value)) => dag.truth(value),
            (Some(Argument::Number(value)), Preset::Required | Preset::Number(_) | Preset::None) => dag.number(*value),
            (None, Preset::Number(value)) => dag.number(value),
            (Some(Argument::Constant(path)), Preset::Required | Preset::Number(_) | Preset::None) => {
                dag.constant(path.clone())
            }
            (Some(Argument::None) | None, Preset::None) => dag.number(f64::INFINITY),
            (Some(argument), preset) => {
                let kind = match preset {
                    Preset::Flag(_) => "`true` or `false`",
                    Preset::None => "a number or `none`",
                    Preset::Required | Preset::Number(_) => "a number",
                };
                let message = format!("`{}` of `{activation}` expects {kind}, found `{argument}`", self.name);
                return Err(error(&message, &format!("write `{} = {}`", self.name, preset.example())));
            }
        })
    }
}

impl Preset {
    /// An argument in its place.
    fn example(self) -> String {
        match self {
            Self::Required => "1.0".to_owned(),
            preset => preset.to_string(),
        }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("required"),
            Self::Number(value) => write!(f, "{value:?}"),
            Self::Flag(value) => write!(f, "{value}"),
            Self::None => f.write_str("none"),
        }
    }
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(value) => write!(f, "{value:?}"),
            Self::Flag(value) => write!(f, "{value}"),
            Self::None => f.write_str("none"),
            Self::Constant(constant) => f.write_str(constant.text()),
        }
    }
}

fn unknown(what: &str, near: Option<&str>) -> Error {
    let help = near.map_or_else(|| "see `chainrule::activations`".to_owned(), |near| format!("did you mean `{near}`?"));
    error(&format!("unknown {what}"), &help)
}

fn error(message: &str, help: &str) -> Error {
    Error::new(Span::call_site(), format!("{message}\nhelp: {help}"))
}
