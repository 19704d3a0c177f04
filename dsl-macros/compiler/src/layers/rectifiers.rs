//! `ReLU`, `LeakyReLU(0.1)`, `PReLU`, `Softmax(axis = 1)`: activations that are layers in Keras.

use proc_macro2::{Ident, Span};

use super::arguments::Arguments;
use super::geometry::on_axes;
use super::merge::axes;
use super::{Activation, Layer, Masks, Mismatch, Need, Parameter, Spec};
use crate::activation::{self, Activate};
use crate::ast::{Argument, Call, Value, ValueKind};
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::ops;
use crate::report::{Report, Spot};
use crate::start::Start;

pub(super) const RELU: Spec = Spec {
    name: "ReLU",
    aliases: &[],
    summary: "x above `threshold`, `negative_slope` · (x − threshold) below it, at most `max_value`",
    shapes: "any → the same",
    page: "activation_layers/relu",
    example: "Input(4) -> Dense(8) -> ReLU(max_value = 6) -> Dense(2)",
    parameters: &[
        Parameter::new("max_value", Need::Default("none")),
        Parameter::new("negative_slope", Need::Default("0.0")),
        Parameter::new("threshold", Need::Default("0.0")),
    ],
    weights: &[],
    resolve: |arguments, report| {
        Some(named(arguments, "relu", &["max_value", "negative_slope", "threshold"], None, report))
    },
};

pub(super) const LEAKY_RELU: Spec = Spec {
    name: "LeakyReLU",
    aliases: &[],
    summary: "x above 0, `negative_slope` · x below; the activation `leaky_relu` has another slope, 0.2",
    shapes: "any → the same",
    page: "activation_layers/leaky_relu",
    example: "Input(4) -> Dense(8) -> LeakyReLU(0.1) -> Dense(2)",
    parameters: &[Parameter::new("negative_slope", Need::Default("0.3"))],
    weights: &[],
    resolve: |arguments, report| {
        Some(named(arguments, "leaky_relu", &["negative_slope"], Some(("negative_slope", 0.3)), report))
    },
};

pub(super) const ELU: Spec = Spec {
    name: "ELU",
    aliases: &[],
    summary: "x above 0, `alpha` · (eˣ − 1) below",
    shapes: "any → the same",
    page: "activation_layers/elu",
    example: "Input(4) -> Dense(8) -> ELU -> Dense(2)",
    parameters: &[Parameter::new("alpha", Need::Default("1.0"))],
    weights: &[],
    resolve: |arguments, report| Some(named(arguments, "elu", &["alpha"], None, report)),
};

pub(super) const PRELU: Spec = Spec {
    name: "PReLU",
    aliases: &[],
    summary: "x above 0, α x below, with a slope α that is learnt for each element, or for each along the axes that are not shared",
    shapes: "any → the same",
    page: "activation_layers/prelu",
    example: "Input(4) -> Dense(8) -> PReLU -> Dense(2)",
    parameters: &[
        Parameter::new("alpha_initializer", Need::Default("zeros")),
        Parameter::new("alpha_regularizer", Need::Default("none")),
        Parameter::new("alpha_constraint", Need::Refused("constraints on weights are not available yet")),
        Parameter::new("shared_axes", Need::Default("none")),
    ],
    weights: &["alpha"],
    resolve: |arguments, report| {
        let shared = shared_axes(arguments, report);
        Some(Box::new(PRelu { alpha: arguments.start("alpha", 4, report)?, shared: shared? }))
    },
};

pub(super) const SOFTMAX: Spec = Spec {
    name: "Softmax",
    aliases: &[],
    summary: "exp(x)/Σ exp(x) along an axis, or several; as in Keras, the batch is axis 0, and -1 the last",
    shapes: "any → the same",
    page: "activation_layers/softmax",
    example: "Input(4, 3) -> Softmax(axis = 1)",
    parameters: &[Parameter::new("axis", Need::Default("-1"))],
    weights: &[],
    resolve: |arguments, report| {
        Some(Box::new(Softmax(arguments.axes("axis", report)?, arguments.span(), arguments.spot("axis"))))
    },
};

