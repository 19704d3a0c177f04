//! Normalisation: statistics over features, over groups, over the batch; factors and offsets of single features.

use super::{Arg, Back, Call, Config, Field, Fold, Operation};
use crate::dim::{Dim, Shape};
use crate::graph::{Layout, Op, Role, WeightId};

/// y = (x − mean)/√(variance + ε) over the channels of a group at all positions, or x/√(mean x² + ε).
#[derive(Clone, Debug)]
pub struct Normalize {
    /// The positions.
    pub positions: Dim,
    /// The channels.
    pub channels: Dim,
    /// Parts of the channels, each with statistics of its own.
    pub groups: Dim,
    /// Whether the mean is subtracted.
    pub centered: bool,
    /// ε
    pub epsilon: f64,
    /// Whether this is the way back, from dy and x.
    pub backward: bool,
}

impl Operation for Normalize {
    fn name(&self) -> &'static str {
        if self.backward { "normalize_grad" } else { "normalize" }
    }
    fn call(&self) -> Call {
        let config = Config {
            path: "normalize::Normalize",
            fields: vec![
                ("positions", Field::Size(self.positions.clone())),
                ("channels", Field::Size(self.channels.clone())),
                ("groups", Field::Size(self.groups.clone())),
                ("centered", Field::Flag(self.centered)),
                ("epsilon", Field::Number(self.epsilon)),
            ],
        };
        let path = if self.backward { "normalize::backward" } else { "normalize::forward" };
        Call::new(path).config(config).result().input(usize::from(self.backward))
    }
    fn in_place(&self) -> bool {
        self.backward
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        let x = back.inputs[0];
        back.input(Op::kernel(Self { backward: true, ..self.clone() }), &[x]);
    }
}

/// The call of a kernel that works on channels: of the first path, or with samples across the vector of the second, which
/// is told the positions.
fn on_channels(positions: Option<&Dim>, features: &'static str, samples: &'static str) -> Call {
    positions.map_or_else(|| Call::new(features), |positions| Call::new(samples).size(positions))
}

/// The positions of a value whose last axis are so many channels.
fn positions(value: &Shape, channels: &Dim) -> Option<Dim> {
    (value.last() == *channels).then(|| Dim::product(&value.0[..value.rank() - 1]))
}

/// Channels that stay as they are.
fn nothing(channels: &Dim, positions: Option<&Dim>) -> Fold {
    Fold { channels: channels.clone(), moving: None, scale: None, offset: None, positions: positions.cloned() }
}

/// y = w ⊙ x on as many of the last axes as w has.
#[derive(Clone, Debug)]
pub struct Scale {
    /// w
    pub weight: WeightId,
    /// How long w is.
    pub channels: Dim,
    /// With samples across the vector, how many positions there are.
    pub positions: Option<Dim>,
}

impl Scale {
    /// By a weight so long.
    pub fn new(weight: WeightId, channels: Dim) -> Self {
        Self { weight, channels, positions: None }
    }
}

impl Operation for Scale {
    fn name(&self) -> &'static str {
        "scale"
    }
    fn call(&self) -> Call {
        let call = on_channels(self.positions.as_ref(), "scale::forward_in_place", "lanes::channels::scale");
        call.result().weight(self.weight)
    }
    fn in_place(&self) -> bool {
        true
    }
    // dw = Σ dy ⊙ x, dx = w ⊙ dy
    fn differentiate(&self, back: &mut Back<'_>) {
        let (dy, x) = (back.dy, back.inputs[0]);
        back.weight(self.weight, Op::kernel(ScaleGrad(self.clone())), &[dy, x]);
        back.input(Op::kernel(self.clone()), &[]);
    }
    fn across_samples(&self, result: &Shape) -> Option<Op> {
        let positions = Some(positions(result, &self.channels)?);
        Some(Op::kernel(Self { positions, ..self.clone() }))
    }
    fn per_channel(&self, result: &Shape) -> Option<Fold> {
        let fold = Fold { scale: Some(self.weight), ..nothing(&self.channels, self.positions.as_ref()) };
        (result.last() == self.channels).then_some(fold)
    }
}

/// dw = Σ dy ⊙ x, from dy and x.
#[derive(Debug)]
struct ScaleGrad(Scale);

