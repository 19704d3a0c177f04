//! Plans to Rust: the only pass that writes tokens. Straight-line code over the runtime's kernels, every size a constant.

mod broken;
mod ends;
mod facts;
mod generics;
mod item;
mod kernel;
mod loss;
mod names;
mod one;
mod onnx;
mod places;
mod pretrained;
mod steps;
mod weights;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::ast::Weights;
use crate::claim::Claim;
use crate::fuse::Head;
use crate::graph::Graph;
use crate::plan::{Plan, Step};
use generics::Generics;
use names::Names;

pub use broken::{broken_expression, broken_like, broken_type};
pub use item::{Declaration, Precision};
pub use loss::loss;

/// A model, planned: what emission needs.
#[derive(Debug)]
pub struct Planned {
    /// The model as the user wrote it.
    pub chain: String,
    /// The forward operations, without the head.
    pub graph: Graph,
    /// What each output ends in.
    pub heads: Vec<Head>,
    /// What is computed when predicting, operation by operation, the heads among them.
    pub described: Graph,
    /// How to predict.
    pub predict: Plan,
    /// How to predict with the output of each layer, if that takes more.
    pub observed: Option<Plan>,
    /// How to find the masks of the outputs, if one has a mask.
    pub masks: Option<Plan>,
    /// How to train.
    pub train: Plan,
    /// What only rustc can judge.
    pub claims: Vec<Claim>,
}

