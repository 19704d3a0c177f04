//! `RNN`, `LSTM` and `GRU`. They take the input itself, and gates in another order than Keras.

use super::{Cell, Layer, Weight};
use crate::onnx::Node;
use crate::onnx::proto::Attribute;
use crate::onnx::value::Origin;

/// What the layer's own input is, and the kernel that it goes through.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input {
    pub(super) x: usize,
    pub(super) kernel: Weight,
    pub(super) bias: Option<Weight>,
}

impl Cell {
    /// The gates of ONNX in their order, as those of Keras: `i o f c` of `i f c o`, `z r h` as it is.
    fn order(self) -> &'static [usize] {
        match self {
            Self::Simple => &[0],
            Self::Lstm => &[0, 3, 1, 2],
            Self::Gru { .. } => &[0, 1, 2],
        }
    }
}

/// y = the outputs of all steps, by functions of these names: of what becomes the state, of the gates.
pub(super) fn forward(layer: Layer<'_>, mut node: Node<'_>, functions: (&'static str, &'static str), input: Input) {
    let Layer { cell, steps, units, .. } = layer;
    let features = node.len(input.kernel) / (cell.gates() * units);
    let x = node.tensor(input.x, &[steps, features]);
    let x = node.op("Transpose", &[&x], [("perm", [1, 0, 2].into())]);
    let kernel = matrix(&mut node, cell, input.kernel, [features, units]);
    let recurrent = matrix(&mut node, cell, layer.kernel, [units, units]);
    let bias = biases(&mut node, cell, [input.bias, layer.bias], units);
    let state = |node: &mut Node<'_>, x: Option<usize>| match x {
        Some(x) => node.tensor(x, &[units]),
        None => String::new(),
    };
    let mut states = vec![state(&mut node, layer.initial.h)];
    if cell == Cell::Lstm {
        states.push(state(&mut node, layer.initial.c));
    }
    let axis = node.graph().ints(&[0]);
    for state in states.iter_mut().filter(|state| !state.is_empty()) {
        *state = node.op("Unsqueeze", &[state.as_str(), &axis], []);
    }
    // Where one state is given and the other is not, that is zeros all the same.
    let mut inputs = vec![x.as_str(), &kernel, &recurrent, &bias, ""];
    inputs.extend(states.iter().map(String::as_str));
    while inputs.last() == Some(&"") {
        inputs.pop();
    }
    let (activation, gates) = functions;
    let functions = match cell {
        Cell::Simple => vec![activation],
        Cell::Lstm => vec![gates, activation, activation],
        Cell::Gru { .. } => vec![gates, activation],
    };
    let size = ("hidden_size", (units as i64).into());
    let functions = ("activations", Attribute::Texts(functions));
    let [y, states @ ..]: [String; 3] = match cell {
        Cell::Simple => {
            let [y, h] = node.graph().ops("RNN", &inputs, [size, functions]);
            [y, h, String::new()]
        }
        Cell::Lstm => node.graph().ops("LSTM", &inputs, [size, functions]),
        Cell::Gru { reset_after } => {
            let before = ("linear_before_reset", i64::from(reset_after).into());
            let [y, h] = node.graph().ops("GRU", &inputs, [size, functions, before]);
            [y, h, String::new()]
        }
    };
    let states = states.into_iter().filter(|state| !state.is_empty());
    let states = states.map(|state| node.op("Squeeze", &[&state, &axis], [])).collect();
    node.set_origin(layer.tape, Origin::States(states));
    let direction = node.graph().ints(&[1]);
    let y = node.op("Squeeze", &[&y, &direction], []);
    let y = node.op("Transpose", &[&y], [("perm", [1, 0, 2].into())]);
    node.give(y, &[steps, units]);
}

/// A kernel `[in, gates·units]` as `[1, gates·units, in]`.
fn matrix(node: &mut Node<'_>, cell: Cell, kernel: Weight, [input, units]: [usize; 2]) -> String {
    let (numbers, columns) = (node.numbers(kernel), cell.gates() * units);
    let rows = cell.order().iter().flat_map(|gate| (0..units).map(move |unit| gate * units + unit));
    let rows = rows.flat_map(|row| (0..input).map(move |at| at * columns + row));
    let numbers = rows.map(|at| numbers[at]).collect();
    node.derived(kernel, &[1, columns, input], numbers)
}

/// The bias of the input's part and that of the state's, one behind the other; nothing for none.
fn biases(node: &mut Node<'_>, cell: Cell, biases: [Option<Weight>; 2], units: usize) -> String {
    let Some(first) = biases.into_iter().flatten().next() else { return String::new() };
    let len = cell.gates() * units;
    let numbers = biases.map(|bias| bias.map_or_else(|| vec![0.0; len], |bias| node.numbers(bias)));
    let ordered = numbers
        .iter()
        .flat_map(|numbers| cell.order().iter().flat_map(move |gate| numbers[gate * units..][..units].iter().copied()));
    let ordered = ordered.collect();
    node.derived(first, &[1, 2 * len], ordered)
}
