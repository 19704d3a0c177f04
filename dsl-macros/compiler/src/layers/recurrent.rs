//! `SimpleRNN(32)`, `LSTM(32, return_sequences = true)`, `GRU(32)`

mod input;
mod states;

use super::arguments::Arguments;
use super::geometry::reversed;
use super::spatial;
use super::{Layer, Masks, Mismatch, Need, Parameter, Spec, Takes};
use crate::activation::{Activate, Scalar};
use crate::ast::ValueKind;
use crate::build::{Build, Tensor};
use crate::dim::{Dim, Shape};
use crate::expr::Saved;
use crate::graph::Op;
use crate::ops::{self, Cell};
use crate::report::Report;
use crate::start::Start;
use states::Beginning;

const fn refused(name: &'static str, help: &'static str) -> Parameter {
    Parameter::new(name, Need::Refused(help))
}

const NO_CONSTRAINT: &str = "constraints on weights are not available yet";
const TANH: Parameter = Parameter::new("activation", Need::Default("tanh"));
const SIGMOID: Parameter = Parameter::new("recurrent_activation", Need::Default("sigmoid"));
const USE_BIAS: Parameter = Parameter::new("use_bias", Need::Default("true"));
const KERNEL: Parameter = Parameter::new("kernel_initializer", Need::Default("glorot_uniform"));
const RECURRENT: Parameter = Parameter::new("recurrent_initializer", Need::Default("orthogonal"));
const BIAS: Parameter = Parameter::new("bias_initializer", Need::Default("zeros"));
const KERNEL_PENALTY: Parameter = Parameter::new("kernel_regularizer", Need::Default("none"));
const RECURRENT_PENALTY: Parameter = Parameter::new("recurrent_regularizer", Need::Default("none"));
const BIAS_PENALTY: Parameter = Parameter::new("bias_regularizer", Need::Default("none"));
const ACTIVITY: Parameter = refused("activity_regularizer", "penalties on outputs are not available yet");
const KERNEL_CONSTRAINT: Parameter = refused("kernel_constraint", NO_CONSTRAINT);
const RECURRENT_CONSTRAINT: Parameter = refused("recurrent_constraint", NO_CONSTRAINT);
const BIAS_CONSTRAINT: Parameter = refused("bias_constraint", NO_CONSTRAINT);
const DROPOUT: Parameter = Parameter::new("dropout", Need::Default("0.0"));
const RECURRENT_DROPOUT: Parameter = Parameter::new("recurrent_dropout", Need::Default("0.0"));
const SEED: Parameter = refused("seed", "the seed is the trainer's: write `Trainer::new(…).seed(n)`");
const SEQUENCES: Parameter = Parameter::new("return_sequences", Need::Default("false"));
const STATE: Parameter = Parameter::new("return_state", Need::Default("false"));
const BACKWARDS: Parameter = Parameter::new("go_backwards", Need::Default("false"));
const STATEFUL: Parameter = Parameter::new("stateful", Need::Default("false"));
const UNROLL: Parameter = refused("unroll", "all steps are one call of a kernel: leave it out");

const SHAPES: &str =
    "(steps, features) → (units), or (steps, units) with `return_sequences`; then the states with `return_state`";

pub(super) const SIMPLE: Spec = Spec {
    name: "SimpleRNN",
    aliases: &[],
    summary: "h = activation(W x + U h' + b), step by step",
    shapes: SHAPES,
    page: "recurrent_layers/simple_rnn",
    example: "Input(8, 4) -> SimpleRNN(6) -> Dense(2)",
    parameters: &[
        Parameter::new("units", Need::Required("32")),
        TANH,
        USE_BIAS,
        KERNEL,
        RECURRENT,
        BIAS,
        KERNEL_PENALTY,
        RECURRENT_PENALTY,
        BIAS_PENALTY,
        ACTIVITY,
        KERNEL_CONSTRAINT,
        RECURRENT_CONSTRAINT,
        BIAS_CONSTRAINT,
        DROPOUT,
        RECURRENT_DROPOUT,
        SEQUENCES,
        STATE,
        BACKWARDS,
        STATEFUL,
        UNROLL,
        SEED,
    ],
    weights: &["kernel", "recurrent_kernel", "bias?"],
    resolve: |arguments, report| resolve("SimpleRNN", Cell::Simple, arguments, report),
};

