//! Expressions as one would write them.

use std::fmt::{self, Write as _};

use super::ast::{Comparison, Expr, Id, Node, Operator};
use super::layout::{self, Binding};

impl Operator {
    pub(super) fn mark(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }
}

impl Comparison {
    pub(super) fn mark(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::Equal => "==",
            Self::NotEqual => "!=",
        }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = layout::lets(self, |_| false);
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.nodes.len());
        let mut statements = String::new();
        for (node, name) in self.nodes.iter().zip(names) {
            let text = self.text(node, &pieces);
            pieces.push(if let Some(name) = name {
                write!(statements, "let {name} = {text}; ")?;
                Piece { text: name, binding: Binding::Atom }
            } else {
                Piece { text, binding: Binding::of(node) }
            });
        }
        let value = pieces.last().map_or("", |piece| piece.text.as_str());
        if statements.is_empty() { f.write_str(value) } else { write!(f, "{{ {statements}{value} }}") }
    }
}

/// The text of a node, and how tightly it binds.
struct Piece {
    text: String,
    binding: Binding,
}

impl Expr {
    /// `node`, its operands being `pieces`.
    fn text(&self, node: &Node, pieces: &[Piece]) -> String {
        let binding = Binding::of(node);
        let at = |id: &Id, least: Binding| {
            let Piece { text, binding } = &pieces[id.0];
            if *binding >= least { text.clone() } else { format!("({text})") }
        };
        match node {
            Node::Number(number) => format!("{:?}", number.0),
            Node::Variable(index) => self.variables.get(*index).cloned().unwrap_or_default(),
            Node::Constant(index) => self.constants.get(*index).map(|c| c.text.clone()).unwrap_or_default(),
            Node::Negate(a) => format!("-{}", at(a, binding)),
            Node::Not(a) => format!("!{}", at(a, binding)),
            Node::Binary(operator, a, b) => {
                format!("{} {} {}", at(a, binding), operator.mark(), at(b, binding.tighter()))
            }
            Node::Compare(comparison, a, b) => {
                format!("{} {} {}", at(a, binding.tighter()), comparison.mark(), at(b, binding.tighter()))
            }
            Node::And(a, b) => format!("{} && {}", at(a, binding), at(b, binding.tighter())),
            Node::Or(a, b) => format!("{} || {}", at(a, binding), at(b, binding.tighter())),
            Node::Truth(value) => value.to_string(),
            Node::Call(function, arguments) => {
                let arguments: Vec<_> = arguments.iter().map(|a| pieces[a.0].text.as_str()).collect();
                format!("{}({})", function.name(), arguments.join(", "))
            }
            Node::If(condition, a, b) => {
                let (condition, a) = (&pieces[condition.0].text, &pieces[a.0].text);
                let Piece { text, binding } = &pieces[b.0];
                if *binding == Binding::If {
                    format!("if {condition} {{ {a} }} else {text}")
                } else {
                    format!("if {condition} {{ {a} }} else {{ {text} }}")
                }
            }
        }
    }
}
