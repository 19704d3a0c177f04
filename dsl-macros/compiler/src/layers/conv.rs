//! `Conv2D(32, 3, activation = relu)` and its kin.

use super::arguments::Arguments;
use super::dense::check_activation;
use super::spatial::{self, Padding, Windows};
use super::{Layer, Masks, Mismatch, Need, Parameter, Spec, depthwise};
use crate::activation::Activate;
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::graph::{Layout, WeightId};
use crate::ops;
use crate::report::{Report, Spot};
use crate::start::Start;

const DATA_FORMAT: Parameter = Parameter::new("data_format", Need::Refused("images are channels-last: leave it out"));
const ACTIVITY: Parameter =
    Parameter::new("activity_regularizer", Need::Refused("penalties on outputs are not available yet"));
const BIAS_CONSTRAINT: Parameter =
    Parameter::new("bias_constraint", Need::Refused("constraints on weights are not available yet"));

const fn constraint(name: &'static str) -> Parameter {
    Parameter::new(name, Need::Refused("constraints on weights are not available yet"))
}

const CONV: &[Parameter] = &[
    Parameter::new("filters", Need::Required("32")),
    Parameter::new("kernel_size", Need::Required("3")),
    Parameter::new("strides", Need::Default("1")),
    Parameter::new("padding", Need::Default("valid")),
    DATA_FORMAT,
    Parameter::new("dilation_rate", Need::Default("1")),
    Parameter::new("groups", Need::Default("1")),
    Parameter::new("activation", Need::Default("linear")),
    Parameter::new("use_bias", Need::Default("true")),
    Parameter::new("kernel_initializer", Need::Default("glorot_uniform")),
    Parameter::new("bias_initializer", Need::Default("zeros")),
    Parameter::new("kernel_regularizer", Need::Default("none")),
    Parameter::new("bias_regularizer", Need::Default("none")),
    ACTIVITY,
    constraint("kernel_constraint"),
    BIAS_CONSTRAINT,
];

const TRANSPOSED: &[Parameter] = &[
    Parameter::new("filters", Need::Required("32")),
    Parameter::new("kernel_size", Need::Required("3")),
    Parameter::new("strides", Need::Default("1")),
    Parameter::new("padding", Need::Default("valid")),
    Parameter::new(
        "output_padding",
        Need::Refused("the output's size follows from `padding`: crop or pad it afterwards"),
    ),
    DATA_FORMAT,
    Parameter::new("dilation_rate", Need::Default("1")),
    Parameter::new("activation", Need::Default("linear")),
    Parameter::new("use_bias", Need::Default("true")),
    Parameter::new("kernel_initializer", Need::Default("glorot_uniform")),
    Parameter::new("bias_initializer", Need::Default("zeros")),
    Parameter::new("kernel_regularizer", Need::Default("none")),
    Parameter::new("bias_regularizer", Need::Default("none")),
    ACTIVITY,
    constraint("kernel_constraint"),
    BIAS_CONSTRAINT,
];

const DEPTHWISE: &[Parameter] = &[
    Parameter::new("kernel_size", Need::Required("3")),
    Parameter::new("strides", Need::Default("1")),
    Parameter::new("padding", Need::Default("valid")),
    Parameter::new("depth_multiplier", Need::Default("1")),
    DATA_FORMAT,
    Parameter::new("dilation_rate", Need::Default("1")),
    Parameter::new("activation", Need::Default("linear")),
    Parameter::new("use_bias", Need::Default("true")),
    Parameter::new("depthwise_initializer", Need::Default("glorot_uniform")),
    Parameter::new("bias_initializer", Need::Default("zeros")),
    Parameter::new("depthwise_regularizer", Need::Default("none")),
    Parameter::new("bias_regularizer", Need::Default("none")),
    ACTIVITY,
    constraint("depthwise_constraint"),
    BIAS_CONSTRAINT,
];

