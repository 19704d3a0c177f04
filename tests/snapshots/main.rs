//! Expansions as they are committed: what `model!` emits is what a colleague could have written. The test `expanded` compiles
//! and runs them; this one does not, so that it can write them anew whatever is in the files:
//!
//! `BLESS=1 cargo test -p chainrule-tests --test snapshots`

use std::path::PathBuf;
use std::{env, fs};

use chainrule_compiler::compile;
use proc_macro2::TokenStream;
use quote::quote;

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
