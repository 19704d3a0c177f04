//! A call's arguments, matched with its layer's row, and read by kind.

use proc_macro2::Span;

use super::{Need, Spec, listed};
use crate::activation::{self, Activate};
use crate::ast::{Argument, Call, Value, ValueKind};
use crate::dim::{Dim, Shape, Symbol};
use crate::initializer::{self, Initializer};
use crate::nearest::nearest;
use crate::regularizer::{self, Regularizer};
use crate::report::Report;

/// Arguments that every layer refuses, with what to write instead.
const EVERYWHERE: &[(&str, &str)] = &[
    ("name", "write `as name` after the layer"),
    ("dtype", "write `#[scalar(f64)]` before the model for 64-bit numbers"),
    ("trainable", "freezing layers is not available yet"),
    ("autocast", "all numbers of a model have one type: leave it out"),
    ("input_dim", "write `input_shape = (n)`, or start the model with `Input(n)`"),
    ("batch_input_shape", "the batch is not part of a shape: write `input_shape = (…)`"),
    ("batch_size", "the batch size is the trainer's: write `Trainer::new(…).batch_size(n)`"),
];

/// A call's arguments, each with the parameter that it belongs to.
#[derive(Debug)]
pub struct Arguments<'a> {
    /// The call.
    pub call: &'a Call,
    spec: &'static Spec,
    given: Vec<(&'static str, &'a Value)>,
    dims: Vec<&'a Value>,
    input_shape: Option<&'a Value>,
    /// Whether every argument found its parameter and every required parameter its argument.
    pub complete: bool,
}

impl<'a> Arguments<'a> {
    /// Matches arguments with parameters and notes what is missing, unknown or given twice.
    pub fn bind(call: &'a Call, spec: &'static Spec, report: &mut Report) -> Self {
        let mut this = Self { call, spec, given: Vec::new(), dims: Vec::new(), input_shape: None, complete: true };
        let mut position = 0;
        for argument in &call.arguments {
            this.complete &= match &argument.name {
                Some(_) => this.named(argument, report),
                None => this.positional(&argument.value, &mut position, report),
            };
        }
        for parameter in spec.parameters {
            let missing = matches!(parameter.need, Need::Required) && this.get(parameter.name).is_none();
            if missing && this.complete {
                let message = format!("`{}` needs its argument `{}`", spec.name, parameter.name);
                report.error(call.spot, message, format!("write `{}`", this.example()));
                this.complete = false;
            }
        }
        this
    }

    fn positional(&mut self, value: &'a Value, position: &mut usize, report: &mut Report) -> bool {
        let open = self.spec.parameters.get(*position);
        match open.map(|parameter| parameter.need) {
            Some(Need::Dims) => self.dims.push(value),
            Some(Need::Refused(help)) => {
                let name = open.map_or("", |parameter| parameter.name);
                report.error(value.spot, format!("`{}` has no argument `{name}` here", self.spec.name), help);
                return false;
            }
            Some(_) => {
                *position += 1;
                self.given.push((open.map_or("", |parameter| parameter.name), value));
            }
            None => {
                let count = self.spec.parameters.len();
                let message = if count == 0 {
                    format!("`{}` takes no arguments", self.spec.name)
                } else {
                    format!("`{}` takes at most {count} arguments", self.spec.name)
                };
                report.error(value.spot, message, format!("write `{}`", self.example()));
                return false;
            }
        }
        true
    }

    fn named(&mut self, argument: &'a Argument, report: &mut Report) -> bool {
        let Some(ident) = &argument.name else { return true };
        let name = ident.to_string();
        let layer = self.spec.name;
        if let Some(parameter) = self.spec.parameters.iter().find(|parameter| parameter.name == name) {
            let duplicate = self.get(parameter.name).is_some()
                || (matches!(parameter.need, Need::Dims) && !self.dims.is_empty());
            if let Need::Refused(help) = parameter.need {
                report.error(ident.span(), format!("`{layer}` has no argument `{name}` here"), help);
                return false;
            }
            if duplicate {
                report.error(ident.span(), format!("argument `{name}` is given twice"), "leave one of them out");
                return false;
            }
            self.given.push((parameter.name, &argument.value));
            return true;
        }
        if name == "input_shape" {
            self.input_shape = Some(&argument.value);
            return true;
        }
        let help = match EVERYWHERE.iter().find(|(known, _)| *known == name) {
            Some((_, help)) => (*help).to_owned(),
            None => self.known_names(&name),
        };
        report.error(ident.span(), format!("`{layer}` has no argument `{name}`"), help);
        false
    }

