//! Mistakes, collected: a pass notes what it finds and goes on, so that one build shows all of them.

use std::fmt::Display;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;

/// A stretch of the user's source, from its first token to its last.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    start: Span,
    end: Span,
}

impl Spot {
    /// All of `tokens`.
    pub fn of(tokens: impl ToTokens) -> Self {
        let mut tokens = tokens.into_token_stream().into_iter();
        let Some(first) = tokens.next() else {
            return Self::from(Span::call_site());
        };
        let start = first.span();
        Self { start, end: tokens.last().map_or(start, |last| last.span()) }
    }

    /// From the start of `self` to the end of `other`.
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end }
    }

    /// The first token's span, for emitted tokens that stand for this stretch.
    pub fn span(self) -> Span {
        self.start
    }
}

impl From<Span> for Spot {
    fn from(span: Span) -> Self {
        Self { start: span, end: span }
    }
}

/// Two tokens that mark the stretch: what `syn::Error::new_spanned` underlines.
impl ToTokens for Spot {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        Ident::new("start", self.start).to_tokens(tokens);
        Ident::new("end", self.end).to_tokens(tokens);
    }
}

/// An error in the words of the language: what is wrong, and the change to make.
pub fn error(spot: impl Into<Spot>, message: impl Display, help: impl Display) -> syn::Error {
    syn::Error::new_spanned(spot.into(), format!("{message}\nhelp: {help}"))
}

/// The mistakes found so far.
#[derive(Debug, Default)]
pub struct Report {
    errors: Vec<(Option<usize>, syn::Error)>,
    within: Option<usize>,
}

impl Report {
    /// Notes a mistake: what is wrong at `spot`, and the change to make.
    pub fn error(&mut self, spot: impl Into<Spot>, message: impl Display, help: impl Display) {
        self.push(error(spot, message, help));
    }

    /// Notes a mistake that already is an error.
    pub fn push(&mut self, error: syn::Error) {
        self.errors.extend(error.into_iter().map(|error| (self.within, error)));
    }

    /// Of which model inside the one that is compiled the mistakes are that follow.
    pub fn within(&mut self, call: Option<usize>) {
        self.within = call;
    }

    /// The models inside in which mistakes were found.
    pub fn places(&self) -> Vec<usize> {
        self.errors.iter().filter_map(|(within, _)| *within).collect()
    }

    /// Forgets the mistakes of a model inside, which are told where it is declared.
    pub fn forget(&mut self, call: usize) {
        self.errors.retain(|(within, _)| *within != Some(call));
    }

    /// The value, or `None` with its error noted.
    pub fn take<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// How many mistakes there are.
    pub fn len(&self) -> usize {
        self.errors.len()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// The mistakes, in the order of their discovery.
    pub fn into_errors(self) -> Vec<syn::Error> {
        self.errors.into_iter().map(|(_, error)| error).collect()
    }
}
