//! Recurrent layers: ONNX' own operators where these mean the same, else a `Scan`, a loop over the steps.

pub mod gru;
pub mod lstm;
pub mod simple;

mod operator;
mod scan;

use super::Weight;
use crate::onnx::Node;
use crate::onnx::term::{self, Term};
use crate::onnx::value::Origin;

/// The functions of a cell.
#[derive(Clone, Copy, Debug)]
pub struct Functions<'a> {
    /// Of what becomes the state.
    pub activation: &'a [Term],
    /// Of the gates.
    pub recurrent: &'a [Term],
}

/// What a scan goes by.
#[derive(Clone, Copy, Debug)]
pub struct Scan<'a> {
    /// The functions of the cell.
    pub functions: Functions<'a>,
    /// The steps that count.
    pub mask: Option<usize>,
    /// What recurrent dropout drops: nothing when predicting.
    pub dropped: Option<usize>,
}

/// The states before the first step.
#[derive(Clone, Copy, Debug)]
pub struct Initial {
    /// The state that is also the output.
    pub h: Option<usize>,
    /// The state of the cell.
    pub c: Option<usize>,
}

/// What happens in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    Simple,
    Lstm,
    Gru { reset_after: bool },
}

impl Cell {
    fn gates(self) -> usize {
        match self {
            Self::Simple => 1,
            Self::Lstm => 4,
            Self::Gru { .. } => 3,
        }
    }
}

/// A recurrent layer.
#[derive(Clone, Copy, Debug)]
struct Layer<'a> {
    cell: Cell,
    steps: usize,
    units: usize,
    scan: Scan<'a>,
    /// Where the states after the last step are kept.
    tape: usize,
    kernel: Weight,
    bias: Option<Weight>,
    /// The input's part of all steps.
    z: usize,
    initial: Initial,
}

impl Layer<'_> {
    /// y = the outputs of all steps.
    fn forward(self, node: Node<'_>) {
        let Functions { activation, recurrent } = self.scan.functions;
        let names = term::name(activation).zip(term::name(recurrent));
        match (node.origin(self.z), names) {
            (Origin::Affine { x, kernel, bias }, Some(names)) if self.scan.mask.is_none() => {
                operator::forward(self, node, names, operator::Input { x, kernel, bias });
            }
            _ => scan::forward(self, node),
        }
    }
}

/// A state after the last step.
fn state(mut node: Node<'_>, tape: usize, number: usize, units: usize) {
    let Origin::States(states) = node.origin(tape) else {
        node.fail("asks for the state of a layer that has none");
        return node.give_nothing();
    };
    node.give(states[number].clone(), &[units]);
}
