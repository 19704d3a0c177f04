//! Recurrent layers: the scan over the steps, after one product for the input's part of all of them.
//!
//! A scan has several results: the outputs of all steps, and the states after the last. The outputs are the node's value;
//! the states are read from the tape by nodes of their own. Their gradients reach the way back through two *marks*, nodes
//! without memory that stand for the states.

use super::{Arg, Back, Call, Config, Field, Instead, Operation};
use crate::activation::Scalar;
use crate::dim::{Dim, Shape};
use crate::graph::{Op, WeightId};

/// What happens in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// h = f(z + U h')
    Simple,
    /// Long short-term memory.
    Lstm,
    /// A gated recurrent unit, its reset gate after the product or before it.
    Gru {
        /// After it.
        reset_after: bool,
    },
}

impl Cell {
    /// Parts of the input's product.
    pub fn gates(self) -> usize {
        match self {
            Self::Simple => 1,
            Self::Lstm => 4,
            Self::Gru { .. } => 3,
        }
    }

    fn module(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Lstm => "lstm",
            Self::Gru { .. } => "gru",
        }
    }

    /// Scalars of the tape and of the running gradients, as multiples of the units: so many for each step, and more.
    fn memory(self) -> [[usize; 2]; 2] {
        match self {
            Self::Simple => [[1, 1], [1, 1]],
            Self::Lstm => [[7, 2], [4, 2]],
            Self::Gru { .. } => [[5, 1], [3, 2]],
        }
    }
}

/// The sizes and functions of a scan.
#[derive(Clone, Debug)]
pub struct Sizes {
    /// What happens in a step.
    pub cell: Cell,
    /// Steps of a sequence.
    pub steps: Dim,
    /// Width of the state.
    pub units: Dim,
    /// Of what becomes the state.
    pub activation: Scalar,
    /// Of the gates.
    pub recurrent: Scalar,
}

impl Sizes {
    fn config(&self) -> Config {
        let mut fields = vec![("steps", Field::Size(self.steps.clone())), ("units", Field::Size(self.units.clone()))];
        let path = match self.cell {
            Cell::Simple => "recurrent::simple::Simple",
            Cell::Lstm => "recurrent::lstm::Lstm",
            Cell::Gru { reset_after } => {
                fields.push(("reset_after", Field::Flag(reset_after)));
                "recurrent::gru::Gru"
            }
        };
        Config { path, fields }
    }

    /// `recurrent::lstm::forward`
    fn call(&self, function: &str) -> Call {
        Call::named(format!("recurrent::{}::{function}", self.cell.module())).config(self.config())
    }

    fn scan(&self, mask: Option<usize>, dropped: Option<usize>) -> Arg {
        let functions = Config {
            path: "recurrent::Functions",
            fields: vec![
                ("activation", Field::Function(self.activation.clone())),
                ("recurrent", Field::Function(self.recurrent.clone())),
            ],
        };
        Arg::Value(Field::Config(Config {
            path: "recurrent::Scan",
            fields: vec![
                ("functions", Field::Config(functions)),
                ("mask", Field::Optional(mask)),
                ("dropped", Field::Optional(dropped)),
            ],
        }))
    }

    fn memory(&self, [each, more]: [usize; 2]) -> Shape {
        let steps = Dim::product([&self.steps, &Dim::known(each)]);
        Shape(vec![Dim::product([&self.units, &Dim::sum([&steps, &Dim::known(more)])])])
    }

    /// The shape of the tape.
    pub fn tape(&self) -> Shape {
        self.memory(self.cell.memory()[0])
    }

    fn running(&self) -> Shape {
        self.memory(self.cell.memory()[1])
    }
}

/// y = the outputs of all steps, from z, the tape (written), a mark for each state, the initial states, the mask and what
/// recurrent dropout drops.
#[derive(Clone, Debug)]
pub struct Recurrent {
    /// Sizes and functions.
    pub sizes: Sizes,
    /// U
    pub kernel: WeightId,
    /// The recurrent bias, a part of a weight.
    pub bias: Option<(WeightId, [Dim; 2])>,
    /// How many states there are marks for.
    pub marks: usize,
    /// How many initial states are given.
    pub initial: usize,
    /// Whether there is a mask.
    pub masked: bool,
    /// Whether there is recurrent dropout, its mask the last input.
    pub dropped: bool,
}

