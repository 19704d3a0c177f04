//! A running mean, which most metrics are.

/// A sum and how many were added.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Mean {
    sum: f64,
    count: u64,
}

impl Mean {
    pub(super) const fn new() -> Self {
        Self { sum: 0.0, count: 0 }
    }

    /// Adds `count` numbers by their sum.
    pub(super) fn add(&mut self, sum: f64, count: usize) {
        self.sum += sum;
        self.count += count as u64;
    }

    /// The mean, 0 of nothing.
    pub(super) fn get(self) -> f64 {
        if self.count == 0 { 0.0 } else { self.sum / self.count as f64 }
    }
}