/// The activation of a name, with the arguments of the layer.
fn named(
    arguments: &Arguments<'_>,
    name: &str,
    parameters: &[&str],
    otherwise: Option<(&str, f64)>,
    report: &mut Report,
) -> Box<dyn Layer> {
    let ident = |name: &str| Ident::new(name, arguments.span());
    let given = parameters.iter().filter_map(|parameter| {
        let value = arguments.get(parameter)?.clone();
        Some(Argument { name: Some(ident(parameter)), value })
    });
    let mut given: Vec<_> = given.collect();
    if let Some((parameter, value)) = otherwise.filter(|_| given.is_empty()) {
        let value = Value { kind: ValueKind::Float(value), spot: arguments.call.spot };
        given.push(Argument { name: Some(ident(parameter)), value });
    }
    let call = Call { name: ident(name), arguments: given, spot: arguments.call.spot };
    Box::new(Activation(activation::resolve(&call, report).unwrap_or(Activate::Identity)))
}

#[derive(Debug)]
struct PRelu {
    alpha: Start,
    /// Axes, from 1 on.
    shared: Vec<usize>,
}

/// `shared_axes = (1, 2)`
fn shared_axes(arguments: &Arguments<'_>, report: &mut Report) -> Option<Vec<usize>> {
    let Some(value) = arguments.get("shared_axes") else { return Some(Vec::new()) };
    let one = |value: &Value| match value.kind {
        ValueKind::Integer(axis @ 1..=16) => usize::try_from(axis).ok(),
        _ => None,
    };
    let axes: Option<Vec<_>> = match &value.kind {
        ValueKind::Tuple(values) => values.iter().map(one).collect(),
        _ => one(value).map(|axis| vec![axis]),
    };
    if axes.is_none() {
        let message = "`shared_axes` of `PReLU` expects axes, which count from 1";
        report.error(value.spot, message, "write `shared_axes = (1, 2)`");
    }
    axes
}

impl Layer for PRelu {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        let shared = |axis: usize| self.shared.contains(&(axis + 1));
        if let Some(axis) = self.shared.iter().find(|axis| **axis > x.shape.rank()) {
            let message = format!("`PReLU` cannot share axis {axis} of {}", x.shape);
            return Err(Mismatch::input(message, format!("write axes from 1 to {}", x.shape.rank())));
        }
        let shape = x.shape.0.iter().enumerate();
        let shape = shape.map(|(axis, len)| if shared(axis) { Dim::known(1) } else { len.clone() });
        let alpha = build.weight("alpha", Shape(shape.collect()), &self.alpha)?;
        // Slopes are columns in memory: the axes that share them come first.
        let own: Vec<_> = (0..x.shape.rank()).filter(|axis| !shared(*axis)).collect();
        let y = on_axes(build, x, &own, |build, x| {
            let value = build.kernel(ops::PRelu(alpha), &[x.value], &x.shape);
            Ok(Tensor { value, ..x.clone() })
        })?;
        Ok(vec![y])
    }
}

#[derive(Debug)]
struct Softmax(Vec<i64>, Span, Spot);

impl Layer for Softmax {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        let axes = axes("Softmax", &self.0, &x.shape, self.2)?;
        let softmax = Activate::Softmax(Ident::new("softmax", self.1));
        let y = on_axes(build, x, &axes, |build, x| {
            // Several axes are one row in memory.
            let rank = x.shape.rank() - axes.len();
            let rows = Shape(x.shape.0[..rank].iter().cloned().chain([Dim::product(&x.shape.0[rank..])]).collect());
            super::activation::check(&softmax, &rows)?;
            let rows = build.reshape(x, rows);
            let y = build.activation(&rows, &softmax);
            Ok(build.reshape(&y, x.shape.clone()))
        })?;
        Ok(vec![Tensor { mask: x.mask, ..y }])
    }

    fn masks(&self) -> Masks {
        Masks::Passed
    }
}
