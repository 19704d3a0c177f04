//! Windows over two spatial axes, and convolutions, which are products with what windows see.

use super::{After, Arg, Back, Call, Config, Field, Operation};
use crate::dim::{Dim, Shape};
use crate::graph::{Layout, Op, WeightId};

/// Where windows lie; a layer with one spatial axis has a height of 1.
#[derive(Clone, Debug)]
pub struct Window {
    /// Height and width of the input.
    pub input: [Dim; 2],
    /// Height and width of the output.
    pub output: [Dim; 2],
    /// Height and width of a window.
    pub size: [usize; 2],
    /// How far windows are apart.
    pub strides: [usize; 2],
    /// How far the elements of a window are apart.
    pub dilation: [usize; 2],
    /// The padding before the first element.
    pub before: [Dim; 2],
}

impl Window {
    pub(super) fn config(&self) -> Field {
        Field::Config(Config {
            path: "window::Window",
            fields: vec![
                ("input", Field::dims(&self.input)),
                ("output", Field::dims(&self.output)),
                ("size", Field::sizes(&self.size)),
                ("strides", Field::sizes(&self.strides)),
                ("dilation", Field::sizes(&self.dilation)),
                ("before", Field::dims(&self.before)),
            ],
        })
    }

    /// The elements of a window.
    pub(super) fn elements(&self) -> usize {
        self.size[0] * self.size[1]
    }
}

/// The sizes of a convolution.
#[derive(Clone, Debug)]
pub struct Convolution {
    /// Where the windows lie.
    pub window: Window,
    /// Channels of the input.
    pub channels: Dim,
    /// Channels of the output.
    pub filters: Dim,
    /// Parts of the channels that do not see each other.
    pub groups: usize,
    /// What lies across a vector.
    pub layout: Layout,
}

impl Convolution {
    fn config(&self) -> Config {
        Config {
            path: "conv::Conv",
            fields: vec![
                ("window", self.window.config()),
                ("channels", Field::Size(self.channels.clone())),
                ("filters", Field::Size(self.filters.clone())),
                ("groups", Field::Size(Dim::known(self.groups))),
            ],
        }
    }

    fn macs(&self, positions: &Shape) -> Dim {
        let window = Dim::known(self.window.elements());
        let channels = self.channels.divided(self.groups);
        Dim::product(positions.0.iter().chain([&window, &channels, &self.filters]))
    }

    /// The kernel for the layout.
    fn path(&self, features: &'static str, samples: &'static str) -> Call {
        Call::new(if self.layout == Layout::Samples { samples } else { features })
    }

    /// The same with samples across the vector, if the result is one image for each sample.
    fn across_samples(&self, result: &Shape, image: &[&Dim]) -> Option<Self> {
        let alone = result.len() == Dim::product(image.iter().copied());
        (alone && self.groups == 1).then(|| Self { layout: Layout::Samples, ..self.clone() })
    }

    /// Adds the gradient of a bias.
    fn bias(&self, back: &mut Back<'_>, bias: WeightId) {
        let dy = back.dy;
        let op = match self.layout {
            Layout::Features => Op::AffineGradBias(bias),
            Layout::Samples => Op::kernel(GradBias { positions: Dim::product(&self.window.output), bias }),
        };
        back.weight(bias, op, &[dy]);
    }
}

/// y = W ∗ x + b
#[derive(Clone, Debug)]
pub struct Conv {
    /// The sizes.
    pub sizes: Convolution,
    /// W
    pub kernel: WeightId,
    /// b
    pub bias: Option<WeightId>,
}

