//! Calls of kernels, as their operations describe them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::names::{Names, ident};
use super::steps;
use crate::ops::{Arg, Call, Config, Field, Kernel};
use crate::plan::{Place, Plan, Step};

/// `conv::forward(&conv::Conv { … }, s0, &parameters[0..][..150], …);`
pub(super) fn statement(names: &Names, plan: &Plan, step: &Step, kernel: &Kernel) -> TokenStream {
    let (call, output) = (kernel.call(), &step.output);
    let result = match output.place {
        Place::Gradient(weight) => names.gradient(weight),
        _ => names.write(plan, output),
    };
    let first = step.inputs.first().filter(|first| kernel.in_place() && first.place != output.place);
    let copy = first.map(|first| steps::copy(&result, &names.read(plan, first)));
    let call = self::call(names, plan, step, &call, &result);
    quote!(#copy #call)
}

fn call(names: &Names, plan: &Plan, step: &Step, call: &Call, result: &TokenStream) -> TokenStream {
    let runtime = &names.runtime;
    let option = quote!(::core::option::Option);
    let arguments = call.arguments.iter().map(|argument| match argument {
        Arg::Result => result.clone(),
        Arg::Input(at) => names.read(plan, &step.inputs[*at]),
        Arg::InputMut(at) => names.write(plan, &step.inputs[*at]),
        Arg::Optional(None) | Arg::OptionalWeight(None) => quote!(#option::None),
        Arg::Optional(Some(at)) => {
            let input = names.read(plan, &step.inputs[*at]);
            quote!(#option::Some(#input))
        }
        Arg::Weight(weight) => names.weight(*weight),
        Arg::OptionalWeight(Some(weight)) => {
            let weight = names.weight(*weight);
            quote!(#option::Some(#weight))
        }
        Arg::Value(field) => self::field(names, field),
        Arg::Config(config) => {
            let config = self::config(names, config);
            quote!(&#config)
        }
        Arg::Draws(number) => {
            let number = Literal::u32_unsuffixed(*number);
            quote!(draws, #number)
        }
        Arg::Function(scalar) => {
            let name = scalar.builtin.clone().unwrap_or_else(|| ident("linear"));
            quote!(&#runtime::activations::#name)
        }
        Arg::Then(scalar) => {
            scalar.as_ref().map_or_else(|| quote!(&()), |scalar| steps::then_forward_alone(names, scalar))
        }
    });
    let arguments: Vec<_> = arguments.collect();
    let path = path(call.path);
    if !call.parts.is_empty() {
        let calls = call.parts.iter().map(|(at, sizes)| {
            let (input, sizes) = (names.read(plan, &step.inputs[*at]), sizes.iter().map(|size| field(names, size)));
            quote!(#runtime::kernels::#path(#(#arguments,)* #input, #(#sizes),*);)
        });
        return quote!(#(#calls)*);
    }
    let finite = call.finite.then(|| quote!(finite &=));
    quote!(#finite #runtime::kernels::#path(#(#arguments),*);)
}

/// `conv::forward` as tokens.
fn path(path: &str) -> TokenStream {
    let segments = path.split("::").map(ident);
    quote!(#(#segments)::*)
}

fn config(names: &Names, config: &Config) -> TokenStream {
    let (runtime, path) = (&names.runtime, path(config.path));
    let fields = config.fields.iter().map(|(name, value)| {
        let (name, value) = (ident(name), field(names, value));
        quote!(#name: #value)
    });
    quote!(#runtime::kernels::#path { #(#fields),* })
}

fn field(names: &Names, value: &Field) -> TokenStream {
    match value {
        Field::Size(dim) => names.size(dim),
        Field::Signed(number) => {
            let number = Literal::i64_unsuffixed(*number);
            quote!(#number)
        }
        Field::Last(dim) => match dim.value() {
            Some(len) => {
                let last = Literal::i64_unsuffixed(i64::try_from(len).unwrap_or(i64::MAX) - 1);
                quote!(#last)
            }
            None => {
                let size = names.size(dim);
                quote!((#size).cast_signed() - 1)
            }
        },
        Field::Number(number) => quote!(#number),
        Field::Flag(flag) => quote!(#flag),
        Field::List(fields) => {
            let fields = fields.iter().map(|value| field(names, value));
            quote!([#(#fields),*])
        }
        Field::Slice(fields) => {
            let fields = fields.iter().map(|value| field(names, value));
            quote!(&[#(#fields),*])
        }
        Field::Config(value) => config(names, value),
        Field::Batch => quote!(batch),
    }
}
