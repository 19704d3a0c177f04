//! Random draws that depend on nothing but (seed, step, layer, element).

/// Where the draws of one training step come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// The trainer's seed.
    pub seed: u64,
    /// The number of the training step.
    pub step: u64,
}
