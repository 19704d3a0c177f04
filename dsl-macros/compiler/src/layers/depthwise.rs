//! `DepthwiseConv2D(3)`, `SeparableConv2D(32, 3)`: each channel by itself, and a product over the channels after it.

use super::arguments::Arguments;
use super::conv::{Common, STRIDED, common};
use super::{Layer, Masks, Mismatch, spatial};
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::graph::{Layout, Op};
use crate::ops;
use crate::report::Report;
use crate::start::Start;

/// `DepthwiseConv2D`, and with a product over the channels after it `SeparableConv2D`.
#[derive(Debug)]
struct Depthwise {
    common: Common,
    multiplier: usize,
    kernel: Start,
    pointwise: Option<(Dim, Start)>,
}

pub(super) fn depthwise(arguments: &Arguments<'_>, report: &mut Report) -> Option<Box<dyn Layer>> {
    let common = common("DepthwiseConv2D", 2, arguments, STRIDED, report);
    let multiplier = arguments.whole("depth_multiplier", 1, report);
    let kernel = arguments.start("depthwise", 4, report);
    Some(Box::new(Depthwise { common: common?, multiplier: multiplier?, kernel: kernel?, pointwise: None }))
}

pub(super) fn separable(arguments: &Arguments<'_>, report: &mut Report) -> Option<Box<dyn Layer>> {
    let filters = arguments.dim("filters", report);
    let common = common("SeparableConv2D", 2, arguments, STRIDED, report);
    let multiplier = arguments.whole("depth_multiplier", 1, report);
    let kernel = arguments.start("depthwise", 4, report);
    let pointwise = Some((filters?, arguments.start("pointwise", 4, report)?));
    Some(Box::new(Depthwise { common: common?, multiplier: multiplier?, kernel: kernel?, pointwise }))
}

impl Layer for Depthwise {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let (x, Common { name, windows, .. }) = (&inputs[0], &self.common);
        spatial::rank(name, windows.axes, x)?;
        let window = windows.on(name, "kernel", &x.shape)?;
        let (channels, multiplier) = (x.shape.last(), Dim::known(self.multiplier));
        let shape = self.common.kernel().chain([channels.clone(), multiplier.clone()]);
        let called = if self.pointwise.is_some() { "depthwise_kernel" } else { "kernel" };
        let kernel = build.weight(called, Shape(shape.collect()), &self.kernel)?;
        let made = Dim::product([&channels, &multiplier]);
        let output = spatial::shape(windows.axes, &window.output, &made);
        let (part, layout) = (ops::DepthwisePart::Forward, Layout::default());
        let operation = ops::Depthwise { window, channels, multiplier: self.multiplier, kernel, part, layout };
        let y = Tensor::new(build.kernel(operation, &[x.value], &output), output);
        let Some((filters, start)) = &self.pointwise else {
            let bias = self.common.bias(build, &made)?;
            return self.common.finish(build, y, bias);
        };
        let shape = Shape(vec![Dim::known(1), Dim::known(1), made, filters.clone()]);
        let kernel = build.weight("pointwise_kernel", shape, start)?;
        let bias = self.common.bias(build, filters)?;
        let mut shape = y.shape.clone();
        shape.0[2] = filters.clone();
        // A product over the channels at each position.
        let value = build.push(Op::Affine { kernel, bias, activation: None }, &[y.value], &shape);
        self.common.finish(build, Tensor::new(value, shape), None)
    }

    fn masks(&self) -> Masks {
        Masks::Dropped
    }
}
