//! What is done to each channel, one thing after the other, becomes one pass; behind a convolution it becomes a part of that:
//! batch normalization when predicting, factors and summands of other layers always.

use std::collections::HashMap;

use super::readers::{Wanted, readers};
use crate::graph::{Graph, Node, Op, Value};
use crate::ops::{Fold, Then};

/// The graph with normalizations, factors and summands of channels folded as far as nothing else reads what lies between.
pub fn fold(graph: &Graph, wanted: Wanted) -> Graph {
    let readers = readers(graph, wanted);
    let mut folded = Graph { nodes: Vec::with_capacity(graph.nodes.len()), ..graph.clone() };
    let mut values: Vec<Value> = Vec::with_capacity(graph.nodes.len());
    let mut runs: HashMap<Value, Run> = HashMap::new();
    for (_, node) in graph.values() {
        let inputs: Vec<Value> = node.inputs.iter().map(|input| values[input.0]).collect();
        let (fold, alone) = (per_channel(node), node.inputs.first().is_some_and(|input| readers[input.0] == 1));
        let longer = match (&fold, inputs.first()) {
            (Some(fold), Some(input)) if alone => Run::longer(runs.get(input), &folded.nodes[input.0], fold),
            _ => None,
        };
        if let Some(run) = longer {
            folded.nodes[inputs[0].0].op = run.op();
            runs.insert(inputs[0], run);
            values.push(inputs[0]);
            continue;
        }
        let run = fold.map(|fold| Run { kernel: None, fold });
        let op = run.as_ref().map_or_else(|| node.op.clone(), Run::op);
        let value = folded.push(op, inputs, node.shape.clone(), node.layer);
        runs.extend(run.map(|run| (value, run)));
        values.push(value);
    }
    folded.move_to(&values);
    folded
}

/// What is done to each channel so far.
struct Run {
    /// The convolution before it, with what follows it.
    kernel: Option<Node>,
    fold: Fold,
}

impl Run {
    /// One thing more: to a run, or to what a kernel computes that takes it.
    fn longer(run: Option<&Self>, before: &Node, next: &Fold) -> Option<Self> {
        let run = match run {
            Some(run) => Self { kernel: run.kernel.clone(), fold: run.fold.then(next)? },
            None => Self { kernel: Some(before.clone()), fold: next.clone() },
        };
        let taken = run.kernel.as_ref().is_none_or(|kernel| Then::fold(kernel, run.fold.clone()).is_some());
        taken.then_some(run)
    }

    fn op(&self) -> Op {
        let fold = self.fold.clone();
        let with_kernel = self.kernel.as_ref().and_then(|kernel| Then::fold(kernel, fold.clone()));
        with_kernel.unwrap_or_else(|| Op::kernel(fold))
    }
}

/// What a node does to each channel, if it does nothing else.
fn per_channel(node: &Node) -> Option<Fold> {
    match &node.op {
        Op::Kernel(kernel) => kernel.per_channel(&node.shape),
        _ => None,
    }
}
