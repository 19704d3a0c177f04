//! The harmonic mean of precision and recall.

use super::{Average, FBetaScore, Measure, Metric};
use crate::loss::label::{LikeOutput, RowsOf};
use crate::loss::{Head, Labels};
use crate::sample::Sample;

/// 2 · precision · recall / (precision + recall) of each of `CLASSES` classes, averaged: [`FBetaScore`] with β = 1. Key
/// `f1_score`.
///
/// ```
/// use chainrule::metrics::{Average, F1Score};
/// use chainrule::{loss::CategoricalCrossentropy, optim::Adam, train::Trainer};
///
/// # let _ =
/// Trainer::<_, _, _, _, f32>::new(Adam::new(), CategoricalCrossentropy::new()).metrics(F1Score::<10>::new(Average::Macro));
/// ```
///
/// Source: <https://keras.io/api/metrics/classification_metrics/#f1score-class>; Keras' default, a score for each class, is
/// [`ClassificationReport`](super::ClassificationReport) here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct F1Score<const CLASSES: usize>(FBetaScore<CLASSES>);

impl<const CLASSES: usize> F1Score<CLASSES> {
    /// Averaged in one way or another.
    pub const fn new(average: Average) -> Self {
        Self(FBetaScore::new(average))
    }

    /// What an answer must be above. Default: the largest number of a row is the answer.
    pub const fn threshold(self, threshold: f64) -> Self {
        Self(self.0.threshold(threshold))
    }
}

impl<const CLASSES: usize> Metric for F1Score<CLASSES> {
    fn name(&self) -> &'static str {
        "f1_score"
    }
    fn reset(&mut self) {
        self.0.reset();
    }
    fn result(&self) -> f64 {
        self.0.result()
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        self.0.counted(to);
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        self.0.restore(from);
    }
}

impl<H, O, Y, const CLASSES: usize> Measure<H, O, Y> for F1Score<CLASSES>
where
    H: Head<O>,
    O: Sample + RowsOf<CLASSES>,
    Y: LikeOutput<O, Self>,
{
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        self.0.count::<O, Y, Self>(outputs, labels);
    }
}
