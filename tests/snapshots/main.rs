//! Expansions as files, each of which also compiles and runs: what `model!` emits is what a colleague could have written.
//!
//! `BLESS=1 cargo test -p chainrule-tests --test snapshots` writes them anew.

// What rustc and Clippy pass over in the expansion of another crate's macro they see in a file.
#![allow(unreachable_pub, unused_braces, clippy::inline_always, clippy::too_many_lines, clippy::unreadable_literal)]

use std::path::PathBuf;
use std::{env, fs};

use chainrule_compiler::compile;
use proc_macro2::TokenStream;
use quote::quote;

/// Each expansion as a module of its own, in the place of the macro call.
mod expanded {
    pub mod digits {
        include!("expanded/digits.rs");
    }
    pub mod sizes {
        pub const HIDDEN: usize = 6;
        include!("expanded/sizes.rs");
    }
    pub mod closure {
        include!("expanded/closure.rs");
    }
}

fn digits() -> TokenStream {
    quote! {
        /// Handwritten digits.
        pub Digits: Flatten(28, 28) -> Dense(128, relu) -> Dense(10, softmax)
    }
}

fn sizes() -> TokenStream {
    quote! {
        #[scalar(f64)]
        pub Sizes: Input(4, HIDDEN) -> Dense(HIDDEN, gelu, kernel_regularizer = l2(1e-3)) -> Dropout(0.5) as noise
            -> Reshape({ 2 * HIDDEN }, 2) -> Dense(1, use_bias = false)
    }
}

fn closure() -> TokenStream {
    quote!(pub Closure: Input(3) -> Dense(4, |x| x * sigmoid(1.5 * x)) -> |x| if x > 0.0 { x } else { 0.1 * x })
}

fn check(name: &str, input: &TokenStream) {
    let tokens = compile(quote!(::chainrule; #input));
    let file = syn::parse2(tokens).expect("the expansion is a file of items");
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("snapshots/expanded").join(format!("{name}.rs"));
    let expansion = prettyplease::unparse(&file);
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &expansion).expect("the snapshot can be written");
    }
    let snapshot = fs::read_to_string(&path).expect("the snapshot can be read");
    assert_eq!(expansion, snapshot, "the expansion of `{name}` has changed: bless it if that is meant");
}

#[test]
fn the_expansion_of_digits_is_as_committed() {
    check("digits", &digits());
}

#[test]
fn the_expansion_with_constants_is_as_committed() {
    check("sizes", &sizes());
}

#[test]
fn the_expansion_with_closures_is_as_committed() {
    check("closure", &closure());
}

#[test]
fn a_committed_expansion_runs() {
    let net = expanded::digits::Digits::seeded(1);
    let sum: f32 = net.predict(&[[0.5; 28]; 28]).iter().sum();
    assert!((sum - 1.0).abs() < 1e-5);
    assert_eq!(expanded::sizes::Sizes::seeded(1).predict(&[[0.1; 6]; 4]).len(), 12);
    assert_eq!(expanded::closure::Closure::seeded(1).predict(&[0.1; 3]).len(), 4);
}
