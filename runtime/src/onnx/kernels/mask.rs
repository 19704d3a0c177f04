//! Masks of steps: 1 where a step counts, else 0.

use crate::onnx::Node;
use crate::onnx::proto::Data;
use crate::onnx::term::{number_of, truth_of};

/// The score of what is masked, as the kernel has it.
const MASKED: f32 = -1e9;

/// 1 for each row that has an element other than a value, else 0.
pub fn any_not_equal(mut node: Node<'_>, x: usize, width: usize, value: f64) {
    let held = node.tensor(x, &[width]);
    let value = node.graph().number(value as f32);
    let equal = node.op("Equal", &[&held, &value], []);
    let other = node.op("Not", &[&equal], []);
    let mut mask = number_of(node.graph(), &other);
    if width > 1 {
        mask = node.op("ReduceMax", &[&mask], [("axes", [1].into())]);
    }
    node.give(mask, &[1]);
}

/// Zeros in the rows that the mask does not count.
pub fn zero(mut node: Node<'_>, x: usize, mask: usize, width: usize) {
    let (held, mask, zero) = (node.tensor(x, &[width]), node.tensor(mask, &[1]), node.graph().number(0.0));
    let counts = truth_of(node.graph(), &mask);
    let y = node.op("Where", &[&counts, &held, &zero], []);
    node.give(y, &[width]);
}

/// Scores of which some do not count, for a softmax.
#[allow(clippy::too_many_arguments)]
pub fn scores(
    mut node: Node<'_>,
    x: usize,
    heads: usize,
    queries: usize,
    keys: usize,
    causal: bool,
    query_mask: Option<usize>,
    key_mask: Option<usize>,
) {
    let shape = [heads, queries, keys];
    let held = node.tensor(x, &shape);
    let mut seen = causal.then(|| {
        let seen = (0..queries).flat_map(|query| (0..keys).map(move |key| key <= query)).collect();
        node.graph().tensor("causal", &[queries, keys], Data::Truths(seen))
    });
    for (mask, shape) in [(query_mask, [1, queries, 1]), (key_mask, [1, 1, keys])] {
        let Some(mask) = mask else { continue };
        let mask = node.tensor(mask, &shape);
        let counts = truth_of(node.graph(), &mask);
        seen = Some(match seen {
            Some(seen) => node.op("And", &[&seen, &counts], []),
            None => counts,
        });
    }
    let masked = node.graph().number(MASKED);
    let y = match seen {
        Some(seen) => node.op("Where", &[&seen, &held, &masked], []),
        None => held,
    };
    node.give(y, &shape);
}
