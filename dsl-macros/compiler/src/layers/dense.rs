//! `Dense(128, relu)`

use super::arguments::Arguments;
use super::{Layer, Mismatch, Need, Origin, Parameter, Spec, activation};
use crate::activation::{Activate, is_activation};
use crate::ast::{Value, ValueKind};
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::report::Report;
use crate::start::Start;

pub(super) const SPEC: Spec = Spec {
    name: "Dense",
    aliases: &[],
    weights: &["kernel", "bias?"],
    summary: "activation(W x + b) on the last axis",
    shapes: "(…, in) → (…, units)",
    page: "core_layers/dense",
    example: "Input(784) -> Dense(128, relu) -> Dense(10, softmax)",
    parameters: &[
        Parameter::new("units", Need::Required("128")),
        Parameter::new("activation", Need::Default("linear")),
        Parameter::new("use_bias", Need::Default("true")),
        Parameter::new("kernel_initializer", Need::Default("glorot_uniform")),
        Parameter::new("bias_initializer", Need::Default("zeros")),
        Parameter::new("kernel_regularizer", Need::Default("none")),
        Parameter::new("bias_regularizer", Need::Default("none")),
        Parameter::new("activity_regularizer", Need::Refused("penalties on outputs are not available yet")),
        Parameter::new("kernel_constraint", Need::Refused("constraints on weights are not available yet")),
        Parameter::new("bias_constraint", Need::Refused("constraints on weights are not available yet")),
        Parameter::new("lora_rank", Need::Refused("low-rank adaptation is not available yet")),
        Parameter::new("lora_alpha", Need::Refused("low-rank adaptation is not available yet")),
        Parameter::new("quantization_config", Need::Refused("quantization is not available yet")),
    ],
    resolve,
};

/// The arguments of `Dense`.
#[derive(Debug)]
pub(super) struct Dense {
    /// The length of the output's last axis.
    pub units: Dim,
    /// What is applied to `W x + b`.
    pub activation: Activate,
    /// How the kernel `[in, out]` starts.
    pub kernel: Start,
    /// How the bias `[out]` starts; `None` without one.
    pub bias: Option<Start>,
}

impl Dense {
    /// The units alone, all else left out.
    fn plain(units: Dim) -> Self {
        Self { units, activation: Activate::Identity, kernel: Start::plain("zeros"), bias: None }
    }
}

impl Layer for Dense {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let [x, ..] = inputs else { return Ok(Vec::new()) };
        let kernel = build.weight("kernel", Shape(vec![x.shape.last(), self.units.clone()]), &self.kernel)?;
        let bias = self.bias.as_ref().map(|start| build.weight("bias", Shape(vec![self.units.clone()]), start));
        let y = build.affine(x, kernel, bias.transpose()?, &self.units);
        check_activation(&self.activation, &y.shape)?;
        Ok(vec![build.activation(&y, &self.activation)])
    }
}

/// As [`activation::check`], for what the layer itself puts out.
pub(super) fn check_activation(activation: &Activate, output: &Shape) -> Result<(), Mismatch> {
    activation::check(activation, output).map_err(|mismatch| Mismatch { origin: Origin::Layer, ..mismatch })
}

fn resolve(arguments: &Arguments<'_>, report: &mut Report) -> Option<Box<dyn Layer>> {
    if let (Some(units), Some(activation)) = (arguments.get("units"), arguments.get("activation"))
        && names_activation(units)
        && let ValueKind::Integer(size) = activation.kind
    {
        let help = match &units.kind {
            ValueKind::Call(call) => format!("write `Dense({size}, {})`", call.name),
            _ => format!("write `Dense({size}, |x| …)`"),
        };
        report.error(units.spot.to(activation.spot), "`Dense` takes its units before its activation", help);
        return usize::try_from(size).ok().map(|size| boxed(Dense::plain(Dim::known(size))));
    }
    let units = arguments.dim("units", report);
    let activation = arguments.activation("activation", report);
    let use_bias = arguments.boolean("use_bias", report);
    let kernel = arguments.start("kernel", 2, report);
    let bias = arguments.start("bias", 1, report);
    arguments.no_effect_without("use_bias", use_bias, &["bias_initializer", "bias_regularizer"], report);
    let units = units?;
    let (Some(activation), Some(use_bias), Some(kernel), Some(bias)) = (activation, use_bias, kernel, bias) else {
        // The mistake is noted, and the units tell the shape: later layers are judged all the same.
        return Some(boxed(Dense::plain(units)));
    };
    Some(boxed(Dense { units, activation, kernel, bias: use_bias.then_some(bias) }))
}

fn boxed(dense: Dense) -> Box<dyn Layer> {
    Box::new(dense)
}

fn names_activation(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Call(call) => is_activation(call),
        ValueKind::Closure(_) => true,
        _ => false,
    }
}
