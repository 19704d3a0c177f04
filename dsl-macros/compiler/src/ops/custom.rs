//! Layers of the user's.

use proc_macro2::TokenStream;

use super::{Arg, Back, Call, Operation};
use crate::dim::Dim;
use crate::graph::{Op, WeightId};

/// y = a layer of the user's of x; or on the way back the gradient of its parameters and dx (written), from dy and x.
#[derive(Clone, Debug)]
pub struct Custom {
    /// Its type.
    pub path: TokenStream,
    /// The length of its input.
    pub input: Dim,
    /// Its parameters.
    pub weights: WeightId,
    /// Whether this is the way back.
    pub backward: bool,
}

impl Operation for Custom {
    fn name(&self) -> &'static str {
        if self.backward { "custom_grad" } else { "custom" }
    }
    fn call(&self) -> Call {
        if self.backward {
            let call = Call::new("custom::backward").of(self.path.clone(), self.input.clone()).result();
            return call.arg(Arg::InputMut(2)).weight(self.weights).input(0).input(1).finite();
        }
        Call::new("custom::forward").of(self.path.clone(), self.input.clone()).result().weight(self.weights).input(0)
    }
    fn target(&self) -> Option<WeightId> {
        self.backward.then_some(self.weights)
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        let (dy, x) = (back.dy, back.inputs[0]);
        let (shape, weights) = (back.shape(x), back.graph.weights[self.weights.0].shape.clone());
        let dx = back.scratch(shape);
        back.push(Op::kernel(Self { backward: true, ..self.clone() }), &[dy, x, dx], weights);
        back.found.push((x, dx));
    }
}
