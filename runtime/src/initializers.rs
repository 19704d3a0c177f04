//! Initial weights, with Keras' names, formulas and defaults.

/// How a weight is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Initializer {
    /// All zeros.
    Zeros,
}
