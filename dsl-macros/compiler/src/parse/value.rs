//! Layers' arguments and their values.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Lit, Token, parenthesized};

use super::found::found;
use crate::ast::{Argument, Call, Value, ValueKind};
use crate::layers::foreign;
use crate::report::{Spot, error};

/// How deep values may nest: a parser that calls itself must stop before the stack does.
const DEPTH: usize = 32;

/// What an argument can be.
const EXAMPLES: &str = "an argument is a number, a constant, a name such as `relu`, or a tuple";

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
        let argument = argument(&content, depth, parentheses.span.close())?;
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
fn argument(stream: ParseStream<'_>, depth: usize, close: Span) -> syn::Result<Argument> {
    let named = stream.peek(syn::Ident) && stream.peek2(Token![=]) && !stream.peek2(Token![==]);
    if !named {
        return Ok(Argument { name: None, value: value(stream, depth + 1)? });
    }
    let name: Ident = stream.parse()?;
    stream.parse::<Token![=]>()?;
    if stream.is_empty() || stream.peek(Token![,]) {
        let spot = if stream.is_empty() { close } else { stream.span() };
        let found = if stream.is_empty() { "`)`".into() } else { found(stream) };
        let message = format!("expected the value of `{name}`, found {found}");
        return Err(error(spot, message, format!("write `{name} = …`, or leave it out")));
    }
    Ok(Argument { name: Some(name), value: value(stream, depth + 1)? })
}

pub(super) fn value(stream: ParseStream<'_>, depth: usize) -> syn::Result<Value> {
    let start = Spot::from(stream.span());
    if depth > DEPTH {
        return Err(error(start, "arguments nest too deeply", EXAMPLES));
    }
    if let Some(tokens) = fragment(stream) {
        return passed_on(tokens, start, depth);
    }
    let (kind, spot) = if stream.peek(Token![|]) || stream.peek(Token![||]) {
        (ValueKind::Closure(crate::expr::parse_closure(stream)?), start)
    } else if stream.peek(Token![-]) {
        stream.parse::<Token![-]>()?;
        negative(stream, start)?
    } else if stream.peek(Lit) {
        literal(&stream.parse()?, 1)?
    } else if stream.peek(syn::token::Brace) {
        block(stream.parse()?)?
    } else if stream.peek(syn::token::Paren) {
        tuple(stream, depth)?
    } else if names_path(stream) {
        let path = path(stream)?;
        (ValueKind::Path(path.clone()), Spot::of(path))
    } else if stream.fork().parse::<Ident>().is_ok_and(|word| word == "lambda") && stream.peek2(syn::Ident) {
        return Err(error(start, "expected an argument, found `lambda`", "write a closure, `|x| x * x`"));
    } else if stream.peek(syn::Ident) && stream.peek2(Token![.]) {
        return Err(dotted(stream)?);
    } else if stream.peek(syn::Ident) {
        let call = nested_call(stream, depth)?;
        let spot = call.spot;
        (ValueKind::Call(call), spot)
    } else {
        return Err(no_value(stream));
    };
    Ok(Value { kind, spot })
}

/// What a macro of the user's passes on as an expression, `$units:expr`, which rustc keeps in one invisible piece.
fn fragment(stream: ParseStream<'_>) -> Option<TokenStream> {
    let piece = stream.step(|cursor| match cursor.group(Delimiter::None) {
        Some((inside, _, rest)) => Ok((inside.token_stream(), rest)),
        None => Err(cursor.error("no piece")),
    });
    piece.ok()
}

