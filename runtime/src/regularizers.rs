//! Penalties on weights, added to the loss.

/// `l1·Σ|w| + l2·Σw²`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regularizer {
    /// Factor of `Σ|w|`.
    pub l1: f64,
    /// Factor of `Σw²`.
    pub l2: f64,
}
