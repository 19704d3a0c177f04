//! Expansions grow with the number of layers, not faster: each layer adds as many tokens as the one before it.

use chainrule_compiler::compile;
use proc_macro2::{TokenStream, TokenTree};

/// A chain of equal layers.
fn chain(layers: usize, input: &str, layer: &str) -> TokenStream {
    let stages = vec![layer; layers].join(" -> ");
    let input: TokenStream = format!("::chainrule; pub Deep: Input({input}) -> {stages} -> Dense(10, softmax)")
        .parse()
        .expect("these are tokens");
    input
}

fn count(tokens: TokenStream) -> usize {
    let count = |token| match token {
        TokenTree::Group(group) => 1 + count(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => 1,
    };
    tokens.into_iter().map(count).sum()
}

fn assert_linear(input: &str, layer: &str) {
    let tokens = |layers| count(compile(chain(layers, input, layer)));
    let (ten, twenty, forty, eighty) = (tokens(10), tokens(20), tokens(40), tokens(80));
    let (first, second, third) = (twenty - ten, forty - twenty, eighty - forty);
    assert_eq!((second, third), (2 * first, 4 * first), "{layer}: {ten}, {twenty}, {forty}, {eighty} tokens");
    let stages = 10 * layer.split("->").count();
    assert!(first / stages < 1500, "{layer}: {} tokens a layer", first / stages);
}

#[test]
fn with_numbers() {
    assert_linear("64", "Dense(64, relu)");
    assert_linear("64", "Dense(64, gelu, use_bias = false)");
}

#[test]
fn with_constants_of_the_user() {
    assert_linear("WIDTH", "Dense(WIDTH, relu)");
    assert_linear("{ 2 * WIDTH }", "Dense({ 2 * WIDTH }, tanh) -> Dropout(0.1)");
}

#[test]
fn with_closures() {
    assert_linear("64", "Dense(64, |x| x * sigmoid(1.5 * x))");
}

/// A block of a residual network: two convolutions, and what came in added to what comes out.
const BLOCK: &str = "Residual(Conv2D(8, 3, padding = same, use_bias = false) -> BatchNormalization -> relu \
                     -> Conv2D(8, 3, padding = same, use_bias = false) -> BatchNormalization) -> relu";

#[test]
fn with_residual_blocks() {
    let tokens = |blocks| count(compile(chain(blocks, "16, 16, 8", BLOCK)));
    let (ten, twenty, thirty) = (tokens(10), tokens(20), tokens(30));
    assert_eq!(thirty - twenty, twenty - ten, "{ten}, {twenty}, {thirty} tokens");
    assert!((twenty - ten) / 10 < 9000, "{} tokens a block", (twenty - ten) / 10);
}
