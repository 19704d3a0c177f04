//! `stage { "->" stage [ "as" name ] }`

use proc_macro2::{Ident, TokenTree};
use syn::Token;
use syn::parse::ParseStream;

use super::{found, value};
use crate::ast::{Chain, Stage, StageKind};
use crate::report::error;

/// Reads stages as long as arrows follow.
pub(super) fn chain(stream: ParseStream<'_>) -> syn::Result<Chain> {
    let mut stages = vec![stage(stream)?];
    while stream.peek(Token![->]) {
        stream.parse::<Token![->]>()?;
        stages.push(stage(stream)?);
    }
    Ok(Chain { stages })
}

/// `( call | closure ) [ "as" name ]`
fn stage(stream: ParseStream<'_>) -> syn::Result<Stage> {
    let kind = if stream.peek(Token![|]) || stream.peek(Token![||]) {
        StageKind::Closure(crate::expr::parse_closure(stream)?)
    } else {
        StageKind::Call(call(stream)?)
    };
    let name = if stream.peek(Token![as]) {
        stream.parse::<Token![as]>()?;
        Some(stage_name(stream)?)
    } else {
        None
    };
    Ok(Stage { kind, name })
}

fn stage_name(stream: ParseStream<'_>) -> syn::Result<Ident> {
    if stream.peek(syn::Ident) {
        return stream.parse();
    }
    let message = format!("expected a name for the layer after `as`, found {}", found(stream));
    Err(error(stream.span(), message, "write `as hidden`"))
}

/// A layer or an activation; what a user may expect here but the language does not have gets its own sentence.
fn call(stream: ParseStream<'_>) -> syn::Result<crate::ast::Call> {
    let here = stream.span();
    if stream.peek(Token![let]) {
        return Err(error(here, "`let` is not part of the language yet", "write the model as one chain of layers"));
    }
    if stream.peek(syn::token::Paren) {
        let message = "expected a layer, found `(`";
        return Err(error(here, message, "write the model as one chain of layers, `Dense(4, relu) -> Dense(2)`"));
    }
    if !stream.peek(syn::Ident) {
        let message = format!("expected a layer, an activation or a closure, found {}", found(stream));
        return Err(error(here, message, "a model is a chain such as `Flatten(28, 28) -> Dense(10, softmax)`"));
    }
    if stream.peek2(Token![::]) {
        let message = "a layer is named by one word; paths to layers and models of your own are not available yet";
        return Err(error(here, message, "use a built-in layer, such as `Dense(10)`"));
    }
    let call = value::call(stream)?;
    if stream.peek(syn::token::Paren) {
        let message = format!("`{}` is applied to arguments twice", call.name);
        return Err(error(stream.span(), message, "feed a layer through an arrow, `Dense(4) -> Dense(2)`"));
    }
    Ok(call)
}

/// What to say when a chain is followed by something that is neither an arrow nor the end.
pub(super) fn expected_arrow(stream: ParseStream<'_>) -> syn::Error {
    let here = stream.span();
    let token = found(stream);
    match stream.fork().parse::<TokenTree>() {
        Ok(TokenTree::Punct(p)) if matches!(p.as_char(), '+' | '-' | '*') && p.spacing() == proc_macro2::Spacing::Alone => {
            let message = format!("`{}` between layers is not part of the language yet", p.as_char());
            error(here, message, "write the model as one chain of layers, joined by `->`")
        }
        Ok(TokenTree::Punct(p)) if matches!(p.as_char(), ',' | '=' | '.' | '|') => {
            error(here, format!("expected `->` between layers, found {token}"), "join layers by `->`")
        }
        _ => error(here, format!("expected `->`, `as` or `;` after a layer, found {token}"), "join layers by `->`"),
    }
}
