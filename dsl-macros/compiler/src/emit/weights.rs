//! Access to weights by layer: `net.dense1().kernel()`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Declaration;
use super::names::{Names, ident};
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
        let Some(first) = own.first().filter(|_| !layer.name.contains('.')) else { continue };
        let (name, name_mut) = (accessor(&layer.name), accessor(&format!("{}_mut", layer.name)));
        let doc = format!("The weights of the layer `{}`.", layer.name);
        let doc_mut = format!("The weights of the layer `{}`, to be changed.", layer.name);
        let (view, view_mut, new) = if layer.class == "Dense" {
            let kernel = &graph.weights[first.0];
            let sizes = kernel.shape.0.iter().map(|dim| names.generic(dim)).collect::<Vec<_>>();
            let biased = if own.len() > 1 { "DenseWeights" } else { "DenseKernel" };
            let (view, view_mut) = (ident(biased), ident(&format!("{biased}Mut")));
            let offset = names.offset(*first);
            (quote!(#view<'_, #scalar, #(#sizes),*>), quote!(#view_mut<'_, #scalar, #(#sizes),*>), offset)
        } else {
            let (class, at) = (&layer.class, proc_macro2::Literal::usize_unsuffixed(at));
            let class = if layer.own { quote!(()) } else { quote!(#runtime::layers::#class) };
            let facts = quote!(&<#model as #runtime::Model>::LAYERS[#at]);
            (quote!(Weights<'_, #scalar, #class>), quote!(WeightsMut<'_, #scalar, #class>), facts)
        };
        let (path, path_mut) = (view.clone().into_iter().next(), view_mut.clone().into_iter().next());
        shared.push(quote! {
            #[doc = #doc]
            #[must_use]
            #visibility fn #name(&self) -> #runtime::layers::#view {
                #runtime::layers::#path::new(::core::convert::AsRef::as_ref(&self.parameters), #new)
            }
        });
        exclusive.push(quote! {
            #[doc = #doc_mut]
            #[must_use]
            #visibility fn #name_mut(&mut self) -> #runtime::layers::#view_mut {
                #runtime::layers::#path_mut::new(::core::convert::AsMut::as_mut(&mut self.parameters), #new)
            }
        });
    }
    for part in graph.parts.iter().filter(|part| !part.name.contains('.')) {
        let (name, name_mut) = (accessor(&part.name), accessor(&format!("{}_mut", part.name)));
        let doc = format!("The model `{}` inside this one, over its part of the parameters.", part.name);
        let doc_mut = format!("The model `{}` inside this one, to be changed.", part.name);
        let (start, len) = names.range(&part.weights);
        let inner = &part.model;
        shared.push(quote! {
            #[doc = #doc]
            #[must_use]
            #[allow(private_interfaces)]
            #visibility fn #name(&self) -> #inner<&[#scalar]> {
                #inner { parameters: &::core::convert::AsRef::as_ref(&self.parameters)[#start..][..#len] }
            }
        });
        exclusive.push(quote! {
            #[doc = #doc_mut]
            #[must_use]
            #[allow(private_interfaces)]
            #visibility fn #name_mut(&mut self) -> #inner<&mut [#scalar]> {
                #inner { parameters: &mut ::core::convert::AsMut::as_mut(&mut self.parameters)[#start..][..#len] }
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

/// The name of a method: a layer may be named by a word of Rust's.
fn accessor(name: &str) -> Ident {
    syn::parse_str(name).unwrap_or_else(|_| Ident::new_raw(name, proc_macro2::Span::call_site()))
}