const SEPARABLE: &[Parameter] = &[
    Parameter::new("filters", Need::Required("32")),
    Parameter::new("kernel_size", Need::Required("3")),
    Parameter::new("strides", Need::Default("1")),
    Parameter::new("padding", Need::Default("valid")),
    DATA_FORMAT,
    Parameter::new("dilation_rate", Need::Default("1")),
    Parameter::new("depth_multiplier", Need::Default("1")),
    Parameter::new("activation", Need::Default("linear")),
    Parameter::new("use_bias", Need::Default("true")),
    Parameter::new("depthwise_initializer", Need::Default("glorot_uniform")),
    Parameter::new("pointwise_initializer", Need::Default("glorot_uniform")),
    Parameter::new("bias_initializer", Need::Default("zeros")),
    Parameter::new("depthwise_regularizer", Need::Default("none")),
    Parameter::new("pointwise_regularizer", Need::Default("none")),
    Parameter::new("bias_regularizer", Need::Default("none")),
    ACTIVITY,
    constraint("depthwise_constraint"),
    constraint("pointwise_constraint"),
    BIAS_CONSTRAINT,
];

pub(super) const CONV1D: Spec = Spec {
    name: "Conv1D",
    aliases: &["Convolution1D"],
    summary: "activation(W ∗ x + b): each filter slides over the steps; `padding = causal` sees no later step",
    shapes: "(steps, channels) → (steps', filters), steps' = ⌊(steps − (kernel_size − 1)·dilation_rate − 1)/strides⌋ + 1, or ⌈steps/strides⌉ with `same` and `causal`",
    page: "convolution_layers/convolution1d",
    example: "Input(16, 4) -> Conv1D(8, 3, activation = relu) -> Flatten -> Dense(2)",
    parameters: CONV,
    weights: &["kernel", "bias?"],
    resolve: |arguments, report| conv("Conv1D", 1, arguments, report),
};

pub(super) const CONV2D: Spec = Spec {
    name: "Conv2D",
    aliases: &["Convolution2D"],
    summary: "activation(W ∗ x + b): each filter slides over the image",
    shapes: "(height, width, channels) → (height', width', filters), sizes as for `Conv1D`",
    page: "convolution_layers/convolution2d",
    example: "Input(8, 8, 1) -> Conv2D(4, 3, activation = relu) -> MaxPooling2D(2) -> Flatten -> Dense(2)",
    parameters: CONV,
    weights: &["kernel", "bias?"],
    resolve: |arguments, report| conv("Conv2D", 2, arguments, report),
};

pub(super) const CONV1D_TRANSPOSE: Spec = Spec {
    name: "Conv1DTranspose",
    aliases: &["Convolution1DTranspose"],
    summary: "activation(Wᵀ ∗ x + b): each step spreads over a window of the output",
    shapes: "(steps, channels) → (steps·strides + max(kernel_size − strides, 0), filters), or (steps·strides, filters) with `same`",
    page: "convolution_layers/convolution1d_transpose",
    example: "Input(4, 8) -> Conv1DTranspose(4, 3, strides = 2, padding = same)",
    parameters: TRANSPOSED,
    weights: &["kernel", "bias?"],
    resolve: |arguments, report| transposed("Conv1DTranspose", 1, arguments, report),
};

pub(super) const CONV2D_TRANSPOSE: Spec = Spec {
    name: "Conv2DTranspose",
    aliases: &["Convolution2DTranspose"],
    summary: "activation(Wᵀ ∗ x + b): each position spreads over a window of the output",
    shapes: "(height, width, channels) → (height', width', filters), sizes as for `Conv1DTranspose`",
    page: "convolution_layers/convolution2d_transpose",
    example: "Input(4, 4, 8) -> Conv2DTranspose(4, 3, strides = 2, padding = same)",
    parameters: TRANSPOSED,
    weights: &["kernel", "bias?"],
    resolve: |arguments, report| transposed("Conv2DTranspose", 2, arguments, report),
};

pub(super) const DEPTHWISE_CONV2D: Spec = Spec {
    name: "DepthwiseConv2D",
    aliases: &["DepthwiseConvolution2D"],
    summary: "activation(W ∗ x + b), each channel by itself",
    shapes: "(height, width, channels) → (height', width', channels·depth_multiplier), sizes as for `Conv1D`",
    page: "convolution_layers/depthwise_convolution2d",
    example: "Input(8, 8, 3) -> DepthwiseConv2D(3, padding = same)",
    parameters: DEPTHWISE,
    weights: &["kernel", "bias?"],
    resolve: |arguments, report| depthwise::depthwise(arguments, report),
};

