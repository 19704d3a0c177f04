//! `stage { "->" stage [ "as" name ] }`

use proc_macro2::Ident;
use syn::Token;
use syn::parse::ParseStream;

use super::found::found;
use super::{unexpected, value};
use crate::ast::{Call, Chain, Stage, StageKind};
use crate::report::{Spot, error};

/// Reads stages as long as arrows follow.
pub(super) fn chain(stream: ParseStream<'_>) -> syn::Result<Chain> {
    let mut stages = vec![stage(stream, None)?];
    while stream.peek(Token![->]) {
        let arrow = stream.parse::<Token![->]>()?;
        stages.push(stage(stream, Some(Spot::of(arrow)))?);
    }
    Ok(Chain { stages })
}

/// `( call | closure ) [ "as" name ]`
fn stage(stream: ParseStream<'_>, arrow: Option<Spot>) -> syn::Result<Stage> {
    let kind = if stream.peek(Token![|]) || stream.peek(Token![||]) {
        StageKind::Closure(crate::expr::parse_closure(stream)?)
    } else {
        StageKind::Call(call(stream, arrow)?)
    };
    let name = if stream.peek(Token![as]) {
        let word = stream.parse::<Token![as]>()?;
        Some(stage_name(stream, Spot::of(word))?)
    } else {
        None
    };
    Ok(Stage { kind, name })
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

/// A layer or an activation. The arguments of what is neither are not read: nothing is known of them.
fn call(stream: ParseStream<'_>, arrow: Option<Spot>) -> syn::Result<Call> {
    if let Some(mistake) = unexpected::instead_of_stage(stream, arrow) {
        return Err(mistake);
    }
    let name = stream.fork().parse::<Ident>()?.to_string();
    if crate::layers::is_layer(&name) || crate::activation::names().any(|known| known == name) {
        return value::call(stream);
    }
    let name: Ident = stream.parse()?;
    if stream.peek(syn::token::Paren) {
        stream.parse::<proc_macro2::Group>()?;
    }
    Ok(Call { spot: name.span().into(), name, arguments: Vec::new() })
}
