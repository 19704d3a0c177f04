//! The associated types and constants of a model.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::Planned;
use super::names::{Names, ident};
use crate::dim::{Dim, Shape};
use crate::graph::{Graph, LayerId, Layout, Node, Op, Role, Weight, WeightId};
use crate::initializer::Initializer;
use crate::named::Argument;
use crate::regularizer::Regularizer;

/// ```ignore
/// type Scalar = f32; type Input = [[f32; 28]; 28]; type Output = [f32; 10]; type Head = Softmax;
/// const NAME: &'static str = "Digits";
/// const LAYERS: &'static [Layer] = &[Layer { name: "dense1", … }];
/// const PARAMS: usize = 101770; …
/// ```
pub(super) fn facts(names: &Names, model: &Planned) -> TokenStream {
    let Names { runtime, scalar, .. } = names;
    let graph = &model.graph;
    let (input, output, head) = (names.input_type(graph), names.output_type(graph), names.heads(&model.heads));
    let (name, chain) = (names.model.unraw().to_string(), &model.chain);
    let flattened = flattened(graph);
    let layers = (0..graph.layers.len()).map(|at| layer(names, graph, LayerId(at), flattened[at]));
    let params = names.params();
    let workspace = |slots: &[Vec<Dim>]| {
        let slots: Vec<_> = slots.iter().map(|sizes| names.slot(sizes)).collect();
        if slots.is_empty() { quote!(0) } else { quote!(#(#slots)+*) }
    };
    let (predict, step) = (workspace(&model.predict.slots), workspace(&model.train.slots));
    let predict = match model.masks.as_ref().filter(|plan| !plan.slots.is_empty()) {
        Some(plan) => {
            let masks = workspace(&plan.slots);
            quote!(#runtime::__private::dims::largest(&[#predict, #masks]))
        }
        None => predict,
    };
    // Beside what the steps need: the copies of inputs and outputs, and what is carried from batch to batch.
    let beside: Vec<_> = names.copies(graph).into_iter().chain(names.carried.iter().cloned()).collect();
    let and_beside = |workspace: TokenStream| {
        if beside.is_empty() {
            return workspace;
        }
        let beside = names.sum(&beside);
        quote!(#workspace + #beside)
    };
    let predict = and_beside(predict);
    let observed = model.observed.as_ref().map(|plan| {
        let observed = and_beside(workspace(&plan.slots));
        quote!(const OBSERVE_WORKSPACE: ::core::primitive::usize = #observed;)
    });
    let carried = (!names.carried.is_empty()).then(|| names.sum(&names.carried));
    let step = carried.as_ref().map_or_else(|| step.clone(), |carried| quote!(#carried + #step));
    let carried = carried.map(|carried| quote!(const CARRIED: ::core::primitive::usize = #carried;));
    let indices = (!graph.indices.is_empty()).then(|| {
        let below = (0..graph.inputs.len()).map(|input| names.below(graph, input));
        quote! {
            const INDICES: &'static [::core::option::Option<::core::primitive::usize>] = &[#(#below),*];
        }
    });
    let masks = model.masks.is_some().then(|| {
        let lengths = names.mask_lengths();
        quote!(const MASKS: &'static [::core::primitive::usize] = &[#(#lengths),*];)
    });
    let shared = model.train.shared().next().is_some().then(|| {
        let shared = names.shared(model.train.shared());
        quote!(const STEP_SHARED: ::core::primitive::usize = #shared;)
    });
    quote! {
        type Scalar = #scalar;
        type Input = #input;
        type Output = #output;
        type Head = #head;
        const NAME: &'static ::core::primitive::str = #name;
        const CHAIN: &'static ::core::primitive::str = #chain;
        const LAYERS: &'static [#runtime::model::Layer] = &[#(#layers),*];
        const PARAMS: ::core::primitive::usize = #params;
        const MACS: ::core::primitive::u64 = #runtime::model::total_macs(Self::LAYERS);
        // Without optimization such a function is slower than a call of what the runtime has compiled.
        const UNROLLED: ::core::primitive::bool = !::core::cfg!(debug_assertions)
            && #runtime::model::unrolls(Self::MACS);
        const PREDICT_WORKSPACE: ::core::primitive::usize = #predict;
        #observed
        const STEP_WORKSPACE: ::core::primitive::usize = #step;
        #carried
        #shared
        #indices
        #masks
    }
}

fn layer(names: &Names, graph: &Graph, id: LayerId, flattened: Option<&Shape>) -> TokenStream {
    let runtime = &names.runtime;
    let layer = &graph.layers[id.0];
    let (name, class) = (&layer.name, &layer.class);
    let class = if layer.own {
        let class = class.to_string();
        quote!(#class)
    } else {
        quote!(#runtime::layers::#class::CLASS)
    };
    let output = graph.node(layer.output).shape.0.iter().map(|dim| names.size(dim));
    let weights = graph.weights.iter().enumerate().filter(|(_, weight)| weight.layer == id);
    let (weights, macs) = if let Some((stage, offset)) = stage(names, graph, id) {
        let weights = quote!({
            const __STAGE: &[#runtime::model::Weight] = #stage.weights;
            const __PLACED: &[#runtime::model::Weight; __STAGE.len()] =
                &#runtime::__private::nested::placed(__STAGE, #offset);
            __PLACED
        });
        (weights, quote!(#stage.macs))
    } else {
        let weights = weights.map(|(at, weight)| self::weight(names, WeightId(at), weight));
        (quote!(&[#(#weights),*]), macs(names, graph, id))
    };
    let flattened = flattened.into_iter().flat_map(|shape| &shape.0).map(|dim| names.size(dim));
    let layout = ident(match layer.layout {
        Layout::Features => "Features",
        Layout::Samples => "Samples",
    });
    quote! {
        #runtime::model::Layer {
            name: #name,
            class: #class,
            output: &[#(#output),*],
            weights: #weights,
            macs: #macs,
            layout: #runtime::model::Layout::#layout,
            flattened: &[#(#flattened),*],
        }
    }
}

/// For each layer the shape before `Flatten` of what it works on, if it is a dense one and that is the result of one.
fn flattened(graph: &Graph) -> Vec<Option<&Shape>> {
    let mut flattened = vec![None; graph.layers.len()];
    for dense in graph.nodes.iter().rev().filter(|node| matches!(node.op, Op::Affine { .. })) {
        flattened[dense.layer.0] = before_flatten(graph, dense);
    }
    flattened
}

fn before_flatten<'a>(graph: &'a Graph, dense: &Node) -> Option<&'a Shape> {
    let mut node = graph.node(*dense.inputs.first()?);
    loop {
        let [before] = node.inputs.as_slice() else { return None };
        let before = graph.node(*before);
        match &node.op {
            Op::Reshape if node.shape.rank() == 1 && before.shape.rank() > 1 => return Some(&before.shape),
            // What works on each element by itself leaves it where it is.
            Op::Pointwise(_) | Op::Kernel(_) if before.shape == node.shape && !graph.layers[node.layer.0].own => {
                node = before;
            }
            _ => return None,
        }
    }
}

/// `dims::stage::<f32, nets::Encoder, 64>()`, if the layer is a stage by its path, and where its parameters start.
fn stage(names: &Names, graph: &Graph, id: LayerId) -> Option<(TokenStream, TokenStream)> {
    let Names { runtime, scalar, .. } = names;
    let at = graph.weights.iter().position(|weight| weight.layer == id)?;
    let Argument::Layer(path, input) = graph.weights[at].start.initializer.arguments.first()? else { return None };
    let input = names.generic(input);
    Some((quote!(#runtime::__private::dims::stage::<#scalar, #path, #input>()), names.offset(WeightId(at))))
}

/// Multiply-adds: those of the products, as is the custom.
fn macs(names: &Names, graph: &Graph, id: LayerId) -> TokenStream {
    let products = graph.nodes.iter().filter(|node| node.layer == id).filter_map(|node| match &node.op {
        Op::Kernel(kernel) => kernel.macs(&node.shape),
        Op::Affine { kernel, .. } => {
            let columns = &node.shape.0[..node.shape.rank().saturating_sub(1)];
            Some(Dim::product(columns.iter().chain([&graph.weights[kernel.0].shape.len()])))
        }
        _ => None,
    });
    let products: Vec<_> = products.collect();
    match products.as_slice() {
        [] => quote!(0),
        products => {
            let sum = names.sum(products);
            let known = products.iter().all(|dim| dim.value().is_some());
            if known { sum } else { quote!((#sum) as ::core::primitive::u64) }
        }
    }
}

fn weight(names: &Names, id: WeightId, weight: &Weight) -> TokenStream {
    let runtime = &names.runtime;
    let (name, offset) = (&weight.name, names.offset(id));
    let shape = weight.shape.0.iter().map(|dim| names.size(dim));
    let initializer = initializer(names, &weight.start.initializer);
    let regularizer = regularizer(runtime, weight.start.regularizer);
    let role = ident(match weight.role {
        Role::Trained => "Trained",
        Role::Fixed => "Fixed",
        Role::State => "State",
    });
    quote! {
        #runtime::model::Weight {
            name: #name,
            shape: &[#(#shape),*],
            offset: #offset,
            role: #runtime::model::Role::#role,
            initializer: #initializer,
            regularizer: #regularizer,
        }
    }
}

/// `initializers::random_normal(0.0, 0.05)`
fn initializer(names: &Names, initializer: &Initializer) -> TokenStream {
    let runtime = &names.runtime;
    let name = proc_macro2::Ident::new(initializer.name, initializer.span);
    let arguments = initializer.arguments.iter().map(|argument| match argument {
        Argument::Layer(..) => TokenStream::new(),
        Argument::Number(value) => quote!(#value),
        Argument::Numbers(values) => quote!(&[#(#values),*]),
        Argument::Word(word) => {
            let (kind, word) = (if word.starts_with("fan") { "Mode" } else { "Distribution" }, camel(word));
            let (kind, word) = (ident(kind), ident(&word));
            quote!(#runtime::initializers::#kind::#word)
        }
    });
    quote!(#runtime::initializers::#name(#(#arguments),*))
}

fn regularizer(runtime: &TokenStream, Regularizer { l1, l2 }: Regularizer) -> TokenStream {
    if (l1, l2) == (0.0, 0.0) {
        return quote!(#runtime::regularizers::none());
    }
    quote!(#runtime::regularizers::l1_l2(#l1, #l2))
}

/// `fan_in` becomes `FanIn`.
pub(super) fn camel(word: &str) -> String {
    word.split('_')
        .flat_map(|part| part.chars().take(1).flat_map(char::to_uppercase).chain(part.chars().skip(1)))
        .collect()
}
