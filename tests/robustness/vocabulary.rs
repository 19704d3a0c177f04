//! Token trees made of the language's words, of Rust's, and of marks that mean something in neither.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use proptest::prelude::*;

const WORDS: &[&str] = &[
    "Input",
    "Flatten",
    "Dense",
    "Activation",
    "Reshape",
    "Dropout",
    "Conv2D",
    "Sequential",
    "Add",
    "Concatenate",
    "Dot",
    "Residual",
    "repeat",
    "Encoder",
    "MaxPooling2D",
    "ZeroPadding2D",
    "Permute",
    "BatchNormalization",
    "GroupNormalization",
    "Embedding",
    "Masking",
    "LSTM",
    "GRU",
    "Bidirectional",
    "TimeDistributed",
    "MultiHeadAttention",
    "PReLU",
    "Digits",
    "A",
    "N",
    "relu",
    "softmax",
    "leaky_relu",
    "gelu",
    "linear",
    "glu",
    "he_normal",
    "constant",
    "variance_scaling",
    "l2",
    "l1_l2",
    "units",
    "activation",
    "rate",
    "input_shape",
    "target_shape",
    "shape",
    "use_bias",
    "axis",
    "groups",
    "strides",
    "padding",
    "same",
    "causal",
    "trainable",
    "mask",
    "drop",
    "return_sequences",
    "return_state",
    "seed",
    "name",
    "mean",
    "kernel_initializer",
    "kernel_regularizer",
    "negative_slope",
    "max_value",
    "x",
    "y",
    "tanh",
    "max",
    "powi",
    "exp",
    "None",
    "True",
    "lambda",
    "none",
    "scalar",
    "derive",
    "f64",
    "pub",
    "crate",
    "self",
    "super",
    "in",
    "as",
    "let",
    "if",
    "else",
    "true",
    "false",
    "struct",
    "fn",
    "type",
    "const",
    "mut",
    "move",
    "_",
    "r#type",
    "r#Dense",
    "été",
    "predict",
    "hidden",
    "hidden_mut",
];

const LITERALS: &[&str] = &[
    "0",
    "1",
    "2",
    "28",
    "1_000",
    "0x1F",
    "4usize",
    "2u8",
    "3f32",
    "0.5",
    "1e-4",
    "1e999",
    "1.",
    "0.2f64",
    "2.0f16",
    "99999999999999999999999999999999999999999",
    "\"relu\"",
    "\"\"",
    "'c'",
    "b'c'",
    "b\"relu\"",
    "c\"relu\"",
    "r#\"a\"#",
    "340282366920938463463374607431768211456u128",
    "1suffix",
];

/// The beginnings and pieces of what models are made of.
const STATEMENTS: &[&str] = &[
    "let x = Input(4);",
    "let (x, y) =",
    "let y = x -> Dense(4);",
    "let x =",
    "x +",
    "x -",
    "y * x",
    "(x, y)",
    "Concatenate()(x, y)",
    "MultiHeadAttention(2, 3)(x, y)",
    "LSTM(3)(x, y, y)",
    "Residual(Dense(4) -> relu)",
    "repeat(3, Dense(4))",
    "-> Encoder",
    "-> Dense(4) as hidden",
    "-> hidden",
    "; pub Encoder: Input(4) -> Dense(4);",
    "; pub Digits: Encoder -> Dense(2);",
];

const MARKS: &str = "-><=:;,.|+*/!&^%?#$~@'";

/// One token that is no group.
pub(crate) fn token() -> impl Strategy<Value = TokenStream> {
    let arrow = Just("->".parse().unwrap_or_default());
    let word = prop::sample::select(WORDS).prop_map(|word| word.parse().unwrap_or_else(|_| underscore()));
    let literal = prop::sample::select(LITERALS).prop_map(|text| text.parse().unwrap_or_default());
    let marks: Vec<char> = MARKS.chars().filter(|mark| *mark != '\'').collect();
    let mark = (prop::sample::select(marks), any::<bool>()).prop_map(|(mark, joint)| {
        let spacing = if joint { Spacing::Joint } else { Spacing::Alone };
        TokenTree::Punct(Punct::new(mark, spacing)).into()
    });
    let lifetime = Just("'a".parse().unwrap_or_default());
    let statement = prop::sample::select(STATEMENTS).prop_map(|text| text.parse().unwrap_or_default());
    prop_oneof![4 => arrow, 8 => word, 3 => literal, 5 => mark, 1 => lifetime, 2 => statement]
}

/// Tokens, some of them in groups.
pub(crate) fn tokens() -> impl Strategy<Value = TokenStream> {
    let delimiters =
        vec![Delimiter::Parenthesis, Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket, Delimiter::None];
    let tree = token().prop_recursive(4, 40, 6, move |inner| {
        (prop::collection::vec(inner, 0..6), prop::sample::select(delimiters.clone()))
            .prop_map(|(inner, delimiter)| TokenTree::Group(Group::new(delimiter, inner.into_iter().collect())).into())
    });
    prop::collection::vec(tree, 0..14).prop_map(|trees| trees.into_iter().collect())
}

/// The name of a layer or of an activation with arguments.
pub(crate) fn layer() -> impl Strategy<Value = Ident> {
    let stages = ["relu", "leaky_relu", "softmax", "glu", "Residual", "repeat"];
    let names = chainrule_compiler::layers::TABLE.iter().map(|spec| spec.name).chain(stages).collect::<Vec<_>>();
    prop::sample::select(names).prop_map(|name| Ident::new(name, Span::call_site()))
}

fn underscore() -> TokenStream {
    TokenTree::Ident(Ident::new("_", Span::call_site())).into()
}
