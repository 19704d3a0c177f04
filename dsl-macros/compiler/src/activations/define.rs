//! The items of the runtime's module `activations`, and the table in its documentation.

use std::fmt::{self, Write as _};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Result;

use super::{Row, TABLE};
use crate::expr::{Activation, Saved};

/// Emits, for each activation that needs no arguments:
///
/// ```text
/// /// …
/// pub struct relu;
/// impl crate::kernels::pointwise::Pointwise<f32> for relu { … }
/// impl crate::kernels::pointwise::Pointwise<f64> for relu { … }
/// ```
pub fn define_activations(_input: TokenStream) -> TokenStream {
    let items = TABLE.iter().filter(|row| row.required().next().is_none());
    items.map(|row| define(row).unwrap_or_else(|error| error.to_compile_error())).collect()
}

fn define(row: &Row) -> Result<TokenStream> {
    let activation = Activation::builtin(row.name, &[])?;
    let name = format_ident!("{}", row.name);
    let doc = doc(row, &activation);
    let implementations = [quote!(f32), quote!(f64)].map(|scalar| implementation(&activation, &name, &scalar));
    let aliases = row.aliases.iter().map(|alias| {
        let doc = format!("Another name of [`{}`].", row.name);
        let alias = format_ident!("{alias}");
        quote!(#[doc = #doc] pub use self::#name as #alias;)
    });
    Ok(quote! {
        #[doc = #doc]
        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct #name;
        #(#implementations)*
        #(#aliases)*
    })
}

/// The loops are compiled here, once, and not in the user's crate.
fn implementation(activation: &Activation, name: &syn::Ident, scalar: &TokenStream) -> TokenStream {
    let krate = quote!(crate);
    let forward = activation.forward_tokens(scalar, &krate);
    let derivative = activation.derivative_tokens(scalar, &krate);
    let backward = match activation.saved() {
        Saved::Nothing => {
            quote!({ let _ = saved; crate::kernels::pointwise::scale_with(dx, #[inline(always)] #derivative) })
        }
        Saved::Output | Saved::Input => {
            quote!(crate::kernels::pointwise::backward_with(dx, saved, #[inline(always)] #derivative))
        }
    };
    quote! {
        impl crate::kernels::pointwise::Pointwise<#scalar> for #name {
            fn forward(&self, y: &mut [#scalar], x: &[#scalar]) {
                crate::kernels::pointwise::forward_with(y, x, #[inline(always)] #forward);
            }
            fn forward_in_place(&self, y: &mut [#scalar]) {
                crate::kernels::pointwise::forward_in_place_with(y, #[inline(always)] #forward);
            }
            fn backward(&self, dx: &mut [#scalar], saved: &[#scalar]) {
                #backward;
            }
        }
    }
}

/// The documentation of one activation.
fn doc(row: &Row, activation: &Activation) -> String {
    let saved = match activation.saved() {
        Saved::Nothing => "is constant",
        Saved::Output => "is computed from the output `y`",
        Saved::Input => "is computed from the input `x`",
    };
    let mut doc = format!(
        "{}\n\ny = `{}`\n\nThe derivative {saved}: `{}`\n",
        row.doc,
        activation.forward(),
        activation.derivative()
    );
    if !row.parameters.is_empty() {
        let _ = writeln!(doc, "\nArguments in a model, with their defaults: {}.", parameters(row));
    }
    let _ = writeln!(doc, "\nSource: {}", row.source);
    doc
}

/// `name = default`, listed.
fn parameters(row: &Row) -> String {
    let parameters = row.parameters.iter().map(|parameter| format!("`{} = {}`", parameter.name, parameter.default));
    parameters.collect::<Vec<_>>().join(", ")
}

/// Emits all activations as a table in Markdown, in a string literal.
pub fn activation_table(_input: TokenStream) -> TokenStream {
    let table = table();
    quote!(#table)
}

/// One row an activation: its names, its formula, its arguments with their defaults.
fn table() -> String {
    let mut table = "| activation | y | arguments |\n|---|---|---|\n".to_owned();
    for row in TABLE {
        let defined = row.required().next().is_none();
        let link = if defined { format!("[`{}`]", row.name) } else { format!("`{}`", row.name) };
        let names: Vec<_> = std::iter::once(link).chain(row.aliases.iter().map(|alias| format!("`{alias}`"))).collect();
        // A formula of several lines is that of all its arguments; the defaults leave little of it.
        let formula = match Activation::builtin(row.name, &[]) {
            Ok(activation) if row.text.contains('\n') => {
                format!("{}, by default", Code(&activation.forward().to_string()))
            }
            _ => Code(row.text).to_string(),
        };
        let _ = writeln!(table, "| {} | {formula} | {} |", names.join(", "), parameters(row));
    }
    table
}

/// A formula in a cell.
struct Code<'a>(&'a str);

impl fmt::Display for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0.replace('|', "\\|"))
    }
}
