//! What becomes of channels by weights.

use super::Weight;

/// As [`Folded`](crate::kernels::fold::Folded), of the places of weights.
#[derive(Clone, Copy, Debug)]
pub struct Folded {
    /// Of the value.
    pub channels: usize,
    /// Mean and variance.
    pub moving: Option<[Weight; 2]>,
    /// ε
    pub epsilon: f64,
    /// γ
    pub scale: Option<Weight>,
    /// β
    pub offset: Option<Weight>,
    /// Of no meaning here: models are described before layouts are chosen.
    pub positions: Option<usize>,
}
