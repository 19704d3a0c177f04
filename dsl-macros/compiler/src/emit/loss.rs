//! A loss of the user's to Rust: an expression whose value is a loss for models of either number type.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::generics::free;
use super::names::identifiers;
use crate::expr::Formula;

/// ```text
/// {
///     #[derive(Clone, Copy, Debug)]
///     struct Formula;
///     impl custom::Formula<f32> for Formula {
///         fn sum(&self, outputs: &[f32], labels: &[f32], gradient: &mut [f32], scale: f64) -> f64 {
///             custom::sum_with(outputs, labels, gradient, scale, |y: f32, t: f32| …, |y: f32, t: f32| …)
///         }
///     }
///     impl custom::Formula<f64> for Formula { … }
///     Custom::new(Formula)
/// }
/// ```
pub fn loss(runtime: &TokenStream, formula: &Formula) -> TokenStream {
    let scalars = [quote!(::core::primitive::f32), quote!(::core::primitive::f64)];
    let closures = scalars.map(|scalar| {
        let (value, derivative) = (formula.value_tokens(&scalar, runtime), formula.derivative_tokens(&scalar, runtime));
        (scalar, value, derivative)
    });
    // The user's constants stand in the same block.
    let taken: HashSet<String> = closures.iter().flat_map(|(_, value, _)| identifiers(value)).collect();
    let name = free("Formula", &taken);
    let implementations = closures.iter().map(|(scalar, value, derivative)| {
        quote! {
            impl #runtime::loss::custom::Formula<#scalar> for #name {
                fn sum(
                    &self,
                    outputs: &[#scalar],
                    labels: &[#scalar],
                    gradient: &mut [#scalar],
                    scale: ::core::primitive::f64,
                ) -> ::core::primitive::f64 {
                    #runtime::loss::custom::sum_with(
                        outputs,
                        labels,
                        gradient,
                        scale,
                        #[inline(always)]
                        #value,
                        #[inline(always)]
                        #derivative,
                    )
                }
            }
        }
    });
    quote!({
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        struct #name;
        #(#implementations)*
        #runtime::loss::Custom::new(#name)
    })
}
