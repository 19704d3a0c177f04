//! The arguments of a kernel's call as numbers: what the interpreter reads an operation from.

use chainrule_compiler::activation::Scalar;
use chainrule_compiler::dim::{Dim, Shape};
use chainrule_compiler::graph::WeightId;
use chainrule_compiler::ops::{After, Arg, Call, Config, Field};

/// What a call may refer to.
pub(crate) struct Scope<'a> {
    /// The values of the operation's inputs, for one sample.
    pub(crate) inputs: Vec<&'a [f64]>,
    /// The weights, in the order of the graph.
    pub(crate) weights: &'a [Vec<f64>],
}

/// One argument, or one field of a structure.
#[derive(Debug)]
pub(crate) enum Argument<'a> {
    /// What the call writes.
    Written,
    /// A value or a weight; nothing, if it may be left out.
    Slice(Option<&'a [f64]>),
    /// A size, a number, or a flag as 1 or 0.
    Number(f64),
    /// Several.
    List(Vec<Argument<'a>>),
    /// A structure.
    Fields(Vec<(&'static str, Argument<'a>)>),
    /// A function of each element.
    Function(&'a Scalar),
}

/// The size that the macro knows.
pub(crate) fn size(dim: &Dim) -> usize {
    dim.value().expect("the sizes of a generated model are numbers")
}

/// The number of elements.
pub(crate) fn elements(shape: &Shape) -> usize {
    size(&shape.len())
}

impl<'a> Scope<'a> {
    /// The arguments of a call in their order.
    pub(crate) fn read(&self, call: &'a Call) -> Vec<Argument<'a>> {
        call.arguments.iter().map(|argument| self.argument(argument)).collect()
    }

    fn weight(&self, weight: WeightId) -> &'a [f64] {
        &self.weights[weight.0]
    }

    fn part(&self, weight: WeightId, [start, len]: &[Dim; 2]) -> &'a [f64] {
        &self.weight(weight)[size(start)..][..size(len)]
    }

    fn argument(&self, argument: &'a Arg) -> Argument<'a> {
        match argument {
            // What works in place does so on a copy of its first input.
            Arg::Result | Arg::ResultPart(_) | Arg::InputMut(_) | Arg::Elsewhere => Argument::Written,
            Arg::Input(at) => Argument::Slice(Some(self.inputs[*at])),
            Arg::InputPart(at, len) => Argument::Slice(Some(&self.inputs[*at][..size(len)])),
            Arg::Optional(at) => Argument::Slice(at.map(|at| self.inputs[at])),
            Arg::Weight(weight) => Argument::Slice(Some(self.weight(*weight))),
            Arg::WeightPart(weight, part) => Argument::Slice(Some(self.part(*weight, part))),
            Arg::OptionalWeight(weight) => Argument::Slice(weight.map(|weight| self.weight(weight))),
            Arg::Value(field) => self.field(field),
            Arg::Config(config) => self.config(config),
            Arg::Then(After::Nothing) => Argument::List(Vec::new()),
            Arg::Then(_) => panic!("nothing is fused in the graph as it was built"),
            Arg::Draws(_) => panic!("nothing is drawn when predicting"),
        }
    }

    pub(crate) fn field(&self, field: &'a Field) -> Argument<'a> {
        match field {
            Field::Size(dim) | Field::Batch(dim) => Argument::Number(size(dim) as f64),
            Field::Signed(number) => Argument::Number(*number as f64),
            Field::Last(dim) => Argument::Number(size(dim) as f64 - 1.0),
            Field::Number(number) => Argument::Number(*number),
            Field::Flag(flag) => Argument::Number(f64::from(u8::from(*flag))),
            Field::List(fields) | Field::Slice(fields) => {
                Argument::List(fields.iter().map(|field| self.field(field)).collect())
            }
            Field::Config(config) => self.config(config),
            Field::Input(at) => Argument::Slice(Some(self.inputs[*at])),
            Field::Optional(at) => Argument::Slice(at.map(|at| self.inputs[at])),
            Field::Weight(weight) => Argument::Slice(Some(self.weight(*weight))),
            Field::OptionalWeight(part) => {
                Argument::Slice(part.as_ref().map(|(weight, part)| self.part(*weight, part)))
            }
            Field::Option(field) => field.as_deref().map_or(Argument::Slice(None), |field| self.field(field)),
            Field::Shared(_) => Argument::Written,
            Field::Function(scalar) => Argument::Function(scalar),
        }
    }

    fn config(&self, config: &'a Config) -> Argument<'a> {
        Argument::Fields(config.fields.iter().map(|(name, field)| (*name, self.field(field))).collect())
    }
}

impl<'a> Argument<'a> {
    /// The field of this name.
    pub(crate) fn at(&self, name: &str) -> &Argument<'a> {
        let Self::Fields(fields) = self else { panic!("{self:?} has no field {name}") };
        let found = fields.iter().find(|(field, _)| *field == name);
        &found.unwrap_or_else(|| panic!("no field {name} in {fields:?}")).1
    }

    /// A number.
    pub(crate) fn number(&self) -> f64 {
        let Self::Number(number) = self else { panic!("{self:?} is no number") };
        *number
    }

    /// A size.
    pub(crate) fn size(&self) -> usize {
        let number = self.number();
        assert!(number >= 0.0, "{number} is no size");
        number as usize
    }

    /// A number that may be negative.
    pub(crate) fn signed(&self) -> i64 {
        self.number() as i64
    }

    /// Yes or no.
    pub(crate) fn flag(&self) -> bool {
        self.number() == 1.0
    }

    /// Several.
    pub(crate) fn list(&self) -> &[Argument<'a>] {
        let Self::List(list) = self else { panic!("{self:?} is no list") };
        list
    }

    /// Several sizes.
    pub(crate) fn sizes<const N: usize>(&self) -> [usize; N] {
        let sizes: Vec<_> = self.list().iter().map(Argument::size).collect();
        sizes.try_into().unwrap_or_else(|sizes| panic!("{N} sizes, found {sizes:?}"))
    }

    /// A value or a weight.
    pub(crate) fn slice(&self) -> &'a [f64] {
        self.optional().unwrap_or_else(|| panic!("{self:?} is nothing"))
    }

    /// A value or a weight, or nothing.
    pub(crate) fn optional(&self) -> Option<&'a [f64]> {
        let Self::Slice(slice) = self else { panic!("{self:?} is no value") };
        *slice
    }

    /// The function of an element.
    pub(crate) fn function(&self) -> impl Fn(f64) -> f64 + use<'a> {
        let Self::Function(scalar) = self else { panic!("{self:?} is no function") };
        apply(scalar)
    }
}

/// A function of each element, by the interpreter of expressions.
pub(crate) fn apply(scalar: &Scalar) -> impl Fn(f64) -> f64 {
    |x| scalar.function.forward().evaluate(&[x], &[])
}
