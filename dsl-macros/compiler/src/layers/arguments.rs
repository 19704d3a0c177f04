//! A call's arguments, matched with its layer's row.

use proc_macro2::Span;

use super::words::arguments_are;
use super::{Need, Spec, foreign};
use crate::ast::{Argument, Call, Value};
use crate::report::Report;

/// Arguments that every layer refuses, with what to write instead.
const EVERYWHERE: &[(&str, &str)] = &[
    ("name", "write `as name` after the layer"),
    ("dtype", "write `#[scalar(f64)]` before the model for 64-bit numbers"),
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
    pub(super) spec: &'static Spec,
    given: Vec<(&'static str, &'a Value)>,
    pub(super) dims: Vec<&'a Value>,
    pub(super) input_shape: Option<&'a Value>,
    pub(super) trainable: Option<&'a Value>,
    pub(super) mask: Option<&'a Value>,
    /// Whether every argument found its parameter and every required parameter its argument.
    pub complete: bool,
}

impl<'a> Arguments<'a> {
    /// Matches arguments with parameters and notes what is missing, unknown or given twice.
    pub fn bind(call: &'a Call, spec: &'static Spec, report: &mut Report) -> Self {
        let (given, dims) = (Vec::new(), Vec::new());
        let mut this = Self { call, spec, given, dims, input_shape: None, trainable: None, mask: None, complete: true };
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
            let duplicate =
                self.get(parameter.name).is_some() || (matches!(parameter.need, Need::Dims) && !self.dims.is_empty());
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
        let everywhere = match name.as_str() {
            "input_shape" => Some(&mut self.input_shape),
            "trainable" if !self.spec.weights.is_empty() => Some(&mut self.trainable),
            "mask" => Some(&mut self.mask),
            _ => None,
        };
        if let Some(place) = everywhere {
            if place.replace(&argument.value).is_some() {
                report.error(ident.span(), format!("argument `{name}` is given twice"), "leave one of them out");
                return false;
            }
            return true;
        }
        if name == "trainable" {
            report.error(ident.span(), format!("`{layer}` has nothing to train"), "leave it out");
            return false;
        }
        let help = match EVERYWHERE.iter().find(|(known, _)| *known == name) {
            Some((_, help)) => (*help).to_owned(),
            None => self.known_names(&name),
        };
        report.error(ident.span(), format!("`{layer}` has no argument `{name}`"), help);
        false
    }

    /// The parameters that are not refused.
    pub(super) fn available(&self) -> impl Iterator<Item = &'static str> {
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

    /// Where an argument, or else the call, stands.
    pub fn spot(&self, name: &str) -> crate::report::Spot {
        self.get(name).map_or(self.call.spot, |value| value.spot)
    }

    /// The span of the layer's name.
    pub fn span(&self) -> Span {
        self.call.name.span()
    }
}
