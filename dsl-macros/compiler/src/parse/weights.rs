//! `= weights("digits.safetensors")`, behind the body of a model.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{LitBool, LitStr, Token};

use super::found::{found, token};
use super::is;
use crate::ast::{File, Weights};
use crate::nearest::nearest;
use crate::report::{Spot, error};

const EXAMPLE: &str = "write `= weights(\"digits.safetensors\")`";

const OPTION: &str = "allow_non_finite";

/// A model without its weights, and those, if they are there.
pub(super) fn split(tokens: &[TokenTree]) -> (&[TokenTree], syn::Result<Option<Weights>>) {
    let Some(at) = equals(tokens) else {
        return (tokens, Ok(None));
    };
    let weights = match &tokens[at + 1..] {
        [TokenTree::Ident(word), TokenTree::Group(group), rest @ ..]
            if group.delimiter() == Delimiter::Parenthesis && (word == "weights" || means_weights(word, group)) =>
        {
            if word != "weights" {
                let message = format!("expected `weights(…)` after `=`, found `{word}`");
                Err(error(word.span(), message, EXAMPLE))
            } else if rest.is_empty() {
                let spot = Spot::of(word).to(group.span_close().into());
                (|stream: ParseStream<'_>| arguments(stream, spot)).parse2(group.stream()).map(Some)
            } else {
                let message = format!("expected the end of the model after its weights, found {}", token(rest));
                Err(error(rest[0].span(), message, "leave it out, or write `;` between models"))
            }
        }
        [TokenTree::Ident(word)] if word == "weights" => {
            Err(error(word.span(), "`weights` expects the path of a file", EXAMPLE))
        }
        [literal @ TokenTree::Literal(text)] if text.to_string().ends_with('"') => {
            let message = format!("expected `weights(…)` after `=`, found {text}");
            Err(error(literal.span(), message, format!("write `= weights({text})`")))
        }
        _ => return (tokens, Ok(None)),
    };
    (&tokens[..at], weights)
}

/// Where the last part of a model has an `=` by itself, unless that part is a `let`.
fn equals(tokens: &[TokenTree]) -> Option<usize> {
    let start = tokens.iter().rposition(|token| is(token, ';')).map_or(0, |at| at + 1);
    if matches!(tokens.get(start), Some(TokenTree::Ident(word)) if word == "let") {
        return None;
    }
    let joined = |at: usize| matches!(&tokens[at], TokenTree::Punct(mark) if mark.spacing() == Spacing::Joint);
    (start..tokens.len()).find(|at| is(&tokens[*at], '=') && !joined(*at) && (*at == start || !joined(*at - 1)))
}

/// Whether a word with something in parentheses can only be meant for `weights("…")`.
fn means_weights(word: &proc_macro2::Ident, group: &proc_macro2::Group) -> bool {
    let text =
        matches!(group.stream().into_iter().next(), Some(TokenTree::Literal(text)) if text.to_string().ends_with('"'));
    text || nearest(&word.to_string(), ["weights"]).is_some()
}

/// `"digits.safetensors" [ "," "allow_non_finite" "=" bool ]`
fn arguments(stream: ParseStream<'_>, spot: Spot) -> syn::Result<Weights> {
    if stream.is_empty() {
        return Err(error(spot, "`weights` expects the path of a file", EXAMPLE));
    }
    let file = file(stream)?;
    let mut weights = Weights { file, allow_non_finite: false };
    if stream.peek(Token![,]) {
        stream.parse::<Token![,]>()?;
        if !stream.is_empty() {
            weights.allow_non_finite = option(stream)?;
        }
    }
    if stream.peek(Token![,]) {
        stream.parse::<Token![,]>()?;
    }
    if !stream.is_empty() {
        let message = format!("expected `)` after the arguments of `weights`, found {}", found(stream));
        return Err(error(stream.span(), message, EXAMPLE));
    }
    Ok(weights)
}

/// A text, or a macro that makes one: `concat!(env!("OUT_DIR"), "/digits.safetensors")`.
fn file(stream: ParseStream<'_>) -> syn::Result<File> {
    if stream.peek(LitStr) {
        let path: LitStr = stream.parse()?;
        if path.value().is_empty() {
            return Err(error(path.span(), "the path of the weights is empty", EXAMPLE));
        }
        return Ok(File::Path(path));
    }
    if stream.peek(syn::Ident) && stream.peek2(Token![!]) {
        let mut tokens: Vec<TokenTree> = vec![stream.parse::<proc_macro2::Ident>()?.into()];
        tokens.push(stream.parse::<TokenTree>()?);
        if stream.cursor().token_tree().is_some_and(|(token, _)| matches!(token, TokenTree::Group(_))) {
            tokens.push(stream.parse()?);
            return Ok(File::Macro(tokens.into_iter().collect::<TokenStream>()));
        }
    }
    let message = format!("expected the path of a file in quotes, found {}", found(stream));
    let help = format!("{EXAMPLE}; the path is relative to the folder of your `Cargo.toml`");
    Err(error(stream.span(), message, help))
}

/// `allow_non_finite = true`
fn option(stream: ParseStream<'_>) -> syn::Result<bool> {
    let help = format!("`weights` takes a path and `{OPTION} = true`");
    let named = stream.peek(syn::Ident) && stream.fork().parse::<proc_macro2::Ident>().is_ok_and(|name| name == OPTION);
    if !named {
        return Err(error(stream.span(), format!("`weights` has no argument {}", found(stream)), help));
    }
    let name: proc_macro2::Ident = stream.parse()?;
    if stream.peek(Token![=]) {
        stream.parse::<Token![=]>()?;
        if stream.peek(LitBool) {
            return Ok(stream.parse::<LitBool>()?.value);
        }
    }
    let spot = if stream.is_empty() { name.span() } else { stream.span() };
    let message = format!("expected `true` or `false` for `{OPTION}`, found {}", found(stream));
    Err(error(spot, message, format!("write `{OPTION} = true`")))
}
