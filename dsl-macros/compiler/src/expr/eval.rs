//! The interpreter, in `f64`: what an expression is worth for given variables. The oracle of the tests.

use super::ast::{Expr, Node};

impl Expr {
    /// The value for these variables, the user's constants being worth `constants`, in the order of
    /// [`Expr::constants`]. What is missing is NaN.
    pub fn evaluate(&self, variables: &[f64], constants: &[f64]) -> f64 {
        let truth = |value: bool| if value { 1.0 } else { 0.0 };
        let mut values: Vec<f64> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let at = |id: &super::ast::Id| values[id.0];
            let value = match node {
                Node::Number(number) => number.0,
                Node::Variable(index) => variables.get(*index).copied().unwrap_or(f64::NAN),
                Node::Constant(index) => constants.get(*index).copied().unwrap_or(f64::NAN),
                Node::Negate(a) => -at(a),
                Node::Binary(operator, a, b) => operator.apply(at(a), at(b)),
                Node::Call(function, arguments) => function.evaluate(&arguments.iter().map(at).collect::<Vec<_>>()),
                Node::If(condition, a, b) => {
                    if at(condition) == 1.0 {
                        at(a)
                    } else {
                        at(b)
                    }
                }
                Node::Truth(value) => truth(*value),
                Node::Compare(comparison, a, b) => truth(comparison.apply(at(a), at(b))),
                Node::And(a, b) => truth(at(a) == 1.0 && at(b) == 1.0),
                Node::Or(a, b) => truth(at(a) == 1.0 || at(b) == 1.0),
                Node::Not(a) => truth(at(a) != 1.0),
            };
            values.push(value);
        }
        values.last().copied().unwrap_or(f64::NAN)
    }
}
