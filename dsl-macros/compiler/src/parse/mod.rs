//! Tokens to [`ast`](crate::ast): the only pass that reads tokens. A mistake in one item leaves the others standing.

mod chain;
mod found;
mod graph;
mod item;
mod split;
mod text;
mod unexpected;
mod value;
mod weights;

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::Token;
use syn::parse::{ParseStream, Parser};

use crate::ast::{Body, Input, Weights};
use crate::expr::{self, Expr};
use crate::report::error;

/// Reads `path of the runtime; input` and returns both.
///
/// # Errors
/// No input at all; other mistakes are kept in the item that they are in.
pub fn parse(tokens: TokenStream) -> syn::Result<(TokenStream, Input)> {
    let (runtime, tokens) = runtime(tokens);
    Ok((runtime, input(&in_pieces(tokens))?))
}

/// Reads `path of the runtime; input` of `loss!` and returns both.
///
/// # Errors
/// What is not of the expression language, at its token.
pub fn parse_loss(tokens: TokenStream) -> syn::Result<(TokenStream, Expr)> {
    let (runtime, tokens) = runtime(tokens);
    if tokens.is_empty() {
        let help = "write one in an output and its label, `loss!(|y, t| abs(y - t))`";
        return Err(error(Span::call_site(), "`loss!` expects a formula, found nothing", help));
    }
    Ok((runtime, expr::parse_loss.parse2(tokens)?))
}

/// The path of the runtime, and what stands behind its semicolon.
fn runtime(tokens: TokenStream) -> (TokenStream, TokenStream) {
    let mut tokens = tokens.into_iter();
    let semicolon = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ';');
    let runtime = tokens.by_ref().take_while(|token| !semicolon(token)).collect();
    (runtime, tokens.collect())
}

/// Tokens out of the invisible pieces in which rustc keeps what a macro of the user's passes on: a `$visibility:vis` may
/// even be an empty one.
fn in_pieces(tokens: impl IntoIterator<Item = TokenTree>) -> Vec<TokenTree> {
    let mut pieces = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => pieces.extend(in_pieces(group.stream())),
            token => pieces.push(token),
        }
    }
    pieces
}

/// `item+ | body`
fn input(tokens: &[TokenTree]) -> syn::Result<Input> {
    if tokens.is_empty() {
        return Err(nothing());
    }
    if split::declares(tokens) {
        return Ok(Input::Items(split::items(tokens).into_iter().map(item::item).collect()));
    }
    let (tokens, weights) = weights::split(tokens);
    let (body, weights) = with_weights(if tokens.is_empty() { Err(nothing()) } else { body(tokens) }, weights);
    Ok(Input::Body(body, weights))
}

fn nothing() -> syn::Error {
    let help = "declare a model, `model! { pub Digits: Flatten(28, 28) -> Dense(10, softmax) }`";
    error(Span::call_site(), "`model!` expects a model, found nothing", help)
}

/// A model and its weights: a mistake in either makes it one that could not be read.
fn with_weights(
    body: syn::Result<Body>,
    weights: syn::Result<Option<Weights>>,
) -> (syn::Result<Body>, Option<Weights>) {
    match (body, weights) {
        (body, Ok(weights)) => (body, weights),
        (Ok(_), Err(mistake)) => (Err(mistake), None),
        (Err(mut mistakes), Err(mistake)) => {
            mistakes.combine(mistake);
            (Err(mistakes), None)
        }
    }
}

/// `"<" graph ">" | graph`, all of `tokens`: read by themselves, so that their mistakes are theirs alone.
fn body(tokens: &[TokenTree]) -> syn::Result<Body> {
    let Some((TokenTree::Punct(open), inside)) = tokens.split_first().filter(|(first, _)| is(first, '<')) else {
        return whole(tokens);
    };
    if inside.len() == 1 && is(&inside[0], '>') {
        return Err(error(open.span(), "the model has no layers", "write them between `<` and `>`"));
    }
    // A closure may compare with `>`: the closing one is the last.
    let closing = (0..inside.len()).rev().find(|at| closes(inside, *at));
    match closing {
        Some(at) if at + 1 == inside.len() => whole(&inside[..at]),
        Some(at) if whole(&inside[..at]).is_ok() => {
            let message = format!("expected the end of the model after `>`, found {}", found::token(&inside[at + 1..]));
            Err(error(inside[at + 1].span(), message, "move the `>` to the end of the model, or leave out `<` and `>`"))
        }
        _ => Err(error(open.span(), "`<` is never closed", "end the model with `>`, or leave out both")),
    }
}

/// A graph and nothing else.
fn whole(tokens: &[TokenTree]) -> syn::Result<Body> {
    let read = |stream: ParseStream<'_>| {
        let mut body = graph::body(stream)?;
        body.text = text::text(tokens);
        if stream.peek(Token![;]) {
            stream.parse::<Token![;]>()?;
            if !stream.is_empty() {
                let message = format!("expected the end of the model after its output, found {}", found::found(stream));
                let help = if stream.peek(Token![let]) {
                    "move it before the output, which stands last"
                } else {
                    "name what comes before the last `;`, `let name = …;`"
                };
                return Err(error(stream.span(), message, help));
            }
        }
        if stream.is_empty() { Ok(body) } else { Err(unexpected::after_body(stream, &body)) }
    };
    read.parse2(tokens.iter().cloned().collect())
}

fn is(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(p) if p.as_char() == c)
}

/// Whether the token at `at` is a `>` that is not the head of an arrow.
fn closes(tokens: &[TokenTree], at: usize) -> bool {
    is(&tokens[at], '>') && !at.checked_sub(1).is_some_and(|before| is(&tokens[before], '-'))
}
