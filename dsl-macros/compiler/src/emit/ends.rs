//! The ends of a model: the types of its inputs and outputs, what of them is copied, what bounds their indices, and the
//! masks that go with the labels.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::{Names, ident};
use super::places::Part;
use crate::dim::{Dim, Shape};
use crate::fuse::Head;
use crate::graph::Graph;

impl Names {
    /// `[[f32; 28]; 28]`
    fn array(&self, of: &TokenStream, shape: &Shape) -> TokenStream {
        shape.0.iter().rev().fold(of.clone(), |inner, dim| {
            let size = self.size(dim);
            quote!([#inner; #size])
        })
    }

    /// The type of one input: a tuple, if there are several; of `u32`, if it holds indices.
    pub(super) fn input_type(&self, graph: &Graph) -> TokenStream {
        let index = quote!(::core::primitive::u32);
        tuple(graph.inputs.iter().enumerate().map(|(at, input)| {
            let of = if graph.bounds(at).next().is_some() { &index } else { &self.scalar };
            self.array(of, &graph.node(*input).shape)
        }))
    }

    /// The type of one output: a tuple, if there are several.
    pub(super) fn output_type(&self, graph: &Graph) -> TokenStream {
        tuple(graph.outputs.iter().map(|output| self.array(&self.scalar, &graph.node(*output).shape)))
    }

    /// The path of a head: a tuple, if there are several outputs.
    pub(super) fn heads(&self, heads: &[Head]) -> TokenStream {
        tuple(heads.iter().map(|head| self.head(*head)))
    }

    /// The path of a head.
    fn head(&self, head: Head) -> TokenStream {
        let runtime = &self.runtime;
        let head = match head {
            Head::Linear => ident("Linear"),
            Head::Softmax => ident("Softmax"),
            Head::Sigmoid => ident("Sigmoid"),
        };
        quote!(#runtime::loss::head::#head)
    }

    /// What the indices of an input must be below: `Some(1000)`, or `None` if it holds none. Several layers may take them.
    pub(super) fn below(&self, graph: &Graph, input: usize) -> TokenStream {
        let runtime = &self.runtime;
        let mut bounds: Vec<_> = graph.bounds(input).map(|bound| self.size(bound)).collect();
        bounds.dedup_by_key(|bound| bound.to_string());
        match bounds.as_slice() {
            [] => quote!(::core::option::Option::None),
            [bound] => quote!(::core::option::Option::Some(#bound)),
            bounds => quote!(::core::option::Option::Some(#runtime::__private::dims::smallest(&[#(#bounds),*]))),
        }
    }

    /// For each output the entries of its mask for one sample, 0 if it has none.
    pub(super) fn mask_lengths(&self) -> impl Iterator<Item = TokenStream> {
        self.masks.iter().map(|mask| mask.as_ref().map_or_else(|| quote!(0), |len| self.size(len)))
    }

    /// `Labels::of(labels)`, or with masks `Labels::masked(Labels::of(labels), &[Some(&masks[..]), None])`.
    pub(super) fn labels(&self) -> TokenStream {
        let runtime = &self.runtime;
        let labels = quote!(#runtime::loss::Labels);
        if self.masks.iter().all(Option::is_none) {
            return quote!(#labels::of(labels));
        }
        let lengths: Vec<_> = self.masks.iter().flatten().cloned().collect();
        let mut number = 0;
        let masks = self.masks.iter().map(|mask| {
            if mask.is_none() {
                return quote!(::core::option::Option::None);
            }
            let block = self.block(&lengths, number);
            number += 1;
            match block {
                Part::From(start, len) => {
                    quote!(::core::option::Option::Some(&masks[(#start) * batch..][..(#len) * batch]))
                }
                Part::Whole | Part::First(_) => quote!(::core::option::Option::Some(&*masks)),
            }
        });
        quote!(#labels::masked(#labels::of(labels), &[#(#masks),*]))
    }

    /// The copies of inputs and outputs that a model can neither read nor write where they lie, for one sample.
    pub(super) fn copies(&self, graph: &Graph) -> Vec<Dim> {
        let inputs = self.inputs.iter().filter(|_| self.inputs.len() > 1 || !graph.indices.is_empty());
        let outputs = self.outputs.iter().filter(|_| self.outputs.len() > 1);
        inputs.chain(outputs).cloned().collect()
    }

    /// The part of a gradient of the loss that belongs to an output.
    pub(super) fn loss_part(&self, number: usize) -> (TokenStream, TokenStream) {
        (self.sum(&self.outputs[..number]), self.size(&self.outputs[number]))
    }
}

/// `A`, or `(A, B)`.
fn tuple(types: impl Iterator<Item = TokenStream>) -> TokenStream {
    let types: Vec<_> = types.collect();
    if let [one] = types.as_slice() { one.clone() } else { quote!((#(#types),*)) }
}
