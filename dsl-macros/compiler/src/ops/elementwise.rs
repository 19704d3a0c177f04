//! Two values of one shape, element by element; dropout, whose mask is a value of the draws.

use super::{After, Back, Call, Instead, Operation};
use crate::dim::{Dim, Shape};
use crate::graph::Op;
use crate::ops::Arg;

/// What is done to two elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// a + b
    Add,
    /// a − b
    Subtract,
    /// a · b
    Multiply,
    /// The larger.
    Maximum,
    /// The smaller.
    Minimum,
}

/// y = a ∘ b
#[derive(Clone, Debug)]
pub struct Elementwise(pub Binary);

impl Operation for Elementwise {
    fn name(&self) -> &'static str {
        match self.0 {
            Binary::Add => "add",
            Binary::Subtract => "subtract",
            Binary::Multiply => "multiply",
            Binary::Maximum => "maximum",
            Binary::Minimum => "minimum",
        }
    }

    fn call(&self) -> Call {
        let path = match self.0 {
            Binary::Add => "binary::add",
            Binary::Subtract => "binary::subtract",
            Binary::Multiply => "binary::multiply",
            Binary::Maximum => "binary::maximum",
            Binary::Minimum => "binary::minimum",
        };
        Call::new(path).result().arg(Arg::Elsewhere).input(1).arg(Arg::Then(After::Nothing))
    }

    fn in_place(&self) -> bool {
        true
    }

    fn across_samples(&self, _result: &Shape) -> Option<Op> {
        Some(Op::kernel(self.clone()))
    }

    fn differentiate(&self, back: &mut Back<'_>) {
        let (a, b) = (back.inputs[0], back.inputs[1]);
        match self.0 {
            // da = dy, db = dy
            Binary::Add => {
                back.same(0);
                back.same(1);
            }
            // da = dy, db = −dy
            Binary::Subtract => {
                back.same(0);
                back.input_at(1, Op::kernel(Negate), &[]);
            }
            // da = dy · b, db = dy · a
            Binary::Multiply => {
                back.input_at(0, Op::kernel(Self(Binary::Multiply)), &[b]);
                back.input_at(1, Op::kernel(Self(Binary::Multiply)), &[a]);
            }
            // The gradient goes to the one that was taken, the first of equals.
            Binary::Maximum | Binary::Minimum => {
                for (at, first) in [true, false].into_iter().enumerate() {
                    back.input_at(at, Op::kernel(Taken { binary: self.0, first }), &[a, b]);
                }
            }
        }
    }
}

/// y = −x
#[derive(Debug)]
struct Negate;

impl Operation for Negate {
    fn name(&self) -> &'static str {
        "negate"
    }
    fn call(&self) -> Call {
        Call::new("binary::negate").result()
    }
    fn in_place(&self) -> bool {
        true
    }
}

/// The gradient of a maximum or minimum with respect to one of its inputs, from dy, a and b.
#[derive(Debug)]
struct Taken {
    binary: Binary,
    first: bool,
}

impl Operation for Taken {
    fn name(&self) -> &'static str {
        if self.binary == Binary::Maximum { "maximum_grad" } else { "minimum_grad" }
    }
    fn call(&self) -> Call {
        let maximum = self.binary == Binary::Maximum;
        let path = if maximum { "binary::maximum_backward" } else { "binary::minimum_backward" };
        Call::new(path).result().input(1).input(2).flag(self.first)
    }
    fn in_place(&self) -> bool {
        true
    }
}

/// While training, zeroes a fraction of the elements and scales the others; its own gradient, as the mask depends on
/// nothing but the draws and the element.
#[derive(Clone, Debug)]
pub struct Dropout {
    /// The fraction.
    pub rate: f64,
    /// The number of the draws.
    pub draws: u32,
    /// With samples across the vector, how many numbers a sample has.
    pub len: Option<Dim>,
}

impl Operation for Dropout {
    fn name(&self) -> &'static str {
        "dropout"
    }
    fn call(&self) -> Call {
        let call = match &self.len {
            None => Call::new("dropout::forward").result().arg(Arg::Elsewhere),
            Some(len) => Call::new("lanes::drawn::dropout").result().arg(Arg::Elsewhere).size(len),
        };
        call.number(self.rate).arg(Arg::Draws(self.draws)).arg(Arg::Then(After::Nothing))
    }
    fn in_place(&self) -> bool {
        true
    }
    fn across_samples(&self, result: &Shape) -> Option<Op> {
        Some(Op::kernel(Self { len: Some(result.len()), ..self.clone() }))
    }
    fn predicting(&self) -> Option<Instead> {
        Some(Instead::of_first(1, Op::Reshape))
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        back.input(Op::kernel(self.clone()), &[]);
    }
}