/// Such a piece is an argument as any other, or else an expression of constants: `$units` may be `2 * HIDDEN`.
fn passed_on(tokens: TokenStream, start: Spot, depth: usize) -> syn::Result<Value> {
    let closure = matches!(tokens.clone().into_iter().next(), Some(TokenTree::Punct(bar)) if bar.as_char() == '|');
    let read = (|stream: ParseStream<'_>| value(stream, depth + 1)).parse2(tokens.clone());
    if read.is_ok() || closure || syn::parse2::<syn::Expr>(tokens.clone()).is_err() {
        return read;
    }
    let block = TokenTree::from(Group::new(Delimiter::Brace, tokens));
    Ok(Value { kind: ValueKind::Block(block.into()), spot: start })
}

/// What to say where an argument should be.
fn no_value(stream: ParseStream<'_>) -> syn::Error {
    let message = format!("expected an argument, found {}", found(stream));
    let help = if stream.peek(Token![,]) {
        "leave this comma out"
    } else if stream.peek(syn::token::Bracket) {
        "write a tuple instead of a list, `(28, 28)`"
    } else if stream.peek(Token![=]) {
        "write the name of the argument before `=`, or leave `=` out"
    } else if stream.peek(Token![&]) {
        "leave the `&` out"
    } else if stream.peek(Token![*]) {
        "write the arguments one by one"
    } else if stream.peek(Token![_]) {
        "write the value, or leave the argument out"
    } else {
        EXAMPLES
    };
    error(stream.span(), message, help)
}

/// `tf.nn.relu`: the words of the language are single.
fn dotted(stream: ParseStream<'_>) -> syn::Result<syn::Error> {
    let start = Spot::from(stream.span());
    let mut last = stream.parse::<Ident>()?;
    let mut text = last.to_string();
    while stream.peek(Token![.]) && stream.peek2(syn::Ident) {
        stream.parse::<Token![.]>()?;
        last = stream.parse()?;
        text = format!("{text}.{last}");
    }
    let message = format!("expected a single word, found `{text}`");
    let help = match foreign::nearest_word(&last.to_string()) {
        Some(known) => format!("write `{known}`"),
        None => EXAMPLES.to_owned(),
    };
    Ok(error(start.to(last.span().into()), message, help))
}

/// `segment { "::" segment }`
pub(super) fn path(stream: ParseStream<'_>) -> syn::Result<TokenStream> {
    let path = Punctuated::<TokenTree, Token![::]>::parse_separated_nonempty_with(stream, segment)?;
    Ok(path.into_token_stream())
}

/// A path of several segments, or one that starts with `crate`, `self` or `super`.
pub(super) fn names_path(stream: ParseStream<'_>) -> bool {
    let keyword = stream.peek(Token![crate]) || stream.peek(Token![self]) || stream.peek(Token![super]);
    keyword || (stream.peek(syn::Ident) && stream.peek2(Token![::]))
}

fn segment(stream: ParseStream<'_>) -> syn::Result<TokenTree> {
    let keyword = stream.peek(Token![crate]) || stream.peek(Token![self]) || stream.peek(Token![super]);
    if keyword || stream.peek(syn::Ident) {
        return Ok(TokenTree::Ident(stream.call(Ident::parse_any)?));
    }
    let message = format!("expected a name after `::`, found {}", found(stream));
    Err(error(stream.span(), message, "write the path of a constant, such as `crate::HIDDEN`"))
}

fn negative(stream: ParseStream<'_>, start: Spot) -> syn::Result<(ValueKind, Spot)> {
    if !stream.peek(Lit) {
        let message = format!("expected a number after `-`, found {}", found(stream));
        return Err(error(stream.span(), message, "put an expression into braces, `{ … }`"));
    }
    let (kind, spot) = literal(&stream.parse()?, -1)?;
    Ok((kind, start.to(spot)))
}

fn literal(literal: &Lit, sign: i8) -> syn::Result<(ValueKind, Spot)> {
    let spot = Spot::of(literal);
    let kind = match literal {
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
            let message = format!("expected an argument, found `{}`", other.to_token_stream());
            let help = match other {
                Lit::Int(number) => format!("leave the suffix out, `{}`", number.base10_digits()),
                Lit::Float(number) => format!("leave the suffix out, `{}`", number.base10_digits()),
                other => without_quotes(&other.to_token_stream().to_string()).unwrap_or_else(|| EXAMPLES.to_owned()),
            };
            return Err(error(spot, message, help));
        }
    };
    if let ValueKind::Float(value) = kind
        && !value.is_finite()
    {
        let message = format!("expected a number within the range of `f64`, found `{}`", literal.to_token_stream());
        return Err(error(spot, message, "write a number that is not as large"));
    }
    Ok((kind, spot))
}

/// What to do about a word in quotes, of which the language has none.
fn without_quotes(text: &str) -> Option<String> {
    let word = text.strip_prefix('\'')?.trim_end_matches('\'');
    Some(format!("write it without quotes, `{}`", foreign::nearest_word(word).unwrap_or(word)))
}

/// `{ a const expression }`: Rust's own, which rustc judges.
fn block(mut group: Group) -> syn::Result<(ValueKind, Spot)> {
    if group.stream().is_empty() {
        let message = "expected a const expression between the braces, found nothing";
        return Err(error(group.span_open(), message, "write one, `{ 2 * HIDDEN }`, or a size without braces"));
    }
    let spot = Spot::from(group.span_open()).to(group.span_close().into());
    // In the user's place, but as the macro's own: lints on needless braces are not for the user.
    group.set_span(Span::call_site().located_at(group.span()));
    Ok((ValueKind::Block(TokenTree::Group(group).into()), spot))
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
    let token = found(stream);
    let help = match token.as_str() {
        "`+`" | "`-`" | "`*`" | "`/`" | "`%`" | "`<<`" => "put a computed size into braces, `{ 28 * 28 }`",
        "`:`" | "`==`" => "write `=` between an argument's name and its value",
        "`=`" => "an argument's name is one word without quotes, `units = 8`",
        "`as`" => "put a computed size into braces, `{ SIZE as usize }`",
        "`->`" => "an argument is not a chain of layers: close the parentheses before `->`",
        "`!`" => "macros are not expanded here: write the value",
        _ => "separate arguments by commas",
    };
    error(stream.span(), format!("expected `,` or `)` after an argument, found {token}"), help)
}
