//! Normalisation by statistics over the batch, and by the moving ones.

use super::normalize::positions;
use super::{After, Arg, Back, Call, Fold, Instead, Operation};
use crate::dim::{Dim, Shape};
use crate::graph::{Layout, Op, Role, WeightId};

/// The call of a kernel for some channels, by statistics that are no weights.
fn kernel(path: &'static str, fold: &Fold) -> Call {
    Call::new(path).config(Fold { moving: None, ..fold.clone() }.config())
}

/// Two numbers for each channel, whatever the batch.
fn both(channels: &Dim) -> Dim {
    Dim::product([&Dim::known(2), channels])
}

/// An input that is two numbers for each channel.
fn pair(at: usize, channels: &Dim) -> Arg {
    Arg::InputPart(at, both(channels))
}

/// Mean and variance of each channel over the batch and all positions; those of masked steps are left out.
#[derive(Clone, Debug)]
pub struct Statistics {
    /// The channels.
    pub channels: Dim,
    /// Whether there is a mask, the second input.
    pub masked: bool,
    /// The positions.
    pub positions: Dim,
    /// What lies across a vector.
    pub layout: Layout,
}

impl Operation for Statistics {
    fn name(&self) -> &'static str {
        "statistics"
    }
    fn call(&self) -> Call {
        let positions = (self.layout == Layout::Samples).then(|| self.positions.clone());
        let fold = Fold { positions, ..Fold::nothing(self.channels.clone()) };
        let call = kernel("batch_norm::statistics", &fold).arg(Arg::ResultPart(both(&self.channels))).input(0);
        call.arg(Arg::Optional(self.masked.then_some(1)))
    }
    fn across_samples(&self, _result: &Shape) -> Option<Op> {
        (!self.masked).then(|| Op::kernel(Self { layout: Layout::Samples, ..self.clone() }))
    }
}

/// y = γ (x − mean)/√(variance + ε) + β by the statistics of the batch, the second input; the mask may be the third. When
/// predicting, by the moving ones.
#[derive(Clone, Debug)]
pub struct BatchNorm {
    /// The channels, γ, β, ε, and the moving averages.
    pub fold: Fold,
    /// How much of a moving average stays.
    pub momentum: f64,
    /// Whether there is a mask.
    pub masked: bool,
}

impl Operation for BatchNorm {
    fn name(&self) -> &'static str {
        "batch_norm"
    }
    fn call(&self) -> Call {
        let call = kernel("batch_norm::normalize", &self.fold).result().input(0);
        call.arg(pair(1, &self.fold.channels)).arg(Arg::Then(After::Nothing))
    }
    fn across_samples(&self, result: &Shape) -> Option<Op> {
        let positions = Some(positions(result, &self.fold.channels).filter(|_| !self.masked)?);
        Some(Op::kernel(Self { fold: Fold { positions, ..self.fold.clone() }, ..self.clone() }))
    }
    fn predicting(&self) -> Option<Instead> {
        Some(Instead::of_first(1, Op::kernel(Inference(self.fold.clone()))))
    }
    // From Σ dy and Σ dy (x − mean) follow dγ, dβ and dx.
    fn differentiate(&self, back: &mut Back<'_>) {
        let (fold, dy) = (&self.fold, back.dy);
        let (x, statistics, mask) = (back.inputs[0], back.inputs[1], back.inputs.get(2).copied());
        for (at, weight) in fold.moving.into_iter().flatten().enumerate() {
            if back.graph.weights[weight.0].role == Role::State {
                let shape = back.graph.weights[weight.0].shape.clone();
                let (channels, momentum) = (fold.channels.clone(), self.momentum);
                let moving = Moving { weight, variance: at == 1, channels, momentum };
                back.push(Op::kernel(moving), &[statistics], shape);
            }
        }
        let shape = Shape(vec![both(&fold.channels)]);
        let sums = back.push(Op::kernel(Sums(fold.clone())), &[dy, x, statistics], shape);
        if let Some(weight) = fold.scale {
            let grad = ScaleGrad { weight, channels: fold.channels.clone(), epsilon: fold.epsilon };
            back.weight(weight, Op::kernel(grad), &[sums, statistics]);
        }
        if let Some(weight) = fold.offset {
            back.weight(weight, Op::kernel(OffsetGrad { weight, channels: fold.channels.clone() }), &[sums]);
        }
        let others: Vec<_> = [x, statistics, sums].into_iter().chain(mask).collect();
        back.input(Op::kernel(BatchNormGrad(self.clone())), &others);
    }
}

