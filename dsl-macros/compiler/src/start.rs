//! How a weight starts, and what it costs.

use crate::initializer::Initializer;
use crate::regularizer::Regularizer;

/// How a weight starts, and what it costs.
#[derive(Clone, Debug)]
pub struct Start {
    /// How it is drawn at first.
    pub initializer: Initializer,
    /// What it adds to the loss.
    pub regularizer: Regularizer,
}

impl Start {
    /// An initializer without arguments, by its name, and no penalty.
    pub fn plain(initializer: &'static str) -> Self {
        Self { initializer: Initializer::default(initializer), regularizer: Regularizer::NONE }
    }

    /// As a layer of the user's says.
    pub fn of_layer(path: &proc_macro2::TokenStream, input: &crate::dim::Dim) -> Self {
        Self { initializer: Initializer::of_layer(path.clone(), input.clone()), regularizer: Regularizer::NONE }
    }

    /// One number in each place, or a number for each, and no penalty.
    pub fn values(values: &[f64]) -> Self {
        Self { initializer: Initializer::values(values), regularizer: Regularizer::NONE }
    }
}
