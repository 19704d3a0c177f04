//! An operation with a function of each number behind it.

use super::{After, Arg, Call, Kernel, Operation};
use crate::activation::Scalar;
use crate::dim::{Dim, Shape};
use crate::graph::{Node, Op, WeightId};

/// y = f(operation), or dx = operation · f'.
#[derive(Debug)]
pub struct Then {
    first: Kernel,
    after: After,
}

impl Then {
    /// An operation and what follows it as one, if its kernel takes that. What the follower reads beside the operation's
    /// result is then read by the one.
    pub fn of(first: &Node, follower: &Op) -> Option<Op> {
        let Op::Kernel(kernel) = &first.op else { return None };
        let takes = |argument: &Arg| matches!(argument, Arg::Then(After::Nothing));
        let after = match follower {
            Op::Pointwise(scalar) => After::Function(Scalar::clone(scalar)),
            Op::PointwiseGrad(scalar) => After::Derivative(Scalar::clone(scalar), Some(first.inputs.len())),
            _ => return None,
        };
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
                *after = self.after.clone();
            }
        }
        call
    }
    fn macs(&self, result: &Shape) -> Option<Dim> {
        self.first.macs(result)
    }
    fn target(&self) -> Option<WeightId> {
        self.first.target()
    }
}
