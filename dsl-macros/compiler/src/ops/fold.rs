//! What becomes of each channel by numbers that are there: batch normalization when predicting, factors, summands.

use super::{After, Arg, Call, Config, Field, Operation};
use crate::dim::{Dim, Shape};
use crate::graph::WeightId;

/// y = γ (x − mean)/√(variance + ε) + β for each channel, as much of it as there is.
#[derive(Clone, Debug)]
pub struct Fold {
    /// The channels.
    pub channels: Dim,
    /// Mean and variance.
    pub moving: Option<[WeightId; 2]>,
    /// ε
    pub epsilon: f64,
    /// γ
    pub scale: Option<WeightId>,
    /// β
    pub offset: Option<WeightId>,
    /// With samples across the vector, how many positions there are.
    pub positions: Option<Dim>,
}

impl Fold {
    /// Channels that stay as they are.
    pub fn nothing(channels: Dim) -> Self {
        Self { channels, moving: None, epsilon: 0.0, scale: None, offset: None, positions: None }
    }

    /// Both as one, if what `next` does can be done after this.
    pub fn then(&self, next: &Self) -> Option<Self> {
        let alike = self.channels == next.channels && self.positions == next.positions;
        let free = next.moving.is_none()
            && (next.scale.is_none() || (self.scale.is_none() && self.offset.is_none()))
            && (next.offset.is_none() || self.offset.is_none());
        (alike && free).then(|| Self {
            scale: self.scale.or(next.scale),
            offset: self.offset.or(next.offset),
            ..self.clone()
        })
    }

    /// `fold::Folded { … }`
    pub fn config(&self) -> Config {
        let weight = |weight: Option<WeightId>| Field::Option(weight.map(|weight| Box::new(Field::Weight(weight))));
        let moving = self.moving.map(|moving| Box::new(Field::List(moving.map(Field::Weight).to_vec())));
        Config {
            path: "fold::Folded",
            fields: vec![
                ("channels", Field::Size(self.channels.clone())),
                ("moving", Field::Option(moving)),
                ("epsilon", Field::Number(self.epsilon)),
                ("scale", weight(self.scale)),
                ("offset", weight(self.offset)),
                ("positions", Field::Option(self.positions.clone().map(|positions| Box::new(Field::Size(positions))))),
            ],
        }
    }
}

impl Operation for Fold {
    fn name(&self) -> &'static str {
        "fold"
    }
    fn call(&self) -> Call {
        let call = Call::new("fold::forward").config(self.config()).result();
        call.arg(Arg::Elsewhere).arg(Arg::Then(After::Nothing))
    }
    fn in_place(&self) -> bool {
        true
    }
    fn per_channel(&self, _result: &Shape) -> Option<Fold> {
        Some(self.clone())
    }
}