impl Operation for Conv {
    fn name(&self) -> &'static str {
        "conv"
    }
    fn call(&self) -> Call {
        let call = self
            .sizes
            .path("conv::forward", "lanes::conv_forward")
            .config(self.sizes.config())
            .result()
            .weight(self.kernel);
        call.arg(Arg::OptionalWeight(self.bias)).input(0).arg(Arg::Then(After::Nothing))
    }
    fn macs(&self, result: &Shape) -> Option<Dim> {
        Some(self.sizes.macs(&Shape(result.0[..result.rank() - 1].to_vec())))
    }
    // dW = dy ∗ x, db = Σ dy, dx = Wᵀ ∗ dy
    fn differentiate(&self, back: &mut Back<'_>) {
        let (dy, x) = (back.dy, back.inputs[0]);
        let (sizes, kernel) = (self.sizes.clone(), self.kernel);
        back.weight(kernel, Op::kernel(ConvGradKernel { sizes: sizes.clone(), kernel }), &[dy, x]);
        if let Some(bias) = self.bias {
            self.sizes.bias(back, bias);
        }
        back.input(Op::kernel(ConvTransposed { sizes, kernel }), &[]);
    }
    fn across_samples(&self, result: &Shape) -> Option<Op> {
        let [height, width] = &self.sizes.window.output;
        let sizes = self.sizes.across_samples(result, &[height, width, &self.sizes.filters])?;
        Some(Op::kernel(Self { sizes, ..self.clone() }))
    }
}

/// y = Wᵀ ∗ x: a transposed convolution, and the gradient of the input of a convolution. The sizes are the convolution's.
#[derive(Debug)]
pub struct ConvTransposed {
    /// The sizes of the convolution that this one is the transpose of.
    pub sizes: Convolution,
    /// W
    pub kernel: WeightId,
}

impl Operation for ConvTransposed {
    fn name(&self) -> &'static str {
        "conv_transposed"
    }
    fn call(&self) -> Call {
        let call = self
            .sizes
            .path("conv::grad_input", "lanes::conv_grad_input")
            .config(self.sizes.config())
            .result()
            .weight(self.kernel);
        call.input(0).arg(Arg::Then(After::Nothing))
    }
    fn macs(&self, result: &Shape) -> Option<Dim> {
        let outer = result.rank().saturating_sub(3);
        let output = self.sizes.window.output.iter();
        Some(self.sizes.macs(&Shape(result.0[..outer].iter().chain(output).cloned().collect())))
    }
    // dW = x ∗ dy, dx = W ∗ dy
    fn differentiate(&self, back: &mut Back<'_>) {
        let (dy, x) = (back.dy, back.inputs[0]);
        let (sizes, kernel) = (self.sizes.clone(), self.kernel);
        back.weight(kernel, Op::kernel(ConvGradKernel { sizes: sizes.clone(), kernel }), &[x, dy]);
        back.input(Op::kernel(Conv { sizes, kernel, bias: None }), &[]);
    }
    fn across_samples(&self, result: &Shape) -> Option<Op> {
        let [height, width] = &self.sizes.window.input;
        let sizes = self.sizes.across_samples(result, &[height, width, &self.sizes.channels])?;
        Some(Op::kernel(Self { sizes, kernel: self.kernel }))
    }
}

/// dW = dy ∗ x, from dy and x.
#[derive(Debug)]
struct ConvGradKernel {
    sizes: Convolution,
    kernel: WeightId,
}

impl Operation for ConvGradKernel {
    fn name(&self) -> &'static str {
        "conv_grad_kernel"
    }
    fn call(&self) -> Call {
        let call = self.sizes.path("conv::grad_kernel", "lanes::conv_grad_kernel");
        call.config(self.sizes.config()).result().input(0).input(1).finite()
    }
    fn target(&self) -> Option<WeightId> {
        Some(self.kernel)
    }
}

/// db = Σ dy with samples across the vector, from dy.
#[derive(Debug)]
struct GradBias {
    positions: Dim,
    bias: WeightId,
}

impl Operation for GradBias {
    fn name(&self) -> &'static str {
        "conv_grad_bias"
    }
    fn call(&self) -> Call {
        Call::new("lanes::grad_bias").size(&self.positions).result().input(0).finite()
    }
    fn target(&self) -> Option<WeightId> {
        Some(self.bias)
    }
}
