//! The constructors of derivatives. Besides folding they drop a factor of exactly 0, which comes from the derivative of
//! something constant and is 0 whatever it multiplies, and they collect numbers and signs: rounding may change, since
//! no one has written these sums and products.

use super::ast::{Id, Node, Operator};
use super::dag::Dag;

/// How many `if`s deep a factor is moved into the branches.
const DEPTH: usize = 4;

impl Dag {
    /// `a + b`
    pub(super) fn plus(&mut self, a: Id, b: Id) -> Id {
        match (self.node(a).clone(), self.node(b).clone()) {
            (_, Node::Negate(b)) => self.minus(a, b),
            (Node::Negate(a), _) => self.minus(b, a),
            (_, Node::Number(n)) if n.0 < 0.0 => {
                let n = self.number(-n.0);
                self.minus(a, n)
            }
            (Node::If(condition, p, q), Node::If(same, r, s)) if same == condition => {
                let (then, otherwise) = (self.plus(p, r), self.plus(q, s));
                self.choose(condition, then, otherwise)
            }
            _ if a == b => {
                let two = self.number(2.0);
                self.times(two, a)
            }
            _ => self.commuting(Operator::Add, a, b),
        }
    }

    /// `a - b`, where `n - (m - c)` is `(n - m) + c`
    pub(super) fn minus(&mut self, a: Id, b: Id) -> Id {
        if a == b {
            return self.number(0.0);
        }
        match (self.node(a).clone(), self.node(b).clone()) {
            (_, Node::Negate(b)) => self.plus(a, b),
            (Node::Number(_), Node::Binary(Operator::Subtract, m, c)) if self.value(m).is_some() => {
                let number = self.binary(Operator::Subtract, a, m);
                self.plus(number, c)
            }
            (Node::If(condition, p, q), Node::If(same, r, s)) if same == condition => {
                let (then, otherwise) = (self.minus(p, r), self.minus(q, s));
                self.choose(condition, then, otherwise)
            }
            _ => self.binary(Operator::Subtract, a, b),
        }
    }

    /// `a * b`: numbers come first and are collected, signs come outside, factors of 0 and 1 vanish.
    pub(super) fn times(&mut self, a: Id, b: Id) -> Id {
        if self.value(b).is_some() && self.value(a).is_none() {
            return self.times(b, a);
        }
        if let Some(n) = self.value(a) {
            return self.scale(n, b);
        }
        if let Some(product) = self.distribute(a, b, DEPTH).or_else(|| self.distribute(b, a, DEPTH)) {
            return product;
        }
        match (self.node(a).clone(), self.node(b).clone()) {
            (Node::Negate(a), _) => {
                let product = self.times(a, b);
                self.negate(product)
            }
            (_, Node::Negate(b)) => {
                let product = self.times(a, b);
                self.negate(product)
            }
            (Node::Binary(Operator::Multiply, n, a), _) if self.value(n).is_some() => {
                let product = self.times(a, b);
                self.times(n, product)
            }
            (_, Node::Binary(Operator::Multiply, n, b)) if self.value(n).is_some() => {
                let product = self.times(a, b);
                self.times(n, product)
            }
            (Node::Binary(Operator::Divide, n, c), _) if self.value(n).is_some() => {
                let scaled = self.times(n, b);
                self.over(scaled, c)
            }
            (_, Node::Binary(Operator::Divide, n, c)) if self.value(n).is_some() => {
                let scaled = self.times(n, a);
                self.over(scaled, c)
            }
            _ => self.commuting(Operator::Multiply, a, b),
        }
    }

    /// `a + b` or `a * b`, or the same the other way round if that is there already.
    fn commuting(&mut self, operator: Operator, a: Id, b: Id) -> Id {
        let known = self.find(&Node::Binary(operator, b, a));
        known.unwrap_or_else(|| self.binary(operator, a, b))
    }

    /// `n * a`
    fn scale(&mut self, n: f64, a: Id) -> Id {
        let number = self.number(n);
        if n == 0.0 {
            return number;
        }
        if n == 1.0 {
            return a;
        }
        if n == -1.0 {
            return self.negate(a);
        }
        match self.node(a).clone() {
            Node::Number(m) => self.number(n * m.0),
            Node::Negate(a) => self.scale(-n, a),
            Node::Binary(Operator::Multiply, m, a) if self.value(m).is_some() => {
                let coefficient = self.binary(Operator::Multiply, number, m);
                self.times(coefficient, a)
            }
            Node::Binary(Operator::Multiply, a, m) if self.value(m).is_some() => {
                let coefficient = self.binary(Operator::Multiply, number, m);
                self.times(coefficient, a)
            }
            Node::Binary(Operator::Divide, a, m) if self.value(m).is_some() => {
                let coefficient = self.binary(Operator::Divide, number, m);
                self.times(coefficient, a)
            }
            Node::Binary(Operator::Divide, a, c) if self.coefficient(a).is_some() => {
                let numerator = self.scale(n, a);
                self.over(numerator, c)
            }
            Node::Binary(Operator::Add, a, b) if self.coefficient(a).is_some() && self.value(b).is_some() => {
                let (a, b) = (self.scale(n, a), self.scale(n, b));
                self.plus(a, b)
            }
            Node::If(..) => {
                self.distribute(a, number, DEPTH).unwrap_or_else(|| self.binary(Operator::Multiply, number, a))
            }
            _ => self.binary(Operator::Multiply, number, a),
        }
    }

    /// `a / b`
    pub(super) fn over(&mut self, a: Id, b: Id) -> Id {
        if self.value(a) == Some(0.0) {
            return a;
        }
        match (self.value(b), self.node(a).clone()) {
            (Some(1.0), _) => a,
            (Some(n), Node::Binary(Operator::Multiply, m, a)) if self.value(m).is_some() => {
                let n = self.number(n);
                let coefficient = self.binary(Operator::Divide, m, n);
                self.times(coefficient, a)
            }
            (Some(_), Node::If(..)) => {
                let one = self.number(1.0);
                let reciprocal = self.binary(Operator::Divide, one, b);
                self.distribute(a, reciprocal, DEPTH).unwrap_or_else(|| self.binary(Operator::Divide, a, b))
            }
            (_, Node::Negate(a)) => {
                let quotient = self.over(a, b);
                self.negate(quotient)
            }
            _ => self.binary(Operator::Divide, a, b),
        }
    }

    /// The number by which something else is multiplied or divided in `a`, or which `a` is.
    fn coefficient(&self, a: Id) -> Option<f64> {
        match *self.node(a) {
            Node::Number(n) => Some(n.0),
            Node::Binary(Operator::Multiply, n, _) | Node::Binary(Operator::Divide, _, n) => self.value(n),
            _ => None,
        }
    }

    /// `(if c { p } else { q }) * factor` with the factor in the branches, if these are numbers.
    fn distribute(&mut self, choice: Id, factor: Id, depth: usize) -> Option<Id> {
        let Node::If(condition, a, b) = *self.node(choice) else {
            return None;
        };
        let a = self.distribute_over(a, factor, depth)?;
        let b = self.distribute_over(b, factor, depth)?;
        Some(self.choose(condition, a, b))
    }

    fn distribute_over(&mut self, branch: Id, factor: Id, depth: usize) -> Option<Id> {
        if self.value(branch).is_some() {
            return Some(self.times(branch, factor));
        }
        let depth = depth.checked_sub(1)?;
        self.distribute(branch, factor, depth)
    }
}