impl Operation for ScaleGrad {
    fn name(&self) -> &'static str {
        "scale_grad"
    }
    fn call(&self) -> Call {
        let call = on_channels(self.0.positions.as_ref(), "scale::grad", "lanes::channels::scale_grad");
        call.result().input(0).input(1).finite()
    }
    fn target(&self) -> Option<WeightId> {
        Some(self.0.weight)
    }
}

/// y = x + b on the last axis, or on as many axes as b has.
#[derive(Clone, Debug)]
pub struct Bias {
    /// b
    pub weight: WeightId,
    /// The part of it that is meant, by its start and its length.
    pub part: Option<[Dim; 2]>,
    /// How long b is, or the part.
    pub channels: Dim,
    /// With samples across the vector, how many positions there are.
    pub positions: Option<Dim>,
}

impl Bias {
    /// By a weight so long.
    pub fn new(weight: WeightId, channels: Dim) -> Self {
        Self { weight, part: None, channels, positions: None }
    }
}

impl Operation for Bias {
    fn name(&self) -> &'static str {
        "bias"
    }
    fn call(&self) -> Call {
        let call = on_channels(self.positions.as_ref(), "bias::forward_in_place", "lanes::channels::bias").result();
        match &self.part {
            None => call.weight(self.weight),
            Some(part) => call.arg(Arg::WeightPart(self.weight, part.clone())),
        }
    }
    fn in_place(&self) -> bool {
        true
    }
    // db = Σ dy
    fn differentiate(&self, back: &mut Back<'_>) {
        let dy = back.dy;
        back.weight(self.weight, Op::kernel(BiasGrad(self.clone())), &[dy]);
        back.same(0);
    }
    fn across_samples(&self, result: &Shape) -> Option<Op> {
        let positions = Some(positions(result, &self.channels)?);
        Some(Op::kernel(Self { positions, ..self.clone() }))
    }
    fn per_channel(&self, result: &Shape) -> Option<Fold> {
        let fold = Fold { offset: Some(self.weight), ..nothing(&self.channels, self.positions.as_ref()) };
        (self.part.is_none() && result.last() == self.channels).then_some(fold)
    }
}

/// db = Σ dy, from dy.
#[derive(Debug)]
struct BiasGrad(Bias);

impl Operation for BiasGrad {
    fn name(&self) -> &'static str {
        "bias_grad"
    }
    fn call(&self) -> Call {
        on_channels(self.0.positions.as_ref(), "bias::grad", "lanes::grad_bias").result().input(0).finite()
    }
    fn target(&self) -> Option<WeightId> {
        Some(self.0.weight)
    }
    fn target_part(&self) -> Option<[Dim; 2]> {
        self.0.part.clone()
    }
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
        let mask = self.masked.then_some(1);
        let both = Dim::product([&Dim::known(2), &self.channels]);
        if self.layout == Layout::Samples {
            let call = Call::new("lanes::channels::statistics").size(&self.positions);
            return call.arg(Arg::ResultPart(both)).input(0);
        }
        let call = Call::new("batch_norm::statistics").arg(Arg::ResultPart(both)).input(0);
        call.size(&self.channels).arg(Arg::Optional(mask))
    }
    fn across_samples(&self, _result: &Shape) -> Option<Op> {
        (!self.masked).then(|| Op::kernel(Self { layout: Layout::Samples, ..self.clone() }))
    }
}

/// y = (x − mean)/√(variance + ε) by the statistics of the batch, the second input; the mask may be the third. When
/// predicting, and in a layer that is not trained, by the moving ones.
#[derive(Clone, Debug)]
pub struct BatchNorm {
    /// The channels.
    pub channels: Dim,
    /// ε
    pub epsilon: f64,
    /// How much of a moving average stays.
    pub momentum: f64,
    /// The moving averages.
    pub moving: [WeightId; 2],
    /// Whether there is a mask.
    pub masked: bool,
    /// With samples across the vector, how many positions there are.
    pub positions: Option<Dim>,
}