pub(super) const LSTM: Spec = Spec {
    name: "LSTM",
    aliases: &[],
    summary: "long short-term memory (Hochreiter and Schmidhuber 1997): i, f, c̃, o = the gates of W x + U h' + b; c = f c' + i c̃, h = o · activation(c)",
    shapes: SHAPES,
    page: "recurrent_layers/lstm",
    example: "Input(8, 4) -> LSTM(6, return_sequences = true) -> LSTM(6) -> Dense(2)",
    parameters: &[
        Parameter::new("units", Need::Required("32")),
        TANH,
        SIGMOID,
        USE_BIAS,
        KERNEL,
        RECURRENT,
        BIAS,
        Parameter::new("unit_forget_bias", Need::Default("true")),
        KERNEL_PENALTY,
        RECURRENT_PENALTY,
        BIAS_PENALTY,
        ACTIVITY,
        KERNEL_CONSTRAINT,
        RECURRENT_CONSTRAINT,
        BIAS_CONSTRAINT,
        DROPOUT,
        RECURRENT_DROPOUT,
        SEED,
        SEQUENCES,
        STATE,
        BACKWARDS,
        STATEFUL,
        UNROLL,
        refused("use_cudnn", "there is one implementation: leave it out"),
    ],
    weights: &["kernel", "recurrent_kernel", "bias?"],
    resolve: |arguments, report| resolve("LSTM", Cell::Lstm, arguments, report),
};

pub(super) const GRU: Spec = Spec {
    name: "GRU",
    aliases: &[],
    summary: "gated recurrent unit (Cho et al. 2014): z, r = the gates, h̃ = activation(W x + r (U h' + b')), h = z h' + (1 − z) h̃",
    shapes: SHAPES,
    page: "recurrent_layers/gru",
    example: "Input(8, 4) -> GRU(6) -> Dense(2)",
    parameters: &[
        Parameter::new("units", Need::Required("32")),
        TANH,
        SIGMOID,
        USE_BIAS,
        KERNEL,
        RECURRENT,
        BIAS,
        KERNEL_PENALTY,
        RECURRENT_PENALTY,
        BIAS_PENALTY,
        ACTIVITY,
        KERNEL_CONSTRAINT,
        RECURRENT_CONSTRAINT,
        BIAS_CONSTRAINT,
        DROPOUT,
        RECURRENT_DROPOUT,
        SEED,
        SEQUENCES,
        STATE,
        BACKWARDS,
        STATEFUL,
        UNROLL,
        Parameter::new("reset_after", Need::Default("true")),
        refused("use_cudnn", "there is one implementation: leave it out"),
    ],
    weights: &["kernel", "recurrent_kernel", "bias?"],
    resolve: |arguments, report| {
        let reset_after = arguments.boolean("reset_after", report)?;
        resolve("GRU", Cell::Gru { reset_after }, arguments, report)
    },
};

/// A recurrent layer.
#[derive(Clone, Debug)]
struct Recurrent {
    name: &'static str,
    cell: Cell,
    units: Dim,
    /// Of what becomes the state.
    activation: Scalar,
    /// Of the gates.
    gate: Scalar,
    kernel: Start,
    /// Of the state's product.
    state_kernel: Start,
    bias: Option<Start>,
    dropout: f64,
    /// Of the state.
    state_dropout: f64,
    return_sequences: bool,
    return_state: bool,
    go_backwards: bool,
    beginning: Beginning,
}

fn resolve(name: &'static str, cell: Cell, arguments: &Arguments<'_>, report: &mut Report) -> Option<Box<dyn Layer>> {
    let units = arguments.dim("units", report);
    let activation = function("activation", "tanh", arguments, report);
    let recurrent = match cell {
        Cell::Simple => Some(Scalar::builtin("sigmoid", arguments.span())),
        Cell::Lstm | Cell::Gru { .. } => function("recurrent_activation", "sigmoid", arguments, report),
    };
    let use_bias = arguments.boolean("use_bias", report);
    let kernel = arguments.start("kernel", 2, report);
    let recurrent_kernel = arguments.start("recurrent", 2, report);
    let mut bias = arguments.start("bias", 1, report);
    arguments.no_effect_without("use_bias", use_bias, &["bias_initializer", "bias_regularizer"], report);
    if cell == Cell::Lstm && arguments.boolean("unit_forget_bias", report)? {
        if let (Some(value), true) = (arguments.get("bias_initializer"), arguments.get("unit_forget_bias").is_some()) {
            let message = "`unit_forget_bias` and `bias_initializer` both say how the bias starts";
            report.error(value.spot, message, "leave one of them out");
        }
        if let Some(start) = bias.as_mut().filter(|_| arguments.get("bias_initializer").is_none()) {
            start.initializer = crate::initializer::Initializer::default("unit_forget");
        }
    }
    let fraction = "a fraction from 0 up to, but not including, 1";
    let dropout = arguments.number_in("dropout", 0.0..1.0, fraction, report);
    let recurrent_dropout = arguments.number_in("recurrent_dropout", 0.0..1.0, fraction, report);
    let return_sequences = arguments.boolean("return_sequences", report);
    let return_state = arguments.boolean("return_state", report);
    let go_backwards = arguments.boolean("go_backwards", report);
    let stateful = arguments.boolean("stateful", report);
    Some(Box::new(Recurrent {
        name,
        cell,
        units: units?,
        activation: activation?,
        gate: recurrent?,
        kernel: kernel?,
        state_kernel: recurrent_kernel?,
        bias: use_bias?.then_some(bias?),
        dropout: dropout?,
        state_dropout: recurrent_dropout?,
        return_sequences: return_sequences?,
        return_state: return_state?,
        go_backwards: go_backwards?,
        beginning: if stateful? { Beginning::BatchBefore } else { Beginning::Rest },
    }))
}

