//! The table of layers as documentation: one documented item a layer, where hover, completion and links lead.

use std::fmt::Write as _;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Need, Spec, TABLE};

/// Emits a documented item for each layer, inside the runtime.
///
/// ```ignore
/// /// `Dense`: activation(W x + b) on the last axis. …
/// pub struct Dense;
/// impl Dense { pub const CLASS: &'static str = "Dense"; }
/// ```
pub fn define_layers(_input: TokenStream) -> TokenStream {
    let table = table();
    let items = TABLE.iter().map(|spec| item(spec));
    quote! {
        #(#items)*

        #[doc = #table]
        pub mod catalogue {}
    }
}

/// All layers, a line each.
fn table() -> String {
    let mut text = String::from("All layers: what they are called with, what they take and give.\n\n");
    text.push_str("| layer | arguments and defaults | shapes | what it does |\n|---|---|---|---|\n");
    for Spec { name, summary, shapes, parameters, .. } in TABLE {
        let shown = parameters.iter().filter_map(|parameter| match parameter.need {
            Need::Required(_) => Some(format!("`{}`", parameter.name)),
            Need::Default(value) => Some(format!("`{} = {value}`", parameter.name)),
            Need::Dims => Some(format!("`{}…`", parameter.name)),
            Need::Refused(_) => None,
        });
        let shown: Vec<_> = shown.collect();
        let summary = summary.replace('|', "\\|");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "| [`{name}`](super::{name}) | {} | {shapes} | {summary} |", shown.join(", "));
    }
    text
}

/// `fn kernel(&self) -> &[T]`, a method for each weight; `Dense` has matrices instead.
fn weights(name: &Ident, spec: &Spec) -> TokenStream {
    if spec.weights.is_empty() || spec.name == "Dense" {
        return TokenStream::new();
    }
    let methods = spec.weights.iter().map(|weight| {
        let (full, optional) = (weight.trim_end_matches('?'), weight.ends_with('?'));
        let method = Ident::new(&full.replace('.', "_"), Span::call_site());
        let doc =
            format!("The weight `{full}`, in Keras' element order{}.", if optional { ", if there is one" } else { "" });
        if optional {
            let shared = quote!(#[doc = #doc] pub fn #method(&self) -> Option<&'a [T]> { self.get(#full) });
            (shared, quote!(#[doc = #doc] pub fn #method(self) -> Option<&'a mut [T]> { self.get(#full) }))
        } else {
            let shared = quote!(#[doc = #doc] pub fn #method(&self) -> &'a [T] { self.get(#full).unwrap_or_default() });
            (shared, quote!(#[doc = #doc] pub fn #method(self) -> &'a mut [T] { self.get(#full).unwrap_or_default() }))
        }
    });
    let (shared, exclusive): (Vec<_>, Vec<_>) = methods.unzip();
    quote! {
        impl<'a, T> Weights<'a, T, #name> { #(#shared)* }
        impl<'a, T> WeightsMut<'a, T, #name> { #(#exclusive)* }
    }
}

fn item(spec: &Spec) -> TokenStream {
    let name = Ident::new(spec.name, Span::call_site());
    let (class, docs) = (spec.name, documentation(spec));
    let weights = weights(&name, spec);
    quote! {
        #weights

        #[doc = #docs]
        #[derive(Clone, Copy, Debug)]
        pub struct #name;

        impl #name {
            /// Keras' name of the class.
            pub const CLASS: &'static str = #class;
        }
    }
}

fn documentation(spec: &Spec) -> String {
    let Spec { name, summary, example, parameters, shapes, page, .. } = spec;
    let mut text = format!("`{name}`: {summary}.\n\nShapes, without the batch: {shapes}.\n\n");
    // Writing to a string cannot fail.
    let _ = writeln!(text, "```\nchainrule::model! {{ Demo: {example} }}\nlet net = Demo::seeded(1);\n```\n");
    let shown = parameters.iter().filter(|parameter| !matches!(parameter.need, Need::Refused(_)));
    let rows: Vec<_> = shown
        .map(|parameter| match parameter.need {
            Need::Required(_) => format!("| `{}` | required |", parameter.name),
            Need::Default(value) => format!("| `{}` | `{value}` |", parameter.name),
            Need::Dims => format!("| `{}` | sizes without the batch, such as `28, 28` |", parameter.name),
            Need::Refused(_) => String::new(),
        })
        .collect();
    if !rows.is_empty() {
        let _ = writeln!(text, "| argument | default |\n|---|---|\n{}\n", rows.join("\n"));
    }
    if !spec.weights.is_empty() {
        let names: Vec<_> = spec.weights.iter().map(|weight| format!("`{}`", weight.trim_end_matches('?'))).collect();
        let _ = writeln!(text, "Weights: {}.\n", names.join(", "));
    }
    let _ = writeln!(text, "Source: [Keras](https://keras.io/api/layers/{page}/).");
    text
}
