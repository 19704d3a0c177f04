//! The procedural macros behind `chainrule::model!` and `chainrule::loss!`: a shell over the library `chainrule-compiler`.
//!
//! Use them through [`chainrule`](https://docs.rs/chainrule), which passes the path of the runtime as `$crate`.

use proc_macro::TokenStream;

/// `$crate; input`: see `chainrule::model!`.
#[proc_macro]
pub fn model(input: TokenStream) -> TokenStream {
    chainrule_compiler::compile(input.into()).into()
}

/// `$crate; |y, t| expression`: see `chainrule::loss!`.
#[proc_macro]
pub fn loss(input: TokenStream) -> TokenStream {
    chainrule_compiler::compile_loss(input.into()).into()
}

/// Defines the built-in activations, values and derivatives, inside the runtime: see `chainrule::activations`.
#[doc(hidden)]
#[proc_macro]
pub fn define_activations(input: TokenStream) -> TokenStream {
    chainrule_compiler::define_activations(input.into()).into()
}

/// Defines the documented items of the layers, inside the runtime: see `chainrule::layers`.
#[doc(hidden)]
#[proc_macro]
pub fn define_layers(input: TokenStream) -> TokenStream {
    chainrule_compiler::define_layers(input.into()).into()
}

/// Defines the losses of single numbers, values and derivatives, inside the runtime: see `chainrule::loss`.
#[doc(hidden)]
#[proc_macro]
pub fn define_losses(input: TokenStream) -> TokenStream {
    chainrule_compiler::define_losses(input.into()).into()
}

/// The table of those losses as a string literal, for the documentation of `chainrule::loss`.
#[doc(hidden)]
#[proc_macro]
pub fn loss_table(input: TokenStream) -> TokenStream {
    chainrule_compiler::loss_table(input.into()).into()
}

/// The table of the built-in activations as a string literal, for the documentation of `chainrule::activations`.
#[doc(hidden)]
#[proc_macro]
pub fn activation_table(input: TokenStream) -> TokenStream {
    chainrule_compiler::activation_table(input.into()).into()
}
