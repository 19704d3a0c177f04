//! `BatchNormalization`, `LayerNormalization` and their kin; `Normalization` of the data.

use super::arguments::Arguments;
use super::geometry::on_axes;
use super::merge::axes;
use super::{Layer, Masks, Mismatch, Need, Parameter, Spec};
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::graph::Layout;
use crate::ops;
use crate::report::{Report, Spot};
use crate::start::Start;

const AXIS: Parameter = Parameter::new("axis", Need::Default("-1"));

const fn constraint(name: &'static str) -> Parameter {
    Parameter::new(name, Need::Refused("constraints on weights are not available yet"))
}

const BETA: Parameter = Parameter::new("beta_initializer", Need::Default("zeros"));
const GAMMA: Parameter = Parameter::new("gamma_initializer", Need::Default("ones"));
const BETA_PENALTY: Parameter = Parameter::new("beta_regularizer", Need::Default("none"));
const GAMMA_PENALTY: Parameter = Parameter::new("gamma_regularizer", Need::Default("none"));
const BETA_CONSTRAINT: Parameter = constraint("beta_constraint");
const GAMMA_CONSTRAINT: Parameter = constraint("gamma_constraint");

pub(super) const BATCH: Spec = Spec {
    name: "BatchNormalization",
    aliases: &[],
    summary: "γ (x − mean)/√(variance + ε) + β, by the statistics of each feature over the batch while training, by moving averages of them when predicting",
    shapes: "(…, features) → the same",
    page: "normalization_layers/batch_normalization",
    example: "Input(8) -> Dense(16) -> BatchNormalization -> relu -> Dense(2)",
    parameters: &[
        AXIS,
        Parameter::new("momentum", Need::Default("0.99")),
        Parameter::new("epsilon", Need::Default("0.001")),
        Parameter::new("center", Need::Default("true")),
        Parameter::new("scale", Need::Default("true")),
        BETA,
        GAMMA,
        Parameter::new("moving_mean_initializer", Need::Default("zeros")),
        Parameter::new("moving_variance_initializer", Need::Default("ones")),
        BETA_PENALTY,
        GAMMA_PENALTY,
        BETA_CONSTRAINT,
        GAMMA_CONSTRAINT,
        Parameter::new("synchronized", Need::Refused("a batch is not divided between machines: leave it out")),
    ],
    weights: &["gamma?", "beta?", "moving_mean", "moving_variance"],
    resolve: |arguments, report| {
        let momentum = arguments.number_in("momentum", 0.0..=1.0, "a number from 0 to 1", report);
        let mean = arguments.initializer("moving_mean_initializer", report);
        let variance = arguments.initializer("moving_variance_initializer", report);
        let start = |initializer| Some(Start { initializer: initializer?, ..Start::plain("zeros") });
        let (affine, epsilon) = affine("BatchNormalization", arguments, report)?;
        let moving = [start(mean)?, start(variance)?];
        Some(Box::new(BatchNormalization { affine, epsilon, momentum: momentum?, moving }))
    },
};

pub(super) const LAYER: Spec = Spec {
    name: "LayerNormalization",
    aliases: &[],
    summary: "γ (x − mean)/√(variance + ε) + β, by the statistics of each row of an axis, or of several",
    shapes: "(…, features) → the same",
    page: "normalization_layers/layer_normalization",
    example: "Input(8) -> Dense(16) -> LayerNormalization -> relu -> Dense(2)",
    parameters: &[
        AXIS,
        Parameter::new("epsilon", Need::Default("0.001")),
        Parameter::new("center", Need::Default("true")),
        Parameter::new("scale", Need::Default("true")),
        BETA,
        GAMMA,
        BETA_PENALTY,
        GAMMA_PENALTY,
        BETA_CONSTRAINT,
        GAMMA_CONSTRAINT,
    ],
    weights: &["gamma?", "beta?"],
    resolve: |arguments, report| {
        let axes = arguments.axes("axis", report);
        let (affine, epsilon) = affine_of(arguments, report)?;
        Some(Box::new(LayerNormalization {
            affine,
            epsilon,
            axes: axes?,
            given: arguments.spot("axis"),
            centered: true,
        }))
    },
};

