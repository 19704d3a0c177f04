//! Sizes that are constants of the user's: each becomes a constant of the model, those of the way back too.

use std::collections::HashSet;

use chainrule_compiler::compile;
use proc_macro2::TokenStream;
use quote::quote;

/// The expansion declares what it names of `DIM1`, `DIM2`, …, and nothing twice.
#[track_caller]
fn declares(input: &TokenStream) {
    let text = compile(quote!(::chainrule; #input)).to_string();
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_size = |word: &&str| word.strip_prefix("DIM").is_some_and(|rest| rest.parse::<usize>().is_ok());
    let declared = words.windows(2).filter(|pair| pair[0] == "const").map(|pair| pair[1]).filter(is_size);
    let declared: Vec<_> = declared.collect();
    let named: HashSet<_> = words.iter().copied().filter(is_size).collect();
    assert!(declared.len() > 1);
    assert_eq!(declared.iter().copied().collect::<HashSet<_>>(), named);
    assert_eq!(declared.len(), named.len());
}

#[test]
fn the_memory_of_recurrent_layers() {
    declares(&quote!(Net: Input(STEPS, 2) -> SimpleRNN(UNITS) -> Dense(3)));
    declares(&quote!(Net: Input(STEPS, 2) -> LSTM(UNITS, return_sequences = true) -> Dense(3)));
    declares(&quote!(Net: Input(STEPS, 2) -> GRU(UNITS) -> Dense(3)));
    declares(&quote!(Net: Input(STEPS, 2) -> Bidirectional(GRU(UNITS, recurrent_dropout = 0.1)) -> Dense(3)));
}

#[test]
fn what_transformers_and_images_need() {
    declares(&quote! {
        Block: Input(STEPS, WIDTH)
            -> Residual(LayerNormalization -> MultiHeadAttention(HEADS, 8, use_causal_mask = true))
            -> Residual(LayerNormalization -> Dense({ 4 * WIDTH }, gelu) -> Dense(WIDTH))
    });
    declares(&quote! {
        Net: Input(SIDE, SIDE, 1) -> Conv2D(FILTERS, 3, padding = same) -> BatchNormalization -> MaxPooling2D(2)
            -> Flatten -> Dense(3)
    });
}

#[test]
fn groups_of_channels_and_filters() {
    declares(&quote!(Net: Input(7, 7, CHANNELS) -> Conv2D(FILTERS, 3, padding = same, groups = 2) -> Dense(3)));
}
