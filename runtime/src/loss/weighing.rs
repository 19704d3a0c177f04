//! A loss of a batch whose samples have weights, for a step that knows none.

use crate::error::Result;
use crate::loss::{Head, Labels, Loss};
use crate::sample::Bundle;

/// A loss together with the weights of the samples of one batch, if they have any.
#[derive(Debug)]
pub(crate) struct Weighing<'a, L> {
    pub(crate) loss: &'a L,
    pub(crate) weights: Option<&'a [f64]>,
}

impl<L> Weighing<'_, L> {
    fn labels<'b, Y, T>(&'b self, labels: Labels<'b, Y, T>) -> Labels<'b, Y, T> {
        self.weights.map_or(labels, |weights| labels.weighted(weights))
    }
}

impl<H: Head<O>, O: Bundle, Y, L: Loss<H, O, Y>> Loss<H, O, Y> for Weighing<'_, L> {
    fn check(&self, labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
        self.loss.check(self.labels(labels))
    }
    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, Y, O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64> {
        self.loss.gradient(values, self.labels(labels), gradient)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        self.loss.value(values, self.labels(labels))
    }
}
