//! Names: variables, what `let` has bound, constants of the user's, and the messages for the others.

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, Result, Token};

use super::call::is_function;
use super::{Parser, error, expected};
use crate::expr::ast::{Constant, Id};
use crate::expr::function::Function;
use crate::nearest::nearest;

impl Parser<'_> {
    /// A variable, a name bound by `let`, a constant, or the function in a call.
    pub(super) fn name(&mut self, input: ParseStream) -> Result<Id> {
        let mut path = Vec::new();
        let mut separators = Vec::new();
        if input.peek(Token![::]) {
            separators.push(input.parse::<Token![::]>()?);
        }
        let leading = !separators.is_empty();
        loop {
            let segment = input.call(Ident::parse_any);
            path.push(
                segment.map_err(|e| {
                    error(e.span(), &expected("a name after `::`", input), "write the path of a constant")
                })?,
            );
            if !input.peek(Token![::]) {
                break;
            }
            separators.push(input.parse()?);
        }
        let first = &path[0];
        let called = input.peek(syn::token::Paren);
        if path.len() == 1 && !leading {
            if input.peek(Token![!]) && !input.peek(Token![!=]) {
                return Err(error(
                    first.span(),
                    &format!("the macro `{first}!` is not expanded here"),
                    "write its value",
                ));
            }
            return if called { self.call(first, None, input) } else { self.single(first) };
        }
        if called {
            return Err(foreign(&path));
        }
        let tokens = if leading {
            quote!(#(#separators #path)*)
        } else {
            let rest = &path[1..];
            quote!(#first #(#separators #rest)*)
        };
        Ok(self.dag.constant(Constant::new(tokens)))
    }

    /// A name that stands alone.
    fn single(&mut self, name: &Ident) -> Result<Id> {
        let text = name.to_string();
        if let Some((_, id)) = self.scope.iter().rev().find(|(known, _)| *known == text) {
            return Ok(*id);
        }
        if text == "let" {
            return Err(error(name.span(), "`let` stands in a block", "write `{ let a = …; … }`, braces included"));
        }
        if matches!(text.as_str(), "match" | "for" | "while" | "loop" | "return" | "break" | "unsafe" | "move" | "fn") {
            let message = format!("`{text}` is not part of this language");
            return Err(error(name.span(), &message, "there are `if … { … } else { … }` and `{ let a = …; … }`"));
        }
        if text.starts_with(char::is_uppercase) {
            return Ok(self.dag.constant(Constant::new(quote!(#name))));
        }
        if is_function(&text) && Function::find(&text).is_none_or(|f| f.arity() == 1) {
            let x = self.variables.first().map_or("x", String::as_str);
            return Err(error(
                name.span(),
                &format!("expected a number, found the function `{text}`"),
                &format!("write `{text}({x})`"),
            ));
        }
        Err(self.unknown(&text, name.span()))
    }

    /// The error for a name that is none.
    fn unknown(&self, name: &str, span: Span) -> Error {
        let known = self.scope.iter().rev().map(|(known, _)| known.as_str());
        let help = match (nearest(name, known), self.variables.as_slice()) {
            (Some(near), _) if near.chars().count() > 1 => format!("did you mean `{near}`?"),
            (_, [variable]) => {
                format!("the variable of this closure is `{variable}`; constants are written in capitals")
            }
            (_, variables) => {
                format!("the variables are `{}`; constants are written in capitals", variables.join("`, `"))
            }
        };
        error(span, &format!("unknown name `{name}`"), &help)
    }
}

/// The error for a call of a function that is not of the language.
fn foreign(path: &[Ident]) -> Error {
    let message = format!("the derivative of `{}` is not known", quote!(#(#path)::*).to_string().replace(' ', ""));
    let span = path.last().map_or_else(Span::call_site, Ident::span);
    let last = path.last().map(ToString::to_string).unwrap_or_default();
    let help =
        if is_function(&last) { format!("write `{last}(…)`") } else { "write its formula in the closure".to_owned() };
    error(span, &message, &help)
}
