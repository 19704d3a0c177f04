//! Access to weights by layer: `net.dense1().kernel()`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Declaration;
use super::names::Names;
use crate::graph::{Graph, LayerId, WeightId};

/// ```ignore
/// impl<S: AsRef<[f32]>> Digits<S> {
///     /// The weights of `dense1`.
///     pub fn dense1(&self) -> layers::DenseWeights<'_, f32, 784, 128> { … }
/// }
/// ```
pub(super) fn accessors(names: &Names, declaration: &Declaration, graph: &Graph) -> TokenStream {
    let Names { runtime, scalar, model, generics, .. } = names;
    let storage = &generics.storage;
    let visibility = &declaration.visibility;
    let mut shared = Vec::new();
    let mut exclusive = Vec::new();
    for (at, layer) in graph.layers.iter().enumerate() {
        let own = (0..graph.weights.len()).filter(|weight| graph.weights[*weight].layer == LayerId(at));
        let own: Vec<_> = own.map(WeightId).collect();
        let Some(first) = own.first() else { continue };
        let kernel = &graph.weights[first.0];
        let sizes = kernel.shape.0.iter().map(|dim| names.generic(dim)).collect::<Vec<_>>();
        let offset = names.offset(*first);
        let (name, name_mut) = (&layer.name, format_ident!("{}_mut", layer.name));
        let doc = format!("The weights of the layer `{name}`.");
        let doc_mut = format!("The weights of the layer `{name}`, to be changed.");
        let biased = if own.len() > 1 { "DenseWeights" } else { "DenseKernel" };
        let (view, view_mut) = (format_ident!("{biased}"), format_ident!("{biased}Mut"));
        shared.push(quote! {
            #[doc = #doc]
            #[must_use]
            #visibility fn #name(&self) -> #runtime::layers::#view<'_, #scalar, #(#sizes),*> {
                #runtime::layers::#view::new(::core::convert::AsRef::as_ref(&self.parameters), #offset)
            }
        });
        exclusive.push(quote! {
            #[doc = #doc_mut]
            #[must_use]
            #visibility fn #name_mut(&mut self) -> #runtime::layers::#view_mut<'_, #scalar, #(#sizes),*> {
                #runtime::layers::#view_mut::new(::core::convert::AsMut::as_mut(&mut self.parameters), #offset)
            }
        });
    }
    quote! {
        #[allow(dead_code)]
        impl<#storage: ::core::convert::AsRef<[#scalar]>> #model<#storage> { #(#shared)* }
        #[allow(dead_code)]
        impl<#storage: ::core::convert::AsMut<[#scalar]>> #model<#storage> { #(#exclusive)* }
    }
}