pub(super) const SEPARABLE_CONV2D: Spec = Spec {
    name: "SeparableConv2D",
    aliases: &["SeparableConvolution2D"],
    summary: "a depthwise convolution, then one of 1 × 1 over the channels",
    shapes: "(height, width, channels) → (height', width', filters), sizes as for `Conv1D`",
    page: "convolution_layers/separable_convolution2d",
    example: "Input(8, 8, 3) -> SeparableConv2D(4, 3, activation = relu)",
    parameters: SEPARABLE,
    weights: &["depthwise_kernel", "pointwise_kernel", "bias?"],
    resolve: |arguments, report| depthwise::separable(arguments, report),
};

/// The arguments that all of them have.
#[derive(Debug)]
pub(super) struct Common {
    pub(super) name: &'static str,
    pub(super) windows: Windows,
    activation: Activate,
    bias: Option<Start>,
}

impl Common {
    /// The axes of the kernel that are windows.
    pub(super) fn kernel(&self) -> impl Iterator<Item = Dim> + '_ {
        self.windows.size.iter().map(|size| Dim::known(*size))
    }

    pub(super) fn bias(&self, build: &mut Build, filters: &Dim) -> Result<Option<WeightId>, Mismatch> {
        let bias = self.bias.as_ref().map(|start| build.weight("bias", Shape(vec![filters.clone()]), start));
        bias.transpose()
    }

    /// Adds the bias and the activation.
    pub(super) fn finish(&self, build: &mut Build, y: Tensor, bias: Option<WeightId>) -> Result<Vec<Tensor>, Mismatch> {
        let y = match bias {
            Some(bias) => {
                let bias = ops::Bias::new(bias, build.weight_len(bias));
                Tensor { value: build.kernel(bias, &[y.value], &y.shape), ..y }
            }
            None => y,
        };
        check_activation(&self.activation, &y.shape)?;
        Ok(vec![build.activation(&y, &self.activation)])
    }
}

/// Reads what all of them have. A mistake is noted, and leaves the output unknown.
pub(super) fn common(
    name: &'static str,
    axes: usize,
    arguments: &Arguments<'_>,
    strided: &str,
    report: &mut Report,
) -> Option<Common> {
    let before = report.len();
    let size = arguments.per_axis("kernel_size", axes, 1, report);
    let strides = arguments.per_axis("strides", axes, 1, report);
    let dilation = arguments.per_axis("dilation_rate", axes, 1, report);
    let padding = spatial::padding(arguments, name == "Conv1D", report);
    let activation = arguments.activation("activation", report);
    let use_bias = arguments.boolean("use_bias", report);
    let bias = arguments.start("bias", 1, report);
    arguments.no_effect_without("use_bias", use_bias, &["bias_initializer", "bias_regularizer"], report);
    if let (Some(strides), Some(dilation)) = (&strides, &dilation)
        && strides.iter().any(|stride| *stride > 1)
        && dilation.iter().any(|rate| *rate > 1)
    {
        let message = format!("`{name}` cannot have both strides and a dilation above 1");
        report.error(arguments.spot("dilation_rate"), message, format!("leave one of them at 1; {strided}"));
    }
    let spot = arguments.spot("kernel_size");
    let windows = Windows { axes, size: size?, strides: strides?, dilation: dilation?, padding: padding?, spot };
    let bias = use_bias?.then_some(bias?);
    (report.len() == before).then_some(Common { name, windows, activation: activation?, bias })
}

/// `Conv1D` and `Conv2D`.
#[derive(Debug)]
struct Conv {
    common: Common,
    filters: Dim,
    groups: usize,
    /// Where they are written.
    spot: Spot,
    kernel: Start,
}

pub(super) const STRIDED: &str = "a strided layer after a dilated one does both";

fn conv(name: &'static str, axes: usize, arguments: &Arguments<'_>, report: &mut Report) -> Option<Box<dyn Layer>> {
    let filters = arguments.dim("filters", report);
    let common = common(name, axes, arguments, STRIDED, report);
    let groups = arguments.whole("groups", 1, report);
    let kernel = arguments.start("kernel", axes + 2, report);
    let (filters, groups) = (filters?, groups?);
    if filters.value().is_some_and(|filters| filters % groups != 0) {
        let message = format!("`{name}` cannot make {filters} filters in {groups} equal groups");
        report.error(
            arguments.spot("filters"),
            message,
            format!(
                "write a multiple of {groups}, such as {}",
                filters.value().unwrap_or(groups).next_multiple_of(groups)
            ),
        );
        return None;
    }
    let spot = arguments.spot("groups");
    Some(Box::new(Conv { common: common?, filters, groups, spot, kernel: kernel? }))
}