    fn known_names(&self, name: &str) -> String {
        let known = self.spec.parameters.iter().filter(|parameter| !matches!(parameter.need, Need::Refused(_)));
        let known: Vec<_> = known.map(|parameter| parameter.name).collect();
        match nearest(name, known.iter().copied().chain(["input_shape"])) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => format!("write `{}`", self.spec.name),
            None => format!("its arguments are {}", listed(&known)),
        }
    }

    /// How the layer is written with what it needs.
    fn example(&self) -> String {
        let needed: Vec<_> = self
            .spec
            .parameters
            .iter()
            .filter(|parameter| matches!(parameter.need, Need::Required | Need::Dims))
            .map(|parameter| parameter.name)
            .collect();
        if needed.is_empty() { self.spec.name.into() } else { format!("{}({})", self.spec.name, needed.join(", ")) }
    }

    /// The argument of a parameter, if given.
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.given.iter().find(|(given, _)| *given == name).map(|(_, value)| *value)
    }

    fn wrong(&self, value: &Value, name: &str, expected: &str, report: &mut Report) {
        let message =
            format!("`{name}` of `{}` expects {expected}, found {}", self.spec.name, describe(&value.kind));
        let help = match (&value.kind, expected) {
            (ValueKind::Text(text), _) => format!("write it without quotes, `{text}`"),
            (ValueKind::Float(_), SIZE) => "a size is a whole number".into(),
            (ValueKind::Tuple(_), SIZE) => "give one size".into(),
            (ValueKind::Call(call), _) if call.name == "None" => format!("leave `{name}` out"),
            (ValueKind::Call(call), _) if call.name == "True" || call.name == "False" => {
                format!("write `{}`", call.name.to_string().to_lowercase())
            }
            _ => format!("write `{name} = {}`", sample(expected)),
        };
        report.error(value.spot, message, help);
    }

    /// A size of at least one.
    pub fn dim(&self, name: &str, report: &mut Report) -> Option<Dim> {
        self.size(self.get(name)?, name, report)
    }

    fn size(&self, value: &Value, name: &str, report: &mut Report) -> Option<Dim> {
        match &value.kind {
            ValueKind::Integer(0) => {
                let message = format!("`{name}` of `{}` is 0", self.spec.name);
                report.error(value.spot, message, "a size is at least 1");
            }
            ValueKind::Integer(size @ 1..) => match usize::try_from(*size) {
                Ok(size) if size <= u32::MAX as usize => return Some(Dim::known(size)),
                _ => {
                    let message = format!("`{name}` of `{}` is larger than memory", self.spec.name);
                    report.error(value.spot, message, "choose a smaller size");
                }
            },
            ValueKind::Path(tokens) | ValueKind::Block(tokens) => {
                return Some(Dim::symbol(Symbol::new(tokens.clone(), value.spot)));
            }
            ValueKind::Call(call) if names_constant(call) => {
                let ident = &call.name;
                return Some(Dim::symbol(Symbol::new(quote::ToTokens::to_token_stream(ident), value.spot)));
            }
            ValueKind::Integer(-1) => {
                let message = format!("`{}` cannot leave a size open with -1", self.spec.name);
                report.error(value.spot, message, "write the size: every shape is known while compiling");
            }
            _ => self.wrong(value, name, SIZE, report),
        }
        None
    }

    /// The shape of a parameter that takes dimensions: `(28, 28)` after its name, or without it.
    pub fn dims(&self, name: &'static str, report: &mut Report) -> Option<Option<Shape>> {
        let values: Vec<&Value> = match (self.get(name), self.dims.as_slice()) {
            (Some(value), _) => elements(value),
            (None, []) => return Some(None),
            (None, [value]) => elements(value),
            (None, dims) => dims.to_vec(),
        };
        let dims: Vec<_> = values.iter().map(|value| self.size(value, name, report)).collect();
        Some(Some(Shape(dims.into_iter().collect::<Option<_>>()?)))
    }

    /// The shape after `input_shape =`.
    pub(super) fn input_shape(&self, report: &mut Report) -> Option<Shape> {
        if let Some(value) = self.input_shape {
            let dims: Vec<_> =
                elements(value).iter().map(|value| self.size(value, "input_shape", report)).collect();
            return Some(Shape(dims.into_iter().collect::<Option<_>>()?));
        }
        match self.spec.parameters.first() {
            Some(first) if matches!(first.need, Need::Dims) && first.name != "target_shape" => {
                self.dims(first.name, report)?
            }
            _ => None,
        }
    }

    /// What the row says of an argument that is left out.
    fn default(&self, name: &str) -> &'static str {
        let parameter = self.spec.parameters.iter().find(|parameter| parameter.name == name);
        match parameter.map(|parameter| parameter.need) {
            Some(Need::Default(value)) => value,
            _ => "",
        }
    }

    /// `true` or `false`.
    pub fn boolean(&self, name: &str, report: &mut Report) -> Option<bool> {
        let Some(value) = self.get(name) else { return Some(self.default(name) == "true") };
        if let ValueKind::Bool(value) = value.kind {
            return Some(value);
        }
        self.wrong(value, name, "`true` or `false`", report);
        None
    }

    /// A number.
    pub fn number(&self, name: &str, report: &mut Report) -> Option<f64> {
        let value = self.get(name)?;
        let number = number(&value.kind);
        if number.is_none() {
            self.wrong(value, name, "a number", report);
        }
        number
    }

    /// An activation; the identity if left out.
    pub fn activation(&self, name: &str, report: &mut Report) -> Option<Activate> {
        let Some(value) = self.get(name) else { return Some(Activate::Identity) };
        match &value.kind {
            ValueKind::Call(call) if call.name == "None" => self.wrong(value, name, "an activation", report),
            ValueKind::Call(call) => return activation::resolve(call, report),
            ValueKind::Closure(closure) => return activation::closure(closure, report),
            ValueKind::Path(_) => {
                let message = "an activation is named by one word, or written as a closure";
                report.error(value.spot, message, "write `relu`, or `|x| x * sigmoid(x)`");
            }
            _ => self.wrong(value, name, "an activation", report),
        }
        None
    }

    /// An initializer.
    pub fn initializer(&self, name: &str, report: &mut Report) -> Option<Initializer> {
        match self.get(name) {
            None => Some(Initializer::default(self.default(name))),
            Some(Value { kind: ValueKind::Call(call), .. }) => initializer::resolve(call, report),
            Some(value) => {
                self.wrong(value, name, "an initializer", report);
                None
            }
        }
    }

    /// A regularizer; none if left out.
    pub fn regularizer(&self, name: &str, report: &mut Report) -> Option<Regularizer> {
        match self.get(name) {
            None => Some(Regularizer::NONE),
            Some(Value { kind: ValueKind::Call(call), .. }) => regularizer::resolve(call, report),
            Some(value) => {
                self.wrong(value, name, "a regularizer", report);
                None
            }
        }
    }

    /// Where an argument, or else the call, stands.
    pub fn spot(&self, name: &str) -> crate::report::Spot {
        self.get(name).map_or(self.call.spot, |value| value.spot)
    }

    /// The span of the layer's name.
    pub fn span(&self) -> Span {
        self.call.name.span()
    }
}

const SIZE: &str = "a size";

fn elements(value: &Value) -> Vec<&Value> {
    match &value.kind {
        ValueKind::Tuple(values) => values.iter().collect(),
        _ => vec![value],
    }
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

fn sample(expected: &str) -> &'static str {
    match expected {
        SIZE => "128",
        "a number" => "0.5",
        "`true` or `false`" => "false",
        "an activation" => "relu",
        "an initializer" => "he_normal",
        _ => "l2(1e-4)",
    }
}

/// A value in the words of a message.
pub fn describe(kind: &ValueKind) -> String {
    match kind {
        ValueKind::Integer(value) => format!("`{value}`"),
        ValueKind::Float(value) => format!("`{value}`"),
        ValueKind::Bool(value) => format!("`{value}`"),
        ValueKind::Text(value) => format!("the text \"{value}\""),
        ValueKind::Call(call) => format!("`{}`", call.name),
        ValueKind::Path(tokens) => format!("the path `{}`", tokens.to_string().replace(' ', "")),
        ValueKind::Block(_) => "a block".into(),
        ValueKind::Tuple(_) => "a tuple".into(),
        ValueKind::Closure(_) => "a closure".into(),
    }
}
