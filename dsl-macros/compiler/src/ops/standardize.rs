//! Data brought to mean 0 and variance 1, and back.

use super::{Back, Call, Operation};
use crate::graph::{Op, WeightId};

/// y = (x − mean)/√variance by two weights that are not trained, or back: Keras' `Normalization`.
#[derive(Clone, Debug)]
pub struct Standardize {
    /// Mean and variance.
    pub weights: [WeightId; 2],
    /// Whether it is √variance x + mean instead.
    pub invert: bool,
}

impl Operation for Standardize {
    fn name(&self) -> &'static str {
        "standardize"
    }
    fn call(&self) -> Call {
        let [mean, variance] = self.weights;
        let path = if self.invert { "standardize::invert" } else { "standardize::forward" };
        Call::new(path).result().input(0).weight(mean).weight(variance)
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        back.input(Op::kernel(StandardizeGrad { variance: self.weights[1], invert: self.invert }), &[]);
    }
}

/// dx = dy/√variance, or √variance dy
#[derive(Debug)]
struct StandardizeGrad {
    variance: WeightId,
    invert: bool,
}

impl Operation for StandardizeGrad {
    fn name(&self) -> &'static str {
        "standardize_grad"
    }
    fn call(&self) -> Call {
        let path = if self.invert { "standardize::invert_backward" } else { "standardize::backward" };
        Call::new(path).result().weight(self.variance)
    }
    fn in_place(&self) -> bool {
        true
    }
}