impl Recurrent {
    fn initial_at(&self, state: usize) -> Option<usize> {
        (state < self.initial).then_some(2 + self.marks + state)
    }

    fn mask_at(&self) -> Option<usize> {
        self.masked.then_some(2 + self.marks + self.initial)
    }

    fn dropped_at(&self) -> Option<usize> {
        self.dropped.then_some(2 + self.marks + self.initial + usize::from(self.masked))
    }

    fn weights(&self) -> Arg {
        match self.sizes.cell {
            Cell::Gru { .. } => Arg::Value(Field::Config(Config {
                path: "recurrent::gru::Weights",
                fields: vec![
                    ("kernel", Field::Weight(self.kernel)),
                    ("bias", Field::OptionalWeight(self.bias.clone())),
                ],
            })),
            Cell::Simple | Cell::Lstm => Arg::Weight(self.kernel),
        }
    }
}

impl Operation for Recurrent {
    fn name(&self) -> &'static str {
        self.sizes.cell.module()
    }

    fn call(&self) -> Call {
        let call = self.sizes.call("forward").arg(self.sizes.scan(self.mask_at(), self.dropped_at()));
        let call = call.result().arg(Arg::InputMut(1)).arg(self.weights()).input(0);
        if self.sizes.cell == Cell::Lstm {
            return call.arg(Arg::Value(Field::Config(Config {
                path: "recurrent::Initial",
                fields: vec![("h", Field::Optional(self.initial_at(0))), ("c", Field::Optional(self.initial_at(1)))],
            })));
        }
        call.arg(Arg::Optional(self.initial_at(0)))
    }

    fn macs(&self, _result: &Shape) -> Option<Dim> {
        let gates = Dim::known(self.sizes.cell.gates());
        Some(Dim::product([&self.sizes.steps, &self.sizes.units, &self.sizes.units, &gates]))
    }

    fn predicting(&self) -> Option<Instead> {
        let at = self.dropped_at()?;
        Some(Instead::of_first(at, Op::kernel(Self { dropped: false, ..self.clone() })))
    }

    fn differentiate(&self, back: &mut Back<'_>) {
        let (dy, tape) = (back.dy, back.inputs[1]);
        let z_shape = back.shape(back.inputs[0]);
        // As many as there are tapes: a wrapper may have put axes before them.
        let mut shape = back.shape(tape);
        shape.0.splice(shape.rank() - 1.., self.sizes.running().0);
        let running = back.scratch(shape);
        let mut inputs = vec![dy, tape, running];
        let states = [0, 1].map(|state| {
            let gradient = (state < self.marks).then(|| back.gradient(back.inputs[2 + state])).flatten();
            gradient.map(|gradient| {
                inputs.push(gradient);
                inputs.len() - 1
            })
        });
        let mut also = |back: &Back<'_>, at: Option<usize>| {
            at.map(|at| {
                inputs.push(back.inputs[at]);
                inputs.len() - 1
            })
        };
        let (mask, dropped) = (also(back, self.mask_at()), also(back, self.dropped_at()));
        let backward = RecurrentGrad { sizes: self.sizes.clone(), kernel: self.kernel, states, mask, dropped };
        let dz = back.push(Op::kernel(backward), &inputs, z_shape);
        back.found.push((back.inputs[0], dz));

        let mut inputs = vec![running, tape, dz];
        inputs.extend(self.dropped_at().map(|at| back.inputs[at]));
        let (sizes, weight) = (self.sizes.clone(), self.kernel);
        let of_kernel = RecurrentGradWeight { sizes: sizes.clone(), weight, bias: None, dropped: self.dropped };
        back.weight(weight, Op::kernel(of_kernel), &inputs);
        if let Some((weight, part)) = self.bias.clone() {
            let of_bias = RecurrentGradWeight { sizes: sizes.clone(), weight, bias: Some(part), dropped: false };
            back.weight(weight, Op::kernel(of_bias), &inputs[..3]);
        }
        for state in 0..self.initial {
            let initial = back.inputs[2 + self.marks + state];
            let shape = back.shape(initial);
            let of_state = State { sizes: sizes.clone(), state, initial: true };
            let gradient = back.push(Op::kernel(of_state), &[running, dz], shape);
            back.found.push((initial, gradient));
        }
    }
}

