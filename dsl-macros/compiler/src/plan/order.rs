//! Which operations a plan needs, and in what order they are done.

use super::{Mode, target};
use crate::graph::{Graph, Node, Op, Value};

/// The nodes in order, those that only the gradients of the inputs need last; with whether they are such. What nothing needs
/// is left out; for the masks that is also what the next batch is left, which the way forward leaves.
pub(super) fn order(graph: &Graph, mode: &Mode) -> Vec<(Value, bool)> {
    let loss = |node: &Node| matches!(node.op, Op::LossGradient) || target(&node.op).is_some();
    let left = |node: &Node| matches!(node.op, Op::Carry(_)) && *mode != Mode::Masks;
    let needed = needed_for(graph, |value, node| loss(node) || left(node) || graph.outputs.contains(&value));
    let wanted = needed_for(graph, |_, node| matches!(node.op, Op::InputGradient(_)));
    let all = || graph.values().map(|(value, _)| value);
    let always = all().filter(|value| needed[value.0]).map(|value| (value, false));
    let optional = all().filter(|value| !needed[value.0] && wanted[value.0]).map(|value| (value, true));
    always.chain(optional).collect()
}

/// Which nodes some of them need, themselves included.
fn needed_for(graph: &Graph, some: impl Fn(Value, &Node) -> bool) -> Vec<bool> {
    let mut needed = vec![false; graph.nodes.len()];
    for (value, node) in graph.values().collect::<Vec<_>>().into_iter().rev() {
        if needed[value.0] || some(value, node) {
            needed[value.0] = true;
            node.inputs.iter().for_each(|input| needed[input.0] = true);
        }
    }
    needed
}
