//! Where one item ends and the next begins: before anything is read, so that a mistake in one cannot reach another.

use proc_macro2::{Delimiter, TokenTree};

use super::is;

/// Whether the input declares models: an attribute, a visibility, a word of Rust's own items, or a name with what can
/// only follow the name of a model.
pub(super) fn declares(tokens: &[TokenTree]) -> bool {
    if starts(tokens, 0) || is(&tokens[0], ':') || is(&tokens[0], ';') {
        return true;
    }
    let (Some(name), Some(next)) = (name(tokens, 0), tokens.get(1)) else {
        return false;
    };
    match next {
        TokenTree::Ident(next) => next != "as" && !known(&name),
        TokenTree::Punct(next) => {
            let arrow = tokens.get(2).is_some_and(|token| is(token, '-') || is(token, '>'));
            matches!(next.as_char(), '<' | '=') && !arrow
        }
        TokenTree::Group(next) => next.delimiter() != Delimiter::Parenthesis && !known(&name),
        TokenTree::Literal(_) => false,
    }
}

/// The items, each without the semicolon at its end; a semicolon that ends nothing stands for itself.
pub(super) fn items(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut items = Vec::new();
    let mut start = 0;
    while start < tokens.len() {
        let body = body(tokens, start);
        let ends = |at: usize| {
            let semicolon = is(&tokens[at], ';')
                && !(at > body && (binds(&tokens[body..at]) || goes_on(&tokens[body..at], &tokens[at + 1..])));
            semicolon || (at > body && complete(tokens, at) && starts(tokens, at))
        };
        let end = (start..tokens.len()).find(|at| ends(*at)).unwrap_or(tokens.len());
        items.push(&tokens[start..end.max(start + 1)]);
        start = end + usize::from(tokens.get(end).is_some_and(|token| is(token, ';')));
    }
    items
}

/// Whether the last part of a body is a `let`, whose semicolon does not end the item.
fn binds(body: &[TokenTree]) -> bool {
    let last = body.rsplit(|token| is(token, ';')).next();
    last.and_then(|part| part.first()).is_some_and(|token| matches!(token, TokenTree::Ident(word) if word == "let"))
}

/// Whether a body names values: by `let`, or by a mere `=`.
fn names(body: &[TokenTree]) -> bool {
    body.iter().any(|token| is(token, '=') || matches!(token, TokenTree::Ident(word) if word == "let"))
}

/// Whether what follows a semicolon cannot be an item, but is a `let` or a value with what is made of it: the semicolon is a
/// mistake within the item, or the mistake stands before it.
fn goes_on(body: &[TokenTree], tokens: &[TokenTree]) -> bool {
    let sign = |token: &TokenTree| ['-', '+', '*', '='].iter().any(|mark| is(token, *mark));
    match tokens {
        [TokenTree::Ident(_)] => names(body),
        [TokenTree::Ident(word), ..] if word == "let" => true,
        [TokenTree::Ident(_), next, ..] => sign(next),
        _ => false,
    }
}

/// Where the body of the item at `start` begins: after its first colon.
fn body(tokens: &[TokenTree], start: usize) -> usize {
    let colon = |at: usize| {
        is(&tokens[at], ':') && !is(&tokens[at - 1], ':') && !tokens.get(at + 1).is_some_and(|t| is(t, ':'))
    };
    let end = (start..tokens.len()).find(|at| is(&tokens[*at], ';')).unwrap_or(tokens.len());
    (start + 1..end).find(|at| colon(*at)).map_or(end, |colon| colon + 1)
}

/// Whether an item starts at `at`.
fn starts(tokens: &[TokenTree], at: usize) -> bool {
    let colon = |at: usize| tokens.get(at).is_some_and(|token| is(token, ':'));
    match &tokens[at] {
        TokenTree::Punct(punct) => punct.as_char() == '#',
        TokenTree::Ident(word) if word == "pub" || word == "struct" => true,
        TokenTree::Ident(_) => name(tokens, at).is_some() && colon(at + 1) && !colon(at + 2),
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    }
}

/// Whether a model can end before `at`: not within a closure's bars, nor after an arrow or `as`. What declares an item
/// without doubt ends it all the same.
fn complete(tokens: &[TokenTree], at: usize) -> bool {
    let doubtless = is(&tokens[at], '#') || matches!(&tokens[at], TokenTree::Ident(word) if word == "pub");
    doubtless
        || match &tokens[at - 1] {
            TokenTree::Punct(punct) => punct.as_char() == '>' && !is(&tokens[at - 2], '-'),
            TokenTree::Ident(_) => name(tokens, at - 1).is_some(),
            TokenTree::Group(_) | TokenTree::Literal(_) => true,
        }
}

/// The word at `at`, if it can be a name.
fn name(tokens: &[TokenTree], at: usize) -> Option<String> {
    match &tokens[at] {
        TokenTree::Ident(word) => syn::parse_str::<syn::Ident>(&word.to_string()).ok().map(|word| word.to_string()),
        _ => None,
    }
}

/// Whether a word is one of the language's layers or activations.
fn known(name: &str) -> bool {
    crate::layers::is_layer(name) || crate::activation::names().any(|known| known == name)
}
