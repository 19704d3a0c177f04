//! The names of generic parameters.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};

use super::names::{ident, identifiers};
use crate::dim::{Dim, Source};
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
    /// The set of instructions: `V`.
    pub(super) simd: Ident,
    /// What sees the outputs of layers: `O`.
    pub(super) observer: Ident,
}

impl Generics {
    pub(super) fn new(model: &Ident, runtime: &TokenStream, scalar: &TokenStream, graph: &Graph) -> Self {
        // Constants in closures are the only tokens of the user's that stand where the generic parameters are in scope.
        let mut taken = in_closures(runtime, scalar, graph);
        taken.insert(model.to_string());
        Self {
            storage: free("S", &taken),
            label: free("Y", &taken),
            loss: free("L", &taken),
            simd: free("V", &taken),
            observer: free("O", &taken),
        }
    }
}

/// A name for the type behind a model that is an expression: `Network`, unless that is a name in the model, whose
/// constants stand in the same block.
pub(super) fn network(runtime: &TokenStream, scalar: &TokenStream, graph: &Graph) -> Ident {
    let mut taken = in_closures(runtime, scalar, graph);
    let shapes = graph.nodes.iter().map(|node| &node.shape).chain(graph.weights.iter().map(|weight| &weight.shape));
    for symbol in shapes.flat_map(|shape| &shape.0).flat_map(Dim::symbols) {
        if let Source::User(tokens) = symbol.source() {
            taken.extend(identifiers(tokens));
        }
    }
    free("Network", &taken)
}

/// The identifiers in the user's closures.
fn in_closures(runtime: &TokenStream, scalar: &TokenStream, graph: &Graph) -> HashSet<String> {
    let mut names = HashSet::new();
    for node in &graph.nodes {
        if let Op::Pointwise(activation) = &node.op
            && activation.builtin.is_none()
        {
            names.extend(identifiers(&activation.function.forward_tokens(scalar, runtime)));
        }
    }
    names
}

/// The name, or the first of `S1`, `S2`, … if it is taken.
pub(super) fn free(name: &str, taken: &HashSet<String>) -> Ident {
    let others = (1..).map(|number| format!("{name}{number}"));
    let free = std::iter::once(name.to_owned()).chain(others).find(|name| !taken.contains(name));
    ident(&free.unwrap_or_default())
}
