//! A running mean, which most metrics are.

/// A sum and how much was added.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Mean {
    sum: f64,
    weight: f64,
}

impl Mean {
    pub(super) const fn new() -> Self {
        Self { sum: 0.0, weight: 0.0 }
    }

    /// Adds numbers by their sum, each times its weight, and the sum of the weights: 1 for each number that has none.
    pub(super) fn add(&mut self, sum: f64, weight: f64) {
        self.sum += sum;
        self.weight += weight;
    }

    /// The mean, 0 of nothing.
    pub(super) fn get(self) -> f64 {
        if self.weight == 0.0 { 0.0 } else { self.sum / self.weight }
    }

    /// What was added, as numbers.
    pub(super) fn counted(self, to: &mut dyn FnMut(f64)) {
        to(self.sum);
        to(self.weight);
    }

    /// The mean of those numbers.
    pub(super) fn restored(from: &mut dyn FnMut() -> f64) -> Self {
        let sum = from();
        Self { sum, weight: from() }
    }
}
