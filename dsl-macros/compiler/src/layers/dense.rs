//! `Dense(128, relu)`

use super::arguments::Arguments;
use super::{Layer, Mismatch, Need, Origin, Parameter, Spec, activation};
use crate::activation::{Activate, is_activation};
use crate::ast::{Value, ValueKind};
use crate::dim::{Dim, Shape};
use crate::initializer::Initializer;
use crate::regularizer::Regularizer;
use crate::report::Report;

pub(super) const SPEC: Spec = Spec {
    name: "Dense",
    summary: "activation(W x + b) on the last axis",
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
pub struct Dense {
    /// The length of the output's last axis.
    pub units: Dim,
    /// What is applied to `W x + b`.
    pub activation: Activate,
    /// How the kernel `[in, out]` starts.
    pub kernel: Start,
    /// How the bias `[out]` starts; `None` without one.
    pub bias: Option<Start>,
}

/// How a weight starts, and what it costs.
#[derive(Clone, Debug)]
pub struct Start {
    /// How it is drawn at first.
    pub initializer: Initializer,
    /// What it adds to the loss.
    pub regularizer: Regularizer,
}

impl Dense {
    /// The units alone, all else left out.
    fn plain(units: Dim) -> Self {
        let start = Start { initializer: Initializer::default("zeros"), regularizer: Regularizer::NONE };
        Self { units, activation: Activate::Identity, kernel: start, bias: None }
    }

    /// The input with its last axis replaced.
    pub(super) fn output(&self, input: &Shape) -> Result<Shape, Mismatch> {
        let mut output = input.clone();
        if let Some(last) = output.0.last_mut() {
            *last = self.units.clone();
        }
        activation::output(&self.activation, &output).map_err(|mismatch| Mismatch { origin: Origin::Layer, ..mismatch })
    }
}

fn resolve(arguments: &Arguments<'_>, report: &mut Report) -> Option<Layer> {
    if let (Some(units), Some(activation)) = (arguments.get("units"), arguments.get("activation"))
        && names_activation(units)
        && let ValueKind::Integer(size) = activation.kind
    {
        let help = match &units.kind {
            ValueKind::Call(call) => format!("write `Dense({size}, {})`", call.name),
            _ => format!("write `Dense({size}, |x| …)`"),
        };
        report.error(units.spot.to(activation.spot), "`Dense` takes its units before its activation", help);
        return usize::try_from(size).ok().map(|size| Layer::Dense(Dense::plain(Dim::known(size))));
    }
    let units = arguments.dim("units", report);
    let activation = arguments.activation("activation", report);
    let use_bias = arguments.boolean("use_bias", report);
    let kernel = start(arguments, ["kernel_initializer", "kernel_regularizer"], 2, report);
    let bias = start(arguments, ["bias_initializer", "bias_regularizer"], 1, report);
    if use_bias == Some(false) {
        for name in ["bias_initializer", "bias_regularizer"] {
            if let Some(value) = arguments.get(name) {
                let message = format!("`{name}` has no effect with `use_bias = false`");
                report.error(value.spot, message, "leave one of them out");
            }
        }
    }
    let units = units?;
    let (Some(activation), Some(use_bias), Some(kernel), Some(bias)) = (activation, use_bias, kernel, bias) else {
        // The mistake is noted, and the units tell the shape: later layers are judged all the same.
        return Some(Layer::Dense(Dense::plain(units)));
    };
    Some(Layer::Dense(Dense { units, activation, kernel, bias: use_bias.then_some(bias) }))
}

fn names_activation(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Call(call) => is_activation(call),
        ValueKind::Closure(_) => true,
        _ => false,
    }
}

/// How a weight of `rank` axes starts.
fn start(
    arguments: &Arguments<'_>,
    [initializer, regularizer]: [&str; 2],
    rank: usize,
    report: &mut Report,
) -> Option<Start> {
    let spot = arguments.spot(initializer);
    let initializer = arguments.initializer(initializer, report);
    let regularizer = arguments.regularizer(regularizer, report);
    if let Some(initializer) = initializer.as_ref().filter(|initializer| initializer.rank() > rank) {
        let message = format!("`{}` fills a matrix, but a bias has one axis", initializer.name);
        report.error(spot, message, "write `zeros`, or leave it out");
    }
    Some(Start { initializer: initializer?, regularizer: regularizer? })
}
