//! A function of single elements as data.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::emit::facts::camel;
use crate::emit::names::Names;
use crate::expr::Expr;
use crate::expr::ast::{Comparison, Constant, Node, Operator};

/// `&[__Term::Variable, __Term::Sigmoid(0), __Term::Multiply(0, 1)]`: each term names those before it by their places.
pub(super) fn terms(names: &Names, expr: &Expr) -> TokenStream {
    let terms = expr.nodes().iter().map(|node| {
        let term = term(names, expr, node);
        let operands = node.operands();
        if operands.is_empty() {
            return quote!(__Term::#term);
        }
        let operands = operands.iter().map(|id| Literal::usize_unsuffixed(id.place()));
        quote!(__Term::#term(#(#operands),*))
    });
    quote!(&[#(#terms),*])
}

/// A term without what it is applied to.
fn term(names: &Names, expr: &Expr, node: &Node) -> TokenStream {
    match node {
        Node::Number(number) if number.0.is_nan() => quote!(Number(::core::primitive::f64::NAN)),
        Node::Number(number) if number.0.is_infinite() && number.0 > 0.0 => {
            quote!(Number(::core::primitive::f64::INFINITY))
        }
        Node::Number(number) if number.0.is_infinite() => quote!(Number(::core::primitive::f64::NEG_INFINITY)),
        Node::Number(number) => {
            let number = Literal::f64_unsuffixed(number.0);
            quote!(Number(#number))
        }
        Node::Variable(_) => quote!(Variable),
        Node::Constant(index) => {
            let runtime = &names.runtime;
            let path = expr.constants().get(*index).map(Constant::tokens);
            quote!(Number(#runtime::activations::Constant::to_f64(#path)))
        }
        Node::Truth(truth) => quote!(Truth(#truth)),
        Node::Negate(_) => quote!(Negate),
        Node::Binary(operator, ..) => match operator {
            Operator::Add => quote!(Add),
            Operator::Subtract => quote!(Subtract),
            Operator::Multiply => quote!(Multiply),
            Operator::Divide => quote!(Divide),
        },
        Node::Call(function, _) => {
            let name = format_ident!("{}", camel(function.name()));
            quote!(#name)
        }
        Node::If(..) => quote!(If),
        Node::Compare(comparison, ..) => match comparison {
            Comparison::Less => quote!(Less),
            Comparison::LessEqual => quote!(LessEqual),
            Comparison::Greater => quote!(Greater),
            Comparison::GreaterEqual => quote!(GreaterEqual),
            Comparison::Equal => quote!(Equal),
            Comparison::NotEqual => quote!(NotEqual),
        },
        Node::And(..) => quote!(And),
        Node::Or(..) => quote!(Or),
        Node::Not(_) => quote!(Not),
    }
}