/// dz from dy, the tape, the running gradients (written), those of the states, the mask and what was dropped.
#[derive(Debug)]
struct RecurrentGrad {
    sizes: Sizes,
    kernel: WeightId,
    states: [Option<usize>; 2],
    mask: Option<usize>,
    dropped: Option<usize>,
}

impl Operation for RecurrentGrad {
    fn name(&self) -> &'static str {
        "recurrent_grad"
    }
    fn call(&self) -> Call {
        let gradients = Config {
            path: "recurrent::Gradients",
            fields: vec![
                ("y", Field::Input(0)),
                ("h", Field::Optional(self.states[0])),
                ("c", Field::Optional(self.states[1])),
            ],
        };
        let call = self.sizes.call("backward").arg(self.sizes.scan(self.mask, self.dropped));
        let kernel = Config {
            path: "recurrent::Kernel",
            fields: vec![("kernel", Field::Weight(self.kernel)), ("transposed", Field::Shared(self.kernel))],
        };
        let call = call.result().arg(Arg::InputMut(2)).arg(Arg::Value(Field::Config(kernel)));
        call.arg(Arg::Value(Field::Config(gradients))).input(1)
    }
}

/// dU or the gradient of the recurrent bias, from the running gradients and the tape.
#[derive(Debug)]
struct RecurrentGradWeight {
    sizes: Sizes,
    weight: WeightId,
    bias: Option<[Dim; 2]>,
    dropped: bool,
}

impl Operation for RecurrentGradWeight {
    fn name(&self) -> &'static str {
        if self.bias.is_some() { "recurrent_grad_bias" } else { "recurrent_grad_kernel" }
    }
    fn call(&self) -> Call {
        if self.bias.is_some() {
            return self.sizes.call("grad_recurrent_bias").result().input(0).finite();
        }
        let dropped = Arg::Optional(self.dropped.then_some(3));
        self.sizes.call("grad_recurrent").result().input(0).input(1).arg(dropped).finite()
    }
    fn target(&self) -> Option<WeightId> {
        Some(self.weight)
    }
    fn target_part(&self) -> Option<[Dim; 2]> {
        self.bias.clone()
    }
}

/// The state after the last step, from the tape; or the gradient of the one before the first, from the running gradients.
/// The second input is there for the order; the third, if anything but the next batch is given the state, is its mark, which
/// its gradient goes by.
#[derive(Clone, Debug)]
pub struct State {
    /// The sizes of the scan.
    pub sizes: Sizes,
    /// Which state: the one that is also the output, or that of the cell.
    pub state: usize,
    /// Whether it is the gradient of an initial state.
    pub initial: bool,
}

impl Operation for State {
    fn name(&self) -> &'static str {
        if self.initial { "initial_state_grad" } else { "final_state" }
    }
    fn call(&self) -> Call {
        let function = match (self.initial, self.state) {
            (false, 0) => "final_state",
            (false, _) => "final_cell",
            (true, 0) => "initial_gradient",
            (true, _) => "initial_cell_gradient",
        };
        self.sizes.call(function).result().input(0)
    }
    fn differentiate(&self, back: &mut Back<'_>) {
        let (dy, y) = (back.dy, back.inputs[1]);
        if let Some(mark) = back.inputs.get(2) {
            back.found.push((*mark, dy));
        }
        // The scan goes back even if nothing reads its outputs.
        if back.gradient(y).is_none() {
            let shape = back.shape(y);
            let zeros = back.push(Op::kernel(Zeros), &[], shape);
            back.found.push((y, zeros));
        }
    }
}

/// Zeros.
#[derive(Debug)]
struct Zeros;

impl Operation for Zeros {
    fn name(&self) -> &'static str {
        "zeros"
    }
    fn call(&self) -> Call {
        Call::new("fill::zeros").result()
    }
}

/// Factors of dropout: 0, or 1/(1 − rate).
#[derive(Debug)]
pub struct DropoutMask {
    /// The fraction.
    pub rate: f64,
    /// The number of the draws.
    pub draws: u32,
}

impl Operation for DropoutMask {
    fn name(&self) -> &'static str {
        "dropout_mask"
    }
    fn call(&self) -> Call {
        Call::new("dropout::mask").result().number(self.rate).arg(Arg::Draws(self.draws))
    }
}
