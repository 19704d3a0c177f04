//! Sizes: numbers where the macro knows them, products of the user's constants where it does not.

use std::cmp::Ordering;
use std::fmt;
use std::rc::Rc;

use proc_macro2::TokenStream;

use crate::report::Spot;

/// One size: `factor` times constants of the user's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dim {
    factor: usize,
    /// Sorted, so that equal products compare equal.
    symbols: Vec<Symbol>,
}

/// A constant of the user's, `HIDDEN` or `{ 2 * HIDDEN }`: equal if spelled alike.
#[derive(Clone, Debug)]
pub struct Symbol(Rc<Constant>);

#[derive(Debug)]
struct Constant {
    text: String,
    source: Source,
    spot: Spot,
}

/// Where a size comes from that the macro does not know.
#[derive(Clone, Debug)]
pub enum Source {
    /// A constant of the user's.
    User(TokenStream),
    /// A function of the runtime's `dims`, of sizes and numbers.
    Computed {
        /// Its name.
        function: &'static str,
        /// The sizes.
        sizes: Vec<Dim>,
        /// The numbers.
        numbers: Vec<usize>,
    },
    /// A fact of a stage by its path for an input: `out`, `params`.
    Layer {
        /// What it is asked.
        fact: &'static str,
        /// Its type.
        path: TokenStream,
        /// The length of its input.
        input: Dim,
    },
}

impl Symbol {
    /// The constant as the user wrote it.
    pub fn new(tokens: TokenStream, spot: Spot) -> Self {
        Self(Rc::new(Constant { text: tokens.to_string(), source: Source::User(tokens), spot }))
    }

    /// What is computed from sizes by a function of the runtime's `dims`; in words, `(HEIGHT - 2)`.
    fn derived(function: &'static str, text: String, sizes: Vec<Dim>, numbers: &[usize]) -> Self {
        let spot = sizes.iter().flat_map(|dim| &dim.symbols).map(Self::spot).next();
        let spot = spot.unwrap_or_else(|| proc_macro2::Span::call_site().into());
        let source = Source::Computed { function, sizes, numbers: numbers.to_vec() };
        Self(Rc::new(Constant { text, source, spot }))
    }

    /// Where it comes from.
    pub fn source(&self) -> &Source {
        &self.0.source
    }

    /// The sizes that it is computed from.
    pub fn sizes(&self) -> &[Dim] {
        match &self.0.source {
            Source::User(_) => &[],
            Source::Computed { sizes, .. } => sizes,
            Source::Layer { input, .. } => std::slice::from_ref(input),
        }
    }

    /// Where it was first written.
    pub fn spot(&self) -> Spot {
        self.0.spot
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

impl PartialEq for Symbol {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}

impl Eq for Symbol {}

impl PartialOrd for Symbol {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Symbol {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.text.cmp(&other.0.text)
    }
}

impl Dim {
    /// A size that the macro knows.
    pub fn known(size: usize) -> Self {
        Self { factor: size, symbols: Vec::new() }
    }

    /// A constant of the user's.
    pub fn symbol(symbol: Symbol) -> Self {
        Self { factor: 1, symbols: vec![symbol] }
    }

    /// The product of sizes, 1 for none. Saturates: [`crate::build`] refuses what is larger than memory.
    pub fn product<'a>(dims: impl IntoIterator<Item = &'a Dim>) -> Self {
        let mut product = Self::known(1);
        for dim in dims {
            product.factor = product.factor.saturating_mul(dim.factor);
            product.symbols.extend(dim.symbols.iter().cloned());
        }
        product.symbols.sort();
        product
    }

    /// A fact of a stage by its path for an input: `out`, `params`.
    pub fn of_layer(fact: &'static str, path: &TokenStream, input: &Self, spot: Spot) -> Self {
        let text = format!("{fact} of {} for {input}", path.to_string().replace(' ', ""));
        let source = Source::Layer { fact, path: path.clone(), input: input.clone() };
        Self::symbol(Symbol(Rc::new(Constant { text, source, spot })))
    }

    /// The sum of sizes.
    pub fn sum<'a>(dims: impl IntoIterator<Item = &'a Dim>) -> Self {
        let dims: Vec<_> = dims.into_iter().collect();
        if let Some(sum) = dims.iter().map(|dim| dim.value()).sum::<Option<usize>>() {
            Self::known(sum)
        } else {
            let words: Vec<_> = dims.iter().map(ToString::to_string).collect();
            Self::symbol(Symbol::derived(
                "sum",
                format!("({})", words.join(" + ")),
                dims.into_iter().cloned().collect(),
                &[],
            ))
        }
    }

    /// A size as a function of the runtime's `dims` has it, which `known` computes where the macro can; in words, `text`.
    pub fn derived(
        &self,
        function: &'static str,
        text: String,
        numbers: &[usize],
        known: impl Fn(usize) -> Self,
    ) -> Self {
        match self.value() {
            Some(value) => known(value),
            None => Self::symbol(Symbol::derived(function, text, vec![self.clone()], numbers)),
        }
    }

    /// A size without so many.
    #[must_use]
    pub fn less(&self, by: usize) -> Self {
        self.derived("less", format!("({self} - {by})"), &[by], |value| Self::known(value.saturating_sub(by)))
    }

    /// A product divided by one of its factors.
    #[must_use]
    pub fn divided(&self, by: usize) -> Self {
        if self.factor.is_multiple_of(by) {
            return Self { factor: self.factor / by, symbols: self.symbols.clone() };
        }
        let known = |value: usize| Self::known(value / by);
        self.derived("divided", format!("({self} / {by})"), &[by], known)
    }

    /// The size, if the macro knows it.
    pub fn value(&self) -> Option<usize> {
        self.symbols.is_empty().then_some(self.factor)
    }

    /// The number in front of the constants.
    pub fn factor(&self) -> usize {
        self.factor
    }

    /// The user's constants in it.
    pub fn symbols(&self) -> &[Symbol] {
        &self.symbols
    }

    /// Whether two sizes are equal, `None` if only rustc can tell.
    pub fn same(&self, other: &Self) -> Option<bool> {
        match (self.value(), other.value()) {
            (Some(a), Some(b)) => Some(a == b),
            _ if self == other => Some(true),
            _ => None,
        }
    }
}

impl fmt::Display for Dim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.factor != 1 || self.symbols.is_empty() {
            write!(f, "{}", self.factor)?;
        }
        for (at, symbol) in self.symbols.iter().enumerate() {
            let times = if at > 0 || self.factor != 1 { " · " } else { "" };
            write!(f, "{times}{symbol}")?;
        }
        Ok(())
    }
}

/// The sizes of a value's axes, without the batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape(pub Vec<Dim>);

impl Shape {
    /// The number of elements.
    pub fn len(&self) -> Dim {
        Dim::product(&self.0)
    }

    /// Whether no size is known to differ.
    pub fn same(&self, other: &Self) -> bool {
        self.rank() == other.rank() && self.0.iter().zip(&other.0).all(|(a, b)| a.same(b) != Some(false))
    }

    /// The length of the last axis, 1 without axes.
    pub fn last(&self) -> Dim {
        self.0.last().cloned().unwrap_or_else(|| Dim::known(1))
    }

    /// The number of axes.
    pub fn rank(&self) -> usize {
        self.0.len()
    }
}

/// `(28, 28)`
impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dims: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        write!(f, "({})", dims.join(", "))
    }
}
