//! `attributes visibility Name ":" body [ weights ]`

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Token, Visibility};

use super::found::found;
use crate::ast::{Body, Item};
use crate::report::{Spot, error};

/// Words that start an item of Rust's.
const WORDS: &[&str] = &["struct", "enum", "fn", "type", "const", "static", "let", "mut", "mod", "trait", "use"];

const EXAMPLE: &str = "write `pub Digits: Flatten(28, 28) -> Dense(10, softmax)`";

/// Reads one item, its semicolon left out. As soon as it has a name, further mistakes are kept in it.
///
/// # Errors
/// A mistake before the name.
pub(super) fn item(tokens: &[TokenTree]) -> syn::Result<Item> {
    let end = Spot::of(tokens.last());
    let read = |stream: ParseStream<'_>| {
        let attributes = attributes(stream)?;
        let visibility = visibility(stream, end)?;
        let declared = rust_word(stream)?;
        let name = name(stream, end)?;
        let colon = if let Some(mistake) = declared { Err(mistake) } else { colon(stream, &name) };
        let rest: Vec<TokenTree> = stream.parse::<TokenStream>()?.into_iter().collect();
        let (rest, weights) = super::weights::split(&rest);
        let body = colon.and_then(|()| body(&name, rest));
        let (body, weights) = super::with_weights(body, weights);
        Ok(Item { attributes, visibility, name, body, weights })
    };
    read.parse2(tokens.iter().cloned().collect())
}

fn attributes(stream: ParseStream<'_>) -> syn::Result<Vec<Attribute>> {
    if stream.peek(Token![#]) && stream.peek2(Token![!]) {
        return Err(error(stream.span(), "a model has no inner attributes", "leave out the `!`, `#[…]`"));
    }
    if stream.peek(Token![#]) && !stream.peek2(syn::token::Bracket) {
        return Err(error(stream.span(), "expected an attribute after `#`", "write `#[…]`, or leave it out"));
    }
    stream.call(Attribute::parse_outer)
}

fn visibility(stream: ParseStream<'_>, end: Spot) -> syn::Result<Visibility> {
    let visibility = stream.parse::<Visibility>()?;
    if stream.is_empty() {
        return Err(error(end, "expected the name of a model, found the end", EXAMPLE));
    }
    if matches!(visibility, Visibility::Public(_)) && stream.peek(syn::token::Paren) {
        let message = "expected the name of a model after `pub`, found `(`";
        return Err(error(
            stream.span(),
            message,
            "visibilities are `pub`, `pub(crate)`, `pub(super)` and `pub(in …)`",
        ));
    }
    Ok(visibility)
}

/// `struct` and the like before the name: a mistake to be kept, so that the name is known all the same.
fn rust_word(stream: ParseStream<'_>) -> syn::Result<Option<syn::Error>> {
    let fork = stream.fork();
    match fork.call(Ident::parse_any) {
        Ok(word) if WORDS.iter().any(|known| word == known) && fork.peek(syn::Ident) => {
            stream.call(Ident::parse_any)?;
            Ok(Some(error(word.span(), format!("a model is declared without `{word}`"), EXAMPLE)))
        }
        _ => Ok(None),
    }
}

fn name(stream: ParseStream<'_>, end: Spot) -> syn::Result<Ident> {
    if stream.is_empty() {
        return Err(error(end, "expected the name of a model, found the end", EXAMPLE));
    }
    let message = format!("expected the name of a model, found {}", found(stream));
    if !stream.peek(syn::Ident) {
        let help = match stream.fork().call(Ident::parse_any) {
            Ok(word) => format!("`{word}` is a word of Rust's; {EXAMPLE}"),
            Err(_) if stream.peek(Token![;]) => "leave out this `;`".into(),
            Err(_) if stream.peek(Token![:]) => "write the name before the colon, `pub Digits: …`".into(),
            Err(_) if stream.peek(syn::LitStr) => "write the name without quotes, `pub Digits: …`".into(),
            Err(_) => EXAMPLE.into(),
        };
        return Err(error(stream.span(), message, help));
    }
    let layer = stream.fork().parse::<Ident>().is_ok_and(|name| crate::layers::is_layer(&name.to_string()));
    if layer && stream.peek2(syn::token::Paren) {
        return Err(error(
            stream.span(),
            message,
            "name the model before its layers, `pub Digits: Flatten(28, 28) -> …`",
        ));
    }
    stream.parse()
}

fn colon(stream: ParseStream<'_>, name: &Ident) -> syn::Result<()> {
    if stream.peek(Token![<]) {
        let message = format!("`{name}` is generic, but the sizes of a model are fixed while it compiles");
        return Err(error(stream.span(), message, "use a `const` for the size, and declare one model for each size"));
    }
    if stream.peek(Token![:]) && !stream.peek(Token![::]) {
        return stream.parse::<Token![:]>().map(|_| ());
    }
    let message = format!("expected `:` after the name of the model, found {}", found(stream));
    let spot = if stream.is_empty() { name.span() } else { stream.span() };
    Err(error(spot, message, format!("write `{name}: Flatten(28, 28) -> Dense(10, softmax)`")))
}

fn body(name: &Ident, tokens: &[TokenTree]) -> syn::Result<Body> {
    if tokens.is_empty() {
        let help = format!("write them after the colon, `{name}: Flatten(28, 28) -> Dense(10, softmax)`");
        return Err(error(name.span(), format!("the model `{name}` has no layers"), help));
    }
    super::body(tokens)
}
