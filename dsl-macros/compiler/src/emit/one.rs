//! The way forward of a single sample, as code that is inlined into one function for one set of instructions: what the
//! runtime takes in the place of `forward` where a model is small.

use proc_macro2::TokenStream;
use quote::quote;

use super::generics::Generics;
use super::names::{Names, ident, identifiers};
use super::{Planned, steps};
use crate::activation::Scalar;
use crate::dim::Dim;
use crate::graph::Op;
use crate::plan::Step;

/// ```ignore
/// #[inline(always)]
/// fn forward_one<V: Simd>(simd: V, parameters: &[f32], input: &[f32], outputs: &mut [f32], workspace: &mut [f32]) {
///     let batch = 1;
///     let (s0, _) = workspace.split_at_mut(64 * batch);
///     one::affine_then::<_, _, 64, 6, 1>(simd, s0, &parameters[0..][..384], Some(&parameters[384..][..64]), input, |x: f32| …);
///     …
/// }
/// ```
pub(super) fn forward(names: &Names, model: &Planned) -> TokenStream {
    let Names { runtime, scalar, .. } = names;
    let Generics { simd, .. } = &names.generics;
    let (carried, slots) = (names.carried(&model.predict), names.slots(&model.predict));
    let statements = model.predict.steps.iter().map(|step| statement(names, model, step));
    let body = quote!(#carried #slots #(#statements)*);
    let used = identifiers(&body);
    let name = |name: &str| ident(&if used.contains(name) { name.to_owned() } else { format!("_{name}") });
    let (register, parameters, workspace) = (name("simd"), name("parameters"), name("workspace"));
    let batch = used.contains("batch").then(|| quote!(let batch = 1;));
    quote! {
        #[inline(always)]
        fn forward_one<#simd: #runtime::kernels::simd::Simd>(
            #register: #simd,
            #parameters: &[#scalar],
            input: &[#scalar],
            outputs: &mut [#scalar],
            #workspace: &mut [#scalar],
        ) {
            #batch
            #body
        }
    }
}

fn statement(names: &Names, model: &Planned, step: &Step) -> TokenStream {
    let (plan, runtime) = (&model.predict, &names.runtime);
    let kernels = quote!(#runtime::kernels);
    let (inputs, output) = (step.inputs.as_slice(), &step.output);
    match (&step.op, inputs) {
        // one::affine_then::<_, _, 64, 6, 1>(simd, s0, &parameters[0..][..384], Some(&parameters[384..][..64]), input, |x: f32| …);
        (Op::Affine { kernel, bias, activation }, [x]) => {
            let (out, len) = (names.generic(&output.shape.last()), names.generic(&x.shape.last()));
            let columns = names.generic(&Dim::product(&output.shape.0[..output.shape.rank().saturating_sub(1)]));
            let bias = bias.map(|bias| names.weight(bias)).map(|bias| quote!(Some(#bias)));
            let bias = bias.unwrap_or_else(|| quote!(None));
            let (y, kernel, x) = (names.write(plan, output), names.weight(*kernel), names.read(plan, x));
            let f = activation.as_ref().map(|activation| function(names, activation)).map(|f| quote!(, #f));
            let affine = steps::perhaps_then("affine", f.is_some());
            quote! {
                #kernels::one::#affine::<_, _, #out, #len, #columns>(
                    simd, #y, #kernel, ::core::option::Option::#bias, #x #f
                );
            }
        }
        (Op::Pointwise(activation), [x]) => {
            let y = names.write(plan, output);
            let copy = (x.place != output.place).then(|| steps::copy(&y, &names.read(plan, x)));
            let f = function(names, activation);
            quote!(#copy #kernels::one::pointwise(#y, #f);)
        }
        _ => steps::statement(names, plan, step),
    }
}

/// `#[inline(always)] |x: f32| Scalar::max(x, 0.0)`
fn function(names: &Names, activation: &Scalar) -> TokenStream {
    let function = activation.function.forward_tokens(&names.scalar, &names.runtime);
    quote!(#[inline(always)] #function)
}