pub(super) const GROUP: Spec = Spec {
    name: "GroupNormalization",
    aliases: &[],
    summary: "γ (x − mean)/√(variance + ε) + β, by the statistics of each group of features over all positions; `groups = -1` makes each feature a group",
    shapes: "(…, features) → the same",
    page: "normalization_layers/group_normalization",
    example: "Input(4, 4, 8) -> GroupNormalization(2)",
    parameters: &[
        Parameter::new("groups", Need::Default("32")),
        AXIS,
        Parameter::new("epsilon", Need::Default("0.001")),
        Parameter::new("center", Need::Default("true")),
        Parameter::new("scale", Need::Default("true")),
        BETA,
        GAMMA,
        BETA_PENALTY,
        GAMMA_PENALTY,
        BETA_CONSTRAINT,
        GAMMA_CONSTRAINT,
    ],
    weights: &["gamma?", "beta?"],
    resolve: |arguments, report| {
        let groups = arguments.signed("groups", report)?;
        if groups == 0 || groups < -1 {
            let message = format!("`groups` of `GroupNormalization` is {groups}");
            report.error(arguments.spot("groups"), message, "write how many, or -1 for one of each feature");
            return None;
        }
        let (affine, epsilon) = affine("GroupNormalization", arguments, report)?;
        let given = arguments.get("groups").map_or_else(|| arguments.span().into(), |value| value.spot);
        Some(Box::new(GroupNormalization { affine, epsilon, groups: usize::try_from(groups).ok(), given }))
    },
};

pub(super) const RMS: Spec = Spec {
    name: "RMSNormalization",
    aliases: &[],
    summary: "scale · x/√(mean(x²) + ε), by the mean of each row of the last axis",
    shapes: "(…, features) → the same",
    page: "normalization_layers/rms_normalization",
    example: "Input(8) -> Dense(16) -> RMSNormalization -> relu -> Dense(2)",
    parameters: &[AXIS, Parameter::new("epsilon", Need::Default("0.000001"))],
    weights: &["scale"],
    resolve: |arguments, report| {
        let axes = arguments.axes("axis", report);
        let epsilon = arguments.number_in("epsilon", 0.0.., "a number of at least 0", report)?;
        let affine = Affine { scale: Some(("scale", Start::plain("ones"))), center: None };
        Some(Box::new(LayerNormalization {
            affine,
            epsilon,
            axes: axes?,
            given: arguments.spot("axis"),
            centered: false,
        }))
    },
};

pub(super) const NORMALIZATION: Spec = Spec {
    name: "Normalization",
    aliases: &[],
    summary: "(x − mean)/√variance, or with `invert` √variance x + mean, by the statistics of the training data: `net.normalization1_mut().adapt(data.inputs())`",
    shapes: "(…, features) → the same",
    page: "preprocessing_layers/numerical/normalization",
    example: "Input(4) -> Normalization -> Dense(2)",
    parameters: &[
        AXIS,
        Parameter::new("mean", Need::Default("0.0")),
        Parameter::new("variance", Need::Default("1.0")),
        Parameter::new("invert", Need::Default("false")),
    ],
    weights: &["mean", "variance"],
    resolve: |arguments, report| {
        axis("Normalization", arguments, report)?;
        let (mean, variance) = (arguments.numbers("mean", report), arguments.numbers("variance", report));
        let invert = arguments.boolean("invert", report)?;
        Some(Box::new(Normalization { statistics: [mean?, variance?], invert }))
    },
};

