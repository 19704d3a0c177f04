//! Whatever the tokens, the compiler answers; and what it derives is right for formulas that no one has chosen.

use chainrule_compiler::expr::{Activation, Closure, Saved, parse_closure};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use syn::parse::{ParseStream, Parser};

fn parse(text: &str) -> syn::Result<Closure> {
    let parser = |input: ParseStream| {
        let closure = parse_closure(input)?;
        input.parse::<proc_macro2::TokenStream>()?;
        Ok(closure)
    };
    parser.parse_str(text)
}

/// Runs everything that a closure goes through.
fn compile(closure: &Closure) -> String {
    let activation = Activation::from_closure(closure).unwrap();
    let (scalar, krate) = (quote::quote!(f32), quote::quote!(::chainrule));
    let forward = activation.forward_tokens(&scalar, &krate);
    let derivative = activation.derivative_tokens(&scalar, &krate);
    format!("{activation} {} {forward} {derivative}", activation.derivative())
}

/// One token, or a few in brackets.
fn tokens() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "x",
        "x",
        "y",
        "ALPHA",
        "a::B",
        "1",
        "2.5",
        "1e9",
        "'c'",
        "\"s\"",
        "true",
        "+",
        "-",
        "*",
        "/",
        "^",
        "%",
        "<",
        "<=",
        "==",
        "&&",
        "||",
        "!",
        "|",
        "&",
        "->",
        "=>",
        "=",
        "+=",
        "::",
        ":",
        ",",
        ";",
        ".",
        "..",
        "?",
        "#",
        "$",
        "if",
        "else",
        "let",
        "let a =",
        "mut",
        "as",
        "move",
        "match",
        "tanh",
        "max",
        "powi",
        "relu",
        "tanh(x)",
        "max(x, 1)",
        ".exp()",
        "_",
        "'a",
        "fn",
        "return",
    ]);
    let leaf = token.prop_map(str::to_owned);
    leaf.prop_recursive(4, 40, 6, |inner| {
        (prop::collection::vec(inner, 0..6), prop::sample::select(vec!["( )", "{ }", "[ ]", " "])).prop_map(
            |(parts, brackets)| {
                let (open, close) = brackets.split_once(' ').unwrap_or_default();
                format!("{open} {} {close}", parts.join(" "))
            },
        )
    })
}

/// A formula in `x`, smooth or not.
fn formulas() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("x".to_owned()),
        Just("x".to_owned()),
        (-30..=30_i32).prop_map(|n| format!("({:?})", f64::from(n) / 10.0)),
    ];
    leaf.prop_recursive(5, 24, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            two.clone().prop_map(|(a, b)| format!("({a} + {b})")),
            two.clone().prop_map(|(a, b)| format!("({a} - {b})")),
            two.clone().prop_map(|(a, b)| format!("({a} * {b})")),
            two.clone().prop_map(|(a, b)| format!("({a} / (1.5 + square({b})))")),
            two.prop_map(|(a, b)| format!("max({a}, {b})")),
            inner.clone().prop_map(|a| format!("(-{a})")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("(if {a} < 0.3 {{ {b} }} else {{ {c} }})")),
            (prop::sample::select(FUNCTIONS), inner).prop_map(|(f, a)| format!("{f}({a})")),
        ]
    })
}

const FUNCTIONS: &[&str] = &[
    "tanh",
    "sigmoid",
    "softplus",
    "sin",
    "cos",
    "atan",
    "erf",
    "relu",
    "elu",
    "selu",
    "gelu",
    "mish",
    "softsign",
    "abs",
    "hard_silu",
    "leaky_relu",
    "squareplus",
    "log_sigmoid",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, rng_seed: RngSeed::Fixed(2), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_tokens_make_the_parser_panic(parts in prop::collection::vec(tokens(), 0..12), bars in any::<bool>()) {
        let text = format!("{} {}", if bars { "|x|" } else { "" }, parts.join(" "));
        match parse(&text) {
            Ok(closure) => prop_assert!(!compile(&closure).is_empty()),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn what_is_printed_reads_back(text in formulas()) {
        let closure = parse(&format!("|x| {text}")).unwrap();
        prop_assert_eq!(parse(&closure.to_string()).unwrap(), closure);
    }

    #[test]
    fn derivatives_of_any_formula_agree_with_finite_differences(text in formulas(), x in -3.0..3.0_f64) {
        let closure = parse(&format!("|x| {text}")).unwrap();
        let activation = Activation::from_closure(&closure).unwrap();
        let f = |x: f64| activation.forward().evaluate(&[x], &[]);
        let h = 1e-5;
        let (low, middle, high) = (f(x - h), f(x), f(x + h));
        let scale = middle.abs().max(1.0);
        // A corner or a step nearby, or a formula too steep for differences.
        prop_assume!((high - 2.0 * middle + low).abs() <= 1e-8 * scale && scale < 1e3);
        let saved = match activation.saved() {
            Saved::Nothing => f64::NAN,
            Saved::Output => middle,
            Saved::Input => x,
        };
        let found = activation.derivative().evaluate(&[saved], &[]);
        let expected = (high - low) / (2.0 * h);
        prop_assert!(
            (found - expected).abs() <= 2e-5 * scale * expected.abs().max(1.0),
            "{activation} at {x}: {} = {found} instead of {expected}", activation.derivative()
        );
    }
}
