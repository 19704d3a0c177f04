//! The last touch on a derivative: one `if` for two that choose between the same values.

use super::ast::{Comparison, Expr, Id, Node, Operator};
use super::dag::Dag;

impl Dag {
    /// `node`, simplified as derivatives are, where its operands have been replaced.
    pub(super) fn rebuild_derivative(&mut self, node: Node) -> Id {
        match node {
            Node::Binary(Operator::Add, a, b) => self.plus(a, b),
            Node::Binary(Operator::Subtract, a, b) => self.minus(a, b),
            Node::Binary(Operator::Multiply, a, b) => self.times(a, b),
            Node::Binary(Operator::Divide, a, b) => self.over(a, b),
            Node::If(condition, a, b) => self.choose_once(condition, a, b),
            node => self.rebuild(node),
        }
    }

    /// `if c { a } else { b }`, where a branch that chooses between the same values gives its condition away.
    fn choose_once(&mut self, condition: Id, a: Id, b: Id) -> Id {
        if let Node::If(inner, p, q) = *self.node(a)
            && q == b
        {
            let both = self.and(condition, inner);
            return self.choose_once(both, p, b);
        }
        if let Node::If(inner, p, q) = *self.node(b)
            && p == a
        {
            let either = self.or(condition, inner);
            return self.choose_once(either, a, q);
        }
        self.choose(condition, a, b)
    }
}

impl Comparison {
    /// What `a < b` says of `-a` and `-b`, and of `b` and `a`.
    pub(super) fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessEqual => Self::GreaterEqual,
            Self::Greater => Self::Less,
            Self::GreaterEqual => Self::LessEqual,
            Self::Equal => Self::Equal,
            Self::NotEqual => Self::NotEqual,
        }
    }
}

/// `expr` with its `if`s merged.
pub(super) fn tidy(expr: &Expr) -> Expr {
    let mut dag = Dag::with_constants(expr.constants.clone());
    let mut places: Vec<Id> = Vec::with_capacity(expr.nodes.len());
    for node in &expr.nodes {
        let node = node.map(|a| places[a.0]);
        let place = match node {
            Node::If(condition, a, b) => dag.choose_once(condition, a, b),
            node => dag.intern(node),
        };
        places.push(place);
    }
    let variables: Vec<_> = expr.variables.iter().map(String::as_str).enumerate().collect();
    places.last().map_or_else(|| expr.clone(), |root| dag.extract(*root, &variables))
}
