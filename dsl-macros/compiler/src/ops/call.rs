//! The call of a kernel as plain data: `emit` writes it.

use std::borrow::Cow;

use proc_macro2::TokenStream;

use super::Fold;
use crate::activation::Scalar;
use crate::dim::Dim;
use crate::graph::WeightId;

/// `kernels::<path>(<arguments>);`
#[derive(Clone, Debug)]
pub struct Call {
    /// The function, `conv::forward`.
    pub path: Cow<'static, str>,
    /// Its arguments.
    pub arguments: Vec<Arg>,
    /// Whether it says if what it wrote is finite.
    pub finite: bool,
    /// The stage that is the first argument: its type and the length of its input.
    pub of: Option<(TokenStream, Dim)>,
    /// If the result is made of parts, the last arguments of the call for each: which input, and sizes.
    pub parts: Vec<(usize, Vec<Field>)>,
}

impl Call {
    /// A call without arguments.
    pub fn new(path: &'static str) -> Self {
        Self { path: path.into(), arguments: Vec::new(), finite: false, of: None, parts: Vec::new() }
    }

    /// As [`new`](Self::new), for a path put together.
    pub fn named(path: String) -> Self {
        Self { path: path.into(), ..Self::new("") }
    }

    /// A call for each part of the result: which input it comes from, and sizes.
    pub fn parts<const N: usize>(path: &'static str, parts: impl Iterator<Item = (usize, [Field; N])>) -> Self {
        let parts = parts.map(|(at, sizes)| (at, sizes.to_vec())).collect();
        Self { parts, ..Self::new(path).result() }
    }

    /// The same call, for a stage by its path and the length of its input.
    #[must_use]
    pub fn of(self, path: TokenStream, input: Dim) -> Self {
        Self { of: Some((path, input)), ..self }
    }

    /// One argument more.
    #[must_use]
    pub fn arg(mut self, argument: Arg) -> Self {
        self.arguments.push(argument);
        self
    }

    /// The result as an argument.
    #[must_use]
    pub fn result(self) -> Self {
        self.arg(Arg::Result)
    }

    /// An input as an argument.
    #[must_use]
    pub fn input(self, at: usize) -> Self {
        self.arg(Arg::Input(at))
    }

    /// A weight as an argument.
    #[must_use]
    pub fn weight(self, weight: WeightId) -> Self {
        self.arg(Arg::Weight(weight))
    }

    /// A size as an argument.
    #[must_use]
    pub fn size(self, size: &Dim) -> Self {
        self.arg(Arg::Value(Field::Size(size.clone())))
    }

    /// A number as an argument.
    #[must_use]
    pub fn number(self, number: f64) -> Self {
        self.arg(Arg::Value(Field::Number(number)))
    }

    /// `true` or `false` as an argument.
    #[must_use]
    pub fn flag(self, flag: bool) -> Self {
        self.arg(Arg::Value(Field::Flag(flag)))
    }

    /// Facts as an argument.
    #[must_use]
    pub fn config(self, config: Config) -> Self {
        self.arg(Arg::Config(config))
    }

    /// The weights that it reads.
    pub fn weights(&self) -> impl Iterator<Item = WeightId> {
        let mut weights = Vec::new();
        for argument in &self.arguments {
            match argument {
                Arg::Weight(weight) | Arg::WeightPart(weight, _) | Arg::OptionalWeight(Some(weight)) => {
                    weights.push(*weight);
                }
                Arg::Value(field) => field.weights(&mut weights),
                Arg::Config(config) => config.weights(&mut weights),
                Arg::Then(after) => after.config().iter().for_each(|config| config.weights(&mut weights)),
                _ => {}
            }
        }
        weights.into_iter()
    }

    /// The weights that it wants memory for, each as long as the weight.
    pub fn shared(&self) -> Vec<WeightId> {
        let fields = self.arguments.iter().filter_map(|argument| match argument {
            Arg::Value(Field::Config(config)) => Some(&config.fields),
            _ => None,
        });
        let shared = fields.flatten().filter_map(|(_, field)| match field {
            Field::Shared(weight) => Some(*weight),
            _ => None,
        });
        shared.collect()
    }

    /// The sizes among its arguments.
    pub fn dims(&self) -> Vec<Dim> {
        let mut dims = Vec::new();
        for argument in &self.arguments {
            match argument {
                Arg::ResultPart(dim) | Arg::InputPart(_, dim) => dims.push(dim.clone()),
                Arg::WeightPart(_, part) => dims.extend(part.iter().cloned()),
                Arg::Value(field) => field.collect(&mut dims),
                Arg::Config(config) => config.collect(&mut dims),
                Arg::Then(after) => after.config().iter().for_each(|config| config.collect(&mut dims)),
                _ => {}
            }
        }
        self.parts.iter().flat_map(|(_, sizes)| sizes).for_each(|size| size.collect(&mut dims));
        dims.extend(self.of.iter().map(|(_, input)| input.clone()));
        dims
    }

    /// Whether it draws random numbers.
    pub fn is_random(&self) -> bool {
        self.arguments.iter().any(|argument| matches!(argument, Arg::Draws(_)))
    }

    /// The numbers among its arguments, for listings.
    pub fn numbers(&self) -> Option<String> {
        let numbers = self.arguments.iter().filter_map(|argument| match argument {
            Arg::Value(Field::Number(number)) => Some(number.to_string()),
            _ => None,
        });
        let numbers: Vec<_> = numbers.collect();
        (!numbers.is_empty()).then(|| numbers.join(", "))
    }

