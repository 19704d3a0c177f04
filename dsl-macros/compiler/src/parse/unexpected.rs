//! What to say where a chain does not go on as it should; what a user of another language or framework may expect
//! there gets its own sentence.

use proc_macro2::{Delimiter, Ident, TokenTree};
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use super::chain;
use super::found::found;
use crate::ast::{Body, Chain, Source, Stage, StageKind, Sum};
use crate::layers::{foreign, is_layer};
use crate::report::{Report, Spot, error};

const BRANCH: &str = "name the value before it, and use it twice, `let x = …; (x -> Dense(4)) + (x -> Dense(4))`";

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
        TokenTree::Ident(word) if word == "let" => "`let name = …;` stands at the beginning of a model".into(),
        TokenTree::Ident(word) if word == "return" => "leave `return` out: the last value is the output".into(),
        TokenTree::Ident(word) if !is_macro => format!("`{word}` is a word of Rust's; a layer is written `Dense(10)`"),
        TokenTree::Ident(_) => "a layer is written without `!`, `Dense(10)`".into(),
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Bracket => {
                "join the layers by `->` instead of listing them, `Dense(4, relu) -> Dense(2)`".into()
            }
            Delimiter::Brace => "write the layers without braces".into(),
            _ if arrow.is_some() && branches(group.stream()) => BRANCH.into(),
            _ if arrow.is_some() => "leave the parentheses out, `-> Dense(4) -> relu`".into(),
            _ => CHAIN.into(),
        },
        TokenTree::Literal(literal) => literal_help(&literal.to_string(), arrow.is_some()),
        TokenTree::Punct(_) if stream.peek(Token![->]) && arrow.is_some() => "leave one of the two arrows out".into(),
        TokenTree::Punct(_) if stream.peek(Token![->]) => "start with the input, `Flatten(28, 28) -> …`".into(),
        TokenTree::Punct(punct) if punct.as_char() == '<' => "one `<` and one `>` stand around a whole model".into(),
        TokenTree::Punct(punct) if punct.as_char() == ';' => "write a value before the `;`, `Input(784)`".into(),
        TokenTree::Punct(punct) if punct.as_char() == '-' && arrow.is_none() => {
            "for the negative of a value write a closure, `x -> |x| -x`".into()
        }
        TokenTree::Punct(punct) if arrow.is_some() && matches!(punct.as_char(), '+' | '*') => BRANCH.into(),
        TokenTree::Punct(punct) if matches!(punct.as_char(), '&' | '-' | '+' | '*') => {
            format!("leave the `{}` out", punct.as_char())
        }
        TokenTree::Punct(_) => "a model is a chain such as `Flatten(28, 28) -> Dense(10, softmax)`".into(),
    };
    Some(error(spot, message, help))
}

/// Whether signs or commas stand between layers.
fn branches(tokens: proc_macro2::TokenStream) -> bool {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let arrow = |at: usize| tokens.get(at + 1).is_some_and(|token| super::is(token, '>'));
    (0..tokens.len()).any(|at| {
        ['+', '*', ','].iter().any(|mark| super::is(&tokens[at], *mark)) || super::is(&tokens[at], '-') && !arrow(at)
    })
}

/// What to write instead of a literal.
fn literal_help(text: &str, after_arrow: bool) -> String {
    let word = text.trim_matches(['"', '\'']);
    if word != text {
        return format!("write it without quotes, `{word}`");
    }
    if !after_arrow && text.parse::<u32>().is_ok() {
        return format!("a shape is written `Input({text})`; a number stands in a closure, `x -> |x| {text} * x`");
    }
    if !after_arrow && text.parse::<f64>().is_ok() {
        return format!("a number stands in a closure, `x -> |x| {text} * x`");
    }
    match text.parse::<u32>() {
        Ok(size) => format!("write `Dense({size})` for a layer of {size} units"),
        Err(_) => "a model is a chain such as `Flatten(28, 28) -> Dense(10, softmax)`".into(),
    }
}

/// `nn::Linear`, `keras.layers.Dense`, `Dense::<8>`: a layer of the language is one word. Other paths lead to layers and
/// models from elsewhere.
pub(super) fn path(stream: ParseStream<'_>) -> Option<syn::Error> {
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
    let known = is_layer(&word) || crate::activation::names().any(|known| known == word);
    let help = match foreign::layer(&word) {
        Some(help) => help,
        None if known && text.matches('.').count() == 1 && !module(&text) => {
            let value = text.split('.').next().unwrap_or_default();
            format!("write `{value} -> {word}`")
        }
        None if known => format!("write `{word}`"),
        None if !text.contains('.') => return None,
        None => match foreign::nearest_stage(&word) {
            Some(known) => format!("write `{known}`"),
            None => "a layer or a model of your own is written as a path, `nets::Encoder`".into(),
        },
    };
    Some(error(spot, message, help))
}

