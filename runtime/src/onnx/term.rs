//! Functions of single elements: the expressions of activations and closures as data, and their operators.

use super::graph::Graph;
use super::proto::{Data, Element};

/// A term of an expression. Others are named by their places in the list that they stand in, before the term; the last one
/// is the value.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Term {
    Number(f64),
    /// What the function is of.
    Variable,
    Truth(bool),
    Negate(usize),
    Add(usize, usize),
    Subtract(usize, usize),
    Multiply(usize, usize),
    Divide(usize, usize),
    /// A condition, and the values where it holds and where it does not.
    If(usize, usize, usize),
    Less(usize, usize),
    LessEqual(usize, usize),
    Greater(usize, usize),
    GreaterEqual(usize, usize),
    Equal(usize, usize),
    NotEqual(usize, usize),
    And(usize, usize),
    Or(usize, usize),
    Not(usize),
    Abs(usize),
    Acos(usize),
    Asin(usize),
    Atan(usize),
    Cos(usize),
    Cosh(usize),
    Erf(usize),
    Exp(usize),
    ExpM1(usize),
    Floor(usize),
    Ln(usize),
    Ln1p(usize),
    Max(usize, usize),
    Min(usize, usize),
    Powf(usize, usize),
    Powi(usize, usize),
    Sigmoid(usize),
    Sign(usize),
    Sin(usize),
    Sinh(usize),
    Softplus(usize),
    Sqrt(usize),
    Tan(usize),
    Tanh(usize),
}

/// A function of single elements that ONNX has a name for, which recurrent operators take.
pub(super) fn name(terms: &[Term]) -> Option<&'static str> {
    match terms {
        [Term::Variable, Term::Tanh(0)] => Some("Tanh"),
        [Term::Variable, Term::Sigmoid(0)] => Some("Sigmoid"),
        [Term::Variable, Term::Number(0.0), Term::Max(0, 1)] => Some("Relu"),
        _ => None,
    }
}

/// The function of a tensor, element by element.
pub(super) fn apply(graph: &mut Graph, terms: &[Term], x: &str) -> String {
    let mut tensors: Vec<String> = Vec::with_capacity(terms.len());
    // Whether a term is of the size of x: numbers alone are of one element.
    let mut whole: Vec<bool> = Vec::with_capacity(terms.len());
    for term in terms {
        let at = |place: &usize| tensors[*place].as_str();
        let (tensor, operands): (String, Vec<usize>) = match term {
            Term::Number(value) => (graph.number(*value as f32), Vec::new()),
            Term::Variable => (x.to_owned(), Vec::new()),
            Term::Truth(value) => (graph.tensor("truth", &[], Data::Truths(vec![*value])), Vec::new()),
            Term::If(condition, a, b) => {
                (graph.op("Where", &[at(condition), at(a), at(b)], []), vec![*condition, *a, *b])
            }
            Term::Max(a, b) if is_zero(terms, *b) => (graph.op("Relu", &[at(a)], []), vec![*a]),
            Term::NotEqual(a, b) => {
                let equal = graph.op("Equal", &[at(a), at(b)], []);
                (graph.op("Not", &[&equal], []), vec![*a, *b])
            }
            Term::ExpM1(a) => (exp_m1(graph, at(a)), vec![*a]),
            Term::Ln1p(a) => (ln_1p(graph, at(a)), vec![*a]),
            term => {
                let (op, operands) = operator(term);
                let inputs: Vec<_> = operands.iter().map(at).collect();
                (graph.op(op, &inputs, []), operands)
            }
        };
        whole.push(*term == Term::Variable || operands.iter().any(|place| whole[*place]));
        tensors.push(tensor);
    }
    let value = tensors.pop().unwrap_or_else(|| x.to_owned());
    if whole.last() == Some(&true) {
        return value;
    }
    let shape = graph.op("Shape", &[x], []);
    graph.op("Expand", &[&value, &shape], [])
}

fn is_zero(terms: &[Term], place: usize) -> bool {
    terms.get(place) == Some(&Term::Number(0.0))
}

