//! A call's arguments, matched with its layer's row, and read by kind.

use proc_macro2::Span;

use super::{Need, Spec, Stated, foreign, is_layer, listed};
use crate::activation::{self, Activate};
use crate::ast::{Argument, Call, Value, ValueKind};
use crate::dim::{Dim, Shape, Symbol};
use crate::initializer::{self, Initializer};
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
    ("in_features", "the number of inputs is that of the layer before: leave it out"),
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
            let missing = matches!(parameter.need, Need::Required(_)) && this.get(parameter.name).is_none();
            if missing && this.complete {
                let message = format!("`{}` needs its argument `{}`", spec.name, parameter.name);
                report.error(call.name.span(), message, format!("write `{}`", this.example()));
                this.complete = false;
            }
        }
        this
    }

    fn positional(&mut self, value: &'a Value, position: &mut usize, report: &mut Report) -> bool {
        let Some(parameter) = self.spec.parameters.get(*position) else {
            let many = *position > self.spec.parameters.len();
            *position += 1;
            // The first that is too many speaks for the others.
            if !many {
                let count = self.available().count();
                let arguments = if count == 1 { "argument" } else { "arguments" };
                let message = format!("`{}` takes at most {count} {arguments}", self.spec.name);
                report.error(value.spot, message, "leave the others out");
            }
            return false;
        };
        match parameter.need {
            Need::Dims => self.dims.push(value),
            Need::Refused(help) => {
                *position += 1;
                let message = format!("`{}` has no argument `{}` here", self.spec.name, parameter.name);
                report.error(value.spot, message, help);
                return false;
            }
            Need::Required(_) | Need::Default(_) => {
                *position += 1;
                self.given.push((parameter.name, value));
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
            if self.input_shape.is_some() {
                report.error(ident.span(), "argument `input_shape` is given twice", "leave one of them out");
                return false;
            }
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

    /// The parameters that are not refused.
    fn available(&self) -> impl Iterator<Item = &'static str> {
        let available = self.spec.parameters.iter().filter(|parameter| !matches!(parameter.need, Need::Refused(_)));
        available.map(|parameter| parameter.name)
    }

    fn known_names(&self, name: &str) -> String {
        let known: Vec<_> = self.available().collect();
        let all: Vec<_> = known.iter().copied().chain(["input_shape"]).collect();
        match foreign::argument(name, &all) {
            Some(near) => format!("did you mean `{near}`?"),
            None => arguments_are(&known),
        }
    }

    /// How the layer is written with what it needs.
    fn example(&self) -> String {
        let needed = self.spec.parameters.iter().filter_map(|parameter| match parameter.need {
            Need::Required(example) => Some(example),
            _ => None,
        });
        let rest = if self.call.arguments.is_empty() { None } else { Some("…") };
        let all: Vec<_> = needed.chain(rest).collect();
        format!("{}({})", self.spec.name, all.join(", "))
    }

    /// The argument of a parameter, if given.
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.given.iter().find(|(given, _)| *given == name).map(|(_, value)| *value)
    }

    fn wrong(&self, value: &Value, name: &str, expected: &str, report: &mut Report) {
        let message =
            format!("`{name}` of `{}` expects {expected}, found {}", self.spec.name, describe(&value.kind));
        let help = match (&value.kind, expected) {
            (ValueKind::Float(_), SIZE) => "a size is a whole number".into(),
            (ValueKind::Tuple(_), SIZE) => "give one size".into(),
            (ValueKind::Text(text), SIZE | NUMBER) => match text.parse::<f64>() {
                Ok(_) => format!("write it without quotes, `{text}`"),
                Err(_) => format!("write `{name} = {}`", sample(expected)),
            },
            (ValueKind::Text(text), _) => match foreign::nearest_word(text) {
                Some(known) => format!("write it without quotes, `{known}`"),
                None => format!("write `{name} = {}`", sample(expected)),
            },
            (ValueKind::Call(call), SIZE) if call.name == "None" => OPEN.into(),
            (ValueKind::Call(call), _) if call.name == "None" => format!("leave `{name}` out"),
            (ValueKind::Call(call), _) if call.name == "True" || call.name == "False" => {
                format!("write `{name} = {}`", call.name.to_string().to_lowercase())
            }
            (ValueKind::Call(call), NUMBER) if names_constant(call) => "write the number itself".into(),
            (ValueKind::Path(_) | ValueKind::Block(_), NUMBER) => "write the number itself".into(),
            (ValueKind::Path(path), _) => match path.clone().into_iter().last() {
                Some(last) if foreign::nearest_word(&last.to_string()).is_some() => {
                    format!("write `{}`", foreign::nearest_word(&last.to_string()).unwrap_or_default())
                }
                _ => format!("write `{name} = {}`", sample(expected)),
            },
            (ValueKind::Call(call), _) if is_layer(&call.name.to_string()) => {
                format!("a layer follows by an arrow, `{}(…) -> {}(…)`", self.spec.name, call.name)
            }
            (ValueKind::Call(call), _) => match self.home(call) {
                Some(home) => {
                    let arguments = if call.arguments.is_empty() { "" } else { "(…)" };
                    format!("write `{home} = {}{arguments}`", call.name)
                }
                None => format!("write `{name} = {}`", sample(expected)),
            },
            (ValueKind::Bool(value), ACTIVATION) if self.available().any(|known| known == "use_bias") => {
                format!("write `use_bias = {value}`")
            }
            (ValueKind::Integer(_), ACTIVATION) => {
                "the number of inputs is that of the layer before: write one size".into()
            }
            (kind, REGULARIZER) if number(kind).is_some() => format!("write `{name} = l2({})`", bare(kind)),
            (kind, INITIALIZER) if number(kind).is_some() => format!("write `{name} = constant({})`", bare(kind)),
            _ => format!("write `{name} = {}`", sample(expected)),
        };
        report.error(value.spot, message, help);
    }

    /// The argument of this layer that a word of the language belongs to, if it is not given yet.
    fn home(&self, call: &Call) -> Option<&'static str> {
        let name = category(call)?.1;
        self.available().find(|known| *known == name && self.get(known).is_none())
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
            ValueKind::Integer(negative) => {
                let message = match negative {
                    -1 => format!("`{name}` of `{}` leaves a size open with -1", self.spec.name),
                    _ => format!("`{name}` of `{}` is {negative}", self.spec.name),
                };
                report.error(value.spot, message, if *negative == -1 { OPEN } else { "a size is at least 1" });
            }
            _ => self.wrong(value, name, SIZE, report),
        }
        None
    }

    /// The shape of a parameter that takes dimensions, `(28, 28)` after its name, or without it: `None` after a
    /// mistake, `Some(None)` if it is left out.
    pub fn dims(&self, name: &'static str, report: &mut Report) -> Option<Option<Shape>> {
        match (self.get(name), self.dims.as_slice()) {
            (None, []) => Some(None),
            (Some(value), _) => self.shape(value, name, report).map(Some),
            (None, [value]) => self.shape(value, name, report).map(Some),
            (None, dims) => self.sizes(dims, name, report).map(Some),
        }
    }

    /// `(28, 28)`, or one size.
    fn shape(&self, value: &Value, name: &str, report: &mut Report) -> Option<Shape> {
        match &value.kind {
            ValueKind::Tuple(values) if values.is_empty() => {
                let message = format!("`{name}` of `{}` has no sizes", self.spec.name);
                report.error(value.spot, message, "write at least one size; a single number is `(1)`");
                None
            }
            ValueKind::Tuple(values) => self.sizes(&values.iter().collect::<Vec<_>>(), name, report),
            _ => self.sizes(&[value], name, report),
        }
    }

    fn sizes(&self, values: &[&Value], name: &str, report: &mut Report) -> Option<Shape> {
        let dims: Vec<_> = values.iter().map(|value| self.size(value, name, report)).collect();
        Some(Shape(dims.into_iter().collect::<Option<_>>()?))
    }

    /// The shape after `input_shape =`, or that a layer states by its sizes: `None` after a mistake, `Some(None)` if
    /// there is none.
    pub(super) fn input_shape(&self, report: &mut Report) -> Option<Option<Stated>> {
        if let Some(value) = self.input_shape {
            let shape = self.shape(value, "input_shape", report)?;
            return Some(Some(Stated { shape, spot: value.spot }));
        }
        match self.spec.parameters.first() {
            Some(first) if matches!(first.need, Need::Dims) && first.name != "target_shape" => {
                let shape = self.dims(first.name, report)?;
                Some(shape.map(|shape| Stated { shape, spot: self.call.spot }))
            }
            _ => Some(None),
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
        self.wrong(value, name, TRUTH, report);
        None
    }

    /// A number.
    pub fn number(&self, name: &str, report: &mut Report) -> Option<f64> {
        let value = self.get(name)?;
        let number = number(&value.kind);
        if number.is_none() {
            self.wrong(value, name, NUMBER, report);
        }
        number
    }

    /// An activation; the identity if left out.
    pub fn activation(&self, name: &str, report: &mut Report) -> Option<Activate> {
        let Some(value) = self.get(name) else { return Some(Activate::Identity) };
        match &value.kind {
            ValueKind::Call(call) if !misplaced(call, ACTIVATION) => return activation::resolve(call, report),
            ValueKind::Closure(closure) => return activation::closure(closure, report),
            _ => self.wrong(value, name, ACTIVATION, report),
        }
        None
    }

    /// An initializer.
    pub fn initializer(&self, name: &str, report: &mut Report) -> Option<Initializer> {
        match self.get(name) {
            None => Some(Initializer::default(self.default(name))),
            Some(Value { kind: ValueKind::Call(call), .. }) if !misplaced(call, INITIALIZER) => {
                initializer::resolve(call, report)
            }
            Some(value) => {
                self.wrong(value, name, INITIALIZER, report);
                None
            }
        }
    }

    /// A regularizer; none if left out.
    pub fn regularizer(&self, name: &str, report: &mut Report) -> Option<Regularizer> {
        match self.get(name) {
            None => Some(Regularizer::NONE),
            Some(Value { kind: ValueKind::Call(call), .. }) if !misplaced(call, REGULARIZER) => {
                regularizer::resolve(call, report)
            }
            Some(value) => {
                self.wrong(value, name, REGULARIZER, report);
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
const NUMBER: &str = "a number";
const TRUTH: &str = "`true` or `false`";
const ACTIVATION: &str = "an activation";
const INITIALIZER: &str = "an initializer";
const REGULARIZER: &str = "a regularizer";

/// What to do about a size that is left open.
const OPEN: &str = "write the size: every shape is known while compiling, and the batch is not part of it";

/// Whether a word belongs elsewhere: one of Python's, or of another category of the language.
fn misplaced(call: &Call, expected: &str) -> bool {
    let python = ["None", "True", "False"].iter().any(|word| call.name == word);
    python || category(call).is_some_and(|(category, _)| category != expected) || is_layer(&call.name.to_string())
}

/// What a word of the language is, and the argument of a layer that takes it.
fn category(call: &Call) -> Option<(&'static str, &'static str)> {
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

/// A number as it is written.
fn bare(kind: &ValueKind) -> String {
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

fn sample(expected: &str) -> &'static str {
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
