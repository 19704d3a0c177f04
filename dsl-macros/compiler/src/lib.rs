//! The compiler inside `chainrule::model!` and `chainrule::loss!`, as an ordinary library: tokens in, tokens out.
//!
//! [`compile`] reads as the table of contents: each line is a pass, and no pass changes its input.

pub mod activation;
pub mod activations;
pub mod ast;
pub mod build;
pub mod claim;
mod compose;
pub mod cost;
mod declare;
pub mod differentiate;
pub mod dim;
pub mod emit;
mod explain;
pub mod expr;
pub mod fuse;
pub mod graph;
pub mod initializer;
pub mod layers;
pub mod layout;
pub mod losses;
mod named;
pub mod nearest;
pub mod nesting;
pub mod ops;
pub mod parse;
pub mod plan;
pub mod predicting;
pub mod regularizer;
pub mod report;
pub mod resolve;
pub mod start;

use proc_macro2::TokenStream;

use ast::{Body, Input, Item};
use emit::Planned;
use expr::Formula;
use fuse::Wanted;
use graph::{Graph, Layout};
use plan::Mode;
use proc_macro2::Ident;
use report::Report;
use resolve::Network;

pub use activations::{activation_table, define_activations};
pub use layers::define_layers;
pub use losses::{define_losses, loss_table};

/// Compiles the input of `model!`, which is preceded by the path of the runtime and a semicolon.
///
/// What comes out are the declared types with their methods, or, for a model with mistakes, their messages.
pub fn compile(input: TokenStream) -> TokenStream {
    match nesting::check(&input).and_then(|()| parse::parse(input)) {
        Err(error) => error.to_compile_error(),
        Ok((runtime, Input::Items(items))) => {
            let items_of_the_call = &items;
            let items = items.iter().map(|item| {
                let item = match item {
                    Ok(item) => item,
                    Err(error) => return error.to_compile_error(),
                };
                let mut report = Report::default();
                let declaration = declare::declaration(item, &mut report);
                let layout = declaration.layout;
                match compile_model(&item.body, Some(&item.name), items_of_the_call, layout, report) {
                    Ok(model) => emit::model(&runtime, &declaration, &model, item.weights.as_ref()),
                    Err(Mistakes { errors, broken: Some(part) }) if errors.is_empty() => {
                        emit::broken_like(&declaration, &part)
                    }
                    Err(mistakes) => emit::broken_type(&runtime, &declaration, &mistakes.errors),
                }
            });
            items.collect()
        }
        Ok((runtime, Input::Body(body, weights))) => match compile_model(&body, None, &[], None, Report::default()) {
            Ok(model) => emit::expression(&runtime, &model, weights.as_ref()),
            Err(mistakes) => emit::broken_expression(&mistakes.errors),
        },
    }
}

/// Compiles the input of `loss!`, which is preceded by the path of the runtime and a semicolon.
///
/// What comes out is an expression: the loss, or the message.
pub fn compile_loss(input: TokenStream) -> TokenStream {
    let read = nesting::check(&input).and_then(|()| parse::parse_loss(input));
    match read.and_then(|(runtime, value)| Ok((runtime, Formula::of(value)?))) {
        Err(error) => emit::broken_expression(&[error]),
        Ok((runtime, formula)) => emit::loss(&runtime, &formula),
    }
}

/// What is wrong with a model: mistakes, or only those of a model inside it.
struct Mistakes {
    errors: Vec<syn::Error>,
    broken: Option<Ident>,
}

/// One model from its syntax to its plans, or all its mistakes. `items` are those of the same call; a layout can be forced.
fn compile_model(
    body: &syn::Result<Body>,
    name: Option<&Ident>,
    items: &[syn::Result<Item>],
    forced: Option<Layout>,
    mut report: Report,
) -> Result<Planned, Mistakes> {
    let Some(body) = report.take(body.as_ref().map_err(Clone::clone)) else {
        return Err(Mistakes { errors: report.into_errors(), broken: None });
    };
    let mut network = resolve::resolve(body, name, items, &mut report);
    let built = build::build(&network, &mut report);
    forget_what_others_tell(&mut network, items, &mut report);
    let Some((graph, claims)) = built.filter(|_| report.is_empty() && network.broken.is_none()) else {
        return Err(Mistakes { errors: report.into_errors(), broken: network.broken });
    };
    let described = predicting::predicting(&graph);
    let (graph, heads) = fuse::heads(graph);
    let graph = layout::layout(&graph, forced);
    let adjoint = differentiate::differentiate(&graph);
    let fused = |graph: &Graph, wanted: Wanted| fuse::activations(&fuse::fold(graph, wanted), wanted);
    let forward = fuse::together(&predicting::predicting(&graph));
    let [outputs, layers] = [Wanted::Outputs, Wanted::Layers].map(|wanted| fused(&forward, wanted));
    // Where fusion leaves no layer's output out, one plan is for both.
    let observed = (outputs.nodes.len() != layers.nodes.len()).then(|| plan::plan(&layers, Mode::Predict));
    let (predict, masks) = (plan::plan(&outputs, Mode::Predict), plan::masks(&outputs));
    let train = plan::plan(&fused(&adjoint, Wanted::Outputs), Mode::Train(heads.clone()));
    Ok(Planned { chain: body.text.clone(), graph, heads, described, predict, observed, masks, train, claims })
}

/// Leaves the mistakes of models inside this one to those models: each is told once.
fn forget_what_others_tell(network: &mut Network, items: &[syn::Result<Item>], report: &mut Report) {
    for call in report.places() {
        let model = &network.calls[call].model;
        let item = items.iter().flatten().find(|item| item.name == *model);
        let body = item.and_then(|item| item.body.as_ref().ok());
        let sound = body.is_some_and(|body| {
            let mut own = Report::default();
            let network = resolve::resolve(body, Some(model), items, &mut own);
            build::build(&network, &mut own).is_some() && network.broken.is_none()
        });
        if !sound {
            report.forget(call);
            network.broken = Some(network.calls[call].name.clone());
        }
    }
}