/// A function of the cell: one whose output tells its derivative, since that is what a step keeps.
fn function(name: &str, otherwise: &str, arguments: &Arguments<'_>, report: &mut Report) -> Option<Scalar> {
    let Some(value) = arguments.get(name) else { return Some(Scalar::builtin(otherwise, arguments.span())) };
    let scalar = match arguments.activation(name, report)? {
        Activate::Scalar(scalar) => Some(scalar),
        Activate::Identity => Some(Scalar::builtin("linear", arguments.span())),
        _ => None,
    };
    let told = |scalar: &Scalar| scalar.builtin.is_some() && scalar.function.saved() != Saved::Input;
    if let Some(scalar) = scalar.filter(told) {
        return Some(scalar);
    }
    let written = match &value.kind {
        ValueKind::Call(call) => format!("`{}`", call.name),
        _ => "a closure".into(),
    };
    let layer = &arguments.call.name;
    let message =
        format!("`{name}` of `{layer}` cannot be {written}: its derivative must follow from what it puts out");
    report.error(value.spot, message, "write `tanh`, `sigmoid`, `relu`, `hard_sigmoid` or `linear`");
    None
}

impl Recurrent {
    fn states(&self) -> usize {
        if self.cell == Cell::Lstm { 2 } else { 1 }
    }
}

impl Layer for Recurrent {
    fn apply(&self, build: &mut Build, inputs: &[Tensor]) -> Result<Vec<Tensor>, Mismatch> {
        let mut x = inputs[0].clone();
        spatial::sequence(self.name, "features", &x, 0)?;
        let mut initial: Vec<_> = self.initial(build, inputs)?.iter().map(|state| state.value).collect();
        let carried = self.carried(build, inputs)?;
        initial.extend(carried.iter().map(|(_, state)| state));
        if self.go_backwards {
            let mask = x.mask.map(|mask| {
                let shape = build.shape_of(mask);
                reversed(build, &Tensor::new(mask, shape)).value
            });
            x = Tensor { mask, ..reversed(build, &x) };
        }
        let steps = x.shape.0[0].clone();
        let dropped = self.dropped(build, &x);
        let (z, mut scan) = self.product(build, &dropped)?;
        let tape = build.scratch(&scan.sizes.tape());
        let mut values = vec![z.value, tape];
        scan.marks = if self.return_state { self.states() } else { 0 };
        let marks: Vec<_> = (0..scan.marks).map(|_| build.push(Op::Scratch, &[], &Shape(Vec::new()))).collect();
        values.extend(&marks);
        scan.initial = initial.len();
        values.extend(initial);
        scan.masked = x.mask.is_some();
        values.extend(x.mask);
        if self.state_dropout > 0.0 {
            scan.dropped = true;
            let gates = Shape(vec![Dim::product([&self.units, &Dim::known(self.cell.gates())])]);
            let operation = ops::DropoutMask { rate: self.state_dropout, draws: build.draws() };
            values.push(build.kernel(operation, &[], &gates));
        }
        let shape = Shape(vec![steps.clone(), self.units.clone()]);
        let sizes = scan.sizes.clone();
        let y = build.kernel(scan, &values, &shape);
        let state = Shape(vec![self.units.clone()]);
        let mut outputs = if self.return_sequences {
            // The mask is that of the input, as in Keras, whichever way the steps go.
            vec![Tensor { value: y, shape, mask: inputs[0].mask }]
        } else {
            let total = Dim::product([&steps, &self.units]);
            let start = Dim::product([&steps.less(1), &self.units]);
            let last = ops::Take { total, start, width: self.units.clone() };
            vec![Tensor::new(build.kernel(last, &[y], &state), state.clone())]
        };
        for number in 0..marks.len().max(carried.len()) {
            let operation = ops::State { sizes: sizes.clone(), state: number, initial: false };
            let mut of = vec![tape, y];
            of.extend(marks.get(number));
            let last = build.kernel(operation, &of, &state);
            if let Some((carried, _)) = carried.get(number) {
                build.push(Op::Carry(*carried), &[last], &state);
            }
            if self.return_state {
                outputs.push(Tensor::new(last, state.clone()));
            }
        }
        Ok(outputs)
    }

    fn takes(&self) -> Takes {
        // Another number of states has a message of its own.
        Takes::Between(1, usize::MAX)
    }

    fn gives(&self) -> usize {
        if self.return_state { 1 + self.states() } else { 1 }
    }

    fn masks(&self) -> Masks {
        Masks::Own
    }

    fn other_way(&self) -> Option<Box<dyn Layer>> {
        Some(Box::new(Self { go_backwards: !self.go_backwards, ..self.clone() }))
    }

    fn keeps_steps(&self) -> bool {
        self.return_sequences
    }

    fn forgets_steps(&self) -> bool {
        !self.return_sequences
    }
}
