//! The names of generic parameters.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};

use super::names::{ident, identifiers};
use crate::graph::{Graph, Op};

/// The generic parameters of what is emitted, `Digits<S>` and `step<Y, L>`, under other names where the user means
/// something else by these: generic parameters have no hygiene, and a model may be called `S`.
pub(super) struct Generics {
    /// Where the parameters are kept: `S`.
    pub(super) storage: Ident,
    /// What a sample is labelled with: `Y`.
    pub(super) label: Ident,
    /// The loss: `L`.
    pub(super) loss: Ident,
}

impl Generics {
    pub(super) fn new(model: &Ident, runtime: &TokenStream, scalar: &TokenStream, graph: &Graph) -> Self {
        let mut taken = HashSet::from([model.to_string()]);
        // Constants in closures are the only tokens of the user's that stand where the generic parameters are in scope.
        for node in &graph.nodes {
            if let Op::Pointwise(activation) = &node.op
                && activation.builtin.is_none()
            {
                taken.extend(identifiers(&activation.function.forward_tokens(scalar, runtime)));
            }
        }
        let free = |name: &str| {
            let others = (1..).map(|number| format!("{name}{number}"));
            let name = std::iter::once(name.to_owned())
                .chain(others)
                .find(|name| !taken.contains(name));
            ident(&name.unwrap_or_default())
        };
        Self {
            storage: free("S"),
            label: free("Y"),
            loss: free("L"),
        }
    }
}
