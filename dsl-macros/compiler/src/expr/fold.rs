//! The constructors of nodes. They fold what is certain for every value of the variables, NaN and infinity included,
//! up to the sign of a zero: operations on numbers (in `f64`, if the result is finite), `x * 1`, `x / 1`, `x + 0`,
//! `x - 0`, `--x`, an `if` whose condition is known or whose branches are equal. They never reorder the user's sums and
//! products, and `x * 0` stays, since it is NaN for an infinite `x`.

use super::ast::{Comparison, Id, Node, Number, Operator};
use super::dag::Dag;
use super::function::Function;

impl Dag {
    /// A number.
    pub fn number(&mut self, value: f64) -> Id {
        self.intern(Node::Number(Number(value)))
    }

    /// True or false.
    pub fn truth(&mut self, value: bool) -> Id {
        self.intern(Node::Truth(value))
    }

    /// The number that a node is, if it is one.
    pub fn value(&self, id: Id) -> Option<f64> {
        match self.node(id) {
            Node::Number(number) => Some(number.0),
            _ => None,
        }
    }

    /// `-a`
    pub fn negate(&mut self, a: Id) -> Id {
        match *self.node(a) {
            Node::Number(number) => self.number(-number.0),
            Node::Negate(inner) => inner,
            _ => self.intern(Node::Negate(a)),
        }
    }

    /// `a + b`, `a - b`, `a * b` or `a / b`
    pub fn binary(&mut self, operator: Operator, a: Id, b: Id) -> Id {
        let values = (self.value(a), self.value(b));
        if let (Some(u), Some(v)) = values {
            let result = operator.apply(u, v);
            if result.is_finite() {
                return self.number(result);
            }
        }
        match (operator, values) {
            (Operator::Add, (Some(0.0), _)) | (Operator::Multiply, (Some(1.0), _)) => b,
            (Operator::Add | Operator::Subtract, (_, Some(0.0)))
            | (Operator::Multiply | Operator::Divide, (_, Some(1.0))) => a,
            (Operator::Subtract, (Some(0.0), _)) => self.negate(b),
            _ => self.intern(Node::Binary(operator, a, b)),
        }
    }

    /// `function(arguments)`. Small whole powers become products, and of the arguments of `max` and `min` a number comes
    /// second, so that `max(0, x)` is `max(x, 0)`.
    pub fn call(&mut self, function: Function, arguments: &[Id]) -> Id {
        let values: Vec<f64> = arguments.iter().filter_map(|a| self.value(*a)).collect();
        if values.len() == arguments.len() {
            let result = function.evaluate(&values);
            if result.is_finite() {
                return self.number(result);
            }
        }
        match (function.name(), arguments) {
            ("powi" | "powf", &[u, v]) => match self.value(v) {
                Some(n) if n.fract() == 0.0 && n.abs() <= f64::from(i32::MAX) => self.power(u, n),
                _ => self.intern(Node::Call(function, arguments.to_vec())),
            },
            ("max" | "min", &[u, v]) if self.value(u).is_some() => self.intern(Node::Call(function, vec![v, u])),
            _ => self.intern(Node::Call(function, arguments.to_vec())),
        }
    }

    /// `u` to the whole power `n`
    fn power(&mut self, u: Id, n: f64) -> Id {
        match n as i32 {
            0 => self.number(1.0),
            1 => u,
            2 => self.binary(Operator::Multiply, u, u),
            3 => {
                let square = self.power(u, 2.0);
                self.binary(Operator::Multiply, square, u)
            }
            4 => {
                let square = self.power(u, 2.0);
                self.power(square, 2.0)
            }
            -1 => {
                let one = self.number(1.0);
                self.binary(Operator::Divide, one, u)
            }
            _ => match Function::find("powi") {
                Some(powi) => {
                    let n = self.number(n);
                    self.intern(Node::Call(powi, vec![u, n]))
                }
                None => u,
            },
        }
    }

    /// `a < b` and its like
    pub fn compare(&mut self, comparison: Comparison, a: Id, b: Id) -> Id {
        match (self.value(a), self.value(b)) {
            (Some(u), Some(v)) => self.truth(comparison.apply(u, v)),
            _ => self.intern(Node::Compare(comparison, a, b)),
        }
    }

    /// `a && b`
    pub fn and(&mut self, a: Id, b: Id) -> Id {
        match (self.node(a), self.node(b)) {
            (Node::Truth(false), _) | (_, Node::Truth(true)) => a,
            (Node::Truth(true), _) | (_, Node::Truth(false)) => b,
            _ => self.intern(Node::And(a, b)),
        }
    }

    /// `a || b`
    pub fn or(&mut self, a: Id, b: Id) -> Id {
        match (self.node(a), self.node(b)) {
            (Node::Truth(true), _) | (_, Node::Truth(false)) => a,
            (Node::Truth(false), _) | (_, Node::Truth(true)) => b,
            _ => self.intern(Node::Or(a, b)),
        }
    }

    /// `!a`
    pub fn not(&mut self, a: Id) -> Id {
        match *self.node(a) {
            Node::Truth(value) => self.truth(!value),
            Node::Not(inner) => inner,
            _ => self.intern(Node::Not(a)),
        }
    }

    /// `if condition { a } else { b }`
    pub fn choose(&mut self, condition: Id, a: Id, b: Id) -> Id {
        match self.node(condition) {
            Node::Truth(true) => a,
            Node::Truth(false) => b,
            _ if a == b => a,
            _ => self.intern(Node::If(condition, a, b)),
        }
    }

    /// `node`, folded, where its operands have been replaced.
    pub(super) fn rebuild(&mut self, node: Node) -> Id {
        match node {
            Node::Number(_) | Node::Variable(_) | Node::Constant(_) | Node::Truth(_) => self.intern(node),
            Node::Negate(a) => self.negate(a),
            Node::Binary(operator, a, b) => self.binary(operator, a, b),
            Node::Call(function, arguments) => self.call(function, &arguments),
            Node::If(condition, a, b) => self.choose(condition, a, b),
            Node::Compare(comparison, a, b) => self.compare(comparison, a, b),
            Node::And(a, b) => self.and(a, b),
            Node::Or(a, b) => self.or(a, b),
            Node::Not(a) => self.not(a),
        }
    }
}

impl Operator {
    pub(super) fn apply(self, u: f64, v: f64) -> f64 {
        match self {
            Self::Add => u + v,
            Self::Subtract => u - v,
            Self::Multiply => u * v,
            Self::Divide => u / v,
        }
    }
}

impl Comparison {
    pub(super) fn apply(self, u: f64, v: f64) -> bool {
        match self {
            Self::Less => u < v,
            Self::LessEqual => u <= v,
            Self::Greater => u > v,
            Self::GreaterEqual => u >= v,
            Self::Equal => u == v,
            Self::NotEqual => u != v,
        }
    }
}
