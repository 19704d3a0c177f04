//! Tokens to [`ast`](crate::ast): the only pass that reads tokens. A mistake in one item leaves the others standing.

mod chain;
mod value;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Token, Visibility};

use crate::ast::{Chain, Input, Item};
use crate::report::error;

/// Reads `path of the runtime; input` and returns both.
///
/// # Errors
/// A mistake before the first item's name; later ones are kept in their item.
pub fn parse(tokens: TokenStream) -> syn::Result<(TokenStream, Input)> {
    let read = |stream: ParseStream<'_>| {
        let mut runtime = TokenStream::new();
        while !stream.peek(Token![;]) {
            runtime.extend([stream.parse::<TokenTree>()?]);
        }
        stream.parse::<Token![;]>()?;
        Ok((runtime, input(stream)?))
    };
    read.parse2(tokens)
}

/// `item+ | body`
fn input(stream: ParseStream<'_>) -> syn::Result<Input> {
    if stream.is_empty() {
        let help = "declare a model, `model! { pub Digits: Flatten(28, 28) -> Dense(10, softmax) }`";
        return Err(syn::Error::new(stream.span(), format!("`model!` expects a model, found nothing\nhelp: {help}")));
    }
    let generic = stream.peek(syn::Ident) && stream.peek2(Token![<]);
    if !starts_item(stream) && !generic {
        let body = body(stream, |_| false);
        skip_rest(stream);
        return Ok(Input::Body(body));
    }
    let mut items = Vec::new();
    while !stream.is_empty() {
        items.push(item(stream)?);
    }
    Ok(Input::Items(items))
}

/// Whether an item starts here: an attribute, a visibility, or a name and a colon.
fn starts_item(stream: ParseStream<'_>) -> bool {
    stream.peek(Token![#])
        || stream.peek(Token![pub])
        || stream.peek(Token![struct])
        || (stream.peek(syn::Ident) && stream.peek2(Token![:]) && !stream.peek2(Token![::]))
}

/// `attributes visibility Name ":" body ";"?`
fn item(stream: ParseStream<'_>) -> syn::Result<Item> {
    let attributes = stream.call(Attribute::parse_outer)?;
    let visibility = stream.parse::<Visibility>()?;
    if stream.peek(Token![struct]) {
        return Err(error(stream.span(), "a model is declared without `struct`", "write `pub Name: Flatten(…) -> …`"));
    }
    let name = name(stream)?;
    if stream.peek(Token![<]) {
        let message = format!("`{name}` is generic, but the sizes of a model are fixed while it compiles");
        return Err(error(stream.span(), message, "use a `const` for the size, and declare one model for each size"));
    }
    if !stream.peek(Token![:]) {
        let message = format!("expected `:` after the name of the model, found {}", found(stream));
        return Err(error(stream.span(), message, format!("write `{name}: Flatten(28, 28) -> …`")));
    }
    stream.parse::<Token![:]>()?;
    let body = body(stream, starts_item);
    if body.is_err() {
        skip_item(stream);
    }
    stream.parse::<Option<Token![;]>>()?;
    Ok(Item { attributes, visibility, name, body })
}

fn name(stream: ParseStream<'_>) -> syn::Result<Ident> {
    if stream.peek(syn::Ident) {
        return stream.parse();
    }
    let message = format!("expected the name of a model, found {}", found(stream));
    Err(error(stream.span(), message, "write `pub Name: Flatten(28, 28) -> Dense(10, softmax)`"))
}

/// `"<" graph ">" | graph`, up to the end, a semicolon, or where `ends` says so.
fn body(stream: ParseStream<'_>, ends: fn(ParseStream<'_>) -> bool) -> syn::Result<Chain> {
    if !stream.peek(Token![<]) {
        let chain = chain::chain(stream)?;
        if !(stream.is_empty() || stream.peek(Token![;]) || ends(stream)) {
            return Err(chain::expected_arrow(stream));
        }
        return Ok(chain);
    }
    let open = stream.parse::<Token![<]>()?;
    // A closure may compare with `>`: the closing one is the last before the end of the item.
    let mut inside = Vec::new();
    while !(stream.is_empty() || stream.peek(Token![;]) || (closes(&inside) && ends(stream))) {
        inside.push(stream.parse::<TokenTree>()?);
    }
    if !closes(&inside) {
        return Err(error(open.span, "`<` is never closed", "end the model with `>`, or leave out both"));
    }
    inside.pop();
    let whole = |stream: ParseStream<'_>| {
        let chain = chain::chain(stream)?;
        if stream.is_empty() { Ok(chain) } else { Err(chain::expected_arrow(stream)) }
    };
    whole.parse2(inside.into_iter().collect())
}

/// Whether the last token is a `>` that is not the head of an arrow.
fn closes(tokens: &[TokenTree]) -> bool {
    let punct = |at: Option<usize>, c: char| {
        at.and_then(|at| tokens.get(at)).is_some_and(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == c))
    };
    let last = tokens.len().checked_sub(1);
    punct(last, '>') && !punct(last.and_then(|last| last.checked_sub(1)), '-')
}

/// Skips what is left of an item that could not be read.
fn skip_item(stream: ParseStream<'_>) {
    while !(stream.is_empty() || stream.peek(Token![;]) || starts_item(stream)) {
        if stream.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

/// Skips everything: what follows a mistake must not be reported as another.
fn skip_rest(stream: ParseStream<'_>) {
    while !stream.is_empty() && stream.parse::<TokenTree>().is_ok() {}
}

/// What stands here, in the words of a message.
pub(crate) fn found(stream: ParseStream<'_>) -> String {
    if stream.is_empty() {
        return "the end".into();
    }
    match stream.fork().parse::<TokenTree>() {
        Ok(TokenTree::Group(group)) => {
            let text = group.to_string();
            format!("`{}`", text.chars().next().unwrap_or('('))
        }
        Ok(token) => format!("`{token}`"),
        Err(_) => "the end".into(),
    }
}
