//! What training adds at random, and predicting leaves out; functions of rows that are no functions of single elements.

use super::{Arg, Back, Call, Instead, Operation};
use crate::dim::{Dim, Shape};
use crate::graph::{Layout, Op, WeightId};

/// As [`Dropout`](super::Dropout), one draw for each channel of a sample, the same at all positions.
#[derive(Clone, Debug)]
pub struct SharedDropout {
    /// The fraction.
    pub rate: f64,
    /// The number of the draws.
    pub draws: u32,
    /// The positions.
    pub positions: Dim,
    /// The channels.
    pub channels: Dim,
    /// What lies across a vector.
    pub layout: Layout,
}

impl Operation for SharedDropout {
    fn name(&self) -> &'static str {
        "shared_dropout"
    }
    fn call(&self) -> Call {
        let samples = self.layout == Layout::Samples;
        let path = if samples { "lanes::drawn::shared_in_place" } else { "dropout::shared_in_place" };
        let call = Call::new(path).result().number(self.rate).arg(Arg::Draws(self.draws));
        call.size(&self.positions).size(&self.channels)
    }
    fn in_place(&self) -> bool {
        true
    }
    fn across_samples(&self, result: &Shape) -> Option<Op> {
        let alone = result.len() == Dim::product([&self.positions, &self.channels]);
        alone.then(|| Op::kernel(Self { layout: Layout::Samples, ..self.clone() }))
    }
    fn predicting(&self) -> Option<Instead> {
        Some(Instead::of_first(1, Op::Reshape))
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        back.input(Op::kernel(self.clone()), &[]);
    }
}

/// y = x + σ n, n from the standard normal distribution.
#[derive(Clone, Debug)]
pub struct GaussianNoise {
    /// σ
    pub stddev: f64,
    /// The number of the draws.
    pub draws: u32,
    /// With samples across the vector, how many numbers a sample has.
    pub len: Option<Dim>,
}

impl Operation for GaussianNoise {
    fn name(&self) -> &'static str {
        "gaussian_noise"
    }
    fn call(&self) -> Call {
        let call = match &self.len {
            None => Call::new("noise::forward_in_place").result(),
            Some(len) => Call::new("lanes::drawn::noise").result().size(len),
        };
        call.number(self.stddev).arg(Arg::Draws(self.draws))
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
        back.same(0);
    }
}

/// y = the point of the probability simplex that is nearest to x, over rows.
#[derive(Clone, Debug)]
pub struct Sparsemax {
    /// The length of a row.
    pub width: Dim,
    /// Whether this is the way back, from dy and y.
    pub backward: bool,
}

impl Operation for Sparsemax {
    fn name(&self) -> &'static str {
        if self.backward { "sparsemax_grad" } else { "sparsemax" }
    }
    fn call(&self) -> Call {
        if self.backward {
            return Call::new("sparsemax::backward").result().input(1).size(&self.width);
        }
        Call::new("sparsemax::forward_in_place").result().size(&self.width)
    }
    fn in_place(&self) -> bool {
        true
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        let y = back.y;
        back.input(Op::kernel(Self { backward: true, ..self.clone() }), &[y]);
    }
}

/// y = max(0, x) + α min(0, x), α for each element of a row.
#[derive(Clone, Debug)]
pub struct PRelu(pub WeightId);

impl Operation for PRelu {
    fn name(&self) -> &'static str {
        "prelu"
    }
    fn call(&self) -> Call {
        Call::new("prelu::forward").result().input(0).weight(self.0)
    }
    // dα = Σ dy min(0, x), dx = dy where x > 0, else α dy
    fn differentiate(&self, back: &mut Back<'_>) {
        let (dy, x) = (back.dy, back.inputs[0]);
        back.weight(self.0, Op::kernel(PReluGradAlpha(self.0)), &[dy, x]);
        back.input(Op::kernel(PReluGrad(self.0)), &[x]);
    }
}

/// dα from dy and x.
#[derive(Debug)]
struct PReluGradAlpha(WeightId);

impl Operation for PReluGradAlpha {
    fn name(&self) -> &'static str {
        "prelu_grad_alpha"
    }
    fn call(&self) -> Call {
        Call::new("prelu::grad_alpha").result().input(0).input(1).finite()
    }
    fn target(&self) -> Option<WeightId> {
        Some(self.0)
    }
}

/// dx from dy and x.
#[derive(Debug)]
struct PReluGrad(WeightId);

impl Operation for PReluGrad {
    fn name(&self) -> &'static str {
        "prelu_grad"
    }
    fn call(&self) -> Call {
        Call::new("prelu::backward").result().input(1).weight(self.0)
    }
    fn in_place(&self) -> bool {
        true
    }
}
