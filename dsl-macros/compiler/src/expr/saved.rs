//! What the backward pass has to remember of the forward pass: nothing, the output, or the input.
//!
//! The output is preferred, since then the activation can overwrite its input. The derivative is rewritten in terms of
//! the output `y` from what `y` tells: the value of the whole formula, of its parts below signs and constant factors,
//! of other functions of the same argument ([`IDENTITIES`]), and which branch was taken, where `y` shows it.

use syn::Result;

use super::ast::{Comparison, Id, Node, Operator};
use super::dag::Dag;
use super::function::{Function, IDENTITIES};
use super::known::{Known, factor};
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

/// `derivative` in terms of the output `y` of `forward`, if it can be.
///
/// # Errors
/// A row of the table that does not parse.
pub(super) fn from_output(dag: &mut Dag, forward: Id, derivative: Id, y: Id) -> Result<Option<Id>> {
    rewrite(dag, forward, derivative, Known::new(y), DEPTH)
}

/// `derivative`, where `forward` is the part that is reached.
fn rewrite(dag: &mut Dag, forward: Id, derivative: Id, mut known: Known, depth: usize) -> Result<Option<Id>> {
    known.part(dag, forward);
    identities(dag, forward, &mut known)?;
    if let Some(result) = known.substitute(dag, derivative) {
        return Ok(Some(result));
    }
    let Some(depth) = depth.checked_sub(1) else {
        return Ok(None);
    };
    let (condition, parts) = match (dag.node(forward).clone(), dag.node(derivative).clone()) {
        (Node::If(condition, a, b), Node::If(same, da, db)) if same == condition => {
            (branch_of_output(dag, &known, condition, [a, b]), [(a, da), (b, db)])
        }
        (Node::Call(function, arguments), Node::If(condition, da, db)) => {
            let &[u, v] = arguments.as_slice() else { return Ok(None) };
            let first_wins = match function.name() {
                "max" => Node::Compare(Comparison::Greater, forward, v),
                "min" => Node::Compare(Comparison::Less, forward, v),
                _ => return Ok(None),
            };
            let given = *dag.node(condition) == first_wins;
            (if given { known.substitute(dag, condition) } else { None }, [(u, da), (v, db)])
        }
        _ => {
            return match known.descend(dag, forward) {
                Some(part) => rewrite(dag, part, derivative, known, depth),
                None => Ok(None),
            };
        }
    };
    let Some(condition) = condition else { return Ok(None) };
    let [(a, da), (b, db)] = parts;
    let Some(then) = rewrite(dag, a, da, known.clone(), depth)? else {
        return Ok(None);
    };
    let Some(otherwise) = rewrite(dag, b, db, known, depth)? else {
        return Ok(None);
    };
    Ok(Some(dag.choose(condition, then, otherwise)))
}

/// Adds what the value of `forward` tells about other functions of its argument.
fn identities(dag: &mut Dag, forward: Id, known: &mut Known) -> Result<()> {
    let Node::Call(function, arguments) = dag.node(forward).clone() else {
        return Ok(());
    };
    for (given, wanted, formula) in IDENTITIES {
        if function.name() == *given
            && let Some(wanted) = Function::find(wanted)
        {
            let (wanted, y) = (dag.call(wanted, &arguments), known.value(dag));
            let value = parse_text(dag, formula, &[("y", y)])?;
            known.insert(wanted, value);
        }
    }
    Ok(())
}

/// A condition on the output that is true where `condition`, on the input, is: it compares the output as `condition`
/// compares the variable, and the value of each branch must agree with having been chosen.
fn branch_of_output(dag: &mut Dag, known: &Known, condition: Id, branches: [Id; 2]) -> Option<Id> {
    let variable = (0..=condition.0).map(Id).find(|id| matches!(dag.node(*id), Node::Variable(_)))?;
    let with_zero = match *dag.node(condition) {
        Node::Compare(comparison, a, b) if a == variable && dag.value(b) == Some(0.0) => Some(comparison),
        _ => None,
    };
    for (branch, expected) in branches.into_iter().zip([true, false]) {
        let agrees = if dag.value(branch).is_some() {
            let result = at(dag, condition, variable, branch);
            result.is_some_and(|id| *dag.node(id) == Node::Truth(expected))
        } else {
            branch == variable || (with_zero.is_some() && has_sign_of(dag, branch, variable))
        };
        if !agrees {
            return None;
        }
    }
    match with_zero {
        Some(comparison) => known.compare_with_zero(dag, comparison),
        None if known.is_output() => {
            let y = known.value(dag);
            at(dag, condition, variable, y)
        }
        None => None,
    }
}

/// `condition` with `value` in the place of `variable`, if it has no other.
fn at(dag: &mut Dag, condition: Id, variable: Id, value: Id) -> Option<Id> {
    let mut places: Vec<Option<Id>> = Vec::with_capacity(condition.0 + 1);
    for id in (0..=condition.0).map(Id) {
        let node = dag.node(id).clone();
        let operands: Option<Vec<Id>> = node.operands().iter().map(|a| places[a.0]).collect();
        places.push(match (&node, operands) {
            (Node::Variable(_), _) => (id == variable).then_some(value),
            (_, None) => None,
            (_, Some(operands)) => {
                let mut operands = operands.into_iter();
                Some(dag.rebuild(node.map(|a| operands.next().unwrap_or(a))))
            }
        });
    }
    places[condition.0]
}

/// True if `id` is positive, zero, negative and NaN where `variable` is.
fn has_sign_of(dag: &Dag, id: Id, variable: Id) -> bool {
    let positive = |id: Id| factor(dag, id).is_some_and(|n| n > 0.0);
    let mut id = id;
    loop {
        if id == variable {
            return true;
        }
        id = match dag.node(id) {
            Node::Binary(Operator::Multiply, n, part) if positive(*n) => *part,
            Node::Binary(Operator::Multiply | Operator::Divide, part, n) if positive(*n) => *part,
            Node::Call(function, arguments) => match function.name() {
                "atan" | "erf" | "exp_m1" | "sinh" | "tanh" => arguments[0],
                _ => return false,
            },
            _ => return false,
        };
    }
}