    /// The same call, which says whether what it wrote is finite.
    #[must_use]
    pub fn finite(self) -> Self {
        Self { finite: true, ..self }
    }
}

/// One argument.
#[derive(Clone, Debug)]
pub enum Arg {
    /// The result, to be written; the gradient's part if the operation has a target.
    Result,
    /// The beginning of the result, for what has the same size whatever the batch.
    ResultPart(Dim),
    /// An input.
    Input(usize),
    /// The beginning of an input.
    InputPart(usize, Dim),
    /// An input that is written too.
    InputMut(usize),
    /// An input, or nothing.
    Optional(Option<usize>),
    /// A weight.
    Weight(WeightId),
    /// A part of a weight, by its start and its length.
    WeightPart(WeightId, [Dim; 2]),
    /// A weight, or nothing.
    OptionalWeight(Option<WeightId>),
    /// A number, a size, a structure.
    Value(Field),
    /// `&conv::Conv { … }`
    Config(Config),
    /// `draws, 3`: the random draws of a step, and the number of those that use them.
    Draws(u32),
    /// What follows the operation, applied to parts of its result as soon as they are finished.
    Then(After),
    /// The first input of an operation that works in place, if it lies elsewhere than the result; or nothing.
    Elsewhere,
}

/// What follows an operation.
#[derive(Clone, Debug)]
pub enum After {
    /// Nothing, `&()`.
    Nothing,
    /// A function of each number.
    Function(Scalar),
    /// Its derivative, from an input that is written in it.
    Derivative(Scalar, Option<usize>),
    /// A factor and a summand for each channel, and then this.
    Fold(Box<Fold>, Box<Self>),
}

impl After {
    /// Whether something more can follow.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Function(_) | Self::Derivative(..) => false,
            Self::Fold(_, next) => next.is_open(),
        }
    }

    /// Something more follows.
    pub fn then(&mut self, more: Self) {
        match self {
            Self::Fold(_, next) => next.then(more),
            Self::Nothing | Self::Function(_) | Self::Derivative(..) => *self = more,
        }
    }

    /// What becomes of channels.
    fn config(&self) -> Option<Config> {
        match self {
            Self::Fold(fold, _) => Some(fold.config()),
            Self::Nothing | Self::Function(_) | Self::Derivative(..) => None,
        }
    }
}

/// `conv::Conv { … }`
#[derive(Clone, Debug)]
pub struct Config {
    /// The type.
    pub path: &'static str,
    /// The fields.
    pub fields: Vec<(&'static str, Field)>,
}

impl Config {
    fn collect(&self, dims: &mut Vec<Dim>) {
        self.fields.iter().for_each(|(_, field)| field.collect(dims));
    }

    fn weights(&self, found: &mut Vec<WeightId>) {
        self.fields.iter().for_each(|(_, field)| field.weights(found));
    }
}

/// The value of a field.
#[derive(Clone, Debug)]
pub enum Field {
    /// A size.
    Size(Dim),
    /// A whole number with its sign.
    Signed(i64),
    /// The last coordinate of an axis of this length.
    Last(Dim),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Flag(bool),
    /// `[ … ]`
    List(Vec<Field>),
    /// `&[ … ]`
    Slice(Vec<Field>),
    /// A structure.
    Config(Config),
    /// The number of samples, times the axes that a wrapper has taken off.
    Batch(Dim),
    /// An input.
    Input(usize),
    /// An input, or nothing.
    Optional(Option<usize>),
    /// `Some( … )`, or nothing.
    Option(Option<Box<Field>>),
    /// A weight.
    Weight(WeightId),
    /// Memory as long as a weight, which holds anything and nobody reads later.
    Shared(WeightId),
    /// A part of a weight, by its start and its length, or nothing.
    OptionalWeight(Option<(WeightId, [Dim; 2])>),
    /// `&activations::tanh`
    Function(Scalar),
}

impl Field {
    fn collect(&self, dims: &mut Vec<Dim>) {
        match self {
            Self::Size(dim) | Self::Last(dim) | Self::Batch(dim) => dims.push(dim.clone()),
            Self::OptionalWeight(Some((_, part))) => dims.extend(part.iter().cloned()),
            Self::List(fields) | Self::Slice(fields) => fields.iter().for_each(|field| field.collect(dims)),
            Self::Config(config) => config.collect(dims),
            Self::Option(Some(field)) => field.collect(dims),
            _ => {}
        }
    }

    fn weights(&self, found: &mut Vec<WeightId>) {
        match self {
            Self::Weight(weight) | Self::OptionalWeight(Some((weight, _))) => found.push(*weight),
            Self::Config(config) => config.weights(found),
            Self::Option(Some(field)) => field.weights(found),
            Self::List(fields) => fields.iter().for_each(|field| field.weights(found)),
            _ => {}
        }
    }

    /// Sizes that the macro knows.
    pub fn sizes(sizes: &[usize]) -> Self {
        Self::List(sizes.iter().map(|size| Self::Size(Dim::known(*size))).collect())
    }

    /// Sizes.
    pub fn dims<'a>(dims: impl IntoIterator<Item = &'a Dim>) -> Self {
        Self::List(dims.into_iter().map(|dim| Self::Size(dim.clone())).collect())
    }
}
