//! What a model computes when it predicts, told to whoever writes it in another language: the same calls as those of the
//! kernels, of functions of the same names that describe instead of computing. The runtime drops them where it has no such
//! language.

mod arguments;
mod terms;

use std::collections::HashMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::Visibility;

use super::names::Names;
use crate::graph::{Graph, Node, Op, Value, WeightId};
use arguments::{Writer, option};

/// ```ignore
/// onnx! { pub Digits<S>, f32, exporter {
///     __kernels::value::input(exporter.node(0, &[28, 28]), 0);
///     __kernels::value::reshape(exporter.node(0, &[784]), 0);
///     __kernels::affine::forward(exporter.node(1, &[128]), __weight(1, 0), __Some(__weight(1, 1)), 1);
///     __kernels::pointwise::forward(exporter.node(1, &[128]), &[__Term::Variable, __Term::Number(0.0), __Term::Max(0, 1)], 2);
///     …
///     exporter.output(5);
/// } }
/// ```
///
/// Values are numbered in the order of these calls. The names with two underscores are the runtime's, which it imports where
/// it keeps this: paths would be most of it.
pub(super) fn onnx(names: &Names, visibility: &Visibility, graph: &Graph) -> TokenStream {
    let Names { runtime, scalar, model, generics, .. } = names;
    let storage = &generics.storage;
    let numbers = numbers(graph);
    let described = graph.values().filter_map(|(value, node)| match node.op {
        Op::Carry(state) => {
            let (state, value) = (Literal::usize_unsuffixed(state), number(&numbers, *node.inputs.first()?));
            Some(quote!(exporter.carry(#state, #value);))
        }
        _ => numbers.contains_key(&value).then(|| statement(names, graph, &numbers, node)),
    });
    let outputs = graph.outputs.iter().map(|output| {
        let output = number(&numbers, *output);
        quote!(exporter.output(#output);)
    });
    quote! {
        #runtime::__private::onnx! { #visibility #model<#storage>, #scalar, exporter { #(#described)* #(#outputs)* } }
    }
}

/// The numbers of the values that the outputs are made of, and what is left to the next batch.
fn numbers(graph: &Graph) -> HashMap<Value, usize> {
    let mut needed = vec![false; graph.nodes.len()];
    let mut open = graph.outputs.clone();
    open.extend(&graph.inputs);
    open.extend(graph.nodes.iter().filter(|node| matches!(node.op, Op::Carry(_))).flat_map(|node| &node.inputs));
    while let Some(value) = open.pop() {
        if !std::mem::replace(&mut needed[value.0], true) {
            open.extend(&graph.node(value).inputs);
        }
    }
    let needed = graph.values().filter(|(value, _)| needed[value.0]);
    needed.enumerate().map(|(number, (value, _))| (value, number)).collect()
}

fn number(numbers: &HashMap<Value, usize>, value: Value) -> Literal {
    // One that is not there is out of the range of all, which the runtime would say.
    Literal::usize_unsuffixed(numbers.get(&value).copied().unwrap_or(usize::MAX))
}

/// The call that describes a node.
fn statement(names: &Names, graph: &Graph, numbers: &HashMap<Value, usize>, node: &Node) -> TokenStream {
    let shape = node.shape.0.iter().map(|dim| names.size(dim));
    let layer = Literal::usize_unsuffixed(node.layer.0);
    let place = quote!(exporter.node(#layer, &[#(#shape),*]));
    let x = node.inputs.first().map(|x| number(numbers, *x));
    match &node.op {
        Op::Input(input) => {
            let input = Literal::usize_unsuffixed(*input);
            quote!(__kernels::value::input(#place, #input);)
        }
        Op::Carried(state) => {
            let state = Literal::usize_unsuffixed(*state);
            quote!(__kernels::value::carried(#place, #state);)
        }
        Op::Reshape => quote!(__kernels::value::reshape(#place, #x);),
        Op::Scratch => quote!(__kernels::value::scratch(#place);),
        Op::Affine { kernel, bias, .. } => {
            let (kernel, bias) = (weight(graph, *kernel), option(bias.map(|bias| weight(graph, bias))));
            quote!(__kernels::affine::forward(#place, #kernel, #bias, #x);)
        }
        Op::Pointwise(scalar) => {
            let terms = terms::terms(names, scalar.function.forward());
            quote!(__kernels::pointwise::forward(#place, #terms, #x);)
        }
        Op::Softmax => quote!(__kernels::softmax::forward(#place, #x);),
        Op::LogSoftmax => quote!(__kernels::log_softmax::forward(#place, #x);),
        Op::Kernel(kernel) => Writer { names, graph, numbers, node }.call(kernel, &place),
        Op::LossGradient
        | Op::LossPart(_)
        | Op::AffineGradKernel(_)
        | Op::AffineGradBias(_)
        | Op::AffineGradInput { .. }
        | Op::PointwiseGrad(_)
        | Op::SoftmaxGrad
        | Op::LogSoftmaxGrad
        | Op::Carry(_)
        | Op::Copy
        | Op::InputGradient(_) => {
            quote!(::core::compile_error!("these are no parts of what a model computes when it predicts");)
        }
    }
}

/// `__weight(1, 0)`: a weight by its layer, and its place among the weights of that.
fn weight(graph: &Graph, weight: WeightId) -> TokenStream {
    let layer = graph.weights[weight.0].layer;
    let place = graph.weights[..weight.0].iter().filter(|other| other.layer == layer).count();
    let (layer, place) = (Literal::usize_unsuffixed(layer.0), Literal::usize_unsuffixed(place));
    quote!(__weight(#layer, #place))
}
