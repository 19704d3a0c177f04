//! `source { "->" stage [ "as" name ] }`

use proc_macro2::Ident;
use syn::parse::{ParseStream, Parser};
use syn::{Token, parenthesized};

use super::found::found;
use super::{graph, unexpected, value};
use crate::ast::{Call, Chain, Path, Source, Stage, StageKind, Sum, Value, ValueKind};
use crate::report::{Spot, error};

/// Reads stages as long as arrows follow.
pub(super) fn chain(stream: ParseStream<'_>, depth: usize) -> syn::Result<Chain> {
    let source = source(stream, depth)?;
    let mut stages = Vec::new();
    while stream.peek(Token![->]) {
        let arrow = stream.parse::<Token![->]>()?;
        stages.push(stage(stream, Some(Spot::of(arrow)), depth)?);
    }
    Ok(Chain { source, stages })
}

/// `stage [ "(" sum { "," sum } ")" ] | "(" sum ")"`
fn source(stream: ParseStream<'_>, depth: usize) -> syn::Result<Source> {
    if stream.peek(syn::token::Paren) {
        return parenthesized_sum(stream, depth);
    }
    let kind = kind(stream, None, depth)?;
    let applied = matches!(kind, StageKind::Call(_) | StageKind::Path(_)) && stream.peek(syn::token::Paren);
    let inputs = if applied { Some(applied_to(stream, &kind, depth)?) } else { None };
    let stage = Stage { kind, name: name(stream)? };
    Ok(match inputs {
        Some(inputs) => Source::Applied(stage, inputs),
        None => Source::Stage(stage),
    })
}

/// `( sum { "," sum } )` after a layer with its arguments.
fn applied_to(stream: ParseStream<'_>, kind: &StageKind, depth: usize) -> syn::Result<Vec<Sum>> {
    let content;
    let parentheses = parenthesized!(content in stream);
    let (layer, merges) = match kind {
        StageKind::Call(Call { name, arguments, .. }) => {
            let merges = crate::layers::merges(&name.to_string());
            (format!("{name}{}", if arguments.is_empty() { "()" } else { "(…)" }), merges)
        }
        _ => ("Layer(…)".to_owned(), false),
    };
    let values = if merges { "a, b" } else { "x" };
    if content.is_empty() {
        let message = "expected the values that the layer is applied to, found `)`";
        return Err(error(parentheses.span.close(), message, format!("write them, `{layer}({values})`")));
    }
    if content.peek(syn::token::Bracket) {
        let message = "expected a value, found `[`";
        return Err(error(content.span(), message, format!("write the values without brackets, `{layer}({values})`")));
    }
    if content.peek(syn::Lit) {
        let message = format!("expected a value, found {}", found(&content));
        return Err(error(content.span(), message, "write all arguments of a layer in its first parentheses"));
    }
    graph::sums(&content, depth)
}

fn parenthesized_sum(stream: ParseStream<'_>, depth: usize) -> syn::Result<Source> {
    let content;
    let parentheses = parenthesized!(content in stream);
    if content.is_empty() {
        return Err(error(
            parentheses.span.open(),
            "expected a value in the parentheses, found nothing",
            "leave them out",
        ));
    }
    let sum = graph::sum(&content, depth + 1)?;
    if content.peek(Token![,]) {
        let message = "several values stand only at the end of a model, as its outputs";
        return Err(error(content.span(), message, "join them by a layer, `Concatenate()(a, b)`"));
    }
    if !content.is_empty() {
        return Err(unexpected::after_sum(&content, &sum));
    }
    Ok(Source::Sum(Box::new(sum)))
}

/// A stage with its name.
fn stage(stream: ParseStream<'_>, arrow: Option<Spot>, depth: usize) -> syn::Result<Stage> {
    let kind = kind(stream, arrow, depth)?;
    Ok(Stage { kind, name: name(stream)? })
}

