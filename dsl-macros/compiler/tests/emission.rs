//! The Rust that activations become.

use chainrule_compiler::expr::{Activation, parse_closure};
use quote::quote;
use syn::parse::Parser;

/// Compares the forward and the derivative closure in `f32`, whatever their spaces.
#[track_caller]
fn emits(activation: &Activation, forward: &str, derivative: &str) {
    let (scalar, krate) = (quote!(f32), quote!(::chainrule));
    let squeeze = |text: &str| text.replace(char::is_whitespace, "");
    let found = [activation.forward_tokens(&scalar, &krate), activation.derivative_tokens(&scalar, &krate)];
    assert_eq!(found.map(|tokens| squeeze(&tokens.to_string())), [forward, derivative].map(squeeze));
}

#[track_caller]
fn builtin(name: &str, forward: &str, derivative: &str) {
    emits(&Activation::builtin(name, &[]).unwrap(), forward, derivative);
}

#[track_caller]
fn closure(text: &str, forward: &str, derivative: &str) {
    let closure = parse_closure.parse_str(text).unwrap();
    emits(&Activation::from_closure(&closure).unwrap(), forward, derivative);
}

#[test]
fn a_rectifier_and_its_derivative_are_one_comparison_each() {
    builtin("relu", "|x: f32| <f32 as ::chainrule::Scalar>::max(x, 0.0)", "|y: f32| if y > 0.0 { 1.0 } else { 0.0 }");
    builtin(
        "selu",
        "|x: f32| if x < 0.0 { 1.7580993 * <f32 as ::chainrule::Scalar>::exp_m1(x) } else { 1.050701 * x }",
        "|y: f32| if y < 0.0 { y + 1.7580993 } else { 1.050701 }",
    );
    builtin(
        "hard_sigmoid",
        "|x: f32| <f32 as ::chainrule::Scalar>::min(<f32 as ::chainrule::Scalar>::max(x + 3.0, 0.0), 6.0) / 6.0",
        "|y: f32| { let t1 = y > 0.0; if y < 1.0 && t1 { 0.16666667 } else { 0.0 } }",
    );
}

#[test]
fn what_is_used_twice_is_computed_once() {
    builtin(
        "silu",
        "|x: f32| x * <f32 as ::chainrule::Scalar>::sigmoid(x)",
        "|x: f32| { let t1 = <f32 as ::chainrule::Scalar>::sigmoid(x); t1 + x * (t1 * (1.0 - t1)) }",
    );
}

#[test]
fn constants_are_converted_and_known_numbers_named() {
    closure(
        "|x| nn::ALPHA * x + 3.141592653589793",
        "|x: f32| <f32 as ::chainrule::Scalar>::from_f64(::chainrule::activations::Constant::to_f64(nn::ALPHA)) * x + \
         ::core::f32::consts::PI",
        "|_: f32| <f32 as ::chainrule::Scalar>::from_f64(::chainrule::activations::Constant::to_f64(nn::ALPHA))",
    );
}

#[test]
fn parentheses_are_only_where_they_are_needed() {
    closure(
        "|x| ((x + (1)) * (x - (-2))) - (if (x > 0) && !(x == 3) { (powi(x, -2)) } else { -(x) })",
        "|x: f32| (x + 1.0) * (x - -2.0)
            - (if x > 0.0 && !(x == 3.0) { <f32 as ::chainrule::Scalar>::powi(x, -2) } else { -x })",
        "|x: f32| x - -2.0 + (x + 1.0)
            - (if x > 0.0 && !(x == 3.0) { -2.0 * <f32 as ::chainrule::Scalar>::powi(x, -3) } else { -1.0 })",
    );
}
