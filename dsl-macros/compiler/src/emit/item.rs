//! The struct, with what the user wrote before it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Attribute, Visibility};

use super::names::Names;
use crate::graph::{Graph, LayerId, Layout, WeightId};

/// The number type of a model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// `f32`
    #[default]
    Single,
    /// `f64`
    Double,
}

impl Precision {
    /// By its absolute path: a type of the user's may be called `f32`.
    pub(super) fn tokens(self) -> TokenStream {
        match self {
            Self::Single => quote!(::core::primitive::f32),
            Self::Double => quote!(::core::primitive::f64),
        }
    }
}

/// What the user declared, the body aside.
pub struct Declaration {
    /// The type's name.
    pub name: Ident,
    /// `pub`, `pub(crate)`, or nothing.
    pub visibility: Visibility,
    /// The attributes of the struct, doc comments included.
    pub struct_attributes: Vec<Attribute>,
    /// The attributes of every emitted item: `cfg` and lints.
    pub item_attributes: Vec<Attribute>,
    /// The number type.
    pub scalar: Precision,
    /// What is to lie across a vector, where both layouts are possible; else what is faster.
    pub layout: Option<Layout>,
}

/// ```ignore
/// /// Handwritten digits.
/// ///
/// /// | layer | output | parameters |
/// pub struct Digits<S = Parameters<f32>> { parameters: S }
/// ```
pub(super) fn structure(names: &Names, declaration: &Declaration, graph: &Graph) -> TokenStream {
    let Names { runtime, scalar, generics, .. } = names;
    let storage = &generics.storage;
    let Declaration { name, visibility, struct_attributes, .. } = declaration;
    let documented = struct_attributes.iter().any(|attribute| attribute.path().is_ident("doc"));
    let heading = (!documented).then(|| "A neural network.".to_owned());
    let table = heading.into_iter().chain(table(graph));
    quote! {
        #(#struct_attributes)*
        #(#[doc = #table])*
        #visibility struct #name<#storage = #runtime::Parameters<#scalar>> {
            parameters: #storage,
        }
    }
}

/// The layers as a table of the documentation.
fn table(graph: &Graph) -> Vec<String> {
    let mut lines = vec![String::new(), "| layer | output | parameters |".into(), "|---|---|---:|".into()];
    lines.extend(graph.layers.iter().enumerate().map(|(at, layer)| {
        let weights = (0..graph.weights.len()).map(WeightId);
        let own = weights.filter(|weight| graph.weights[weight.0].layer == LayerId(at));
        let sizes: Vec<_> = own.map(|weight| graph.weights[weight.0].shape.len()).collect();
        let known: Option<usize> = sizes.iter().map(crate::dim::Dim::value).sum();
        let params = match known {
            Some(known) => known.to_string(),
            None => sizes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + "),
        };
        format!("| `{}` ({}) | `{}` | {params} |", layer.name, layer.class, graph.node(layer.output).shape)
    }));
    lines
}