/// The last axis, and no other.
fn axis(layer: &str, arguments: &Arguments<'_>, report: &mut Report) -> Option<()> {
    let axis = arguments.signed("axis", report)?;
    if axis == -1 {
        return Some(());
    }
    let message = format!("`{layer}` works on the last axis, found `axis = {axis}`");
    report.error(
        arguments.spot("axis"),
        message,
        "leave it out for the last axis; for another put a `Permute` before and after it",
    );
    None
}

/// Factor and offset of each feature.
#[derive(Debug)]
struct Affine {
    /// With the name of the weight.
    scale: Option<(&'static str, Start)>,
    center: Option<Start>,
}

fn affine(layer: &str, arguments: &Arguments<'_>, report: &mut Report) -> Option<(Affine, f64)> {
    axis(layer, arguments, report)?;
    affine_of(arguments, report)
}

fn affine_of(arguments: &Arguments<'_>, report: &mut Report) -> Option<(Affine, f64)> {
    let epsilon = arguments.number_in("epsilon", 0.0.., "a number of at least 0", report);
    let (center, scale) = (arguments.boolean("center", report), arguments.boolean("scale", report));
    let (beta, gamma) = (arguments.start("beta", 1, report), arguments.start("gamma", 1, report));
    arguments.no_effect_without("center", center, &["beta_initializer", "beta_regularizer"], report);
    arguments.no_effect_without("scale", scale, &["gamma_initializer", "gamma_regularizer"], report);
    let (gamma, beta) = (gamma?, beta?);
    let affine = Affine { scale: scale?.then_some(("gamma", gamma)), center: center?.then_some(beta) };
    Some((affine, epsilon?))
}

impl Affine {
    /// The weights, in Keras' order.
    fn weights(&self, build: &mut Build, features: &[Dim]) -> Result<Weights, Mismatch> {
        let shape = || Shape(features.to_vec());
        let scale = self.scale.as_ref().map(|(name, start)| build.weight(name, shape(), start)).transpose()?;
        let center = self.center.as_ref().map(|start| build.weight("beta", shape(), start)).transpose()?;
        Ok(Weights { scale, center })
    }
}

struct Weights {
    scale: Option<crate::graph::WeightId>,
    center: Option<crate::graph::WeightId>,
}

impl Weights {
    fn apply(&self, build: &mut Build, mut x: Tensor) -> Vec<Tensor> {
        if let Some(scale) = self.scale {
            let scale = ops::Scale::new(scale, build.weight_len(scale));
            x.value = build.kernel(scale, &[x.value], &x.shape);
        }
        if let Some(center) = self.center {
            let center = ops::Bias::new(center, build.weight_len(center));
            x.value = build.kernel(center, &[x.value], &x.shape);
        }
        vec![x]
    }
}

#[derive(Debug)]
struct BatchNormalization {
    affine: Affine,
    epsilon: f64,
    momentum: f64,
    moving: [Start; 2],
}

impl Layer for BatchNormalization {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        let channels = x.shape.last();
        let weights = self.affine.weights(build, std::slice::from_ref(&channels))?;
        let shape = || Shape(vec![channels.clone()]);
        let mean = build.state("moving_mean", shape(), &self.moving[0])?;
        let variance = build.state("moving_variance", shape(), &self.moving[1])?;
        let fold = ops::Fold { moving: Some([mean, variance]), epsilon: self.epsilon, ..ops::Fold::nothing(channels) };
        if !build.trainable() {
            let value = build.kernel(ops::Inference(fold), &[x.value], &x.shape);
            return Ok(weights.apply(build, Tensor { value, ..x.clone() }));
        }
        let masked = x.mask.is_some();
        let mut inputs = vec![x.value];
        inputs.extend(x.mask);
        let channels = fold.channels.clone();
        let both = Shape(vec![Dim::product([&Dim::known(2), &channels])]);
        let outer = build.outer();
        let positions = Dim::product(x.shape.0[..x.shape.rank() - 1].iter().chain([&outer]));
        let statistics = ops::Statistics { channels, masked, positions, layout: Layout::default() };
        inputs.insert(1, build.kernel(statistics, &inputs, &both));
        let fold = ops::Fold { scale: weights.scale, offset: weights.center, ..fold };
        let operation = ops::BatchNorm { fold, momentum: self.momentum, masked };
        let value = build.kernel(operation, &inputs, &x.shape);
        Ok(vec![Tensor { value, ..x.clone() }])
    }
}