/// The operator that a term is, and what it is applied to. The terms that are several operators are not asked for.
fn operator(term: &Term) -> (&'static str, Vec<usize>) {
    match *term {
        Term::Negate(a) => ("Neg", vec![a]),
        Term::Add(a, b) => ("Add", vec![a, b]),
        Term::Subtract(a, b) => ("Sub", vec![a, b]),
        Term::Multiply(a, b) => ("Mul", vec![a, b]),
        Term::Divide(a, b) => ("Div", vec![a, b]),
        Term::Less(a, b) => ("Less", vec![a, b]),
        Term::LessEqual(a, b) => ("LessOrEqual", vec![a, b]),
        Term::Greater(a, b) => ("Greater", vec![a, b]),
        Term::GreaterEqual(a, b) => ("GreaterOrEqual", vec![a, b]),
        Term::Equal(a, b) => ("Equal", vec![a, b]),
        Term::And(a, b) => ("And", vec![a, b]),
        Term::Or(a, b) => ("Or", vec![a, b]),
        Term::Not(a) => ("Not", vec![a]),
        Term::Abs(a) => ("Abs", vec![a]),
        Term::Acos(a) => ("Acos", vec![a]),
        Term::Asin(a) => ("Asin", vec![a]),
        Term::Atan(a) => ("Atan", vec![a]),
        Term::Cos(a) => ("Cos", vec![a]),
        Term::Cosh(a) => ("Cosh", vec![a]),
        Term::Erf(a) => ("Erf", vec![a]),
        Term::Exp(a) => ("Exp", vec![a]),
        Term::Floor(a) => ("Floor", vec![a]),
        Term::Ln(a) => ("Log", vec![a]),
        Term::Max(a, b) => ("Max", vec![a, b]),
        Term::Min(a, b) => ("Min", vec![a, b]),
        Term::Powf(a, b) | Term::Powi(a, b) => ("Pow", vec![a, b]),
        Term::Sigmoid(a) => ("Sigmoid", vec![a]),
        Term::Sign(a) => ("Sign", vec![a]),
        Term::Sin(a) => ("Sin", vec![a]),
        Term::Sinh(a) => ("Sinh", vec![a]),
        Term::Softplus(a) => ("Softplus", vec![a]),
        Term::Sqrt(a) => ("Sqrt", vec![a]),
        Term::Tan(a) => ("Tan", vec![a]),
        Term::Tanh(a) => ("Tanh", vec![a]),
        Term::Number(_)
        | Term::Variable
        | Term::Truth(_)
        | Term::If(..)
        | Term::NotEqual(..)
        | Term::ExpM1(_)
        | Term::Ln1p(_) => ("Identity", Vec::new()),
    }
}

/// `exp(x) − 1 = 2 sinh(x/2) exp(x/2)`, which stays exact near 0.
fn exp_m1(graph: &mut Graph, x: &str) -> String {
    let (half, two) = (graph.number(0.5), graph.number(2.0));
    let half = graph.op("Mul", &[x, &half], []);
    let (sinh, exp) = (graph.op("Sinh", &[&half], []), graph.op("Exp", &[&half], []));
    let product = graph.op("Mul", &[&sinh, &exp], []);
    graph.op("Mul", &[&product, &two], [])
}

/// `ln(u) x/(u − 1)` with `u = 1 + x`, whose errors of rounding cancel; x where u is 1. (W. Kahan)
fn ln_1p(graph: &mut Graph, x: &str) -> String {
    let one = graph.number(1.0);
    let u = graph.op("Add", &[x, &one], []);
    let (ln, less) = (graph.op("Log", &[&u], []), graph.op("Sub", &[&u, &one], []));
    let (product, tiny) = (graph.op("Mul", &[&ln, x], []), graph.op("Equal", &[&u, &one], []));
    let quotient = graph.op("Div", &[&product, &less], []);
    graph.op("Where", &[&tiny, x, &quotient], [])
}

/// 1 where a condition holds, else 0.
pub(super) fn number_of(graph: &mut Graph, condition: &str) -> String {
    graph.op("Cast", &[condition], [("to", (Element::Float as i64).into())])
}

/// Whether a number is not 0.
pub(super) fn truth_of(graph: &mut Graph, number: &str) -> String {
    graph.op("Cast", &[number], [("to", (Element::Bool as i64).into())])
}
