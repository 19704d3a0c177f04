//! What a stateful layer leaves to the next batch: an operation that gives what the batch before left, for the layer to start
//! from, and one that takes what it ends in. Each state has a number in the model.

use super::Build;
use crate::dim::{Dim, Shape};
use crate::graph::{Op, Value};

impl Build {
    /// The layer's state of a number, as the batch before left it, or the use of the layer before this one in this batch: its
    /// number in the model, and its value.
    pub fn carried(&mut self, state: usize, width: &Dim) -> (usize, Value) {
        let carried = &mut self.graph.carried;
        let number = *self.carried.entry((self.layer, self.prefix.clone(), state)).or_insert_with(|| {
            carried.push(width.clone());
            carried.len() - 1
        });
        (number, self.push(Op::Carried(number), &[], &Shape(vec![width.clone()])))
    }

    /// Whether the layer is inside a wrapper that has it work on parts of a sample.
    pub fn is_distributed(&self) -> bool {
        !self.outer.is_empty()
    }
}
