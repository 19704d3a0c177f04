//! `MaxPooling2D(2)`, `GlobalAveragePooling2D` and their kin.

use super::arguments::Arguments;
use super::spatial::{self, Windows};
use super::{Layer, Masks, Mismatch, Need, Parameter, Spec};
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::graph::Layout;
use crate::ops::{self, Pooling};
use crate::report::Report;

const DATA_FORMAT: Parameter = Parameter::new("data_format", Need::Refused("images are channels-last: leave it out"));

const POOL: &[Parameter] = &[
    Parameter::new("pool_size", Need::Default("2")),
    Parameter::new("strides", Need::Default("pool_size")),
    Parameter::new("padding", Need::Default("valid")),
    DATA_FORMAT,
];

const GLOBAL: &[Parameter] = &[DATA_FORMAT, Parameter::new("keepdims", Need::Default("false"))];

macro_rules! pooling {
    ($($SPEC:ident = $name:literal, $alias:literal, $axes:literal, $pooling:ident, $what:literal, $page:literal, $example:literal;)*) => {$(
        pub(super) const $SPEC: Spec = Spec {
            name: $name,
            aliases: &[$alias],
            summary: $what,
            shapes: if $axes == 1 {
                "(steps, channels) → (steps', channels), steps' = ⌊(steps − pool_size)/strides⌋ + 1, or ⌈steps/strides⌉ with `same`"
            } else {
                "(height, width, channels) → (height', width', channels), sizes as for `MaxPooling1D`"
            },
            page: $page,
            example: $example,
            parameters: POOL,
            weights: &[],
            resolve: |arguments, report| pool($name, $axes, Pooling::$pooling, arguments, report),
        };
    )*};
}

pooling! {
    MAX1D = "MaxPooling1D", "MaxPool1D", 1, Max, "the largest element of each window", "pooling_layers/max_pooling1d",
        "Input(8, 3) -> MaxPooling1D(2)";
    MAX2D = "MaxPooling2D", "MaxPool2D", 2, Max, "the largest element of each window", "pooling_layers/max_pooling2d",
        "Input(8, 8, 3) -> MaxPooling2D(2)";
    AVERAGE1D = "AveragePooling1D", "AvgPool1D", 1, Average, "the mean of each window, padding not counted",
        "pooling_layers/average_pooling1d", "Input(8, 3) -> AveragePooling1D(2)";
    AVERAGE2D = "AveragePooling2D", "AvgPool2D", 2, Average, "the mean of each window, padding not counted",
        "pooling_layers/average_pooling2d", "Input(8, 8, 3) -> AveragePooling2D(2)";
}

macro_rules! global {
    ($($SPEC:ident = $name:literal, $alias:literal, $axes:literal, $pooling:ident, $what:literal, $page:literal, $example:literal;)*) => {$(
        pub(super) const $SPEC: Spec = Spec {
            name: $name,
            aliases: &[$alias],
            summary: $what,
            shapes: if $axes == 1 {
                "(steps, channels) → (channels)"
            } else {
                "(height, width, channels) → (channels)"
            },
            page: $page,
            example: $example,
            parameters: GLOBAL,
            weights: &[],
            resolve: |arguments, report| {
                let keepdims = arguments.boolean("keepdims", report)?;
                Some(Box::new(Global { name: $name, axes: $axes, pooling: Pooling::$pooling, keepdims }))
            },
        };
    )*};
}

global! {
    GLOBAL_MAX1D = "GlobalMaxPooling1D", "GlobalMaxPool1D", 1, Max, "the largest element of each channel",
        "pooling_layers/global_max_pooling1d", "Input(8, 3) -> GlobalMaxPooling1D";
    GLOBAL_MAX2D = "GlobalMaxPooling2D", "GlobalMaxPool2D", 2, Max, "the largest element of each channel",
        "pooling_layers/global_max_pooling2d", "Input(8, 8, 3) -> GlobalMaxPooling2D";
    GLOBAL_AVERAGE1D = "GlobalAveragePooling1D", "GlobalAvgPool1D", 1, Average,
        "the mean of each channel, masked steps not counted", "pooling_layers/global_average_pooling1d",
        "Input(8, 3) -> GlobalAveragePooling1D";
    GLOBAL_AVERAGE2D = "GlobalAveragePooling2D", "GlobalAvgPool2D", 2, Average, "the mean of each channel",
        "pooling_layers/global_average_pooling2d", "Input(8, 8, 3) -> GlobalAveragePooling2D";
}

/// The maximum or the mean of each window.
#[derive(Debug)]
struct Pool {
    name: &'static str,
    windows: Windows,
    pooling: Pooling,
}

fn pool(
    name: &'static str,
    axes: usize,
    pooling: Pooling,
    arguments: &Arguments<'_>,
    report: &mut Report,
) -> Option<Box<dyn Layer>> {
    let size = arguments.per_axis("pool_size", axes, 1, report);
    let strides = match arguments.get("strides") {
        None => size.clone(),
        Some(_) => arguments.per_axis("strides", axes, 1, report),
    };
    let padding = spatial::padding(arguments, false, report);
    let spot = arguments.get("pool_size").map_or_else(|| arguments.span().into(), |value| value.spot);
    let (strides, padding) = (strides?, padding?);
    let windows = Windows { axes, size: size?, strides, dilation: vec![1; axes], padding, spot };
    Some(Box::new(Pool { name, windows, pooling }))
}

impl Layer for Pool {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let (x, Self { name, windows, pooling }) = (&inputs[0], self);
        spatial::rank(name, windows.axes, x)?;
        let window = windows.on(name, "window", &x.shape)?;
        let channels = x.shape.last();
        let output = spatial::shape(windows.axes, &window.output, &channels);
        let operation = ops::Pool { pooling: *pooling, window, channels, backward: false, layout: Layout::default() };
        Ok(vec![Tensor::new(build.kernel(operation, &[x.value], &output), output)])
    }

    fn masks(&self) -> Masks {
        Masks::Dropped
    }
}

/// The maximum or the mean over all positions.
#[derive(Debug)]
struct Global {
    name: &'static str,
    axes: usize,
    pooling: Pooling,
    keepdims: bool,
}

impl Layer for Global {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let x = &inputs[0];
        spatial::rank(self.name, self.axes, x)?;
        let channels = x.shape.last();
        let positions = Dim::product(&x.shape.0[..self.axes]);
        let output = Shape(vec![channels.clone()]);
        let value = match (self.pooling, x.mask) {
            (Pooling::Max, _) => build.kernel(
                ops::GlobalMax { positions, channels: channels.clone(), backward: false },
                &[x.value],
                &output,
            ),
            (Pooling::Average, mask) => {
                let (masked, backward, layout) = (mask.is_some(), false, Layout::default());
                let operation = ops::Mean { positions, channels: channels.clone(), masked, backward, layout };
                let inputs: Vec<_> = [x.value].into_iter().chain(mask).collect();
                build.kernel(operation, &inputs, &output)
            }
        };
        let y = Tensor::new(value, output);
        if !self.keepdims {
            return Ok(vec![y]);
        }
        let kept = Shape((0..self.axes).map(|_| Dim::known(1)).chain([channels]).collect());
        Ok(vec![build.reshape(&y, kept)])
    }

    fn masks(&self) -> Masks {
        if self.pooling == Pooling::Average && self.axes == 1 { Masks::Own } else { Masks::Dropped }
    }
}
