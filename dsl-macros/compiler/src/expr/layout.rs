//! How an expression is written down: which of its nodes get a name of their own in a `let`, and how tightly each
//! operator binds. Both the printed and the emitted form follow it.

use super::ast::{Expr, Id, Node, Operator};

/// How deep an expression may be nested before a part gets a name.
const DEPTH: usize = 24;

/// How tightly an operator binds; parentheses go around what binds less tightly than its surroundings ask.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Binding {
    If,
    Or,
    And,
    Compare,
    Sum,
    Product,
    Unary,
    Atom,
}

impl Binding {
    /// The next tighter one.
    pub(super) fn tighter(self) -> Self {
        match self {
            Self::If => Self::Or,
            Self::Or => Self::And,
            Self::And => Self::Compare,
            Self::Compare => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product => Self::Unary,
            Self::Unary | Self::Atom => Self::Atom,
        }
    }

    /// How tightly `node` binds.
    pub(super) fn of(node: &Node) -> Self {
        match node {
            Node::Number(number) if number.0.is_sign_negative() => Self::Unary,
            Node::Number(_) | Node::Variable(_) | Node::Constant(_) | Node::Truth(_) | Node::Call(..) => Self::Atom,
            Node::Negate(_) | Node::Not(_) => Self::Unary,
            Node::Binary(Operator::Add | Operator::Subtract, ..) => Self::Sum,
            Node::Binary(Operator::Multiply | Operator::Divide, ..) => Self::Product,
            Node::If(..) => Self::If,
            Node::Compare(..) => Self::Compare,
            Node::And(..) => Self::And,
            Node::Or(..) => Self::Or,
        }
    }
}

/// For each node its name in a `let`, if it has one: nodes that are written more than once, and one in every
/// [`DEPTH`] levels, besides those that `also` names. The names differ from those of the variables.
pub(super) fn lets(expr: &Expr, also: impl Fn(Id) -> bool) -> Vec<Option<String>> {
    let letter = if expr.variables.iter().any(|name| name.starts_with('t')) { "part" } else { "t" };
    let nodes = &expr.nodes;
    let mut uses = vec![0; nodes.len()];
    for node in nodes {
        for Id(operand) in node.operands() {
            uses[operand] += 1;
        }
    }
    let mut depths: Vec<usize> = Vec::with_capacity(nodes.len());
    let mut names = Vec::with_capacity(nodes.len());
    let mut count = 0;
    for (index, (node, uses)) in nodes.iter().zip(uses).enumerate() {
        let depth = node.operands().iter().map(|a| depths[a.0] + 1).max().unwrap_or(0);
        let named = !node.is_leaf() && (uses > 1 || (depth >= DEPTH && uses > 0) || also(Id(index)));
        count += usize::from(named);
        names.push(named.then(|| format!("{letter}{count}")));
        depths.push(if named { 0 } else { depth });
    }
    names
}
