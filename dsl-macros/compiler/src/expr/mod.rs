//! The expression language of activations and losses, and its calculus.
//!
//! ```text
//! closure -> parse -> Expr -> differentiate -> saved -> emit -> tokens
//!                     ast     function table   Saved
//! ```
//!
//! A closure `|x| body` knows numbers, constants of the user's (in capitals, or paths), `+ - * /`, unary `-`,
//! comparisons with `&& || !` in `if … { … } else { … }`, blocks with `let`, the elementary functions of
//! [`function`], and the built-in activations, which are written in the language themselves. Functions can be called
//! as methods, `x.tanh()`. A loss, `|y, t| body`, is written in the same language, in an output and its label.

mod activation;
mod algebra;
pub mod ast;
mod dag;
mod differentiate;
mod display;
mod emit;
mod eval;
mod fold;
pub mod function;
mod known;
mod layout;
mod loss;
mod parse;
mod saved;
mod tidy;

use proc_macro2::{Ident, Span};

pub use activation::Activation;
pub use ast::Expr;
pub use dag::Dag;
pub use differentiate::differentiate;
pub use loss::Formula;
pub(crate) use parse::parse_text;
pub use parse::{parse_body, parse_closure, parse_loss};
pub use saved::Saved;

/// `|variable| body` as the user wrote it.
#[derive(Clone, Debug)]
pub struct Closure {
    /// The name between the bars.
    pub variable: Ident,
    /// The expression after them, in that one variable.
    pub body: Expr,
    /// The place of the first bar.
    pub span: Span,
}

impl PartialEq for Closure {
    fn eq(&self, other: &Self) -> bool {
        self.variable == other.variable && self.body == other.body
    }
}

impl std::fmt::Display for Closure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "|{}| {}", self.variable, self.body)
    }
}
