//! The interpreter: what a graph says, for one sample, number by number in `f64`. An oracle: each operation is written
//! from its formula, and nothing here calls the runtime.

use chainrule_compiler::ast::{Input, Item};
use chainrule_compiler::graph::{Graph, Node, Op};
use chainrule_compiler::ops::Call;
use chainrule_compiler::report::Report;
use chainrule_compiler::{build, parse, predicting, resolve};

use crate::arguments::{Argument, Scope, apply, elements, size};
use crate::{places, recurrent, rows, windows};

/// The graph of the model `name` among models in the language, as it is built, for predicting.
pub(crate) fn graph(models: &str, name: &str) -> Graph {
    let tokens = format!("::chainrule; {models}").parse().expect("the test's own tokens");
    let Ok((_, Input::Items(items))) = parse::parse(tokens) else { panic!("{name}: models are items") };
    let mut report = Report::default();
    let item = |item: &&Item| item.name == name;
    let item = items.iter().flatten().find(item).unwrap_or_else(|| panic!("no model {name}"));
    let body = item.body.as_ref().expect("the macro has read it");
    let network = resolve::resolve(body, Some(&item.name), &items, &mut report);
    let (graph, _) = build::build(&network, &mut report).expect("the macro has built it");
    predicting::predicting(&graph)
}

/// The outputs of a graph for one sample of its inputs, one after the other.
pub(crate) fn run(graph: &Graph, weights: &[Vec<f64>], sample: &[f64]) -> Vec<f64> {
    let mut values: Vec<Vec<f64>> = Vec::with_capacity(graph.nodes.len());
    let mut taken = 0;
    for node in &graph.nodes {
        let inputs: Vec<_> = node.inputs.iter().map(|input| values[input.0].as_slice()).collect();
        let value = match &node.op {
            Op::Input(_) => {
                taken += elements(&node.shape);
                sample[taken - elements(&node.shape)..taken].to_vec()
            }
            Op::Kernel(kernel) => {
                let (inputs, call) = (Scope { inputs, weights }, kernel.call());
                let (value, states) = kernel_of(node, &inputs, &call);
                if let Some(states) = states {
                    // The scan's own record, from which nodes of their own read its states.
                    values[node.inputs[1].0] = states;
                }
                value
            }
            op => plain(node, op, &inputs, weights),
        };
        assert!(value.is_empty() || value.len() == elements(&node.shape), "{node:?} gives {value:?}");
        values.push(value);
    }
    graph.outputs.iter().flat_map(|output| values[output.0].clone()).collect()
}

/// The operations that the compiler knows one by one.
fn plain(node: &Node, op: &Op, inputs: &[&[f64]], weights: &[Vec<f64>]) -> Vec<f64> {
    let width = size(&node.shape.last());
    match op {
        Op::Reshape => inputs[0].to_vec(),
        Op::Scratch => Vec::new(),
        Op::Affine { kernel, bias, activation: None } => {
            rows::affine(inputs[0], &weights[kernel.0], bias.map(|bias| weights[bias.0].as_slice()), width)
        }
        Op::Pointwise(scalar) => inputs[0].iter().copied().map(apply(scalar)).collect(),
        Op::Softmax => rows::each(inputs[0], width, rows::softmax),
        Op::LogSoftmax => rows::each(inputs[0], width, |row| rows::softmax(row).into_iter().map(f64::ln).collect()),
        other => panic!("{other:?} is not of a graph as it is built"),
    }
}

/// The value of any other operation, and the states that it leaves behind. What works in place does so on a copy.
fn kernel_of(node: &Node, scope: &Scope<'_>, call: &Call) -> (Vec<f64>, Option<Vec<f64>>) {
    if ["batch_norm::statistics", "dropout::mask"].contains(&call.path.as_ref()) {
        // Read by nothing when predicting.
        return (Vec::new(), None);
    }
    let arguments = scope.read(call);
    let given = scope.inputs.first().copied().unwrap_or_default();
    if let Some(cell) = call.path.strip_prefix("recurrent::") {
        return recurrent::operation(cell, &arguments);
    }
    let a = |at: usize| -> &Argument<'_> { &arguments[at] };
    let both = |f: fn(f64, f64) -> f64| given.iter().zip(a(2).slice()).map(|(a, b)| f(*a, *b)).collect();
    let value = match call.path.as_ref() {
        "binary::add" => both(|a, b| a + b),
        "binary::subtract" => both(|a, b| a - b),
        "binary::multiply" => both(|a, b| a * b),
        "binary::maximum" => both(f64::max),
        "binary::minimum" => both(f64::min),
        "rearrange::forward" => places::rearranged(a(0).list(), a(2).slice()),
        "concatenate::part" => {
            let parts = call.parts.iter().map(|(at, sizes)| (scope.inputs[*at], scope.field(&sizes[2]).size()));
            places::concatenated(&parts.collect::<Vec<_>>())
        }
        "concatenate::take" => places::taken(a(1).slice(), [a(2).size(), a(3).size(), a(4).size()]),
        "mean::forward" => rows::means(a(1).slice(), a(2).size(), a(3).size()),
        "contract::forward" => rows::contracted(elements(&node.shape), a(0), a(2).slice(), a(3).slice(), a(4).size()),
        "sparsemax::forward_in_place" => rows::each(given, a(1).size(), rows::sparsemax),
        "prelu::forward" => rows::with_each(a(1).slice(), a(2).slice(), |x, alpha| x.max(0.0) + alpha * x.min(0.0)),
        "scale::forward_in_place" => rows::with_each(given, a(1).slice(), |x, w| x * w),
        "bias::forward_in_place" => rows::with_each(given, a(1).slice(), |x, b| x + b),
        "normalize::forward" => rows::normalized(a(0), a(2).slice()),
        "batch_norm::inference" => rows::batch_normalized(a(0), a(2).slice()),
        "standardize::forward" => rows::standardized(a(1).slice(), a(2).slice(), a(3).slice(), 0.0),
        "embedding::forward" => rows::embedded(a(0).size(), a(2).slice(), a(3).slice()),
        "mask::scores" => rows::causal(given, a(2).size(), a(3).size(), a(4).flag()),
        "position::sinusoidal" => rows::positions(given, a(1).size(), a(2).size()),
        "gate::forward" => {
            let [number, of, units] = ["number", "of", "units"].map(|field| a(0).at(field).size());
            let all = rows::affine(a(3).slice(), a(2).slice(), None, of * units);
            places::taken(&all, [of * units, number * units, units])
        }
        "conv::forward" => windows::conv(a(0), a(2).slice(), a(3).optional(), a(4).slice()),
        "conv::grad_input" => windows::conv_transposed(a(0), a(2).slice(), a(3).slice()),
        "depthwise::forward" => windows::depthwise(a(0), a(2).slice(), a(3).slice()),
        "pool::max_forward" => windows::pool(a(0), a(2).slice(), |seen| seen.iter().copied().fold(f64::MIN, f64::max)),
        "pool::average_forward" => {
            windows::pool(a(0), a(2).slice(), |seen| seen.iter().sum::<f64>() / seen.len() as f64)
        }
        "pool::global_max_forward" => rows::largest(a(3).slice(), a(0).size(), a(1).size()),
        "bilinear::forward" => windows::bilinear(a(0), a(2).slice()),
        other => panic!("the interpreter does not know {other}"),
    };
    (value, None)
}
