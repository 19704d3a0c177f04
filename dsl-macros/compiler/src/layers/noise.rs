//! `SpatialDropout2D(0.2)`, `GaussianNoise(0.1)`: what training adds at random.

use super::arguments::Arguments;
use super::{Layer, Mismatch, Need, Parameter, Spec, spatial};
use crate::build::{Build, Tensor};
use crate::dim::Dim;
use crate::graph::Layout;
use crate::ops;
use crate::report::Report;

const SEED: Parameter =
    Parameter::new("seed", Need::Refused("the seed is the trainer's: write `Trainer::new(…).seed(n)`"));
const DATA_FORMAT: Parameter = Parameter::new("data_format", Need::Refused("images are channels-last: leave it out"));

pub(super) const SPATIAL1D: Spec = Spec {
    name: "SpatialDropout1D",
    aliases: &[],
    summary: "while training, zeroes a fraction of the channels, each at all steps, and scales the others by 1/(1 − rate)",
    shapes: "(steps, channels) → the same",
    page: "regularization_layers/spatial_dropout1d",
    example: "Input(8, 4) -> SpatialDropout1D(0.2) -> Flatten -> Dense(2)",
    parameters: &[Parameter::new("rate", Need::Required("0.2")), SEED],
    weights: &[],
    resolve: |arguments, report| {
        Some(Box::new(Spatial { name: "SpatialDropout1D", axes: 1, rate: rate(arguments, report) }))
    },
};

pub(super) const SPATIAL2D: Spec = Spec {
    name: "SpatialDropout2D",
    aliases: &[],
    summary: "while training, zeroes a fraction of the channels, each at all positions, and scales the others by 1/(1 − rate)",
    shapes: "(height, width, channels) → the same",
    page: "regularization_layers/spatial_dropout2d",
    example: "Input(8, 8, 4) -> SpatialDropout2D(0.2) -> Flatten -> Dense(2)",
    parameters: &[Parameter::new("rate", Need::Required("0.2")), SEED, DATA_FORMAT],
    weights: &[],
    resolve: |arguments, report| {
        Some(Box::new(Spatial { name: "SpatialDropout2D", axes: 2, rate: rate(arguments, report) }))
    },
};

pub(super) const GAUSSIAN: Spec = Spec {
    name: "GaussianNoise",
    aliases: &[],
    summary: "while training, adds noise from a normal distribution around 0",
    shapes: "any → the same",
    page: "regularization_layers/gaussian_noise",
    example: "Input(8) -> GaussianNoise(0.1) -> Dense(2)",
    parameters: &[Parameter::new("stddev", Need::Required("0.1")), SEED],
    weights: &[],
    resolve: |arguments, report| {
        // A mistake here leaves the shapes as they are: later layers are judged all the same.
        let stddev = arguments.number("stddev", report).unwrap_or_default();
        if stddev < 0.0 {
            let message = format!("`stddev` of `GaussianNoise` is a standard deviation of at least 0, found {stddev}");
            report.error(arguments.spot("stddev"), message, "write `GaussianNoise(0.1)`");
        }
        Some(Box::new(GaussianNoise { stddev }))
    },
};

/// The fraction to drop; a mistake leaves the shapes as they are: later layers are judged all the same.
pub(super) fn rate(arguments: &Arguments<'_>, report: &mut Report) -> f64 {
    let (layer, rate) = (&arguments.call.name, arguments.number("rate", report).unwrap_or_default());
    if !(0.0..1.0).contains(&rate) {
        let message = format!("`rate` of `{layer}` is the fraction to drop, at least 0 and below 1, found {rate}");
        let help = if (2.0..100.0).contains(&rate) {
            format!("for {rate} per cent write `{layer}({})`", rate / 100.0)
        } else {
            format!("write a fraction, `{layer}(0.2)`")
        };
        report.error(arguments.spot("rate"), message, help);
    }
    rate
}

#[derive(Debug)]
struct Spatial {
    name: &'static str,
    axes: usize,
    rate: f64,
}

impl Layer for Spatial {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let (x, draws) = (&inputs[0], build.draws());
        spatial::rank(self.name, self.axes, x)?;
        let (positions, channels) = (Dim::product(&x.shape.0[..self.axes]), x.shape.last());
        let operation = ops::SharedDropout { rate: self.rate, draws, positions, channels, layout: Layout::default() };
        let value = build.kernel(operation, &[x.value], &x.shape);
        Ok(vec![Tensor { value, ..x.clone() }])
    }
}

#[derive(Debug)]
struct GaussianNoise {
    stddev: f64,
}

impl Layer for GaussianNoise {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let (x, draws) = (&inputs[0], build.draws());
        let value = build.kernel(ops::GaussianNoise { stddev: self.stddev, draws, len: None }, &[x.value], &x.shape);
        Ok(vec![Tensor { value, ..x.clone() }])
    }
}
