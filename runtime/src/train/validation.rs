//! The data that a trainer evaluates after each epoch: given by reference, or none.

use crate::data::Dataset;

/// What [`Trainer::validation`](crate::train::Trainer::validation) was given: `()` is nothing.
pub trait Validation<X, Y>: Copy + Send + Sync {
    /// The data, if there are any.
    fn data(&self) -> Option<&Dataset<X, Y>>;
}

impl<X, Y> Validation<X, Y> for () {
    fn data(&self) -> Option<&Dataset<X, Y>> {
        None
    }
}

impl<X: Sync, Y: Sync> Validation<X, Y> for &Dataset<X, Y> {
    fn data(&self) -> Option<&Dataset<X, Y>> {
        Some(self)
    }
}
