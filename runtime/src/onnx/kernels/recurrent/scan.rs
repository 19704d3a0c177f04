//! `Scan`: the steps one by one, with any functions, and with steps that do not count.

use super::{Cell, Functions, Layer};
use crate::onnx::Node;
use crate::onnx::graph::Graph;
use crate::onnx::proto::{Attribute, Data};
use crate::onnx::term::{apply, truth_of};
use crate::onnx::value::Origin;

/// y = the outputs of all steps.
pub(super) fn forward(layer: Layer<'_>, mut node: Node<'_>) {
    let Layer { cell, steps, units, .. } = layer;
    let z = node.tensor(layer.z, &[steps, cell.gates() * units]);
    let mask = layer.scan.mask.map(|mask| node.tensor(mask, &[steps]));
    let given = if cell == Cell::Lstm { vec![layer.initial.h, layer.initial.c] } else { vec![layer.initial.h] };
    let mut initial: Vec<_> = given
        .into_iter()
        .map(|state| match state {
            Some(state) => node.tensor(state, &[units]),
            None => zeros(&mut node, &z, units),
        })
        .collect();
    let states = initial.len();
    if mask.is_some() {
        // The output, which is zeros until the first step that counts, whatever the state.
        initial.push(zeros(&mut node, &z, units));
    }
    let weights = Weights::new(&mut node, layer);
    let outside = node.graph().begin();
    let mut inputs = Vec::new();
    let mut port = |graph: &mut Graph, name: &str| {
        let name = graph.name(&format!("{}/{name}", graph.scope));
        inputs.push(name.clone());
        name
    };
    let before: Vec<_> = ["h", "c"][..states].iter().map(|name| port(node.graph(), name)).collect();
    let output = mask.is_some().then(|| port(node.graph(), "y"));
    let part = port(node.graph(), "z");
    let counts = mask.is_some().then(|| port(node.graph(), "mask"));
    let mut after = step(node.graph(), &layer, &weights, &part, &before);
    if let (Some(output), Some(counts)) = (&output, &counts) {
        let axis = node.graph().ints(&[1]);
        let counts = node.op("Unsqueeze", &[counts, &axis], []);
        let counts = truth_of(node.graph(), &counts);
        let y = node.op("Where", &[&counts, &after[0], output], []);
        for (after, before) in after.iter_mut().zip(&before) {
            *after = node.op("Where", &[&counts, after, before], []);
        }
        after.push(y);
    }
    // What a step puts out stands beside the states that it hands on, under a name of its own.
    let y = after[if mask.is_some() { states } else { 0 }].clone();
    after.push(node.op("Identity", &[&y], []));
    let body = node.graph().end(outside, inputs, after);
    let taken: Vec<_> = initial.iter().chain([&z]).chain(&mask).map(String::as_str).collect();
    let scanned = 1 + i64::from(mask.is_some());
    let attributes = [
        ("body", body),
        ("num_scan_inputs", scanned.into()),
        ("scan_input_axes", vec![1; scanned as usize].into()),
        ("scan_output_axes", [1].into()),
    ];
    let mut results = node.graph().many("Scan", &taken, attributes, initial.len() + 1);
    let y = results.pop().unwrap_or_default();
    results.truncate(states);
    node.set_origin(layer.tape, Origin::States(results));
    node.give(y, &[steps, units]);
}

/// A state of zeros for as many samples as a tensor has.
fn zeros(node: &mut Node<'_>, like: &str, units: usize) -> String {
    let batch = node.op("Shape", &[like], [("start", 0.into()), ("end", 1.into())]);
    let units = node.graph().ints(&[units as i64]);
    let shape = node.op("Concat", &[&batch, &units], [("axis", 0.into())]);
    node.op("ConstantOfShape", &[&shape], [("value", Attribute::Number(0.0))])
}

/// The recurrent weights: `U` in one, or for a reset gate before the product its columns for the gates and the others.
struct Weights {
    kernels: Vec<String>,
    bias: Option<String>,
}

impl Weights {
    fn new(node: &mut Node<'_>, layer: Layer<'_>) -> Self {
        let (units, columns) = (layer.units, layer.cell.gates() * layer.units);
        let bias = layer.bias.map(|bias| node.weight(bias, &[columns]));
        if layer.cell != (Cell::Gru { reset_after: false }) {
            return Self { kernels: vec![node.weight(layer.kernel, &[units, columns])], bias };
        }
        let numbers = node.numbers(layer.kernel);
        let kernels = [0..2 * units, 2 * units..3 * units].map(|part| {
            let taken = numbers.chunks_exact(columns).flat_map(|row| &row[part.clone()]).copied().collect();
            node.derived(layer.kernel, &[units, part.len()], taken)
        });
        Self { kernels: kernels.to_vec(), bias }
    }
}

/// The states after a step.
fn step(graph: &mut Graph, layer: &Layer<'_>, weights: &Weights, z: &str, before: &[String]) -> Vec<String> {
    let Functions { activation, recurrent } = layer.scan.functions;
    let h = before[0].as_str();
    let mut product = graph.op("MatMul", &[h, &weights.kernels[0]], []);
    if let Some(bias) = &weights.bias {
        product = graph.op("Add", &[&product, bias], []);
    }
    match layer.cell {
        Cell::Simple => {
            let sum = graph.op("Add", &[z, &product], []);
            vec![apply(graph, activation, &sum)]
        }
        Cell::Lstm => {
            let sum = graph.op("Add", &[z, &product], []);
            let [i, f, candidate, o] = split(graph, &sum, [layer.units; 4]);
            let [i, f, o] = [i, f, o].map(|gate| apply(graph, recurrent, &gate));
            let candidate = apply(graph, activation, &candidate);
            let (kept, new) = (graph.op("Mul", &[&f, &before[1]], []), graph.op("Mul", &[&i, &candidate], []));
            let c = graph.op("Add", &[&kept, &new], []);
            let shown = apply(graph, activation, &c);
            vec![graph.op("Mul", &[&o, &shown], []), c]
        }
        Cell::Gru { reset_after } => {
            let units = layer.units;
            let [z_gates, z_candidate] = split(graph, z, [2 * units, units]);
            let (product, after) = if reset_after {
                let [gates, candidate] = split(graph, &product, [2 * units, units]);
                (gates, Some(candidate))
            } else {
                (product, None)
            };
            let sum = graph.op("Add", &[&z_gates, &product], []);
            let gates = apply(graph, recurrent, &sum);
            let [update, reset] = split(graph, &gates, [units; 2]);
            let inner = if let Some(candidate) = after {
                graph.op("Mul", &[&reset, &candidate], [])
            } else {
                let left = graph.op("Mul", &[&reset, h], []);
                graph.op("MatMul", &[&left, &weights.kernels[1]], [])
            };
            let sum = graph.op("Add", &[&z_candidate, &inner], []);
            let candidate = apply(graph, activation, &sum);
            let one = graph.tensor("number", &[], Data::Floats(vec![1.0]));
            let rest = graph.op("Sub", &[&one, &update], []);
            let (kept, new) = (graph.op("Mul", &[&update, h], []), graph.op("Mul", &[&rest, &candidate], []));
            vec![graph.op("Add", &[&kept, &new], [])]
        }
    }
}

/// The parts of the last axis.
fn split<const N: usize>(graph: &mut Graph, x: &str, lengths: [usize; N]) -> [String; N] {
    let lengths = graph.ints(&lengths.map(|len| len as i64));
    graph.ops("Split", &[x, &lengths], [("axis", (-1).into())])
}