/// Σ dy and Σ dy (x − mean) of each channel, from dy, x and the statistics.
#[derive(Debug)]
struct Sums(Fold);

impl Operation for Sums {
    fn name(&self) -> &'static str {
        "batch_norm_sums"
    }
    fn call(&self) -> Call {
        let call = kernel("batch_norm::sums", &self.0).arg(Arg::ResultPart(both(&self.0.channels)));
        call.input(0).input(1).arg(pair(2, &self.0.channels))
    }
}

/// dγ, from the sums and the statistics.
#[derive(Debug)]
struct ScaleGrad {
    weight: WeightId,
    channels: Dim,
    epsilon: f64,
}

impl Operation for ScaleGrad {
    fn name(&self) -> &'static str {
        "batch_norm_scale_grad"
    }
    fn call(&self) -> Call {
        let call = Call::new("batch_norm::grad_scale").result().arg(pair(0, &self.channels));
        call.arg(pair(1, &self.channels)).number(self.epsilon).finite()
    }
    fn target(&self) -> Option<WeightId> {
        Some(self.weight)
    }
}

/// dβ, from the sums.
#[derive(Debug)]
struct OffsetGrad {
    weight: WeightId,
    channels: Dim,
}

impl Operation for OffsetGrad {
    fn name(&self) -> &'static str {
        "batch_norm_offset_grad"
    }
    fn call(&self) -> Call {
        Call::new("batch_norm::grad_offset").result().arg(pair(0, &self.channels)).finite()
    }
    fn target(&self) -> Option<WeightId> {
        Some(self.weight)
    }
}

/// dx from dy, x, the statistics, the sums, and the mask.
#[derive(Debug)]
struct BatchNormGrad(BatchNorm);

impl Operation for BatchNormGrad {
    fn name(&self) -> &'static str {
        "batch_norm_grad"
    }
    fn call(&self) -> Call {
        let BatchNorm { fold, masked, .. } = &self.0;
        let call = kernel("batch_norm::backward", fold).result().input(1);
        let call = call.arg(pair(2, &fold.channels)).arg(pair(3, &fold.channels));
        call.arg(Arg::Optional(masked.then_some(4)))
    }
    fn in_place(&self) -> bool {
        true
    }
}

/// The next value of a moving average, from the statistics.
#[derive(Debug)]
struct Moving {
    weight: WeightId,
    variance: bool,
    channels: Dim,
    momentum: f64,
}

impl Operation for Moving {
    fn name(&self) -> &'static str {
        "moving"
    }
    fn call(&self) -> Call {
        let path = if self.variance { "batch_norm::moving_variance" } else { "batch_norm::moving_mean" };
        let call = Call::new(path).result().weight(self.weight).arg(pair(0, &self.channels));
        call.number(self.momentum).finite()
    }
    fn target(&self) -> Option<WeightId> {
        Some(self.weight)
    }
}

/// y = γ (x − mean)/√(variance + ε) + β by moving averages. γ and β are there when predicting only: to be trained they
/// are operations of their own.
#[derive(Clone, Debug)]
pub struct Inference(pub Fold);

impl Operation for Inference {
    fn name(&self) -> &'static str {
        "inference"
    }
    fn call(&self) -> Call {
        Call::new("batch_norm::inference").config(self.0.config()).result().input(0)
    }
    fn across_samples(&self, result: &Shape) -> Option<Op> {
        let positions = Some(positions(result, &self.0.channels)?);
        Some(Op::kernel(Self(Fold { positions, ..self.0.clone() })))
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        back.input(Op::kernel(InferenceGrad(self.0.clone())), &[]);
    }
    fn per_channel(&self, _result: &Shape) -> Option<Fold> {
        Some(self.0.clone())
    }
}

/// dx = dy/√(variance + ε)
#[derive(Debug)]
struct InferenceGrad(Fold);

impl Operation for InferenceGrad {
    fn name(&self) -> &'static str {
        "inference_grad"
    }
    fn call(&self) -> Call {
        Call::new("batch_norm::inference_backward").config(self.0.config()).result()
    }
    fn in_place(&self) -> bool {
        true
    }
}
