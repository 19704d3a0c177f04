//! The compiler inside `chainrule::model!` and `chainrule::loss!`, as an ordinary library: tokens in, tokens out.
//!
//! [`compile`] reads as the table of contents: each line is a pass, and no pass changes its input.

pub mod activation;
pub mod activations;
pub mod ast;
mod declare;
pub mod differentiate;
pub mod dim;
pub mod emit;
pub mod expr;
pub mod fuse;
pub mod graph;
pub mod initializer;
pub mod layers;
pub mod lower;
mod named;
pub mod nearest;
pub mod nesting;
pub mod parse;
pub mod plan;
pub mod regularizer;
pub mod report;
pub mod resolve;
pub mod shape;

use proc_macro2::TokenStream;

use ast::{Chain, Input};
use emit::Planned;
use expr::Formula;
use plan::Mode;
use report::Report;

pub use activations::{activation_table, define_activations};
pub use layers::define_layers;

/// Compiles the input of `model!`, which is preceded by the path of the runtime and a semicolon.
///
/// What comes out are the declared types with their methods, or, for a model with mistakes, their messages.
pub fn compile(input: TokenStream) -> TokenStream {
    match nesting::check(&input).and_then(|()| parse::parse(input)) {
        Err(error) => error.to_compile_error(),
        Ok((runtime, Input::Items(items))) => {
            let items = items.into_iter().map(|item| {
                let item = match item {
                    Ok(item) => item,
                    Err(error) => return error.to_compile_error(),
                };
                let mut report = Report::default();
                let declaration = declare::declaration(&item, &mut report);
                match compile_model(item.body, report) {
                    Ok(model) => emit::model(&runtime, &declaration, &model),
                    Err(errors) => emit::broken_type(&runtime, &declaration, &errors),
                }
            });
            items.collect()
        }
        Ok((runtime, Input::Body(body))) => match compile_model(body, Report::default()) {
            Ok(model) => emit::expression(&runtime, &model),
            Err(errors) => emit::broken_expression(&errors),
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

/// One model from its syntax to its plans, or all its mistakes.
fn compile_model(body: syn::Result<Chain>, mut report: Report) -> Result<Planned, Vec<syn::Error>> {
    let Some(chain) = report.take(body) else { return Err(report.into_errors()) };
    let stages = resolve::resolve(&chain, &mut report);
    let shapes = shape::infer(&stages, &mut report);
    let Some(input) = shapes.input.filter(|_| report.is_empty()) else { return Err(report.into_errors()) };
    let Some(graph) = lower::lower(&stages, &input, &shapes.outputs) else { return Err(report.into_errors()) };
    let (graph, head) = fuse::head(graph);
    let adjoint = differentiate::differentiate(&graph);
    let (forward, both) = (fuse::activations(&graph), fuse::activations(&adjoint));
    let predict = plan::plan(&forward, Mode::Predict);
    let train = plan::plan(&both, Mode::Train(head));
    Ok(Planned { graph, head, predict, train, claims: shapes.claims })
}
