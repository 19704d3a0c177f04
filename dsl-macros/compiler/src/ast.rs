//! What the user wrote, as plain data with its place in the source. Nothing is judged here but the grammar.

use proc_macro2::{Ident, TokenStream};

use crate::expr::Closure;
use crate::report::Spot;

/// The whole input of `model!`.
pub enum Input {
    /// `pub Name: …` once or more: declares types. A mistake before an item's name leaves nothing of it.
    Items(Vec<syn::Result<Item>>),
    /// A bare body: an expression, a fresh model value, or a copy of the weights that stand behind it.
    Body(syn::Result<Body>, Option<Weights>),
}

/// One declared model.
pub struct Item {
    /// The user's attributes, doc comments included.
    pub attributes: Vec<syn::Attribute>,
    /// `pub`, `pub(crate)`, or nothing.
    pub visibility: syn::Visibility,
    /// The type's name.
    pub name: Ident,
    /// What it is, or why it could not be read.
    pub body: syn::Result<Body>,
    /// The weights that are part of the program.
    pub weights: Option<Weights>,
}

/// `= weights("digits.safetensors")`
pub struct Weights {
    /// Where they are.
    pub file: File,
    /// `allow_non_finite`: whether infinite weights and those that are no numbers are taken, too.
    pub allow_non_finite: bool,
}

/// The file of some weights.
pub enum File {
    /// Its path, relative to the folder of the user's crate.
    Path(syn::LitStr),
    /// A macro that makes its path.
    Macro(TokenStream),
}

impl File {
    /// Where it is named.
    pub fn spot(&self) -> Spot {
        match self {
            Self::Path(path) => path.span().into(),
            Self::Macro(tokens) => Spot::of(tokens),
        }
    }
}

/// What a model computes: `let` statements, then its outputs.
#[derive(Debug)]
pub struct Body {
    /// The named values, in order.
    pub bindings: Vec<Binding>,
    /// The outputs: one, or those of a tuple.
    pub outputs: Vec<Sum>,
    /// All of it as text, on one line.
    pub text: String,
}

/// `let name = sum;`, or `let (name, name) = sum;` for a layer with several outputs.
#[derive(Debug)]
pub struct Binding {
    /// The names, one for each output.
    pub names: Vec<Ident>,
    /// What they name.
    pub value: Sum,
}

/// Chains, added and multiplied.
#[derive(Debug)]
pub enum Sum {
    /// One chain.
    Chain(Box<Chain>),
    /// `a + b`, `a - b`, `a * b`: element by element.
    Binary(Box<Sum>, Sign, Box<Sum>),
}

/// The sign between two operands, with its place.
#[derive(Clone, Copy, Debug)]
pub struct Sign {
    /// `+`, `-` or `*`.
    pub mark: char,
    /// Where it stands.
    pub spot: Spot,
}

/// `source -> stage -> …`
#[derive(Debug)]
pub struct Chain {
    /// Where the data come from.
    pub source: Source,
    /// The stages in the order of the data.
    pub stages: Vec<Stage>,
}

/// The start of a chain.
#[derive(Debug)]
pub enum Source {
    /// A layer that states the input, or the name of a value.
    Stage(Stage),
    /// `Layer(arguments)(values)`: Keras' functional form.
    Applied(Stage, Vec<Sum>),
    /// `( sum )`
    Sum(Box<Sum>),
}

/// One stage of a chain.
#[derive(Debug)]
pub struct Stage {
    /// What it does.
    pub kind: StageKind,
    /// `as name`.
    pub name: Option<Ident>,
}

/// What a stage does.
#[derive(Debug)]
pub enum StageKind {
    /// A layer, an activation or something of the user's by its name.
    Call(Call),
    /// An activation written out.
    Closure(Closure),
    /// `Residual(stage -> …)`: the stages' output is added to their input.
    Residual(Spot, Vec<Stage>),
    /// `repeat(count, stage -> …)`: the stages, so many times, each time with weights of their own.
    Repeat(Spot, Value, Vec<Stage>),
    /// `nets::Encoder`, perhaps with the shape of its output: a layer or a model from elsewhere.
    Path(Box<Path>),
}

/// A layer or a model from elsewhere.
#[derive(Debug)]
pub struct Path {
    /// Its path.
    pub tokens: TokenStream,
    /// Its last word.
    pub last: Ident,
    /// The shape of its input, if stated.
    pub input: Option<Value>,
    /// The shape of its output, if stated.
    pub shape: Option<Value>,
    /// Where it stands.
    pub spot: Spot,
}

impl StageKind {
    /// Where it stands.
    pub fn spot(&self) -> Spot {
        match self {
            Self::Call(call) => call.spot,
            Self::Closure(closure) => closure.span.into(),
            Self::Residual(spot, _) | Self::Repeat(spot, ..) => *spot,
            Self::Path(path) => path.spot,
        }
    }
}

/// `Name` or `Name(arguments)`.
#[derive(Clone, Debug)]
pub struct Call {
    /// The name.
    pub name: Ident,
    /// The arguments; empty without parentheses.
    pub arguments: Vec<Argument>,
    /// Name and parentheses.
    pub spot: Spot,
}

/// `value` or `name = value`.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The name of a named argument.
    pub name: Option<Ident>,
    /// The value.
    pub value: Value,
}

impl Argument {
    /// Where it starts: its name, or else its value.
    pub fn spot(&self) -> Spot {
        self.name.as_ref().map_or(self.value.spot, |name| name.span().into())
    }
}

/// The value of an argument.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// Where it stands.
    pub spot: Spot,
}

/// What the value of an argument is.
#[derive(Clone, Debug)]
pub enum ValueKind {
    /// An integer literal, perhaps negative.
    Integer(i128),
    /// A decimal literal, perhaps negative.
    Float(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A text literal: never right, but often meant.
    Text(String),
    /// `Name` or `Name(arguments)`.
    Call(Call),
    /// A path of several segments.
    Path(TokenStream),
    /// `{ a const expression }`, braces included.
    Block(TokenStream),
    /// `(value, value)`.
    Tuple(Vec<Value>),
    /// `|x| …`
    Closure(Closure),
}
