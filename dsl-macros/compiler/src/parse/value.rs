//! Layers' arguments and their values.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Lit, Token, braced, parenthesized};

use super::found;
use crate::ast::{Argument, Call, Value, ValueKind};
use crate::report::{Spot, error};

/// How deep values may nest: a parser that calls itself must stop before the stack does.
const DEPTH: usize = 32;

/// `Name [ "(" arguments ")" ]`
pub(super) fn call(stream: ParseStream<'_>) -> syn::Result<Call> {
    nested_call(stream, 0)
}

fn nested_call(stream: ParseStream<'_>, depth: usize) -> syn::Result<Call> {
    let name: Ident = stream.parse()?;
    let spot = Spot::from(name.span());
    if !stream.peek(syn::token::Paren) {
        return Ok(Call { name, arguments: Vec::new(), spot });
    }
    let content;
    let parentheses = parenthesized!(content in stream);
    let mut arguments: Vec<Argument> = Vec::new();
    while !content.is_empty() {
        let argument = argument(&content, depth)?;
        if argument.name.is_none() && arguments.iter().any(|earlier| earlier.name.is_some()) {
            let message = "an argument without a name follows a named one";
            return Err(error(argument.value.spot, message, "move it before the named arguments, or name it"));
        }
        arguments.push(argument);
        if content.is_empty() {
            break;
        }
        if !content.peek(Token![,]) {
            return Err(expected_comma(&content));
        }
        content.parse::<Token![,]>()?;
    }
    Ok(Call { name, arguments, spot: spot.to(parentheses.span.close().into()) })
}

/// `[ name "=" ] value`
fn argument(stream: ParseStream<'_>, depth: usize) -> syn::Result<Argument> {
    let named = stream.peek(syn::Ident) && stream.peek2(Token![=]) && !stream.peek2(Token![==]);
    let name = if named {
        let name = stream.parse()?;
        stream.parse::<Token![=]>()?;
        Some(name)
    } else {
        None
    };
    Ok(Argument { name, value: value(stream, depth + 1)? })
}

fn value(stream: ParseStream<'_>, depth: usize) -> syn::Result<Value> {
    let start = Spot::from(stream.span());
    if depth > DEPTH {
        return Err(error(start, "arguments nest too deeply", "an argument is a number, a name or a tuple"));
    }
    let (kind, spot) = if stream.peek(Token![|]) || stream.peek(Token![||]) {
        (ValueKind::Closure(crate::expr::parse_closure(stream)?), start)
    } else if stream.peek(Token![-]) {
        stream.parse::<Token![-]>()?;
        negative(stream, start)?
    } else if stream.peek(Lit) {
        literal(stream.parse()?, 1)?
    } else if stream.peek(syn::token::Brace) {
        let content;
        let braces = braced!(content in stream);
        let inner: TokenStream = content.parse()?;
        (ValueKind::Block(quote!({ #inner })), start.to(braces.span.close().into()))
    } else if stream.peek(syn::token::Paren) {
        tuple(stream, depth)?
    } else if names_path(stream) {
        let path = Punctuated::<TokenTree, Token![::]>::parse_separated_nonempty_with(stream, segment)?;
        let path = path.into_token_stream();
        (ValueKind::Path(path.clone()), Spot::of(path))
    } else if stream.peek(syn::Ident) {
        let call = nested_call(stream, depth)?;
        let spot = call.spot;
        (ValueKind::Call(call), spot)
    } else {
        let message = format!("expected the value of an argument, found {}", found(stream));
        return Err(error(start, message, "an argument is a number, a constant, a name such as `relu`, or a tuple"));
    };
    Ok(Value { kind, spot })
}

/// A path of several segments, or one that starts with `crate`, `self` or `super`.
fn names_path(stream: ParseStream<'_>) -> bool {
    let keyword = stream.peek(Token![crate]) || stream.peek(Token![self]) || stream.peek(Token![super]);
    keyword || (stream.peek(syn::Ident) && stream.peek2(Token![::]))
}

fn segment(stream: ParseStream<'_>) -> syn::Result<TokenTree> {
    use syn::ext::IdentExt;
    if !stream.peek(syn::Ident::peek_any) {
        let message = format!("expected a name after `::`, found {}", found(stream));
        return Err(error(stream.span(), message, "write the path of a constant, such as `crate::HIDDEN`"));
    }
    Ok(TokenTree::Ident(stream.call(Ident::parse_any)?))
}

fn negative(stream: ParseStream<'_>, start: Spot) -> syn::Result<(ValueKind, Spot)> {
    if !stream.peek(Lit) {
        let message = format!("expected a number after `-`, found {}", found(stream));
        return Err(error(stream.span(), message, "put an expression into braces, `{ … }`"));
    }
    let (kind, spot) = literal(stream.parse()?, -1)?;
    Ok((kind, start.to(spot)))
}

fn literal(literal: Lit, sign: i8) -> syn::Result<(ValueKind, Spot)> {
    let spot = Spot::of(&literal);
    let kind = match &literal {
        Lit::Int(number) if matches!(number.suffix(), "" | "usize") => {
            ValueKind::Integer(i128::from(sign) * number.base10_parse::<i64>().map_or(i128::MAX, i128::from))
        }
        Lit::Int(number) if matches!(number.suffix(), "f32" | "f64") => {
            ValueKind::Float(f64::from(sign) * number.base10_digits().parse::<f64>().unwrap_or(f64::NAN))
        }
        Lit::Float(number) if matches!(number.suffix(), "" | "f32" | "f64") => {
            ValueKind::Float(f64::from(sign) * number.base10_parse::<f64>()?)
        }
        Lit::Bool(bool) if sign > 0 => ValueKind::Bool(bool.value),
        Lit::Str(text) if sign > 0 => ValueKind::Text(text.value()),
        other => {
            let message = format!("expected a number, found `{}`", other.to_token_stream());
            return Err(error(spot, message, "an argument is a number, a constant, a name such as `relu`, or a tuple"));
        }
    };
    Ok((kind, spot))
}

fn tuple(stream: ParseStream<'_>, depth: usize) -> syn::Result<(ValueKind, Spot)> {
    let content;
    let parentheses = parenthesized!(content in stream);
    let spot = Spot::from(parentheses.span.open()).to(parentheses.span.close().into());
    let mut values = Vec::new();
    while !content.is_empty() {
        values.push(value(&content, depth + 1)?);
        if content.is_empty() {
            break;
        }
        if !content.peek(Token![,]) {
            return Err(expected_comma(&content));
        }
        content.parse::<Token![,]>()?;
    }
    Ok((ValueKind::Tuple(values), spot))
}

fn expected_comma(stream: ParseStream<'_>) -> syn::Error {
    let message = format!("expected `,` or `)` after an argument, found {}", found(stream));
    let arithmetic = ["+", "-", "*", "/"].iter().any(|op| found(stream) == format!("`{op}`"));
    let help = if arithmetic { "put a computed size into braces, `{ 28 * 28 }`" } else { "separate arguments by commas" };
    error(stream.span(), message, help)
}
