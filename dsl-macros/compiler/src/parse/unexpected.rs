//! What to say where a chain does not go on as it should; what a user of another language or framework may expect
//! there gets its own sentence.

use proc_macro2::{Delimiter, Ident, TokenTree};
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use super::found::found;
use crate::ast::{Chain, StageKind};
use crate::layers::{foreign, is_layer};
use crate::report::{Spot, error};

const CHAIN: &str = "write the model as one chain of layers, `Dense(4, relu) -> Dense(2)`";

/// What stands where a layer should, if that is no layer's name. `arrow` is the one before it.
pub(super) fn instead_of_stage(stream: ParseStream<'_>, arrow: Option<Spot>) -> Option<syn::Error> {
    let after = if arrow.is_some() { " after `->`" } else { "" };
    if stream.is_empty() {
        let message = format!("expected a layer{after}, found the end of the model");
        let spot = arrow.unwrap_or_else(|| stream.span().into());
        return Some(error(spot, message, "add a layer, or leave the arrow out"));
    }
    if let Some(mistake) = path(stream) {
        return Some(mistake);
    }
    if stream.peek(syn::Ident) && !stream.peek2(Token![!]) {
        return None;
    }
    let token = stream.cursor().token_tree().map(|(token, _)| token)?;
    let is_macro = stream.peek(syn::Ident);
    let what = if is_macro { format!("the macro `{token}!`") } else { found(stream) };
    let message = format!("expected a layer, an activation or a closure{after}, found {what}");
    let spot = match &token {
        TokenTree::Group(group) => group.span_open(),
        token => token.span(),
    };
    let help = match &token {
        TokenTree::Ident(word) if word == "let" => {
            let message = "`let` is not part of the language yet";
            return Some(error(word.span(), message, CHAIN));
        }
        TokenTree::Ident(word) if !is_macro => format!("`{word}` is a word of Rust's; a layer is written `Dense(10)`"),
        TokenTree::Ident(_) => "a layer is written without `!`, `Dense(10)`".into(),
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Bracket => {
                "join the layers by `->` instead of listing them, `Dense(4, relu) -> Dense(2)`".into()
            }
            Delimiter::Brace => "write the layers without braces".into(),
            _ => CHAIN.into(),
        },
        TokenTree::Literal(literal) => literal_help(&literal.to_string()),
        TokenTree::Punct(_) if stream.peek(Token![->]) && arrow.is_some() => "leave one of the two arrows out".into(),
        TokenTree::Punct(_) if stream.peek(Token![->]) => "start with the input, `Flatten(28, 28) -> …`".into(),
        TokenTree::Punct(punct) if punct.as_char() == '<' => "one `<` and one `>` stand around a whole model".into(),
        TokenTree::Punct(punct) if matches!(punct.as_char(), '&' | '-') => {
            format!("leave the `{}` out", punct.as_char())
        }
        TokenTree::Punct(_) => "a model is a chain such as `Flatten(28, 28) -> Dense(10, softmax)`".into(),
    };
    Some(error(spot, message, help))
}

/// What to write instead of a literal.
fn literal_help(text: &str) -> String {
    let word = text.trim_matches(['"', '\'']);
    if word != text {
        return format!("write it without quotes, `{word}`");
    }
    match text.parse::<u32>() {
        Ok(size) => format!("write `Dense({size})` for a layer of {size} units"),
        Err(_) => "a model is a chain such as `Flatten(28, 28) -> Dense(10, softmax)`".into(),
    }
}

