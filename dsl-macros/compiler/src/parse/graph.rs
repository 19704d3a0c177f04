//! `{ "let" names "=" sum ";" } ( sum | "(" sum { "," sum } ")" )`, and sums of chains.

use proc_macro2::Ident;
use syn::parse::{ParseStream, Parser};
use syn::{Token, parenthesized};

use super::found::found;
use super::{chain, unexpected};
use crate::ast::{Binding, Body, Sign, Sum};
use crate::report::{Spot, error};

/// How deep sums and stages may nest: a parser that calls itself must stop before the stack does.
pub(super) const DEPTH: usize = 16;

const NAMES: &str = "write `let hidden = …;`";

/// Bindings, then the outputs.
pub(super) fn body(stream: ParseStream<'_>) -> syn::Result<Body> {
    let mut bindings = Vec::new();
    while stream.peek(Token![let]) {
        bindings.push(binding(stream)?);
    }
    if stream.is_empty()
        && let Some(Binding { names, .. }) = bindings.last()
    {
        let name = &names[names.len() - 1];
        let message = "the model ends in a `let`: it has no output";
        return Err(error(
            name.span(),
            message,
            format!("write what the model puts out after it, `{name} -> Dense(10)`"),
        ));
    }
    let outputs = if stream.peek(syn::token::Paren) && is_tuple(stream) {
        let content;
        parenthesized!(content in stream);
        sums(&content, 0)?
    } else {
        vec![sum(stream, 0)?]
    };
    Ok(Body { bindings, outputs, text: String::new() })
}

/// `let name = sum;`
fn binding(stream: ParseStream<'_>) -> syn::Result<Binding> {
    stream.parse::<Token![let]>()?;
    let names = if stream.peek(syn::token::Paren) {
        let content;
        parenthesized!(content in stream);
        content.parse_terminated(name_or_nothing, Token![,])?.into_iter().collect()
    } else {
        vec![name(stream)?]
    };
    if names.is_empty() {
        return Err(error(stream.span(), "`let ()` names nothing", "write `let (outputs, state) = …;`"));
    }
    if !stream.peek(Token![=]) || stream.peek(Token![==]) {
        let help = if stream.peek(Token![:]) { "shapes are inferred: leave the type out" } else { NAMES };
        return Err(error(
            stream.span(),
            format!("expected `=` after the name of a value, found {}", found(stream)),
            help,
        ));
    }
    stream.parse::<Token![=]>()?;
    let value = sum(stream, 0)?;
    if stream.peek(Token![;]) {
        stream.parse::<Token![;]>()?;
        return Ok(Binding { names, value });
    }
    if stream.is_empty() || stream.peek(Token![let]) {
        let last = &names[names.len() - 1];
        return Err(error(last.span(), "this `let` does not end", format!("write `;` after the value of `{last}`")));
    }
    let word = stream.fork().parse::<Ident>().ok().map(|word| word.to_string());
    if word.is_some_and(|word| !chain::known(&word)) {
        let (last, found) = (&names[names.len() - 1], found(stream));
        let message = format!("expected `;` after the value of `{last}`, found {found}");
        return Err(error(stream.span(), message, format!("write `;` before {found}")));
    }
    Err(unexpected::after_sum(stream, &value))
}

/// In a tuple, `_` stands for an output that is not used.
fn name_or_nothing(stream: ParseStream<'_>) -> syn::Result<Ident> {
    if stream.peek(Token![_]) {
        let nothing = stream.parse::<Token![_]>()?;
        return Ok(Ident::new("_", nothing.span));
    }
    name(stream)
}

fn name(stream: ParseStream<'_>) -> syn::Result<Ident> {
    if stream.peek(Token![mut]) {
        return Err(error(stream.span(), "values of a model do not change", "leave `mut` out"));
    }
    if stream.peek(syn::Ident) {
        return stream.parse();
    }
    let message = format!("expected a name for a value after `let`, found {}", found(stream));
    let help = if stream.peek(Token![_]) { "leave the statement out, or name the value" } else { NAMES };
    Err(error(stream.span(), message, help))
}

/// Whether the parentheses hold several sums.
fn is_tuple(stream: ParseStream<'_>) -> bool {
    let fork = stream.fork();
    let Ok(group) = fork.parse::<proc_macro2::Group>() else { return false };
    let comma = |token: &proc_macro2::TokenTree| super::is(token, ',');
    group.stream().into_iter().any(|token| comma(&token))
}

/// Sums separated by commas, up to the end.
pub(super) fn sums(stream: ParseStream<'_>, depth: usize) -> syn::Result<Vec<Sum>> {
    let mut sums = Vec::new();
    while !stream.is_empty() {
        let sum = sum(stream, depth + 1)?;
        if !stream.is_empty() && !stream.peek(Token![,]) {
            return Err(unexpected::after_sum(stream, &sum));
        }
        sums.push(sum);
        if !stream.is_empty() {
            stream.parse::<Token![,]>()?;
        }
    }
    Ok(sums)
}

/// `product { ( "+" | "-" ) product }`
pub(super) fn sum(stream: ParseStream<'_>, depth: usize) -> syn::Result<Sum> {
    if depth > DEPTH {
        return Err(error(stream.span(), "parentheses nest too deeply", "name a part by `let`"));
    }
    let mut sum = product(stream, depth)?;
    while stream.peek(Token![+])
        || (stream.peek(Token![-]) && !stream.peek(Token![->]) && !stream.peek2(Token![->]) && !spaced_arrow(stream))
    {
        let sign = sign(stream)?;
        sum = Sum::Binary(Box::new(sum), sign, Box::new(product(stream, depth)?));
    }
    Ok(sum)
}

/// `- >`, which its own message speaks of.
fn spaced_arrow(stream: ParseStream<'_>) -> bool {
    let fork = stream.fork();
    fork.parse::<Token![-]>().is_ok() && fork.peek(Token![>])
}

/// `chain { "*" chain }`
fn product(stream: ParseStream<'_>, depth: usize) -> syn::Result<Sum> {
    let mut product = Sum::Chain(Box::new(chain::chain(stream, depth)?));
    while stream.peek(Token![*]) && !stream.peek2(Token![*]) {
        let sign = sign(stream)?;
        product = Sum::Binary(Box::new(product), sign, Box::new(Sum::Chain(Box::new(chain::chain(stream, depth)?))));
    }
    Ok(product)
}

fn sign(stream: ParseStream<'_>) -> syn::Result<Sign> {
    let mark: proc_macro2::Punct = stream.parse()?;
    let sign = Sign { mark: mark.as_char(), spot: mark.span().into() };
    if stream.peek(Token![=]) && !stream.peek(Token![==]) {
        let message = format!("`{0}=` changes a value, but values of a model do not change", sign.mark);
        return Err(error(sign.spot, message, format!("name a new one, `let y = a {} b;`", sign.mark)));
    }
    if stream.is_empty() {
        let message = format!("expected a value after `{}`, found the end", sign.mark);
        return Err(error(sign.spot, message, "add one, or leave the sign out"));
    }
    Ok(sign)
}

/// All of `tokens` as sums separated by commas, if that is what they are.
pub(super) fn sums_in(tokens: proc_macro2::TokenStream, depth: usize) -> syn::Result<Vec<Sum>> {
    (|stream: ParseStream<'_>| sums(stream, depth)).parse2(tokens)
}

impl Sum {
    /// Where it starts.
    pub fn spot(&self) -> Spot {
        match self {
            Self::Chain(chain) => chain.spot(),
            Self::Binary(left, _, _) => left.spot(),
        }
    }
}
