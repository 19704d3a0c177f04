//! Whatever tokens `model!` is given, it answers: with Rust that parses, within bounded time, and without a panic.

mod models;
mod mutate;
mod spent;
mod vocabulary;

use std::time::Duration;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use quote::quote;
use spent::Spent;

/// Far more of a processor's time than any input of these tests needs, in a debug build too.
const LIMIT: Duration = Duration::from_secs(5);

/// Compiles `model`, and checks that what comes out is items or an expression.
fn answers(model: TokenStream) -> Result<(), TestCaseError> {
    let shown = model.to_string();
    let start = Spent::now();
    let output = chainrule_compiler::compile(quote!(::chainrule; #model));
    let spent = start.elapsed();
    prop_assert!(spent < LIMIT, "{spent:?} for {shown}");
    let parses = syn::parse2::<syn::File>(output.clone()).is_ok() || syn::parse2::<syn::Expr>(output.clone()).is_ok();
    prop_assert!(parses || has_foreign_block(model), "{shown}\nbecomes\n{output}");
    Ok(())
}

/// Whether a size is written in braces and is no Rust: it goes to rustc as it is.
fn has_foreign_block(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            syn::parse2::<syn::Block>(TokenTree::from(group).into()).is_err()
        }
        TokenTree::Group(group) => has_foreign_block(group.stream()),
        _ => false,
    })
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(4000))]

    #[test]
    fn any_words_of_the_language_are_answered(tokens in vocabulary::tokens()) {
        answers(tokens)?;
    }

    #[test]
    fn any_words_after_the_name_of_a_model_are_answered(tokens in vocabulary::tokens()) {
        answers(quote!(pub Digits: Flatten(28, 28) -> #tokens))?;
    }

    #[test]
    fn any_arguments_are_answered(tokens in vocabulary::tokens(), layer in vocabulary::layer()) {
        answers(quote!(pub Digits: Input(12) -> #layer(#tokens)))?;
    }

    #[test]
    fn models_with_a_few_edits_are_answered(model in models::any(), edits in mutate::edits()) {
        answers(mutate::apply(model, &edits))?;
    }
}

#[test]
fn models_as_they_are_compile() {
    for model in models::all() {
        let shown = model.to_string();
        let output = chainrule_compiler::compile(quote!(::chainrule; #model)).to_string();
        assert!(!output.contains("compile_error"), "{shown}\nbecomes\n{output}");
        answers(model).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn deep_nesting_is_answered() {
    for delimiter in [Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket, Delimiter::None] {
        for word in ["", "Dense", "relu", "|x|", "x +", "-", "tanh", "Residual", "repeat", "Add()", "Encoder"] {
            let before: TokenStream = word.parse().unwrap_or_default();
            let mut nested = quote!(4);
            for _ in 0..500 {
                let inner = TokenTree::Group(Group::new(delimiter, nested));
                nested = quote!(#before #inner);
            }
            let models = [
                quote!(#nested),
                quote!(pub Digits: #nested),
                quote!(pub Digits: Input(4) -> #nested),
                quote!(pub Digits: Input(#nested)),
                quote!(pub Digits: Input(4) -> Dense(#nested, relu)),
                quote!(pub Digits: Input(4) -> Dense(4, |x| #nested)),
                quote!(pub Digits: Input(4) -> |x| #nested),
                quote!(#[derive(#nested)] pub Digits: Input(4)),
                quote!(pub Digits #nested: Input(4)),
            ];
            for model in models {
                answers(model).unwrap_or_else(|error| panic!("{error}"));
            }
        }
    }
}

#[test]
fn long_inputs_are_answered_in_time() {
    let long = |unit: &str, count| {
        let text = vec![unit; count].join(" ");
        text.parse::<TokenStream>().unwrap_or_default()
    };
    let models = [
        long("<", 5000),
        long("->", 5000),
        long("pub A:", 2000),
        long(";", 5000),
        long("let", 5000),
        long("pub A: let x = 1;", 1000),
        long("Dense :", 2000),
        long("A . ", 5000),
        long("A ::", 5000),
        long("#[a]", 2000),
        long("|x|", 2000),
        long("let x = Input(4);", 1000),
        long("x +", 2000),
        long("Residual", 2000),
        quote!(pub A: Input(4) -> repeat(1000, repeat(1000, Dense(4)))),
        quote!(pub A: Input(4) -> B -> B; pub B: Input(4) -> A -> A),
        nested(8),
        {
            let sum = long("x * x +", 300);
            quote!(pub A: let x = Input(4); #sum x)
        },
        {
            let layers = long("-> Dense(4, rleu)", 500);
            quote!(pub A: Input(4) #layers)
        },
        {
            let layers = long("-> Dense(4, relu) -> Dropout(0.1)", 100);
            quote!(pub A: Input(4) #layers)
        },
        {
            let sizes = long("2 ,", 1000);
            quote!(pub A: Input(#sizes) -> Flatten)
        },
        {
            let open = long("<", 1000);
            let close = long(">", 1000);
            quote!(pub A: #open Input(4) #close)
        },
        {
            let ends = long("x >", 1000);
            quote!(pub A: < Input(4) -> #ends)
        },
    ];
    for model in models {
        answers(model).unwrap_or_else(|error| panic!("{}", error.to_string().chars().take(2000).collect::<String>()));
    }
}

/// Models of which each is many times in the next: the last would have more layers than fit a computer.
fn nested(count: usize) -> TokenStream {
    let model = |at: usize| match at {
        0 => "M0: Input(4) -> Dense(4);".to_owned(),
        at => format!("M{at}: Input(4) -> repeat(20, M{});", at - 1),
    };
    (0..count).map(model).collect::<String>().parse().unwrap_or_default()
}

#[test]
fn input_without_the_path_of_the_runtime_is_answered() {
    for text in ["", ";", "::chainrule", ":: ;"] {
        let output = chainrule_compiler::compile(text.parse().unwrap_or_default());
        assert!(output.to_string().contains("compile_error"), "{text}: {output}");
    }
}