/// `nn::Linear`, `keras.layers.Dense`, `crate::Encoder`, `Dense::<8>`: a layer is one word.
fn path(stream: ParseStream<'_>) -> Option<syn::Error> {
    let fork = stream.fork();
    let mut text = String::new();
    let mut separated = fork.parse::<Token![::]>().is_ok();
    let mut last: Option<Ident> = None;
    while let Ok(word) = fork.call(Ident::parse_any) {
        text.push_str(&word.to_string());
        last = Some(word);
        let (dots, colons) = (fork.peek(Token![.]), fork.peek(Token![::]));
        if !(dots || colons) {
            break;
        }
        separated = true;
        let _ = if dots { fork.parse::<Token![.]>().map(|_| ()) } else { fork.parse::<Token![::]>().map(|_| ()) };
        if fork.peek(Token![<]) {
            let message = format!("`{text}` has no generic arguments");
            return Some(error(fork.span(), message, format!("write them in parentheses, `{text}(…)`")));
        }
        text.push_str(if dots { "." } else { "::" });
    }
    let last = last.filter(|_| separated)?;
    let word = last.to_string();
    let spot = Spot::from(stream.span()).to(last.span().into());
    let message = format!("a layer is named by one word, found `{text}`");
    let help = match foreign::layer(&word) {
        Some(help) => help,
        None if is_layer(&word) => format!("write `{word}`"),
        None => match foreign::nearest_stage(&word) {
            Some(known) => format!("write `{known}`"),
            None => "layers and models of your own are not available yet; use a built-in layer, `Dense(10)`".into(),
        },
    };
    Some(error(spot, message, help))
}

/// What follows a chain, being neither an arrow nor the end.
pub(super) fn after_stage(stream: ParseStream<'_>, chain: &Chain) -> syn::Error {
    let (here, token) = (stream.span(), found(stream));
    let bare = match chain.stages.last().map(|stage| &stage.kind) {
        Some(StageKind::Call(call)) if chain.stages.last().is_some_and(|stage| stage.name.is_none()) => Some(call),
        _ => None,
    };
    let between = format!("expected `->` between layers, found {token}");
    let end = format!("expected `->` or the end of the model, found {token}");
    let next = stream.fork().call(Ident::parse_any).ok().map(|word| word.to_string());
    match (token.as_str(), bare) {
        ("`(`", Some(call)) => {
            let message = format!("`{}` is applied to arguments twice", call.name);
            error(here, message, "feed a layer through an arrow, `Dense(4) -> Dense(2)`")
        }
        ("`[`" | "`{`" | "`<`", Some(call)) if call.arguments.is_empty() => {
            let message = format!("expected the arguments of `{}` in parentheses, found {token}", call.name);
            error(here, message, format!("write `{}(…)`", call.name))
        }
        ("`+`" | "`*`", _) => error(here, format!("{token} between layers is not part of the language yet"), CHAIN),
        ("`-`", _) => match spaced_arrow(stream) {
            Some(spot) => error(spot, "expected `->` between layers, found `- >`", "write `->` without a space"),
            None => error(here, "`-` between layers is not part of the language yet", CHAIN),
        },
        ("`<-`", _) => error(here, between, "data flow from left to right: write `->`"),
        ("`>`", _)
            if stream.fork().parse::<Token![>]>().is_ok()
                && stream.cursor().token_stream().into_iter().count() == 1 =>
        {
            error(here, "this `>` has no `<`", "write `<` before the first layer, or leave `>` out")
        }
        ("`,`", _) if stream.cursor().token_stream().into_iter().count() == 1 => {
            error(here, end, "leave it out, or write `;` between models")
        }
        ("`=`", Some(call)) if chain.stages.len() == 1 && !is_layer(&call.name.to_string()) => {
            error(here, between, format!("values have no names yet: leave `{} =` out", call.name))
        }
        ("`:`", Some(call)) if !is_layer(&call.name.to_string()) => {
            error(here, between, format!("the name of a layer comes after it, `Dense(10) as {}`", call.name))
        }
        (mark, _) if mark.starts_with("`\"") => error(here, between, "write `->` without quotes"),
        (mark, _) if mark.chars().nth(1).is_some_and(|c| c.is_ascii_punctuation()) && !mark.starts_with("`?") => {
            error(here, between, "write `->`")
        }
        _ => match next {
            Some(word) if is_layer(&word) || crate::activation::names().any(|known| known == word) => {
                error(here, between, format!("write `-> {word}`"))
            }
            _ => error(here, end, "join another layer by `->`, or leave this out"),
        },
    }
}

/// `- >`
fn spaced_arrow(stream: ParseStream<'_>) -> Option<Spot> {
    let fork = stream.fork();
    let minus = fork.parse::<Token![-]>().ok()?;
    let head = fork.parse::<Token![>]>().ok()?;
    Some(Spot::of(minus).to(Spot::of(head)))
}
