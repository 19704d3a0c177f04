//! The call of a kernel as one that describes it. Values are their numbers, weights their places; what a kernel is only
//! told for its own work (the result's memory, draws, threads) is left out.

use std::collections::HashMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{number, terms, weight};
use crate::dim::Dim;
use crate::emit::kernel::{last, path};
use crate::emit::names::{Names, ident};
use crate::graph::{Graph, Node, Value, WeightId};
use crate::ops::{Arg, Config, Field, Kernel};

/// `__Some(…)`, or `__None`.
pub(super) fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(__None), |value| quote!(__Some(#value)))
}

/// Writes the call of a node.
pub(super) struct Writer<'a> {
    pub(super) names: &'a Names,
    pub(super) graph: &'a Graph,
    pub(super) numbers: &'a HashMap<Value, usize>,
    pub(super) node: &'a Node,
}

impl Writer<'_> {
    /// `__kernels::conv::forward(<place>, &__kernels::conv::Conv { … }, __weight(1, 0), __None, 3);`
    pub(super) fn call(&self, kernel: &Kernel, place: &TokenStream) -> TokenStream {
        let call = kernel.call();
        let path = path(&call.path);
        if !call.parts.is_empty() {
            let parts = call.parts.iter().map(|(at, sizes)| {
                let (x, sizes) = (self.input(*at), sizes.iter().map(|size| self.field(size)));
                quote!((#x, [#(#sizes),*]))
            });
            return quote!(__kernels::#path(#place, &[#(#parts),*]););
        }
        let stage = call.of.as_ref().map(|(stage, input)| {
            let (scalar, input) = (&self.names.scalar, self.names.generic(input));
            quote!(::<#scalar, #stage, #input>)
        });
        let given = kernel.in_place().then(|| self.input(0));
        let arguments = call.arguments.iter().filter_map(|argument| match argument {
            Arg::Result => given.clone(),
            other => self.argument(other),
        });
        quote!(__kernels::#path #stage(#place, #(#arguments),*);)
    }

    fn input(&self, at: usize) -> TokenStream {
        let number = self.node.inputs.get(at).map(|input| number(self.numbers, *input));
        quote!(#number)
    }

    fn optional(&self, at: Option<usize>) -> TokenStream {
        option(at.map(|at| self.input(at)))
    }

    /// `__weight(1, 1).part(384, 64)`
    fn part(&self, id: WeightId, [start, len]: &[Dim; 2]) -> TokenStream {
        let (whole, start, len) = (weight(self.graph, id), self.names.size(start), self.names.size(len));
        quote!(#whole.part(#start, #len))
    }

    fn argument(&self, argument: &Arg) -> Option<TokenStream> {
        Some(match argument {
            Arg::Result | Arg::ResultPart(_) | Arg::Draws(_) | Arg::Then(_) | Arg::Elsewhere => return None,
            Arg::Input(at) | Arg::InputPart(at, _) | Arg::InputMut(at) => self.input(*at),
            Arg::Optional(at) => self.optional(*at),
            Arg::Weight(id) => weight(self.graph, *id),
            Arg::WeightPart(id, part) => self.part(*id, part),
            Arg::OptionalWeight(id) => option(id.map(|id| weight(self.graph, id))),
            Arg::Value(field) => self.field(field),
            Arg::Config(config) => {
                let config = self.config(config);
                quote!(&#config)
            }
        })
    }

    fn config(&self, config: &Config) -> TokenStream {
        let path = path(config.path);
        let fields = config.fields.iter().map(|(name, value)| {
            let (name, value) = (ident(name), self.field(value));
            quote!(#name: #value)
        });
        quote!(__kernels::#path { #(#fields),* })
    }

    fn field(&self, field: &Field) -> TokenStream {
        let names = self.names;
        match field {
            Field::Size(dim) | Field::Batch(dim) => names.size(dim),
            Field::Signed(number) => {
                let number = Literal::i64_unsuffixed(*number);
                quote!(#number)
            }
            Field::Last(dim) => last(names, dim),
            Field::Number(number) => quote!(#number),
            Field::Flag(flag) => quote!(#flag),
            Field::List(fields) => {
                let fields = fields.iter().map(|field| self.field(field));
                quote!([#(#fields),*])
            }
            Field::Slice(fields) => {
                let fields = fields.iter().map(|field| self.field(field));
                quote!(&[#(#fields),*])
            }
            Field::Config(config) => self.config(config),
            Field::Input(at) => self.input(*at),
            Field::Optional(at) => self.optional(*at),
            Field::Weight(id) => weight(self.graph, *id),
            Field::OptionalWeight(part) => option(part.as_ref().map(|(id, part)| self.part(*id, part))),
            Field::Option(field) => option(field.as_ref().map(|field| self.field(field))),
            // Asked for on the way back alone.
            Field::Shared(_) => TokenStream::new(),
            Field::Function(scalar) => terms::terms(names, scalar.function.forward()),
        }
    }
}
