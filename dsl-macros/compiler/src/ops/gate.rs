//! The input's part of one gate of a recurrent layer: some rows of the kernel.

use super::{Back, Call, Config, Field, Operation};
use crate::dim::{Dim, Shape};
use crate::graph::{Op, WeightId};

/// `z = W[gate] x`
#[derive(Clone, Debug)]
pub struct Gate {
    /// W, of all gates.
    pub kernel: WeightId,
    /// Which gate.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// Rows of a gate.
    pub units: Dim,
    /// The length of a column of x.
    pub channels: Dim,
}

impl Gate {
    fn call(&self, function: &'static str) -> Call {
        let config = Config {
            path: "gate::Gate",
            fields: vec![
                ("number", Field::Size(Dim::known(self.number))),
                ("of", Field::Size(Dim::known(self.of))),
                ("units", Field::Size(self.units.clone())),
            ],
        };
        Call::new(function).config(config).result()
    }
}

impl Operation for Gate {
    fn name(&self) -> &'static str {
        "gate"
    }
    fn call(&self) -> Call {
        self.call("gate::forward").weight(self.kernel).input(0)
    }
    fn macs(&self, result: &Shape) -> Option<Dim> {
        Some(Dim::product(result.0.iter().chain([&self.channels])))
    }
    // dW[gate] = dz xᵀ, dx = W[gate]ᵀ dz
    fn differentiate(&self, back: &mut Back<'_>) {
        let (dz, x) = (back.dy, back.inputs[0]);
        back.weight(self.kernel, Op::kernel(GateGradKernel(self.clone())), &[dz, x]);
        back.input(Op::kernel(GateGradInput(self.clone())), &[]);
    }
}

/// dW, 0 but in the rows of the gate, from dz and x.
#[derive(Debug)]
struct GateGradKernel(Gate);

impl Operation for GateGradKernel {
    fn name(&self) -> &'static str {
        "gate_grad_kernel"
    }
    fn call(&self) -> Call {
        self.0.call("gate::grad_kernel").input(0).input(1).finite()
    }
    fn target(&self) -> Option<WeightId> {
        Some(self.0.kernel)
    }
}

/// dx from dz.
#[derive(Debug)]
struct GateGradInput(Gate);

impl Operation for GateGradInput {
    fn name(&self) -> &'static str {
        "gate_grad_input"
    }
    fn call(&self) -> Call {
        self.0.call("gate::grad_input").weight(self.0.kernel).input(0)
    }
}
