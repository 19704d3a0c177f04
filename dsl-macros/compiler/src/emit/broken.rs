//! What stands for a model that has mistakes: the messages, and a type that rustc asks no questions about, so that the
//! code that uses the model raises no echoes.

use proc_macro2::TokenStream;
use quote::quote;

use super::Declaration;

/// ```ignore
/// compile_error! { "…" }
/// pub type Digits<S = ()> = <At<{ compile_error! { "…" } }> as Broken<S>>::Type;
/// ```
/// The projection cannot be resolved while its constant is an error, and rustc passes over whatever depends on it.
pub fn broken_type(runtime: &TokenStream, declaration: &Declaration, errors: &[syn::Error]) -> TokenStream {
    let Declaration { name, visibility, item_attributes, .. } = declaration;
    let Some((last, others)) = errors.split_last() else {
        return TokenStream::new();
    };
    let others = others.iter().map(syn::Error::to_compile_error);
    let last = last.to_compile_error();
    quote! {
        #(#item_attributes)*
        const _: () = { #(#others)* };
        #(#item_attributes)*
        #[allow(missing_docs)]
        #visibility type #name<S = ()> = <#runtime::__private::At<{ #last }> as #runtime::__private::Broken<S>>::Type;
    }
}

/// The messages as an expression.
pub fn broken_expression(errors: &[syn::Error]) -> TokenStream {
    let errors = errors.iter().map(syn::Error::to_compile_error);
    quote!({ #(#errors)* })
}

/// A model whose only mistake is that a model inside it has some: it is as broken as that one.
pub fn broken_like(declaration: &Declaration, part: &proc_macro2::Ident) -> TokenStream {
    let Declaration { name, visibility, item_attributes, .. } = declaration;
    quote! {
        #(#item_attributes)*
        #[allow(missing_docs, private_interfaces)]
        #visibility type #name<S = ()> = #part<S>;
    }
}