fn kind(stream: ParseStream<'_>, arrow: Option<Spot>, depth: usize) -> syn::Result<StageKind> {
    if stream.peek(Token![|]) || stream.peek(Token![||]) {
        return Ok(StageKind::Closure(crate::expr::parse_closure(stream)?));
    }
    if let Some(path) = path(stream)? {
        return Ok(StageKind::Path(Box::new(path)));
    }
    if let Some(mistake) = unexpected::instead_of_stage(stream, arrow) {
        return Err(mistake);
    }
    let word = stream.fork().parse::<Ident>()?.to_string();
    match word.as_str() {
        "Residual" => residual(stream, depth),
        "repeat" => repeat(stream, depth),
        _ => call(stream, &word, depth).map(StageKind::Call),
    }
}

/// `Residual( stage -> … )`
fn residual(stream: ParseStream<'_>, depth: usize) -> syn::Result<StageKind> {
    let name: Ident = stream.parse()?;
    if !stream.peek(syn::token::Paren) {
        let message = "`Residual` needs the layers that it goes around";
        return Err(error(name.span(), message, "write them in parentheses, `Residual(Dense(64, relu) -> Dense(64))`"));
    }
    let content;
    let parentheses = parenthesized!(content in stream);
    let stages = stages(&content, depth, parentheses.span.open())?;
    Ok(StageKind::Residual(name.span().into(), stages))
}

/// `repeat( count, stage -> … )`
fn repeat(stream: ParseStream<'_>, depth: usize) -> syn::Result<StageKind> {
    const EXAMPLE: &str = "write how often and what, `repeat(6, Dense(64, relu))`";
    let name: Ident = stream.parse()?;
    if !stream.peek(syn::token::Paren) {
        return Err(error(name.span(), "`repeat` needs a number and layers", EXAMPLE));
    }
    let content;
    let parentheses = parenthesized!(content in stream);
    if content.is_empty() {
        return Err(error(name.span(), "`repeat` needs a number and layers", EXAMPLE));
    }
    let count = value::value(&content, 0)?;
    if let ValueKind::Call(call) = &count.kind
        && known(&call.name.to_string())
    {
        let message = format!("expected how often first, found {}", crate::layers::words::describe(&count.kind));
        return Err(error(
            call.name.span(),
            message,
            format!("write `repeat(6, {}{})`", call.name, if call.arguments.is_empty() { "" } else { "(…)" }),
        ));
    }
    if content.is_empty() {
        let message = "`repeat` needs the layers after the number";
        return Err(error(count.spot, message, EXAMPLE));
    }
    if !content.peek(Token![,]) {
        let message = format!("expected `,` after the number of repetitions, found {}", found(&content));
        return Err(error(content.span(), message, EXAMPLE));
    }
    content.parse::<Token![,]>()?;
    let stages = stages(&content, depth, parentheses.span.open())?;
    Ok(StageKind::Repeat(name.span().into(), count, stages))
}

/// `stage { "->" stage }`, all of the content of parentheses.
fn stages(content: ParseStream<'_>, depth: usize, open: proc_macro2::Span) -> syn::Result<Vec<Stage>> {
    if depth > graph::DEPTH {
        return Err(error(open, "layers nest too deeply", "declare a model for a part, and use it as a layer"));
    }
    if content.is_empty() {
        return Err(error(
            open,
            "expected layers in the parentheses, found nothing",
            "write them, `Dense(64) -> relu`",
        ));
    }
    let mut stages = vec![stage(content, None, depth + 1)?];
    while content.peek(Token![->]) {
        let arrow = content.parse::<Token![->]>()?;
        stages.push(stage(content, Some(Spot::of(arrow)), depth + 1)?);
    }
    if content.is_empty() { Ok(stages) } else { Err(unexpected::after_stages(content, &stages)) }
}

/// `[ "as" name ]`
fn name(stream: ParseStream<'_>) -> syn::Result<Option<Ident>> {
    if !stream.peek(Token![as]) {
        return Ok(None);
    }
    let word = stream.parse::<Token![as]>()?;
    let name = stage_name(stream, Spot::of(word))?;
    if stream.peek(Token![as]) {
        let message = format!("the layer has a name already, `{name}`");
        return Err(error(stream.span(), message, "leave one of the two out"));
    }
    Ok(Some(name))
}

