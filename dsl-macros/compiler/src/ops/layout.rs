//! From one layout to the other.

use super::{Back, Call, Operation};
use crate::dim::Dim;
use crate::graph::{Layout, Op};

/// The same numbers in another layout; the gradient goes the other way.
#[derive(Debug)]
pub struct Interleave {
    /// How many numbers a sample has.
    pub len: Dim,
    /// The layout to make.
    pub to: Layout,
}

impl Operation for Interleave {
    fn name(&self) -> &'static str {
        match self.to {
            Layout::Samples => "interleave",
            Layout::Features => "separate",
        }
    }
    fn call(&self) -> Call {
        let path = match self.to {
            Layout::Samples => "lanes::interleave",
            Layout::Features => "lanes::separate",
        };
        Call::new(path).result().input(0).size(&self.len)
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        let to = match self.to {
            Layout::Samples => Layout::Features,
            Layout::Features => Layout::Samples,
        };
        back.input(Op::kernel(Self { len: self.len.clone(), to }), &[]);
    }
}
