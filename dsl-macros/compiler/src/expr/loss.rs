//! The loss of an element: a formula of an output and its label, and its derivative with respect to the output.

use proc_macro2::TokenStream;
use syn::Result;

use super::ast::Expr;
use super::dag::Dag;
use super::differentiate::differentiate;
use super::emit::Target;
use super::tidy::tidy;

/// A loss of the user's.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    value: Expr,
    derivative: Expr,
}

impl Formula {
    /// The formula of an expression whose first variable is the output, its second the label.
    ///
    /// # Errors
    /// None that a user could cause.
    pub fn of(value: Expr) -> Result<Self> {
        let (mut dag, root) = Dag::of(&value);
        let derivative = differentiate(&mut dag, root, 0)?;
        let variables: Vec<_> = value.variables().iter().map(String::as_str).enumerate().collect();
        let derivative = tidy(&dag.extract(derivative, &variables));
        Ok(Self { value, derivative })
    }

    /// The value.
    pub fn value(&self) -> &Expr {
        &self.value
    }

    /// The derivative with respect to the output, in the same variables.
    pub fn derivative(&self) -> &Expr {
        &self.derivative
    }

    /// The value as a Rust closure, `|y: f32, t: f32| …`; `krate` is the path of the runtime.
    pub fn value_tokens(&self, scalar: &TokenStream, krate: &TokenStream) -> TokenStream {
        Target { scalar, krate }.closure(&self.value)
    }

    /// The derivative as a Rust closure.
    pub fn derivative_tokens(&self, scalar: &TokenStream, krate: &TokenStream) -> TokenStream {
        Target { scalar, krate }.closure(&self.derivative)
    }
}