fn stage_name(stream: ParseStream<'_>, word: Spot) -> syn::Result<Ident> {
    if stream.peek(syn::Ident) {
        return stream.parse();
    }
    let message = format!("expected a name for the layer after `as`, found {}", found(stream));
    let (spot, help) = if stream.is_empty() || stream.peek(Token![->]) {
        (word, "write `as hidden`, or leave `as` out")
    } else if stream.peek(Token![_]) {
        (stream.span().into(), "leave `as _` out: layers have default names")
    } else if stream.peek(syn::LitStr) {
        (stream.span().into(), "write the name without quotes, `as hidden`")
    } else {
        (stream.span().into(), "write a name such as `as hidden`")
    };
    Err(error(spot, message, help))
}

/// Whether a word is a layer or an activation of the language.
pub(super) fn known(name: &str) -> bool {
    crate::layers::is_layer(name) || crate::activation::names().any(|known| known == name)
}

/// A layer, an activation, a value or a model. What the language does not know may be a model or a layer that is used
/// again, applied to values; what else is in its parentheses may not be readable, since nothing is known of it.
fn call(stream: ParseStream<'_>, name: &str, depth: usize) -> syn::Result<Call> {
    if known(name) {
        return value::call(stream);
    }
    let fork = stream.fork();
    let name: Ident = stream.parse()?;
    let call = Call { spot: name.span().into(), name, arguments: Vec::new() };
    let values =
        |group: proc_macro2::Group| graph::sums_in(group.stream(), depth + 1).is_ok_and(|sums| !sums.is_empty());
    if stream.peek(syn::token::Paren) && !stream.fork().parse().is_ok_and(values) {
        stream.parse::<proc_macro2::Group>()?;
        return Ok(value::call(&fork).unwrap_or(call));
    }
    Ok(call)
}

/// `nets::Encoder`, `nets::Encoder(input_shape = (8, 8))`, with the shape of its output `nets::Encoder: (8, 8, 32)`.
fn path(stream: ParseStream<'_>) -> syn::Result<Option<Path>> {
    if !value::names_path(stream) || unexpected::path(stream).is_some() {
        return Ok(None);
    }
    let tokens = value::path(stream)?;
    let last = tokens.clone().into_iter().last();
    let Some(proc_macro2::TokenTree::Ident(last)) = last else { return Ok(None) };
    let input = input_of_path(stream)?;
    let shape = if stream.peek(Token![:]) && !stream.peek(Token![::]) {
        stream.parse::<Token![:]>()?;
        Some(value::value(stream, 0)?)
    } else {
        None
    };
    Ok(Some(Path { spot: Spot::of(&tokens), tokens, last, input, shape }))
}

/// `(input_shape = (8, 8))`: the only argument of a path, which may as well be applied to values.
fn input_of_path(stream: ParseStream<'_>) -> syn::Result<Option<Value>> {
    let named = |content: ParseStream<'_>| {
        let (name, mark): (Option<Ident>, Option<Token![=]>) = (content.parse().ok(), content.parse().ok());
        content.parse::<proc_macro2::TokenStream>().map(|_| name.is_some() && mark.is_some())
    };
    let group = stream.fork().parse::<proc_macro2::Group>();
    if !stream.peek(syn::token::Paren) || !group.is_ok_and(|group| named.parse2(group.stream()).is_ok_and(|is| is)) {
        return Ok(None);
    }
    let content;
    parenthesized!(content in stream);
    let name: Ident = content.parse()?;
    if name != "input_shape" {
        let message = format!("a stage by its path has no argument `{name}`");
        return Err(error(name.span(), message, "its arguments are its own: leave it out"));
    }
    content.parse::<Token![=]>()?;
    let shape = value::value(&content, 0)?;
    if !content.is_empty() {
        let message = format!("expected `)` after the shape, found {}", found(&content));
        return Err(error(content.span(), message, "`input_shape` is the only argument of a path"));
    }
    Ok(Some(shape))
}

impl Chain {
    /// Where it starts.
    pub fn spot(&self) -> Spot {
        match &self.source {
            Source::Stage(stage) | Source::Applied(stage, _) => stage.kind.spot(),
            Source::Sum(sum) => sum.spot(),
        }
    }
}