impl Operation for BatchNorm {
    fn name(&self) -> &'static str {
        "batch_norm"
    }
    fn call(&self) -> Call {
        let call = on_channels(self.positions.as_ref(), "batch_norm::normalize", "lanes::channels::normalize");
        call.result().input(0).arg(statistics(1, &self.channels)).number(self.epsilon)
    }
    fn across_samples(&self, result: &Shape) -> Option<Op> {
        let positions = Some(positions(result, &self.channels).filter(|_| !self.masked)?);
        Some(Op::kernel(Self { positions, ..self.clone() }))
    }
    fn predicting(&self) -> Option<(Op, usize)> {
        let (channels, positions) = (self.channels.clone(), self.positions.clone());
        Some((Op::kernel(Inference { channels, moving: self.moving, epsilon: self.epsilon, positions }), 1))
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        let mut others = vec![back.inputs[0], back.inputs[1]];
        others.extend(back.inputs.get(2));
        for (at, weight) in self.moving.into_iter().enumerate() {
            if back.graph.weights[weight.0].role == Role::State {
                let shape = back.graph.weights[weight.0].shape.clone();
                let moving =
                    Moving { weight, variance: at == 1, channels: self.channels.clone(), momentum: self.momentum };
                let statistics = others[1];
                back.push(Op::kernel(moving), &[statistics], shape);
            }
        }
        back.input(Op::kernel(BatchNormGrad(self.clone())), &others);
    }
}

/// The statistics among the inputs: two numbers for each channel, whatever the batch.
fn statistics(at: usize, channels: &Dim) -> Arg {
    Arg::InputPart(at, Dim::product([&Dim::known(2), channels]))
}

/// dx from dy, x, the statistics, and the mask.
#[derive(Debug)]
struct BatchNormGrad(BatchNorm);

impl Operation for BatchNormGrad {
    fn name(&self) -> &'static str {
        "batch_norm_grad"
    }
    fn call(&self) -> Call {
        let BatchNorm { channels, epsilon, masked, positions, .. } = &self.0;
        let call = on_channels(positions.as_ref(), "batch_norm::backward", "lanes::channels::normalize_backward");
        let call = call.result().input(1).arg(statistics(2, channels)).number(*epsilon);
        if positions.is_some() { call } else { call.arg(Arg::Optional(masked.then_some(3))) }
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
        let call = Call::new(path).result().weight(self.weight).arg(statistics(0, &self.channels));
        call.number(self.momentum).finite()
    }
    fn target(&self) -> Option<WeightId> {
        Some(self.weight)
    }
}

/// y = (x − mean)/√(variance + ε) by two weights.
#[derive(Clone, Debug)]
pub struct Inference {
    /// The channels.
    pub channels: Dim,
    /// Mean and variance.
    pub moving: [WeightId; 2],
    /// ε
    pub epsilon: f64,
    /// With samples across the vector, how many positions there are.
    pub positions: Option<Dim>,
}

impl Operation for Inference {
    fn name(&self) -> &'static str {
        "inference"
    }
    fn call(&self) -> Call {
        let [mean, variance] = self.moving;
        let call = on_channels(self.positions.as_ref(), "batch_norm::inference", "lanes::channels::inference");
        call.result().input(0).weight(mean).weight(variance).number(self.epsilon)
    }
    fn across_samples(&self, result: &Shape) -> Option<Op> {
        let positions = Some(positions(result, &self.channels)?);
        Some(Op::kernel(Self { positions, ..self.clone() }))
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        back.input(Op::kernel(InferenceGrad(self.clone())), &[]);
    }
    fn per_channel(&self, _result: &Shape) -> Option<Fold> {
        let moving = Some((self.moving, self.epsilon));
        Some(Fold { moving, ..nothing(&self.channels, self.positions.as_ref()) })
    }
}

/// dx = dy/√(variance + ε)
#[derive(Debug)]
struct InferenceGrad(Inference);

impl Operation for InferenceGrad {
    fn name(&self) -> &'static str {
        "inference_grad"
    }
    fn call(&self) -> Call {
        let path = ("batch_norm::inference_backward", "lanes::channels::inference_backward");
        let call = on_channels(self.0.positions.as_ref(), path.0, path.1);
        call.result().weight(self.0.moving[1]).number(self.0.epsilon)
    }
    fn in_place(&self) -> bool {
        true
    }
}
