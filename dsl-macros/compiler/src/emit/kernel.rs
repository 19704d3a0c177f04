//! Calls of kernels, as their operations describe them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::names::{Names, ident};
use super::steps;
use crate::dim::Dim;
use crate::graph::WeightId;
use crate::ops::{After, Arg, Call, Config, Field, Kernel};
use crate::plan::{Place, Plan, Step};

/// `conv::forward(&conv::Conv { … }, s0, &parameters[0..][..150], …);`
pub(super) fn statement(names: &Names, plan: &Plan, step: &Step, kernel: &Kernel) -> TokenStream {
    let (call, output) = (kernel.call(), &step.output);
    let result = match output.place {
        Place::Gradient(weight) => match kernel.target_part() {
            None => names.gradient(weight),
            Some([start, len]) => {
                let (gradient, start, len) = (names.gradient(weight), names.size(&start), names.size(&len));
                quote!(#gradient[#start..][..#len])
            }
        },
        Place::Again(weight) => {
            let (shared, part) = (names.again(weight), kernel.target_part());
            let part = part.map(|[start, len]| {
                let (start, len) = (names.size(&start), names.size(&len));
                quote!([#start..][..#len])
            });
            quote!(#shared #part)
        }
        _ => names.write(plan, output),
    };
    let elsewhere = call.arguments.iter().any(|argument| matches!(argument, Arg::Elsewhere));
    let first = step.inputs.first().filter(|first| kernel.in_place() && first.place != output.place);
    let copy = first.filter(|_| !elsewhere).map(|first| steps::copy(&result, &names.read(plan, first)));
    let call = self::call(names, plan, step, &call, &result);
    quote!(#copy #call)
}

fn call(names: &Names, plan: &Plan, step: &Step, call: &Call, result: &TokenStream) -> TokenStream {
    let writer = Writer { names, plan, step };
    let runtime = &names.runtime;
    let arguments: Vec<_> = call.arguments.iter().map(|argument| writer.argument(argument, result)).collect();
    let path = path(&call.path);
    let of = call.of.as_ref().map(|(stage, input)| {
        let (scalar, input) = (&names.scalar, names.generic(input));
        quote!(#runtime::__private::dims::stage::<#scalar, #stage, #input>(),)
    });
    if !call.parts.is_empty() {
        let calls = call.parts.iter().map(|(at, sizes)| {
            let (input, sizes) = (writer.input(*at), sizes.iter().map(|size| writer.field(size)));
            quote!(#runtime::kernels::#path(#(#arguments,)* #input, #(#sizes),*);)
        });
        return quote!(#(#calls)*);
    }
    let finite = call.finite.then(|| quote!(finite &=));
    quote!(#finite #runtime::kernels::#path(#of #(#arguments),*);)
}

/// `conv::forward` as tokens.
pub(super) fn path(path: &str) -> TokenStream {
    let segments = path.split("::").map(ident);
    quote!(#(#segments)::*)
}

/// The last coordinate of an axis of this length.
pub(super) fn last(names: &Names, dim: &Dim) -> TokenStream {
    if let Some(len) = dim.value() {
        let last = Literal::i64_unsuffixed(i64::try_from(len).unwrap_or(i64::MAX) - 1);
        quote!(#last)
    } else {
        let size = names.size(dim);
        quote!((#size).cast_signed() - 1)
    }
}

/// `Some(…)`, or `None`.
fn option(value: Option<TokenStream>) -> TokenStream {
    if let Some(value) = value {
        quote!(::core::option::Option::Some(#value))
    } else {
        quote!(::core::option::Option::None)
    }
}

/// Writes the arguments of a step's call.
struct Writer<'a> {
    names: &'a Names,
    plan: &'a Plan,
    step: &'a Step,
}

impl Writer<'_> {
    fn input(&self, at: usize) -> TokenStream {
        self.names.read(self.plan, &self.step.inputs[at])
    }

    /// `&parameters[384..][..64][32..][..32]`
    fn weight_part(&self, weight: WeightId, [start, len]: &[Dim; 2]) -> TokenStream {
        let (weight, start, len) = (self.names.weight(weight), self.names.size(start), self.names.size(len));
        quote!(#weight[#start..][..#len])
    }

    fn argument(&self, argument: &Arg, result: &TokenStream) -> TokenStream {
        let names = self.names;
        match argument {
            Arg::Result => result.clone(),
            Arg::ResultPart(len) => {
                let len = names.size(len);
                quote!(&mut (#result)[..#len])
            }
            Arg::Input(at) => self.input(*at),
            Arg::InputPart(at, len) => {
                let (input, len) = (self.input(*at), names.size(len));
                quote!(&(#input)[..#len])
            }
            Arg::InputMut(at) => names.write(self.plan, &self.step.inputs[*at]),
            Arg::Optional(at) => option(at.map(|at| self.input(at))),
            Arg::Elsewhere => {
                let first = self.step.inputs.first().filter(|first| first.place != self.step.output.place);
                option(first.map(|_| self.input(0)))
            }
            Arg::Weight(weight) => names.weight(*weight),
            Arg::WeightPart(weight, part) => self.weight_part(*weight, part),
            Arg::OptionalWeight(weight) => option(weight.map(|weight| names.weight(weight))),
            Arg::Value(field) => self.field(field),
            Arg::Config(config) => {
                let config = self.config(config);
                quote!(&#config)
            }
            Arg::Draws(number) => {
                let number = Literal::u32_unsuffixed(*number);
                quote!(draws, #number)
            }
            Arg::Then(after) => self.after(after),
        }
    }

    /// `&Forward(&activations::relu)`, or `&fold::Then(fold::Folded { … }, &Forward(&activations::relu))`
    fn after(&self, after: &After) -> TokenStream {
        match after {
            After::Nothing => quote!(&()),
            After::Function(scalar) => steps::then_forward(self.names, scalar),
            After::Derivative(scalar, saved) => {
                let saved = saved.and_then(|at| self.step.inputs.get(at));
                steps::then_backward(self.names, self.plan, scalar, saved)
            }
            After::Fold(fold, next) => {
                let (runtime, config, next) = (&self.names.runtime, self.config(&fold.config()), self.after(next));
                quote!(&#runtime::kernels::fold::Then(#config, #next))
            }
        }
    }

    fn config(&self, config: &Config) -> TokenStream {
        let (runtime, path) = (&self.names.runtime, path(config.path));
        let fields = config.fields.iter().map(|(name, value)| {
            let (name, value) = (ident(name), self.field(value));
            quote!(#name: #value)
        });
        quote!(#runtime::kernels::#path { #(#fields),* })
    }

    fn field(&self, value: &Field) -> TokenStream {
        let names = self.names;
        match value {
            Field::Size(dim) => names.size(dim),
            Field::Signed(number) => {
                let number = Literal::i64_unsuffixed(*number);
                quote!(#number)
            }
            Field::Last(dim) => last(names, dim),
            Field::Number(number) => quote!(#number),
            Field::Flag(flag) => quote!(#flag),
            Field::List(fields) => {
                let fields = fields.iter().map(|value| self.field(value));
                quote!([#(#fields),*])
            }
            Field::Slice(fields) => {
                let fields = fields.iter().map(|value| self.field(value));
                quote!(&[#(#fields),*])
            }
            Field::Config(value) => self.config(value),
            Field::Batch(outer) if outer.value() == Some(1) => quote!(batch),
            Field::Batch(outer) => {
                let outer = names.size(outer);
                quote!(batch * #outer)
            }
            Field::Input(at) => self.input(*at),
            Field::Optional(at) => option(at.map(|at| self.input(at))),
            Field::Option(value) => option(value.as_ref().map(|value| self.field(value))),
            Field::Weight(weight) => names.weight(*weight),
            Field::Shared(weight) => names.again(*weight),
            Field::OptionalWeight(part) => option(part.as_ref().map(|(weight, part)| self.weight_part(*weight, part))),
            Field::Function(scalar) => {
                let (runtime, linear) = (&names.runtime, ident("linear"));
                let name = scalar.builtin.as_ref().unwrap_or(&linear);
                quote!(&#runtime::activations::#name)
            }
        }
    }
}
