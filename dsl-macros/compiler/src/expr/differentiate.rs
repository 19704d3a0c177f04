//! The derivative of an expression: one pass over the nodes, each by the chain rule from those it uses. Functions
//! bring their rows of the table; what is here are the rules of the operators.
//!
//! A comparison has derivative 0: where branches meet, the derivative is that of the branch that is taken.

use syn::Result;

use super::ast::{Id, Node, Operator};
use super::dag::Dag;
use super::function::Function;
use super::parse::parse_text;

/// d `root` / d variable, as a node of the same list, so that it shares what the forward pass computes.
///
/// # Errors
/// A row of the table that does not parse.
pub fn differentiate(dag: &mut Dag, root: Id, variable: usize) -> Result<Id> {
    let zero = dag.number(0.0);
    let one = dag.number(1.0);
    let mut derivatives: Vec<Id> = Vec::with_capacity(root.0 + 1);
    for y in (0..=root.0).map(Id) {
        let d = |u: Id| derivatives[u.0];
        let dy = match dag.node(y).clone() {
            Node::Variable(index) if index == variable => one,
            Node::Negate(u) => dag.negate(d(u)),
            Node::Binary(Operator::Add, u, v) => dag.plus(d(u), d(v)),
            Node::Binary(Operator::Subtract, u, v) => dag.minus(d(u), d(v)),
            Node::Binary(Operator::Multiply, u, v) => {
                let (left, right) = (dag.times(d(u), v), dag.times(u, d(v)));
                dag.plus(left, right)
            }
            // (du − y dv) / v: v² would overflow long before v does.
            Node::Binary(Operator::Divide, u, v) => {
                let lost = dag.times(y, d(v));
                let numerator = dag.minus(d(u), lost);
                dag.over(numerator, v)
            }
            Node::Call(function, arguments) => {
                let derivatives: Vec<Id> = arguments.iter().map(|u| d(*u)).collect();
                call(dag, function, &arguments, &derivatives, y)?
            }
            Node::If(condition, u, v) => dag.choose(condition, d(u), d(v)),
            Node::Variable(_) | Node::Number(_) | Node::Constant(_) => zero,
            // Conditions; their derivative is never asked for.
            Node::Truth(_) | Node::Compare(..) | Node::And(..) | Node::Or(..) | Node::Not(_) => dag.number(0.0),
        };
        derivatives.push(dy);
    }
    Ok(derivatives[root.0])
}

/// Σ ∂f/∂uᵢ duᵢ over the arguments that vary.
fn call(dag: &mut Dag, function: Function, arguments: &[Id], derivatives: &[Id], y: Id) -> Result<Id> {
    let names: Vec<(&str, Id)> =
        ["u", "v"].into_iter().zip(arguments.iter().copied()).chain(std::iter::once(("y", y))).collect();
    let mut sum = dag.number(0.0);
    for (formula, du) in function.row().derivative.iter().zip(derivatives) {
        if dag.value(*du) == Some(0.0) {
            continue;
        }
        let partial = parse_text(dag, formula, &names)?;
        let term = dag.times(partial, *du);
        sum = dag.plus(sum, term);
    }
    Ok(sum)
}
