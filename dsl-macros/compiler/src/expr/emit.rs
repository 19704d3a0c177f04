//! Expressions as Rust: what is used more than once in a `let`, the rest nested, functions as methods of the runtime's
//! `Scalar` by absolute path, so that nothing of the user's scope can come between.

use std::f64::consts::{
    E, FRAC_1_PI, FRAC_1_SQRT_2, FRAC_2_PI, FRAC_2_SQRT_PI, FRAC_PI_2, LN_2, LN_10, LOG2_E, LOG10_E, PI, SQRT_2, TAU,
};

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use super::ast::{Comparison, Expr, Id, Node, Operator};
use super::layout::{self, Binding};

/// The types and paths of one emission.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    /// `f32` or `f64`
    pub(super) scalar: &'a TokenStream,
    /// The path of the runtime.
    pub(super) krate: &'a TokenStream,
}

impl Target<'_> {
    /// `|x: f32| value`, or `|x: f32| { let t1 = …; value }`, in the expression's one variable.
    pub(super) fn closure(self, expr: &Expr) -> TokenStream {
        let scalar = self.scalar;
        let parameters = expr.variables.iter().enumerate().map(|(index, name)| {
            let used = expr.nodes.iter().any(|node| matches!(node, Node::Variable(i) if *i == index));
            let name = if used { variable(name) } else { quote!(_) };
            quote!(#name: #scalar)
        });
        let parameters = quote!(#(#parameters),*);
        let (statements, value) = self.body(expr);
        if statements.is_empty() {
            quote!(|#parameters| #value)
        } else {
            quote!(|#parameters| { #(#statements)* #value })
        }
    }

    /// The `let`s and the value.
    fn body(self, expr: &Expr) -> (Vec<TokenStream>, TokenStream) {
        let ends = range_ends(expr);
        let names = layout::lets(expr, |id| ends.contains(&id));
        let mut pieces: Vec<Piece> = Vec::with_capacity(expr.nodes.len());
        let mut statements = Vec::new();
        for (node, name) in expr.nodes.iter().zip(names) {
            let tokens = self.node(expr, node, &pieces);
            pieces.push(match name {
                Some(name) => {
                    let name = Ident::new(&name, Span::mixed_site());
                    statements.push(quote!(let #name = #tokens;));
                    Piece { tokens: quote!(#name), binding: Binding::Atom }
                }
                None => Piece { tokens, binding: Binding::of(node) },
            });
        }
        (statements, pieces.pop().map(|piece| piece.tokens).unwrap_or_default())
    }

    /// One node, its operands being `pieces`.
    fn node(self, expr: &Expr, node: &Node, pieces: &[Piece]) -> TokenStream {
        let Self { scalar, krate } = self;
        let binding = Binding::of(node);
        let at = |id: &Id, least| pieces[id.0].at(least);
        match node {
            Node::Number(number) => self.number(number.0),
            Node::Variable(index) => expr.variables.get(*index).map(|name| variable(name)).unwrap_or_default(),
            Node::Constant(index) => {
                let path = expr.constants.get(*index).map(|constant| &constant.tokens);
                quote!(<#scalar as #krate::Scalar>::from_f64(#krate::activations::Constant::to_f64(#path)))
            }
            Node::Negate(a) => {
                let a = at(a, binding);
                quote!(-#a)
            }
            Node::Not(a) => {
                let a = at(a, binding);
                quote!(!#a)
            }
            Node::Binary(operator, a, b) => {
                let (a, b) = (at(a, binding), at(b, binding.tighter()));
                match operator {
                    Operator::Add => quote!(#a + #b),
                    Operator::Subtract => quote!(#a - #b),
                    Operator::Multiply => quote!(#a * #b),
                    Operator::Divide => quote!(#a / #b),
                }
            }
            Node::Compare(comparison, a, b) => {
                let known = |id: &Id| matches!(expr.nodes[id.0], Node::Number(_));
                let exact = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
                if exact && !known(a) && !known(b) {
                    // Written as an operator it would be taken for a mistake by Clippy.
                    let (a, b) = (at(a, Binding::Unary), at(b, Binding::Unary));
                    let function = if *comparison == Comparison::Equal { quote!(eq) } else { quote!(ne) };
                    return quote!(::core::cmp::PartialEq::#function(&#a, &#b));
                }
                let (a, b) = (at(a, binding.tighter()), at(b, binding.tighter()));
                match comparison {
                    Comparison::Less => quote!(#a < #b),
                    Comparison::LessEqual => quote!(#a <= #b),
                    Comparison::Greater => quote!(#a > #b),
                    Comparison::GreaterEqual => quote!(#a >= #b),
                    Comparison::Equal => quote!(#a == #b),
                    Comparison::NotEqual => quote!(#a != #b),
                }
            }
            Node::And(a, b) => {
                let (a, b) = (at(a, binding), at(b, binding.tighter()));
                quote!(#a && #b)
            }
            Node::Or(a, b) => {
                let (a, b) = (at(a, binding), at(b, binding.tighter()));
                quote!(#a || #b)
            }
            Node::Truth(value) => quote!(#value),
            Node::Call(function, arguments) => {
                let name = format_ident!("{}", function.name(), span = Span::mixed_site());
                let arguments = arguments.iter().enumerate().map(|(index, a)| match &expr.nodes[a.0] {
                    Node::Number(n) if index == 1 && function.name() == "powi" => {
                        let whole = Literal::i32_unsuffixed((n.0.abs()) as i32);
                        if n.0 < 0.0 { quote!(-#whole) } else { quote!(#whole) }
                    }
                    _ => at(a, Binding::If),
                });
                quote!(<#scalar as #krate::Scalar>::#name(#(#arguments),*))
            }
            Node::If(condition, a, b) => {
                let (condition, a) = (at(condition, Binding::If), at(a, Binding::If));
                let piece = &pieces[b.0];
                let b = &piece.tokens;
                if piece.binding == Binding::If {
                    quote!(if #condition { #a } else #b)
                } else {
                    quote!(if #condition { #a } else { #b })
                }
            }
        }
    }

    /// A literal of the scalar type, rounded once from `f64`.
    fn number(self, value: f64) -> TokenStream {
        let scalar = self.scalar;
        let magnitude = value.abs();
        let single = scalar.to_string().ends_with("f32");
        if !magnitude.is_finite() || (single && !(magnitude as f32).is_finite()) {
            let limit = if value.is_nan() { quote!(NAN) } else { quote!(INFINITY) };
            return if value < 0.0 { quote!(-<#scalar>::#limit) } else { quote!(<#scalar>::#limit) };
        }
        let sign = value.is_sign_negative().then(|| quote!(-));
        if let Some((name, _)) = CONSTANTS.iter().find(|(_, constant)| *constant == magnitude) {
            let (kind, name) = (if single { "f32" } else { "f64" }, format_ident!("{name}", span = Span::mixed_site()));
            let kind = format_ident!("{kind}", span = Span::mixed_site());
            return quote!(#sign ::core::#kind::consts::#name);
        }
        let digits = if single { format!("{:?}", magnitude as f32) } else { format!("{magnitude:?}") };
        let mut literal = digits.parse().unwrap_or_else(|_| Literal::f64_unsuffixed(magnitude));
        literal.set_span(Span::mixed_site());
        if value.is_sign_negative() { quote!(-#literal) } else { quote!(#literal) }
    }
}

/// The second of two comparisons that are joined: with a name of its own it is not the end of a range, for which Clippy
/// would have `contains`. A range contains no NaN, and `x < a || x > b` is not true of one either.
fn range_ends(expr: &Expr) -> Vec<Id> {
    let compares = |id: &Id| matches!(expr.nodes[id.0], Node::Compare(..));
    let joined = expr.nodes.iter().filter_map(|node| match node {
        Node::And(a, b) | Node::Or(a, b) if compares(a) && compares(b) => Some(*b),
        _ => None,
    });
    joined.collect()
}

/// Numbers that have a name in `core::f32::consts` and `core::f64::consts`.
const CONSTANTS: &[(&str, f64)] = &[
    ("E", E),
    ("FRAC_1_PI", FRAC_1_PI),
    ("FRAC_1_SQRT_2", FRAC_1_SQRT_2),
    ("FRAC_2_PI", FRAC_2_PI),
    ("FRAC_2_SQRT_PI", FRAC_2_SQRT_PI),
    ("FRAC_PI_2", FRAC_PI_2),
    ("LN_10", LN_10),
    ("LN_2", LN_2),
    ("LOG10_E", LOG10_E),
    ("LOG2_E", LOG2_E),
    ("PI", PI),
    ("SQRT_2", SQRT_2),
    ("TAU", TAU),
];

/// Tokens of a node, and how tightly they bind.
struct Piece {
    tokens: TokenStream,
    binding: Binding,
}

impl Piece {
    /// The tokens, in parentheses if they bind less tightly than `least`.
    fn at(&self, least: Binding) -> TokenStream {
        let tokens = &self.tokens;
        if self.binding < least { quote!((#tokens)) } else { quote!(#tokens) }
    }
}

/// The closure's own variable.
fn variable(name: &str) -> TokenStream {
    let name = match syn::parse_str::<Ident>(name) {
        Ok(mut name) => {
            name.set_span(Span::mixed_site());
            name
        }
        Err(_) => Ident::new("x", Span::mixed_site()),
    };
    quote!(#name)
}
