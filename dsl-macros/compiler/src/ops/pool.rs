//! Pooling and enlarging: what windows see, summed up channel by channel, and pixels between pixels.

use super::{After, Arg, Back, Call, Config, Field, Operation, Window};
use crate::dim::{Dim, Shape};
use crate::graph::{Layout, Op};

/// What a window is summed up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pooling {
    /// Its largest element.
    Max,
    /// The mean of those of its elements that lie in the input.
    Average,
}

/// y = the maximum or the mean of each window; or on the way back, dx from dy and, for the maximum, x.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Maximum or mean.
    pub pooling: Pooling,
    /// Where the windows lie.
    pub window: Window,
    /// The channels.
    pub channels: Dim,
    /// Whether this is the way back.
    pub backward: bool,
    /// What lies across a vector.
    pub layout: Layout,
}

impl Operation for Pool {
    fn name(&self) -> &'static str {
        match (self.pooling, self.backward) {
            (Pooling::Max, false) => "max_pool",
            (Pooling::Average, false) => "average_pool",
            (Pooling::Max, true) => "max_pool_grad",
            (Pooling::Average, true) => "average_pool_grad",
        }
    }
    fn call(&self) -> Call {
        let config = Config {
            path: "pool::Pool",
            fields: vec![("window", self.window.config()), ("channels", Field::Size(self.channels.clone()))],
        };
        let module = if self.layout == Layout::Samples { "lanes" } else { "pool" };
        let (way, x) = match (self.pooling, self.backward) {
            (Pooling::Max, false) => ("max_forward", false),
            (Pooling::Average, false) => ("average_forward", false),
            (Pooling::Max, true) => ("max_backward", true),
            (Pooling::Average, true) => ("average_backward", false),
        };
        let call = Call::named(format!("{module}::{way}")).config(config).result().input(0);
        let call = if x { call.input(1) } else { call };
        let then = self.backward && self.layout == Layout::Samples;
        if then { call.arg(Arg::Then(After::Nothing)) } else { call }
    }
    fn across_samples(&self, result: &Shape) -> Option<Op> {
        let alone = result.len() == Dim::product(self.window.output.iter().chain([&self.channels]));
        alone.then(|| Op::kernel(Self { layout: Layout::Samples, ..self.clone() }))
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        let others = if self.pooling == Pooling::Max { vec![back.inputs[0]] } else { Vec::new() };
        back.input(Op::kernel(Self { backward: true, ..self.clone() }), &others);
    }
}

/// y = the maximum over all positions; on the way back equals share the gradient.
#[derive(Clone, Debug)]
pub struct GlobalMax {
    /// The positions.
    pub positions: Dim,
    /// The channels.
    pub channels: Dim,
    /// Whether this is the way back.
    pub backward: bool,
}

impl Operation for GlobalMax {
    fn name(&self) -> &'static str {
        if self.backward { "global_max_grad" } else { "global_max" }
    }
    fn call(&self) -> Call {
        let path = if self.backward { "pool::global_max_backward" } else { "pool::global_max_forward" };
        let call = Call::new(path).size(&self.positions).size(&self.channels).result().input(0);
        if self.backward { call.input(1) } else { call }
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        let x = back.inputs[0];
        back.input(Op::kernel(Self { backward: true, ..self.clone() }), &[x]);
    }
}

/// y = x interpolated to a multiple of its size.
#[derive(Clone, Debug)]
pub struct Bilinear {
    /// Height and width of the input.
    pub input: [Dim; 2],
    /// The multiples.
    pub scale: [usize; 2],
    /// The channels.
    pub channels: Dim,
    /// Whether this is the way back.
    pub backward: bool,
}

impl Operation for Bilinear {
    fn name(&self) -> &'static str {
        if self.backward { "bilinear_grad" } else { "bilinear" }
    }
    fn call(&self) -> Call {
        let config = Config {
            path: "bilinear::Bilinear",
            fields: vec![
                ("input", Field::dims(&self.input)),
                ("scale", Field::sizes(&self.scale)),
                ("channels", Field::Size(self.channels.clone())),
            ],
        };
        let path = if self.backward { "bilinear::backward" } else { "bilinear::forward" };
        Call::new(path).config(config).result().input(0)
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        back.input(Op::kernel(Self { backward: true, ..self.clone() }), &[]);
    }
}
