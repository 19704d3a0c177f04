//! What the backward pass has to remember of the forward pass: nothing, the output, or the input.
//!
//! The output is preferred, since then the activation can overwrite its input. The derivative is rewritten in terms of
//! the output `y` from what `y` tells: the value of the whole expression, of its parts below signs and constant
//! factors, of other functions of the same argument ([`IDENTITIES`]), and which branch was taken, where that can be
//! read off `y`.

use std::collections::HashMap;

use syn::Result;

use super::ast::{Comparison, Id, Node, Operator};
use super::dag::Dag;
use super::function::{Function, IDENTITIES};
use super::parse::parse_text;

/// What the backward pass is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The derivative is constant.
    Nothing,
    /// The output of the activation.
    Output,
    /// The input of the activation.
    Input,
}

/// How many branches and factors are looked through.
const DEPTH: usize = 32;

/// What is known: nodes and their values in terms of the output.
type Known = Vec<(Id, Id)>;

/// `derivative` in terms of the output `y` of `forward`, if it can be.
///
/// # Errors
/// A row of the table that does not parse.
pub(super) fn from_output(dag: &mut Dag, forward: Id, derivative: Id, y: Id) -> Result<Option<Id>> {
    rewrite(dag, forward, derivative, y, &Known::new(), DEPTH)
}

/// `derivative`, where `forward` is known to have the value `y`.
fn rewrite(dag: &mut Dag, forward: Id, derivative: Id, y: Id, known: &Known, depth: usize) -> Result<Option<Id>> {
    let mut known = known.clone();
    if !dag.node(forward).is_leaf() || matches!(dag.node(forward), Node::Variable(_)) {
        known.push((forward, y));
    }
    identities(dag, forward, y, &mut known)?;
    if let Some(result) = substitute(dag, derivative, &known) {
        return Ok(Some(result));
    }
    if depth == 0 {
        return Ok(None);
    }
    let depth = depth - 1;
    match dag.node(forward).clone() {
        Node::Negate(part) => {
            let value = dag.negate(y);
            rewrite(dag, part, derivative, value, &known, depth)
        }
        Node::Binary(Operator::Multiply, n, part) if is_factor(dag, n) => {
            let value = dag.over(y, n);
            rewrite(dag, part, derivative, value, &known, depth)
        }
        Node::Binary(Operator::Multiply, part, n) if is_factor(dag, n) => {
            let value = dag.over(y, n);
            rewrite(dag, part, derivative, value, &known, depth)
        }
        Node::Binary(Operator::Divide, part, n) if is_factor(dag, n) => {
            let value = dag.times(y, n);
            rewrite(dag, part, derivative, value, &known, depth)
        }
        Node::If(condition, a, b) => {
            let Node::If(same, da, db) = *dag.node(derivative) else {
                return Ok(None);
            };
            if same != condition {
                return Ok(None);
            }
            let Some(condition) = branch_of_output(dag, condition, a, b, y) else {
                return Ok(None);
            };
            branches(dag, condition, [(a, da), (b, db)], y, &known, depth)
        }
        Node::Call(function, arguments) => {
            let (&[u, v], &Node::If(condition, da, db)) = (arguments.as_slice(), dag.node(derivative)) else {
                return Ok(None);
            };
            let first_wins = match function.name() {
                "max" => Node::Compare(Comparison::Greater, forward, v),
                "min" => Node::Compare(Comparison::Less, forward, v),
                _ => return Ok(None),
            };
            if *dag.node(condition) != first_wins {
                return Ok(None);
            }
            let Some(condition) = substitute(dag, condition, &known) else {
                return Ok(None);
            };
            branches(dag, condition, [(u, da), (v, db)], y, &known, depth)
        }
        _ => Ok(None),
    }
}

/// `if condition { … } else { … }` of both branches rewritten, the output being that of the branch.
fn branches(
    dag: &mut Dag,
    condition: Id,
    [(a, da), (b, db)]: [(Id, Id); 2],
    y: Id,
    known: &Known,
    depth: usize,
) -> Result<Option<Id>> {
    let Some(then) = rewrite(dag, a, da, y, known, depth)? else {
        return Ok(None);
    };
    let Some(otherwise) = rewrite(dag, b, db, y, known, depth)? else {
        return Ok(None);
    };
    Ok(Some(dag.choose(condition, then, otherwise)))
}

