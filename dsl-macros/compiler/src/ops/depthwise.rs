//! Convolutions of each channel by itself.

use super::{After, Arg, Back, Call, Config, Field, Operation, Window};
use crate::cost::Products;
use crate::dim::{Dim, Shape};
use crate::graph::{Layout, Op, WeightId};

/// The sizes of a convolution of each channel by itself.
#[derive(Clone, Debug)]
pub struct Depthwise {
    /// Where the windows lie.
    pub window: Window,
    /// Channels of the input.
    pub channels: Dim,
    /// Channels of the output for each of the input.
    pub multiplier: usize,
    /// W
    pub kernel: WeightId,
    /// Which of the three computations.
    pub part: DepthwisePart,
    /// What lies across a vector.
    pub layout: Layout,
}

/// Which computation of a depthwise convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DepthwisePart {
    /// y from x.
    Forward,
    /// dW from dy and x.
    GradKernel,
    /// dx from dy.
    GradInput,
}

impl Operation for Depthwise {
    fn name(&self) -> &'static str {
        match self.part {
            DepthwisePart::Forward => "depthwise",
            DepthwisePart::GradKernel => "depthwise_grad_kernel",
            DepthwisePart::GradInput => "depthwise_grad_input",
        }
    }
    fn call(&self) -> Call {
        let config = Config {
            path: "depthwise::Depthwise",
            fields: vec![
                ("window", self.window.config()),
                ("channels", Field::Size(self.channels.clone())),
                ("multiplier", Field::Size(Dim::known(self.multiplier))),
            ],
        };
        let (features, samples) = match self.part {
            DepthwisePart::Forward => ("depthwise::forward", "lanes::depthwise_forward"),
            DepthwisePart::GradKernel => ("depthwise::grad_kernel", "lanes::depthwise_grad_kernel"),
            DepthwisePart::GradInput => ("depthwise::grad_input", "lanes::depthwise_grad_input"),
        };
        let path = if self.layout == Layout::Samples { samples } else { features };
        let call = Call::new(path).config(config).result();
        match self.part {
            DepthwisePart::GradKernel => call.input(0).input(1).finite(),
            DepthwisePart::Forward | DepthwisePart::GradInput => {
                call.weight(self.kernel).input(0).arg(Arg::Then(After::Nothing))
            }
        }
    }
    fn macs(&self, result: &Shape) -> Option<Dim> {
        let elements = Dim::known(self.window.elements());
        (self.part == DepthwisePart::Forward).then(|| Dim::product(result.0.iter().chain([&elements])))
    }
    fn products(&self) -> Products {
        Products::Depthwise
    }
    fn across_samples(&self, result: &Shape) -> Option<Op> {
        let channels = Dim::product([&self.channels, &Dim::known(self.multiplier)]);
        let alone = result.len() == Dim::product(self.window.output.iter().chain([&channels]));
        alone.then(|| Op::kernel(Self { layout: Layout::Samples, ..self.clone() }))
    }
    fn target(&self) -> Option<WeightId> {
        (self.part == DepthwisePart::GradKernel).then_some(self.kernel)
    }
    // dW = dy ∗ x, dx = Wᵀ ∗ dy, each channel by itself
    fn differentiate(&self, back: &mut Back<'_>) {
        let (dy, x) = (back.dy, back.inputs[0]);
        let part = |part| Op::kernel(Self { part, ..self.clone() });
        back.weight(self.kernel, part(DepthwisePart::GradKernel), &[dy, x]);
        back.input(part(DepthwisePart::GradInput), &[]);
    }
}