/// Whether a path starts with a module of another framework.
fn module(text: &str) -> bool {
    ["nn.", "F.", "layers.", "keras.", "tf.", "torch.", "jnp.", "jax.", "activations.", "functional."]
        .iter()
        .any(|module| text.starts_with(module))
}

/// What follows the outputs of a model.
pub(super) fn after_body(stream: ParseStream<'_>, body: &Body) -> syn::Error {
    if let [output] = body.outputs.as_slice() {
        after_sum(stream, output)
    } else {
        let message = format!("expected the end of the model after its outputs, found {}", found(stream));
        error(stream.span(), message, "join values by a layer, `Concatenate()(a, b) -> Dense(10)`")
    }
}

/// What follows a sum, being neither an arrow, a sign nor the end.
pub(super) fn after_sum(stream: ParseStream<'_>, sum: &Sum) -> syn::Error {
    match sum {
        Sum::Chain(chain) => after_chain(stream, chain),
        Sum::Binary(_, _, right) => after_sum(stream, right),
    }
}

fn after_chain(stream: ParseStream<'_>, chain: &Chain) -> syn::Error {
    let source = match &chain.source {
        Source::Stage(stage) => Some(stage),
        Source::Applied(..) | Source::Sum(_) => None,
    };
    after(stream, chain.stages.last().or(source), chain.stages.is_empty() && source.is_some())
}

/// What follows the stages of a `Residual` or `repeat`.
pub(super) fn after_stages(stream: ParseStream<'_>, stages: &[Stage]) -> syn::Error {
    after(stream, stages.last(), stages.len() == 1)
}

/// What follows a stage; `alone` if that is the first one.
fn after(stream: ParseStream<'_>, last: Option<&Stage>, alone: bool) -> syn::Error {
    let (here, token) = (stream.span(), found(stream));
    let bare = match last {
        Some(Stage { kind: StageKind::Call(call), name: None }) => Some(call),
        _ => None,
    };
    let between = format!("expected `->` between layers, found {token}");
    let end = format!("expected `->` or the end of the model, found {token}");
    let next = stream.fork().call(Ident::parse_any).ok().map(|word| word.to_string());
    match (token.as_str(), bare) {
        ("`(`", Some(call))
            if !chain::known(&call.name.to_string())
                && (foreign::layer(&call.name.to_string()).is_some()
                    || foreign::nearest_stage(&call.name.to_string()).is_some()) =>
        {
            let mut report = Report::default();
            crate::layers::unknown(call, &call.name.to_string(), &mut report);
            let errors = report.into_errors().into_iter().reduce(|mut all, next| {
                all.combine(next);
                all
            });
            errors.unwrap_or_else(|| error(here, &between, "write `->`"))
        }
        ("`(`", Some(call)) => {
            let message = format!("`{}` has its input from the arrow before it", call.name);
            error(here, message, "leave these parentheses out, or the arrow")
        }
        ("`(`", None) if last.is_none() => {
            error(here, "values are applied to nothing", "feed a layer through an arrow, `(a + b) -> Dense(2)`")
        }
        ("`(`", None) if matches!(last, Some(Stage { kind: StageKind::Residual(..) | StageKind::Repeat(..), .. })) => {
            error(here, "these layers have their input from an arrow", "write `x -> Residual(…)`")
        }
        ("`[`", Some(call)) if alone && !chain::known(&call.name.to_string()) => {
            error(here, "values have no elements to choose from", "a layer takes parts, `x -> Cropping1D((1, 2))`")
        }
        ("`**`", _) => error(here, "values have no powers", "write a closure, `x -> |x| x * x`"),
        ("`@`", _) => error(here, "`@` stands between no values", "write `Dot((2, 1))(a, b)` for a matrix product"),
        ("`[`" | "`{`" | "`<`", Some(call)) if call.arguments.is_empty() => {
            let message = format!("expected the arguments of `{}` in parentheses, found {token}", call.name);
            error(here, message, format!("write `{}(…)`", call.name))
        }
        ("`+`" | "`*`" | "`-`", _) => {
            if let Some(spot) = spaced_arrow(stream) {
                error(spot, "expected `->` between layers, found `- >`", "write `->` without a space")
            } else {
                let message = format!("{token} stands between values, not between the layers in these parentheses");
                error(here, message, "name a value by `let`, and use it twice")
            }
        }
        ("`/`", _) => {
            error(here, "values cannot be divided", "multiply by a closure of the divisor, `a * (b -> |x| 1.0 / x)`")
        }
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
        ("`=`", Some(call)) if alone && !is_layer(&call.name.to_string()) => {
            error(here, between, format!("a value is named by `let {} = …;`", call.name))
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