/// Emits the type, its implementations and its methods.
pub fn model(
    runtime: &TokenStream,
    declaration: &Declaration,
    model: &Planned,
    weights: Option<&Weights>,
) -> TokenStream {
    let names = Names::new(runtime, declaration, model);
    let structure = item::structure(&names, declaration, &model.graph);
    let constants = names.constants(&model.claims);
    let facts = facts::facts(&names, model);
    let forward = forward(&names, model);
    let forward_one = one::forward(&names, model);
    let masks = model.masks.as_ref().map(|plan| masks(&names, model, plan));
    let step = step(&names, model);
    let accessors = weights::accessors(&names, declaration, &model.graph);
    let pretrained = pretrained::pretrained(&names, declaration, &model.graph, weights);
    let (name, scalar) = (&declaration.name, &names.scalar);
    let Generics { storage, label, loss, .. } = &names.generics;
    let onnx = onnx::onnx(&names, &declaration.visibility, &model.described);
    let words = words(&model.graph);
    let stage = stage(&names, &model.graph);
    let stateful = (!model.graph.carried.is_empty()).then(|| {
        let visibility = &declaration.visibility;
        quote!(#runtime::__private::stateful_methods! { #visibility #name<#storage>, #scalar })
    });
    let attributes = &declaration.item_attributes;
    let visibility = &declaration.visibility;
    let deprecated = declaration.struct_attributes.iter().any(|attribute| attribute.path().is_ident("deprecated"));
    let deprecated = deprecated.then(|| quote!(#[allow(deprecated)]));
    quote! {
        #structure
        #(#attributes)*
        #deprecated
        const _: () = {
            #constants
            impl<#storage: ::core::convert::AsRef<[#scalar]>> #runtime::Model for #name<#storage> {
                #facts
                fn parameters(&self) -> &[#scalar] {
                    ::core::convert::AsRef::as_ref(&self.parameters)
                }
                #forward
                #forward_one
                #masks
                #step
            }
            #stage
            #runtime::__private::methods! { #visibility #name<#storage, #label, #loss>, #scalar #words }
            #stateful
            #onnx
            #accessors
            #pretrained
        };
    }
}

/// `stage! { Digits, f32, 784 }`: what makes a model a stage of others by its path, if it can be one.
fn stage(names: &Names, graph: &Graph) -> Option<TokenStream> {
    let Names { runtime, scalar, model, .. } = names;
    let whole = graph.inputs.len() == 1 && graph.outputs.len() == 1 && graph.indices.is_empty();
    if !whole || !graph.carried.is_empty() || graph.masks.iter().any(Option::is_some) {
        return None;
    }
    let input = names.generic(&names.inputs[0]);
    Some(quote!(#runtime::__private::stage! { #model, #scalar, #input }))
}

/// `{ struct Network … <Network>::new() }`: a model as an expression; `<Network>::pretrained()` if it has weights.
pub fn expression(runtime: &TokenStream, planned: &Planned, weights: Option<&Weights>) -> TokenStream {
    let mut declaration = Declaration::anonymous();
    declaration.name = generics::network(runtime, &declaration.scalar.tokens(), &planned.graph);
    let (items, name) = (model(runtime, &declaration, planned, weights), &declaration.name);
    let new = names::ident(if weights.is_some() { "pretrained" } else { "new" });
    quote!({ #items <#name>::#new() })
}

/// ```ignore
/// fn forward(parameters: &[f32], input: &[f32], output: &mut [f32], workspace: &mut [f32]) {
///     let batch = input.len() / 784;
///     let (s0, _) = workspace.split_at_mut(128 * batch);
///     affine::forward(columns_mut::<_, 128>(s0), kernel::<_, 128, 784>(parameters, 0), …);
/// }
/// ```
fn forward(names: &Names, model: &Planned) -> TokenStream {
    let Names { runtime, scalar, generics, .. } = names;
    let observer = &generics.observer;
    let plan = model.observed.as_ref().unwrap_or(&model.predict);
    let seen = |after: usize| observations(names, model, plan, after);
    let observed = predicting(names, model, plan, seen);
    let forward = match model.observed {
        Some(_) => predicting(names, model, &model.predict, |_| TokenStream::new()),
        None => Predicting {
            parameters: names::ident("parameters"),
            workspace: names::ident("workspace"),
            body: quote!(Self::forward_observed(parameters, input, outputs, workspace, &mut ());),
        },
    };
    let signature = |Predicting { parameters, workspace, .. }: &Predicting| {
        quote! {
            #parameters: &[#scalar],
            input: &[#scalar],
            outputs: &mut [#scalar],
            #workspace: &mut [#scalar],
        }
    };
    let signatures = [signature(&forward), signature(&observed)];
    let ([arguments, observed_arguments], body, observed) = (signatures, forward.body, observed.body);
    quote! {
        fn forward(#arguments) {
            #body
        }

        fn forward_observed<#observer: #runtime::model::Observe<#scalar>>(
            #observed_arguments
            observer: &mut #observer,
        ) {
            #observed
        }
    }
}

/// The body of a function that predicts, and the names of the parameters that it may not use.
struct Predicting {
    parameters: Ident,
    workspace: Ident,
    body: TokenStream,
}

/// The steps of a plan, with something after so many of them.
fn predicting(names: &Names, model: &Planned, plan: &Plan, after: impl Fn(usize) -> TokenStream) -> Predicting {
    let (carried, slots, first) = (names.carried(plan), names.slots(plan), after(0));
    let statements = plan.steps.iter().enumerate().map(|(at, step)| {
        let (statement, after) = (steps::statement(names, plan, step), after(at + 1));
        quote!(#statement #after)
    });
    let body = quote!(#carried #slots #first #(#statements)*);
    let batch = names.batch(&model.graph, &body);
    let words = names::identifiers(&body);
    Predicting {
        parameters: used(words.contains("parameters"), "parameters"),
        workspace: used(!plan.slots.is_empty(), "workspace"),
        body: quote!(#batch #body),
    }
}

/// `Observe::layer(observer, 2, s0);` for each layer whose output is there after so many steps; of a head that is not linear
/// the output is there when all of them are.
fn observations(names: &Names, model: &Planned, plan: &Plan, after: usize) -> TokenStream {
    let runtime = &names.runtime;
    let layers = plan.layers.iter().filter(|(at, ..)| *at == after).map(|(_, layer, operand)| {
        let number = proc_macro2::Literal::usize_unsuffixed(layer.0);
        let output = model.graph.outputs.iter().position(|output| *output == model.graph.layers[layer.0].output);
        if let Some(output) = output.filter(|output| model.heads[*output] != Head::Linear) {
            let output = proc_macro2::Literal::usize_unsuffixed(output);
            quote!(#runtime::model::Observe::output(observer, #number, #output);)
        } else {
            let values = names.read(plan, operand);
            quote!(#runtime::model::Observe::layer(observer, #number, #values);)
        }
    });
    quote!(#(#layers)*)
}

/// ```ignore
/// fn step<Y, L>(parameters: &[f32], input: &[f32], labels: &[Y], loss: &L, draws: Draws, buffers: Buffers<'_, f32>)
///     -> Result<Outcome> where L: Loss<Softmax, [f32; 10], Y>
/// {
///     …
///     let loss = loss.gradient(outputs, Labels::of(labels), s1)?;
///     finite &= affine::grad_kernel(kernel_mut::<_, 10, 128>(gradient, 100480), …);
///     …
///     if let Some(input_gradient) = input_gradient { … }
///     Ok(Outcome { loss, finite })
/// }
/// ```
fn step(names: &Names, model: &Planned) -> TokenStream {
    let Names { runtime, scalar, generics, .. } = names;
    let Generics { label, loss, .. } = generics;
    let (carried, slots) = (names.carried(&model.train), names.slots(&model.train));
    let (optional, always): (Vec<&Step>, Vec<&Step>) = model.train.steps.iter().partition(|step| step.optional);
    let statement = |step: &&Step| steps::statement(names, &model.train, step);
    let (optional, always): (Vec<_>, Vec<_>) =
        (optional.iter().map(statement).collect(), always.iter().map(statement).collect());
    let statements = quote!(#(#always)* #(#optional)*);
    let checked = names::identifiers(&statements).contains("finite");
    let finite = if checked { quote!(let mut finite) } else { quote!(let finite) };
    let shared = model.train.shared().next().is_some().then(|| {
        let shared = names.shared(model.train.shared());
        quote!(let (shared, workspace) = workspace.split_at_mut(#shared);)
    });
    let wanted = (!optional.is_empty()).then(|| {
        quote! {
            if let ::core::option::Option::Some(input_gradient) = input_gradient {
                #(#optional)*
            }
        }
    });
    let body = quote! {
        #carried
        #shared
        #slots
        #finite = true;
        #(#always)*
        #wanted
    };
    let batch = names.batch(&model.graph, &body);
    let words = names::identifiers(&statements);
    let (parameters, draws) =
        (used(words.contains("parameters"), "parameters"), used(words.contains("draws"), "draws"));
    let fields = [
        ("masks", words.contains("masks")),
        ("gradient", words.contains("gradient")),
        ("input_gradient", !optional.is_empty()),
        ("workspace", !model.train.slots.is_empty() || shared.is_some()),
    ];
    let rest = fields.iter().any(|(_, used)| !used).then(|| quote!(..));
    let fields = fields.iter().filter(|(_, used)| *used).map(|(name, _)| names::ident(name));
    let (loss_bound, output) = (names.heads(&model.heads), names.output_type(&model.graph));
    quote! {
        fn step<#label, #loss>(
            #parameters: &[#scalar],
            input: &[#scalar],
            labels: &[#label],
            loss: &#loss,
            #draws: #runtime::random::Draws,
            buffers: #runtime::model::Buffers<'_, #scalar>,
        ) -> #runtime::Result<#runtime::model::Outcome>
        where
            #loss: #runtime::loss::Loss<#loss_bound, #output, #label>,
        {
            let #runtime::model::Buffers { outputs, #(#fields,)* #rest } = buffers;
            #batch
            #body
            ::core::result::Result::Ok(#runtime::model::Outcome { loss, finite })
        }
    }
}

/// ```ignore
/// fn masks(_parameters: &[f32], input: &[f32], masks: &mut [f32], _workspace: &mut [f32]) {
///     mask::any_not_equal(masks, input, 1, 0.0);
/// }
/// ```
fn masks(names: &Names, model: &Planned, plan: &Plan) -> TokenStream {
    let scalar = &names.scalar;
    let (carried, slots) = (names.carried(plan), names.slots(plan));
    let statements = plan.steps.iter().map(|step| steps::statement(names, plan, step));
    let body = quote!(#carried #slots #(#statements)*);
    let batch = names.batch(&model.graph, &body);
    let parameters = used(names::identifiers(&body).contains("parameters"), "parameters");
    let workspace = used(!plan.slots.is_empty(), "workspace");
    quote! {
        fn masks(
            #parameters: &[#scalar],
            input: &[#scalar],
            masks: &mut [#scalar],
            #workspace: &mut [#scalar],
        ) {
            #batch
            #body
        }
    }
}

/// `, indices several`: what is special about the methods of a model.
fn words(graph: &Graph) -> Option<TokenStream> {
    let indices = (!graph.indices.is_empty()).then(|| names::ident("indices"));
    let several = (graph.outputs.len() > 1).then(|| names::ident("several"));
    let words: Vec<_> = indices.into_iter().chain(several).collect();
    (!words.is_empty()).then(|| quote!(, #(#words)*))
}

/// A parameter's name, with an underscore if nothing uses it.
fn used(is: bool, name: &str) -> Ident {
    names::ident(&if is { name.to_owned() } else { format!("_{name}") })
}