/// By the statistics of each row, over one axis or several.
#[derive(Debug)]
struct LayerNormalization {
    affine: Affine,
    epsilon: f64,
    axes: Vec<i64>,
    given: Spot,
    centered: bool,
}

impl Layer for LayerNormalization {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        let axes = axes(&build.words.replace('`', ""), &self.axes, &x.shape, self.given)?;
        let features: Vec<_> = axes.iter().map(|axis| x.shape.0[*axis].clone()).collect();
        let weights = self.affine.weights(build, &features)?;
        let (channels, centered, epsilon) = (Dim::product(&features), self.centered, self.epsilon);
        let (positions, groups) = (Dim::known(1), Dim::known(1));
        let y = on_axes(build, x, &axes, |build, x| {
            let operation = ops::Normalize { positions, channels, groups, centered, epsilon, backward: false };
            let value = build.kernel(operation, &[x.value], &x.shape);
            Ok(weights.apply(build, Tensor { value, ..x.clone() }).remove(0))
        })?;
        Ok(vec![Tensor { mask: x.mask, ..y }])
    }
}

/// By the statistics of each group of features over all positions.
#[derive(Debug)]
struct GroupNormalization {
    affine: Affine,
    epsilon: f64,
    /// So many, or one for each feature.
    groups: Option<usize>,
    given: Spot,
}

impl Layer for GroupNormalization {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        let channels = x.shape.last();
        let positions = Dim::product(&x.shape.0[..x.shape.rank() - 1]);
        let groups = self.groups.map_or_else(|| channels.clone(), Dim::known);
        if let (Some(features), Some(groups)) = (channels.value(), groups.value())
            && features % groups != 0
        {
            let message = format!("`GroupNormalization` cannot divide {features} features into {groups} equal groups");
            let mismatch = Mismatch::input(message, super::spatial::divisors("groups", features));
            return Err(mismatch.at(self.given));
        }
        if let Some(groups) = self.groups {
            let rule = format!("`GroupNormalization` divides its features into {groups} equal groups");
            build.claim_divides(rule, groups, channels.clone());
        }
        let weights = self.affine.weights(build, std::slice::from_ref(&channels))?;
        let (centered, epsilon) = (true, self.epsilon);
        let operation = ops::Normalize { positions, channels, groups, centered, epsilon, backward: false };
        let value = build.kernel(operation, &[x.value], &x.shape);
        Ok(weights.apply(build, Tensor { value, ..x.clone() }))
    }
}

/// By the statistics of the data.
#[derive(Debug)]
struct Normalization {
    statistics: [Vec<f64>; 2],
    invert: bool,
}

impl Layer for Normalization {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        let features = x.shape.last();
        for given in &self.statistics {
            let count = features.value().unwrap_or(given.len());
            if given.len() > 1 && given.len() != count {
                let message = format!("`Normalization` has statistics of {} features, found {features}", given.len());
                return Err(Mismatch::input(message, "write one number for all, or one for each feature"));
            }
        }
        let shape = || Shape(vec![features.clone()]);
        let mean = build.fixed("mean", shape(), &Start::values(&self.statistics[0]))?;
        let variance = build.fixed("variance", shape(), &Start::values(&self.statistics[1]))?;
        let value =
            build.kernel(ops::Standardize { weights: [mean, variance], invert: self.invert }, &[x.value], &x.shape);
        Ok(vec![Tensor { value, ..x.clone() }])
    }

    fn masks(&self) -> Masks {
        Masks::Passed
    }
}