/// A number by which one can multiply and divide.
fn is_factor(dag: &Dag, id: Id) -> bool {
    dag.value(id).is_some_and(|n| n.is_normal() && n.recip().is_normal())
}

/// Adds what `forward`, whose value is `y`, tells about other functions of its argument.
fn identities(dag: &mut Dag, forward: Id, y: Id, known: &mut Known) -> Result<()> {
    let Node::Call(function, arguments) = dag.node(forward).clone() else {
        return Ok(());
    };
    for (given, wanted, formula) in IDENTITIES {
        if function.name() == *given
            && let Some(wanted) = Function::find(wanted)
        {
            let wanted = dag.call(wanted, &arguments);
            let value = parse_text(dag, formula, &[("y", y)])?;
            known.push((wanted, value));
        }
    }
    Ok(())
}

/// `root` with all that is known replaced, if no variable is left.
fn substitute(dag: &mut Dag, root: Id, known: &Known) -> Option<Id> {
    let known: HashMap<Id, Id> = known.iter().copied().collect();
    let mut places: Vec<Option<Id>> = Vec::with_capacity(root.0 + 1);
    for id in (0..=root.0).map(Id) {
        let place = match (known.get(&id), dag.node(id).clone()) {
            (Some(value), _) => Some(*value),
            (None, Node::Variable(_)) => None,
            (None, node) => {
                let operands: Option<Vec<Id>> = node.operands().iter().map(|a| places[a.0]).collect();
                operands.map(|operands| {
                    let mut operands = operands.into_iter();
                    let node = node.map(|a| operands.next().unwrap_or(a));
                    dag.rebuild_derivative(node)
                })
            }
        };
        places.push(place);
    }
    places[root.0]
}

/// A condition on the output `y` that is true where `condition`, on the input, is: it compares `y` as `condition`
/// compares the variable, and each branch's value must agree with having been chosen.
fn branch_of_output(dag: &mut Dag, condition: Id, then: Id, otherwise: Id, y: Id) -> Option<Id> {
    let variable = (0..=condition.0)
        .map(Id)
        .find(|id| matches!(dag.node(*id), Node::Variable(_)))?;
    if !agrees(dag, condition, then, variable, true) || !agrees(dag, condition, otherwise, variable, false) {
        return None;
    }
    substitute(dag, condition, &vec![(variable, y)])
}

/// True if `condition` of the branch's value is certainly `expected` where `condition` of the variable is.
fn agrees(dag: &mut Dag, condition: Id, branch: Id, variable: Id, expected: bool) -> bool {
    if branch == variable {
        return true;
    }
    if dag.value(branch).is_some() {
        let result = substitute(dag, condition, &vec![(variable, branch)]);
        return result.is_some_and(|id| *dag.node(id) == Node::Truth(expected));
    }
    compares_with_zero(dag, condition, variable) && has_sign_of(dag, branch, variable)
}

/// True for `variable < 0` and its like.
fn compares_with_zero(dag: &Dag, condition: Id, variable: Id) -> bool {
    match *dag.node(condition) {
        Node::Compare(_, a, b) => a == variable && dag.value(b) == Some(0.0),
        _ => false,
    }
}

/// True if `id` is positive, zero, negative and NaN where `variable` is.
fn has_sign_of(dag: &Dag, id: Id, variable: Id) -> bool {
    let mut id = id;
    loop {
        if id == variable {
            return true;
        }
        id = match dag.node(id) {
            Node::Binary(Operator::Multiply, n, part) if is_positive(dag, *n) => *part,
            Node::Binary(Operator::Multiply | Operator::Divide, part, n) if is_positive(dag, *n) => *part,
            Node::Call(function, arguments)
                if matches!(function.name(), "exp_m1" | "tanh" | "sinh" | "atan" | "erf") =>
            {
                arguments[0]
            }
            _ => return false,
        };
    }
}

fn is_positive(dag: &Dag, id: Id) -> bool {
    is_factor(dag, id) && dag.value(id).is_some_and(|n| n > 0.0)
}
