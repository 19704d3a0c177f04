//! An activation: a scalar function, its derivative, and what the derivative is a function of.

use std::fmt;

use proc_macro2::TokenStream;
use syn::Result;

use super::Closure;
use super::ast::Expr;
use super::dag::Dag;
use super::differentiate::differentiate;
use super::emit::Target;
use super::parse::parse_text;
use super::saved::{self, Saved};
use super::tidy::tidy;
use crate::activations::{self, Argument};

/// An activation, built in or the user's. Two are equal if they have the same name and arguments or the same formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Activation {
    name: Option<String>,
    forward: Expr,
    derivative: Expr,
    saved: Saved,
}

impl Activation {
    /// The activation `|x| body`.
    ///
    /// # Errors
    /// None that a user could cause.
    pub fn from_closure(closure: &Closure) -> Result<Self> {
        Self::new(None, closure.body.clone())
    }

    /// The built-in activation `name` with these arguments, the others at their defaults.
    ///
    /// # Errors
    /// Those of [`activations::instantiate`].
    pub fn builtin(name: &str, arguments: &[(&str, Argument)]) -> Result<Self> {
        let body = activations::instantiate(name, arguments)?;
        let given: Vec<String> = arguments.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        let name = if given.is_empty() { name.to_owned() } else { format!("{name}({})", given.join(", ")) };
        Self::new(Some(name), body)
    }

    /// `|x| x * scale + offset`.
    ///
    /// # Errors
    /// None: a line has a derivative, and numbers read as they are written.
    pub fn linear(scale: f64, offset: f64) -> Result<Self> {
        let mut dag = Dag::default();
        let x = dag.variable(0);
        let text = if offset == 0.0 { format!("x * {scale:?}") } else { format!("x * {scale:?} + {offset:?}") };
        let root = parse_text(&mut dag, &text, &[("x", x)])?;
        Self::new(None, dag.extract(root, &[(0, "x")]))
    }

    fn new(name: Option<String>, forward: Expr) -> Result<Self> {
        let (mut dag, root) = Dag::of(&forward);
        let derivative = differentiate(&mut dag, root, 0)?;
        let x = forward.variables().first().map_or("x", String::as_str);
        let y = dag.variable(1);
        let (derivative, saved) = match saved::from_output(&mut dag, root, derivative, y)? {
            Some(rewritten) => (dag.extract(rewritten, &[(1, "y")]), Saved::Output),
            None => (dag.extract(derivative, &[(0, x)]), Saved::Input),
        };
        let derivative = tidy(&derivative);
        let saved = if derivative.is_variable() { saved } else { Saved::Nothing };
        Ok(Self { name, forward, derivative, saved })
    }

    /// What the derivative is a function of.
    pub fn saved(&self) -> Saved {
        self.saved
    }

    /// The value as an expression in the input.
    pub fn forward(&self) -> &Expr {
        &self.forward
    }

    /// The derivative as an expression in what is [saved](Self::saved).
    pub fn derivative(&self) -> &Expr {
        &self.derivative
    }

    /// The activation as a Rust closure, `|x: f32| …`; `krate` is the path of the runtime.
    pub fn forward_tokens(&self, scalar: &TokenStream, krate: &TokenStream) -> TokenStream {
        Target { scalar, krate }.closure(&self.forward)
    }

    /// The derivative as a Rust closure of what is [saved](Self::saved); of an ignored argument if that is nothing.
    pub fn derivative_tokens(&self, scalar: &TokenStream, krate: &TokenStream) -> TokenStream {
        Target { scalar, krate }.closure(&self.derivative)
    }
}

impl fmt::Display for Activation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => f.write_str(name),
            None => write!(f, "|{}| {}", self.forward.variables().join(", "), self.forward),
        }
    }
}
