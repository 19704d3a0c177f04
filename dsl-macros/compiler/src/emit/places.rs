//! Where values lie, as they are written: the slots of the workspace, and parts of what the caller gives.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::names::{Names, ident, identifiers};
use crate::dim::Dim;
use crate::graph::Graph;
use crate::plan::{Operand, Place, Plan};

impl Names {
    /// `let batch = input.len() / 784;`, if the body has a use for it.
    pub(super) fn batch(&self, graph: &Graph, body: &TokenStream) -> TokenStream {
        if !identifiers(body).contains("batch") {
            return TokenStream::new();
        }
        let _ = graph;
        let size = self.sum(&self.inputs);
        if self.inputs.iter().all(|len| len.value().is_some()) {
            quote!(let batch = input.len() / #size;)
        } else {
            quote!(let batch = input.len() / (#size);)
        }
    }

    /// `let (s0, workspace) = workspace.split_at_mut(128 * batch);`, a line a slot.
    pub(super) fn slots(&self, plan: &Plan) -> TokenStream {
        let last = plan.slots.len().saturating_sub(1);
        let lines = plan.slots.iter().enumerate().map(|(at, sizes)| {
            let (slot, size) = (Self::slot_name(at), self.slot(sizes));
            let rest = if at == last { quote!(_) } else { quote!(workspace) };
            quote!(let (#slot, #rest) = workspace.split_at_mut(#size * batch);)
        });
        quote!(#(#lines)*)
    }

    /// `let (carried, workspace) = workspace.split_at_mut(64 * batch);`: the states lie before all slots.
    pub(super) fn carried(&self, plan: &Plan) -> TokenStream {
        if self.carried.is_empty() || plan.slots.is_empty() {
            return TokenStream::new();
        }
        let size = self.sum(&self.carried);
        // Masks seldom depend on them.
        let operands = plan.steps.iter().flat_map(|step| step.inputs.iter().chain([&step.output]));
        let used = operands.into_iter().any(|operand| matches!(operand.place, Place::Carried(_)));
        let name = if used { quote!(carried) } else { quote!(_) };
        quote!(let (#name, workspace) = workspace.split_at_mut((#size) * batch);)
    }

    fn slot_name(slot: usize) -> Ident {
        ident(&format!("s{slot}"))
    }

    /// A value to be read, as a slice.
    pub(super) fn read(&self, plan: &Plan, operand: &Operand) -> TokenStream {
        match self.part(plan, operand) {
            (place, Part::Whole) => quote!(#place),
            (place, Part::First(len)) => quote!(&#place[..#len * batch]),
            (place, Part::From(start, len)) => quote!(&#place[(#start) * batch..][..(#len) * batch]),
        }
    }

    /// A value to be written, as a slice.
    pub(super) fn write(&self, plan: &Plan, operand: &Operand) -> TokenStream {
        match self.part(plan, operand) {
            (place, Part::Whole) => quote!(#place),
            (place, Part::First(len)) => quote!(&mut #place[..#len * batch]),
            (place, Part::From(start, len)) => quote!(&mut #place[(#start) * batch..][..(#len) * batch]),
        }
    }

    /// The place of a value, and which part of it.
    fn part(&self, plan: &Plan, operand: &Operand) -> (Ident, Part) {
        match operand.place {
            Place::Mask(number) => {
                let masks: Vec<_> = self.masks.iter().flatten().cloned().collect();
                (ident("masks"), self.block(&masks, number))
            }
            Place::Input(number) => (ident("input"), self.block(&self.inputs, number)),
            Place::Output(number) => (ident("outputs"), self.block(&self.outputs, number)),
            Place::InputGradient(number) => (ident("input_gradient"), self.block(&self.inputs, number)),
            Place::Carried(number) => (ident("carried"), self.block(&self.carried, number)),
            Place::Gradient(_) => (ident("gradient"), Part::Whole),
            Place::Again(_) => (ident("shared"), Part::Whole),
            Place::Slot(slot) => {
                let len = operand.shape.len();
                let fills = plan.slots[slot].iter().all(|size| *size == len);
                (Self::slot_name(slot), if fills { Part::Whole } else { Part::First(self.size(&len)) })
            }
        }
    }

    /// One of several inputs or outputs: all of the first come before all of the second.
    pub(super) fn block(&self, lengths: &[Dim], number: usize) -> Part {
        if lengths.len() == 1 {
            return Part::Whole;
        }
        Part::From(self.sum(&lengths[..number]), self.size(&lengths[number]))
    }
}

/// Which part of a place.
pub(super) enum Part {
    /// All of it.
    Whole,
    /// So many scalars of each sample at its beginning.
    First(TokenStream),
    /// From so many scalars of each sample on so many.
    From(TokenStream, TokenStream),
}
