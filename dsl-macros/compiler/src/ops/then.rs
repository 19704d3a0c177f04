//! An operation with something behind it: a function of each number, a factor and a summand for each channel.

use super::{After, Arg, Call, Fold, Kernel, Operation};
use crate::activation::Scalar;
use crate::dim::{Dim, Shape};
use crate::graph::{Node, Op, WeightId};

/// y = f(operation), dx = operation · f', or a factor and a summand for each channel of the operation.
#[derive(Debug)]
pub struct Then {
    first: Kernel,
    after: After,
}

impl Then {
    /// An operation and what follows it as one, if its kernel takes that. What the follower reads beside the operation's
    /// result is then read by the one.
    pub fn of(first: &Node, follower: &Op) -> Option<Op> {
        let after = match follower {
            Op::Pointwise(scalar) => After::Function(Scalar::clone(scalar)),
            Op::PointwiseGrad(scalar) => After::Derivative(Scalar::clone(scalar), Some(first.inputs.len())),
            _ => return None,
        };
        Self::with(first, after)
    }

    /// An operation and what then becomes of each channel as one, if its kernel takes that.
    pub fn fold(first: &Node, fold: Fold) -> Option<Op> {
        // What works in place finishes pieces that may end between channels.
        let whole = matches!(&first.op, Op::Kernel(kernel) if !kernel.in_place());
        if !whole {
            return None;
        }
        Self::with(first, After::Fold(Box::new(fold), Box::new(After::Nothing)))
    }

    fn with(first: &Node, after: After) -> Option<Op> {
        let Op::Kernel(kernel) = &first.op else { return None };
        let takes = |argument: &Arg| matches!(argument, Arg::Then(after) if after.is_open());
        kernel.call().arguments.iter().any(takes).then(|| Op::kernel(Self { first: kernel.clone(), after }))
    }
}

impl Operation for Then {
    fn name(&self) -> &'static str {
        self.first.name()
    }
    fn call(&self) -> Call {
        let mut call = self.first.call();
        for argument in &mut call.arguments {
            if let Arg::Then(after) = argument {
                after.then(self.after.clone());
            }
        }
        call
    }
    fn in_place(&self) -> bool {
        self.first.in_place()
    }
    fn macs(&self, result: &Shape) -> Option<Dim> {
        self.first.macs(result)
    }
    fn target(&self) -> Option<WeightId> {
        self.first.target()
    }
}
