//! Calls: of the elementary functions, of functions defined by others, and of the built-in activations.

use proc_macro2::{Group, Ident, Span};
use syn::parse::{ParseStream, Parser as _};
use syn::{Error, Result, Token};

use super::primary::take_group;
use super::{Parser, error};
use crate::activations;
use crate::expr::ast::Id;
use crate::expr::function::{DEFINITIONS, Function, TABLE};
use crate::layers::listed;
use crate::nearest::nearest;

impl Parser<'_> {
    /// `name(a, b)`, or `first.name(b)`; the parentheses come next.
    pub(super) fn call(&mut self, name: &Ident, first: Option<Id>, input: ParseStream) -> Result<Id> {
        let text = name.to_string();
        if !is_function(&text) {
            return Err(unknown(&text, name.span(), first.is_some()));
        }
        let Some(group) = take_group(input) else {
            return Err(error(name.span(), &format!("expected arguments of `{text}`"), &format!("write `{text}(x)`")));
        };
        let mut arguments: Vec<Id> = first.into_iter().collect();
        let mut spans = vec![name.span(); arguments.len()];
        self.arguments(&group, &mut arguments, &mut spans)?;
        let check = |expected: &[&str]| arity(name, expected, arguments.len(), first.is_some());

        if let Some(function) = Function::find(&text) {
            check(&["a", "b"][..function.arity()])?;
            if let ("powi", [_, n], [_, span]) = (function.name(), arguments.as_slice(), spans.as_slice()) {
                let whole = self.dag.value(*n).is_some_and(|n| n.fract() == 0.0 && n.abs() <= f64::from(i32::MAX));
                if !whole {
                    let help = "write `powf` for other exponents";
                    return Err(error(*span, "expected a whole number as the exponent of `powi`", help));
                }
            }
            return Ok(self.dag.call(function, &arguments));
        }
        if let Some((_, names, formula)) = DEFINITIONS.iter().find(|(known, ..)| *known == text) {
            check(names)?;
            let bound: Vec<_> = names.iter().copied().zip(arguments).collect();
            return super::parse_text(self.dag, formula, &bound);
        }
        check(&["a"])?;
        activations::apply(self.dag, &text, arguments[0])
    }

    /// The arguments in the parentheses, all of them numbers.
    fn arguments(&mut self, group: &Group, arguments: &mut Vec<Id>, spans: &mut Vec<Span>) -> Result<()> {
        let parse = |input: ParseStream| {
            while !input.is_empty() {
                let span = input.span();
                let value = self.deeper(span, |parser| parser.expression(input))?;
                arguments.push(self.number((value, span))?);
                spans.push(span);
                if !input.is_empty() && !input.peek(Token![,]) {
                    return Err(self.trailing(input));
                }
                input.parse::<Option<Token![,]>>()?;
            }
            Ok(())
        };
        parse.parse2(group.stream())
    }
}

/// True for a name that can be called.
pub(super) fn is_function(name: &str) -> bool {
    let activation = activations::find(name).is_some_and(|row| row.required().next().is_none());
    activation || Function::find(name).is_some() || DEFINITIONS.iter().any(|(known, ..)| *known == name)
}

/// Compares the number of arguments.
fn arity(name: &Ident, expected: &[&str], found: usize, method: bool) -> Result<()> {
    if expected.len() == found {
        return Ok(());
    }
    let plural = if expected.len() == 1 { "" } else { "s" };
    let message = format!("`{name}` expects {} argument{plural}, found {found}", expected.len());
    let help = if method {
        format!("write `a.{name}({})`", expected[1..].join(", "))
    } else {
        format!("write `{name}({})`", expected.join(", "))
    };
    Err(error(name.span(), &message, &help))
}

/// The error for a call of a function that is none.
fn unknown(name: &str, span: Span, method: bool) -> Error {
    let elementary = TABLE.iter().flat_map(|row| std::iter::once(&row.name).chain(row.aliases)).copied();
    let defined = DEFINITIONS.iter().map(|(known, ..)| *known);
    let activations = activations::TABLE.iter().flat_map(|row| std::iter::once(&row.name).chain(row.aliases)).copied();
    let near = nearest(name, elementary.chain(defined).chain(activations));
    let help = match near {
        // These work on a whole axis, and a closure on one number.
        _ if matches!(name, "softmax" | "log_softmax") => {
            format!("`{name}` works on the last axis: write it as a stage, `-> {name}`")
        }
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let names: Vec<_> = TABLE.iter().map(|row| row.name).collect();
            format!("there are the activations, {}", listed(&names))
        }
    };
    let kind = if method { "method" } else { "function" };
    error(span, &format!("unknown {kind} `{name}`"), &help)
}