impl Layer for Conv {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let (x, Common { name, windows, .. }) = (&inputs[0], &self.common);
        spatial::rank(name, windows.axes, x)?;
        let window = windows.on(name, "kernel", &x.shape)?;
        let (channels, groups) = (x.shape.last(), self.groups);
        if channels.value().is_some_and(|channels| channels % groups != 0) {
            let message = format!("`{name}` cannot divide {channels} channels into {groups} equal groups");
            let help = spatial::divisors("groups", channels.value().unwrap_or(1));
            return Err(Mismatch::input(message, help).at(self.spot));
        }
        build.claim_divides(
            format!("`{name}` makes its filters in {groups} equal groups"),
            groups,
            self.filters.clone(),
        );
        let shape = self.common.kernel().chain([channels.divided(groups), self.filters.clone()]);
        let kernel = build.weight("kernel", Shape(shape.collect()), &self.kernel)?;
        let bias = self.common.bias(build, &self.filters)?;
        let output = spatial::shape(windows.axes, &window.output, &self.filters);
        let layout = Layout::default();
        let sizes = ops::Convolution { window, channels, filters: self.filters.clone(), groups, layout };
        let y = build.kernel(ops::Conv { sizes, kernel, bias }, &[x.value], &output);
        self.common.finish(build, Tensor::new(y, output), None)
    }

    fn masks(&self) -> Masks {
        Masks::Dropped
    }
}

/// `Conv1DTranspose` and `Conv2DTranspose`.
#[derive(Debug)]
struct Transposed {
    common: Common,
    filters: Dim,
    kernel: Start,
}

fn transposed(
    name: &'static str,
    axes: usize,
    arguments: &Arguments<'_>,
    report: &mut Report,
) -> Option<Box<dyn Layer>> {
    let filters = arguments.dim("filters", report);
    let common = common(name, axes, arguments, STRIDED, report);
    let kernel = arguments.start("kernel", axes + 2, report);
    Some(Box::new(Transposed { common: common?, filters: filters?, kernel: kernel? }))
}

impl Layer for Transposed {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let (x, Common { name, windows, .. }) = (&inputs[0], &self.common);
        spatial::rank(name, windows.axes, x)?;
        let input = spatial::plane(&x.shape);
        let (size, strides, dilation) = (
            spatial::on_plane(&windows.size),
            spatial::on_plane(&windows.strides),
            spatial::on_plane(&windows.dilation),
        );
        let (mut output, mut before) = (input.clone(), [Dim::known(0), Dim::known(0)]);
        for axis in 2 - windows.axes..2 {
            let reach = (size[axis] - 1) * dilation[axis] + 1;
            let (scaled, rest) =
                (Dim::product([&input[axis], &Dim::known(strides[axis])]), reach.saturating_sub(strides[axis]));
            if windows.padding == Padding::Same {
                output[axis] = scaled;
                before[axis] = Dim::known(rest / 2);
            } else {
                output[axis] = if rest == 0 { scaled } else { Dim::sum([&scaled, &Dim::known(rest)]) };
            }
        }
        let channels = x.shape.last();
        let shape = self.common.kernel().chain([self.filters.clone(), channels.clone()]);
        let kernel = build.weight("kernel", Shape(shape.collect()), &self.kernel)?;
        let bias = self.common.bias(build, &self.filters)?;
        let shape = spatial::shape(windows.axes, &output, &self.filters);
        // The sizes are those of the convolution back from the output to the input.
        let window = ops::Window { input: output, output: input, size, strides, dilation, before };
        let (channels, filters) = (self.filters.clone(), channels);
        let sizes = ops::Convolution { window, channels, filters, groups: 1, layout: Layout::default() };
        let y = build.kernel(ops::ConvTransposed { sizes, kernel }, &[x.value], &shape);
        self.common.finish(build, Tensor::new(y, shape), bias)
    }

    fn masks(&self) -> Masks {
        Masks::Dropped
    }
}
