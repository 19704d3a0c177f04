//! What stands between operators: literals, names, parentheses, blocks, `if`, and the methods called on them.

use proc_macro2::{Delimiter, Group, Ident, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser as _};
use syn::{Lit, Result, Token};

use super::{Parser, error, error_at, expected, found};
use crate::expr::ast::Id;

impl Parser<'_> {
    /// A primary and the methods called on it: `x.tanh()`.
    pub(super) fn postfix(&mut self, input: ParseStream) -> Result<Id> {
        let start = input.span();
        let mut value = self.primary(input)?;
        while input.peek(Token![.]) && !input.peek(Token![..]) {
            input.parse::<Token![.]>()?;
            let name: Ident = input
                .call(Ident::parse_any)
                .map_err(|e| error(e.span(), &expected("the name of a function", input), "write `x.tanh()`"))?;
            if !input.peek(syn::token::Paren) {
                let message = format!("a number has no field `{name}`");
                return Err(error(name.span(), &message, "call a function, as in `x.tanh()`"));
            }
            let first = self.number((value, start))?;
            value = self.call(&name, Some(first), input)?;
        }
        if input.peek(Token![?]) || input.peek(syn::token::Bracket) {
            let message = format!("{} cannot follow a number", found(input));
            return Err(error(input.span(), &message, "a closure sees one element at a time"));
        }
        Ok(value)
    }

    fn primary(&mut self, input: ParseStream) -> Result<Id> {
        let span = input.span();
        if input.peek(Token![if]) {
            return self.branches(input);
        }
        if let Some(group) = take_group(input) {
            return match group.delimiter() {
                Delimiter::Parenthesis | Delimiter::None => self.parenthesis(&group),
                Delimiter::Brace => self.block(&group),
                Delimiter::Bracket => {
                    let message = "expected a number, found `[…]`";
                    Err(error(group.span_open(), message, "a closure sees one element at a time"))
                }
            };
        }
        if input.peek(Lit) {
            return self.literal(&input.parse()?);
        }
        if input.peek(Ident::peek_any) || input.peek(Token![::]) {
            return self.name(input);
        }
        let help = "a value is a literal, a name, a call such as `tanh(x)`, `if … { … } else { … }` or in parentheses";
        Err(error(span, &expected("a value", input), help))
    }

    /// `(a)`
    fn parenthesis(&mut self, group: &Group) -> Result<Id> {
        let span = group.span_open();
        let parse = |input: ParseStream| {
            if input.is_empty() {
                return Err(error(
                    span,
                    "expected an expression in the parentheses, found nothing",
                    "write `(x + 1.0)`",
                ));
            }
            let value = self.deeper(span, |parser| parser.expression(input))?;
            if input.peek(Token![as]) {
                let help = "leave it out: all numbers are of the model's scalar type";
                return Err(error(input.span(), "`as` is not part of this language", help));
            }
            if input.peek(Token![,]) {
                return Err(error(
                    input.span(),
                    "expected one value in the parentheses, found a tuple",
                    "write one value",
                ));
            }
            if !input.is_empty() {
                return Err(self.trailing(input));
            }
            Ok(value)
        };
        parse.parse2(group.stream())
    }

    /// A number, `true` or `false`.
    fn literal(&mut self, literal: &Lit) -> Result<Id> {
        let (digits, suffix) = match literal {
            Lit::Int(int) => (int.base10_digits().to_owned(), int.suffix()),
            Lit::Float(float) => (float.base10_digits().to_owned(), float.suffix()),
            Lit::Bool(truth) => return Ok(self.dag.truth(truth.value)),
            other => {
                return Err(error_at(quote!(#other), "expected a number, found another literal", "write `2.0`"));
            }
        };
        if !matches!(suffix, "" | "f32" | "f64") {
            let message = format!("a literal of type `{suffix}` among numbers of the model's scalar type");
            return Err(error(literal.span(), &message, &format!("write `{digits}`")));
        }
        match digits.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(self.dag.number(value)),
            _ => Err(error(literal.span(), "expected a number within the range of `f64`", "write a smaller one")),
        }
    }
}

/// Takes the next token if it is a group.
pub(super) fn take_group(input: ParseStream) -> Option<Group> {
    input
        .step(|cursor| match cursor.token_tree() {
            Some((TokenTree::Group(group), rest)) => Ok((group, rest)),
            _ => Err(cursor.error("")),
        })
        .ok()
}
