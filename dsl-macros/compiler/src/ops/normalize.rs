//! Normalisation by statistics over features or over groups; factors and offsets of single features.

use super::{Arg, Back, Call, Config, Field, Fold, Operation};
use crate::dim::{Dim, Shape};
use crate::graph::{Op, WeightId};

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
pub(super) fn positions(value: &Shape, channels: &Dim) -> Option<Dim> {
    (value.last() == *channels).then(|| Dim::product(&value.0[..value.rank() - 1]))
}

/// Channels that stay as they are.
fn nothing(channels: &Dim, positions: Option<&Dim>) -> Fold {
    Fold { positions: positions.cloned(), ..Fold::nothing(channels.clone()) }
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
