//! What the output `y` of an activation tells about the nodes of its formula.
//!
//! Values come back through signs and factors up to rounding, which comparisons do not forgive: where `0.7 * min(x, 1.3)`
//! is cut off, `y / 0.7` may lie on either side of 1.3. So a comparison is never made with the value that came back;
//! the limit goes forward instead, through the very operations that the forward pass applies, and only if they have the
//! same result in `f32` as here.

use std::collections::HashMap;

use super::ast::{Comparison, Id, Node, Operator};
use super::dag::Dag;

/// One step from a part of the formula to the output.
#[derive(Clone, Copy, Debug)]
enum Step {
    Negate,
    Multiply(f64),
    Divide(f64),
}

/// Nodes with their values in terms of `y`.
#[derive(Clone, Debug)]
pub(super) struct Known {
    y: Id,
    values: HashMap<Id, Id>,
    /// The nodes that signs and factors alone separate from `y`, each with how many of `steps`.
    parts: HashMap<Id, usize>,
    /// From the output inwards.
    steps: Vec<Step>,
}

impl Known {
    /// Only the output itself, once [`part`](Self::part) has named it.
    pub(super) fn new(y: Id) -> Self {
        Self { y, values: HashMap::new(), parts: HashMap::new(), steps: Vec::new() }
    }

    /// The value, in terms of `y`, of the part that is reached.
    pub(super) fn value(&self, dag: &mut Dag) -> Id {
        let mut value = self.y;
        for step in &self.steps {
            value = match *step {
                Step::Negate => dag.negate(value),
                Step::Multiply(n) => {
                    let n = dag.number(n);
                    dag.over(value, n)
                }
                Step::Divide(n) => {
                    let n = dag.number(n);
                    dag.times(n, value)
                }
            };
        }
        value
    }

    /// Notes that `node` is the part that is reached.
    pub(super) fn part(&mut self, dag: &mut Dag, node: Id) {
        if dag.value(node).is_none() {
            let value = self.value(dag);
            self.values.insert(node, value);
            self.parts.insert(node, self.steps.len());
        }
    }

    /// Notes the value of another node, which no comparison may use.
    pub(super) fn insert(&mut self, node: Id, value: Id) {
        self.values.entry(node).or_insert(value);
    }

    /// The part below `node` if that is a sign or a factor.
    pub(super) fn descend(&mut self, dag: &Dag, node: Id) -> Option<Id> {
        let (part, step) = match *dag.node(node) {
            Node::Negate(part) => (part, Step::Negate),
            Node::Binary(Operator::Multiply, a, b) => match (factor(dag, a), factor(dag, b)) {
                (Some(n), _) => (b, Step::Multiply(n)),
                (_, Some(n)) => (a, Step::Multiply(n)),
                _ => return None,
            },
            Node::Binary(Operator::Divide, part, n) => (part, Step::Divide(factor(dag, n)?)),
            _ => return None,
        };
        self.steps.push(step);
        Some(part)
    }

    /// `comparison` of the part `node` with `limit`, as one of `y`.
    fn compare(&self, dag: &mut Dag, comparison: Comparison, node: Id, limit: Id) -> Option<Id> {
        self.compare_at(dag, *self.parts.get(&node)?, comparison, limit)
    }

    /// The same of the part that is reached, with 0.
    pub(super) fn compare_with_zero(&self, dag: &mut Dag, comparison: Comparison) -> Option<Id> {
        let zero = dag.number(0.0);
        self.compare_at(dag, self.steps.len(), comparison, zero)
    }

    /// True if the part that is reached is the output.
    pub(super) fn is_output(&self) -> bool {
        self.steps.is_empty()
    }

    fn compare_at(&self, dag: &mut Dag, steps: usize, comparison: Comparison, limit: Id) -> Option<Id> {
        let steps = self.steps.get(..steps)?;
        if steps.is_empty() {
            return Some(dag.compare(comparison, self.y, limit));
        }
        let mut value = dag.value(limit)?;
        let mut comparison = comparison;
        for step in steps.iter().rev() {
            let (result, negative) = match *step {
                Step::Negate => (-value, true),
                Step::Multiply(n) => (value * n, n < 0.0),
                Step::Divide(n) => (value / n, n < 0.0),
            };
            let operands = match *step {
                Step::Negate => [value, value],
                Step::Multiply(n) | Step::Divide(n) => [value, n],
            };
            if value != 0.0 && !(is_single(operands[0]) && is_single(operands[1]) && is_single(result)) {
                return None;
            }
            value = result + 0.0;
            if negative {
                comparison = comparison.mirrored();
            }
        }
        let limit = dag.number(value);
        Some(dag.compare(comparison, self.y, limit))
    }

    /// `root` in terms of `y`, if all the variables in it are covered by what is known.
    pub(super) fn substitute(&self, dag: &mut Dag, root: Id) -> Option<Id> {
        let mut places: Vec<Option<Id>> = Vec::with_capacity(root.0 + 1);
        for id in (0..=root.0).map(Id) {
            let node = dag.node(id).clone();
            let place = match (self.values.get(&id), &node) {
                (Some(value), _) => Some(*value),
                (None, Node::Variable(_)) => None,
                (None, Node::Compare(comparison, a, b)) => match (places[a.0], places[b.0]) {
                    (Some(u), Some(v)) if (u, v) == (*a, *b) => Some(id),
                    (_, Some(v)) if v == *b => self.compare(dag, *comparison, *a, *b),
                    (Some(u), _) if u == *a => self.compare(dag, comparison.mirrored(), *b, *a),
                    _ => None,
                },
                (None, node) => {
                    let operands: Option<Vec<Id>> = node.operands().iter().map(|a| places[a.0]).collect();
                    operands.and_then(|operands| replace(dag, id, &operands))
                }
            };
            places.push(place);
        }
        places[root.0]
    }
}

/// The node `id` of other operands.
fn replace(dag: &mut Dag, id: Id, operands: &[Id]) -> Option<Id> {
    let node = dag.node(id).clone();
    if node.operands() == operands {
        return Some(id);
    }
    if matches!(&node, Node::Call(function, _) if function.name() == "floor") {
        return None;
    }
    let mut operands = operands.iter();
    let node = node.map(|a| operands.next().copied().unwrap_or(a));
    Some(dag.rebuild_derivative(node))
}

/// A number by which one can multiply and divide.
pub(super) fn factor(dag: &Dag, id: Id) -> Option<f64> {
    dag.value(id).filter(|n| n.is_normal() && n.recip().is_normal())
}

/// True if the number is one of `f32` too; a result of which this is true is the same in both types.
fn is_single(n: f64) -> bool {
    f64::from(n as f32) == n
}
