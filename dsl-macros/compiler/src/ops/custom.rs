//! Stages by their path: layers of the user's, and models from elsewhere.

use proc_macro2::TokenStream;

use super::{Arg, Back, Call, Instead, Operation};
use crate::dim::{Dim, Shape};
use crate::graph::{Op, WeightId};

/// y = a stage of x, which is followed by workspace to predict and workspace to train; or on the way back the gradient of
/// its parameters and dx (written), from dy and x, with dx and workspace after them.
#[derive(Clone, Debug)]
pub struct Custom {
    /// Its type.
    pub path: TokenStream,
    /// The length of its input.
    pub input: Dim,
    /// Its parameters.
    pub weights: WeightId,
    /// The workspace to train.
    pub workspace: Shape,
    /// The number of its draws.
    pub draws: u32,
    /// Which of the three computations.
    pub part: CustomPart,
}

/// Which computation of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomPart {
    /// As when predicting.
    Predict,
    /// As when training.
    Forward,
    /// The way back.
    Backward,
}

impl Operation for Custom {
    fn name(&self) -> &'static str {
        match self.part {
            CustomPart::Predict => "custom_predict",
            CustomPart::Forward => "custom",
            CustomPart::Backward => "custom_grad",
        }
    }
    fn call(&self) -> Call {
        let call = |path| Call::new(path).of(self.path.clone(), self.input.clone()).result();
        match self.part {
            CustomPart::Predict => call("custom::predict").weight(self.weights).input(0).arg(Arg::InputMut(1)),
            CustomPart::Forward => {
                let call = call("custom::forward").weight(self.weights).input(0);
                call.arg(Arg::Draws(self.draws)).arg(Arg::InputMut(2))
            }
            CustomPart::Backward => {
                let call = call("custom::backward").arg(Arg::InputMut(2)).weight(self.weights).input(0).input(1);
                call.arg(Arg::Draws(self.draws)).arg(Arg::InputMut(3)).finite()
            }
        }
    }
    fn predicting(&self) -> Option<Instead> {
        Some(Instead::of_first(2, Op::kernel(Self { part: CustomPart::Predict, ..self.clone() })))
    }
    fn target(&self) -> Option<WeightId> {
        (self.part == CustomPart::Backward).then_some(self.weights)
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        let (dy, x) = (back.dy, back.inputs[0]);
        let (shape, weights) = (back.shape(x), back.graph.weights[self.weights.0].shape.clone());
        let (dx, workspace) = (back.scratch(shape), back.scratch(self.workspace.clone()));
        let operation = Self { part: CustomPart::Backward, ..self.clone() };
        back.push(Op::kernel(operation), &[dy, x, dx, workspace], weights);
        back.found.push((x, dx));
    }
}
