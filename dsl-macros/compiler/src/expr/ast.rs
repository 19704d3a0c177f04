//! Expressions as plain data: a list of nodes in which every node stands after those it uses; the last one is the
//! value. What is written once or meant twice is one node, so a chain of `let`s never grows exponentially.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

use super::function::Function;

/// A node's place in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub(super) usize);

impl Id {
    /// The place.
    pub fn place(self) -> usize {
        self.0
    }
}

/// A floating-point number, compared by its bits so that nodes can be found by value.
#[derive(Clone, Copy, Debug)]
pub struct Number(pub f64);

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Eq for Number {}

impl std::hash::Hash for Number {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

/// The four operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// The six comparisons; all but `!=` are false when a side is NaN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Comparison {
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
}

/// One operation on earlier nodes. The last five are conditions, the others numbers; `If` takes a condition first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Node {
    Number(Number),
    /// The closure's variable of this index.
    Variable(usize),
    /// The user's constant of this index in [`Expr::constants`].
    Constant(usize),
    Negate(Id),
    Binary(Operator, Id, Id),
    Call(Function, Vec<Id>),
    If(Id, Id, Id),
    Truth(bool),
    Compare(Comparison, Id, Id),
    And(Id, Id),
    Or(Id, Id),
    Not(Id),
}

impl Node {
    /// The nodes that this one uses, in order.
    pub fn operands(&self) -> Vec<Id> {
        match self {
            Self::Number(_) | Self::Variable(_) | Self::Constant(_) | Self::Truth(_) => Vec::new(),
            Self::Negate(a) | Self::Not(a) => vec![*a],
            Self::Binary(_, a, b) | Self::Compare(_, a, b) | Self::And(a, b) | Self::Or(a, b) => vec![*a, *b],
            Self::Call(_, arguments) => arguments.clone(),
            Self::If(condition, a, b) => vec![*condition, *a, *b],
        }
    }

    /// The same operation on other nodes.
    pub fn map(&self, mut f: impl FnMut(Id) -> Id) -> Self {
        match self {
            Self::Number(_) | Self::Variable(_) | Self::Constant(_) | Self::Truth(_) => self.clone(),
            Self::Negate(a) => Self::Negate(f(*a)),
            Self::Binary(operator, a, b) => Self::Binary(*operator, f(*a), f(*b)),
            Self::Call(function, arguments) => Self::Call(*function, arguments.iter().map(|a| f(*a)).collect()),
            Self::If(condition, a, b) => Self::If(f(*condition), f(*a), f(*b)),
            Self::Compare(comparison, a, b) => Self::Compare(*comparison, f(*a), f(*b)),
            Self::And(a, b) => Self::And(f(*a), f(*b)),
            Self::Or(a, b) => Self::Or(f(*a), f(*b)),
            Self::Not(a) => Self::Not(f(*a)),
        }
    }

    /// True for a node that costs nothing, so that it is written wherever it is used.
    pub fn is_leaf(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Variable(_) | Self::Constant(_) | Self::Truth(_))
    }

    /// True for a node whose value is true or false.
    pub fn is_condition(&self) -> bool {
        match self {
            Self::Truth(_) | Self::Compare(..) | Self::And(..) | Self::Or(..) | Self::Not(_) => true,
            Self::Number(_)
            | Self::Variable(_)
            | Self::Constant(_)
            | Self::Negate(_)
            | Self::Binary(..)
            | Self::Call(..)
            | Self::If(..) => false,
        }
    }
}

/// A constant of the user's, `ALPHA` or `core::f32::consts::PI`: its tokens with their spans, opaque to the compiler.
#[derive(Clone, Debug)]
pub struct Constant {
    pub(super) text: String,
    pub(super) tokens: TokenStream,
}

impl Constant {
    /// The constant that these tokens, a path, name.
    pub fn new(tokens: TokenStream) -> Self {
        let text = tokens.to_string().replace(' ', "");
        Self { text, tokens }
    }

    /// The value of a name that is in sight where the expression is emitted.
    pub(crate) fn named(name: &str) -> Self {
        let tokens = TokenTree::Ident(Ident::new(name, Span::call_site())).into();
        Self { text: name.to_owned(), tokens }
    }

    /// Its tokens.
    pub fn tokens(&self) -> &TokenStream {
        &self.tokens
    }

    /// The path as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Constant {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// A value as an expression in some variables. Two expressions are equal if they are written alike, up to `let`s.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    pub(super) variables: Vec<String>,
    pub(super) constants: Vec<Constant>,
    /// In the order of a walk that visits operands first, so that equal expressions are equal lists.
    pub(super) nodes: Vec<Node>,
}

impl Expr {
    /// The names of the variables.
    pub fn variables(&self) -> &[String] {
        &self.variables
    }

    /// The user's constants that occur.
    pub fn constants(&self) -> &[Constant] {
        &self.constants
    }

    /// The nodes, operands first; the last one is the value.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// True if some variable occurs.
    pub fn is_variable(&self) -> bool {
        self.nodes.iter().any(|node| matches!(node, Node::Variable(_)))
    }
}
