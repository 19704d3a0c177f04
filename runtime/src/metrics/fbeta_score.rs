//! Precision and recall in one number.

use super::{Measure, Metric, counting};
use crate::loss::label::{LikeOutput, RowsOf};
use crate::loss::{Head, Labels};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// How the scores of the classes become one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Average {
    /// The score of all answers, whatever their class.
    Micro,
    /// The mean of the scores of the classes.
    Macro,
    /// Their mean, weighted by how often each class is true.
    Weighted,
}

/// (1 + β²) · precision · recall / (β² · precision + recall) of each of `CLASSES` classes, averaged: their harmonic mean in
/// which recall counts β times as much as precision. Key `fbeta_score`, β = 1.
///
/// The largest number of a row is its answer, or with a [`threshold`](Self::threshold) every number above that. Labels are
/// of the model's output type: zeros and ones. The number of classes follows from the model.
///
/// ```
/// use chainrule::metrics::{Average, FBetaScore};
/// use chainrule::{loss::BinaryCrossentropy, optim::Adam, train::Trainer};
///
/// // To miss something is twice as bad as a false alarm.
/// let metric = FBetaScore::<10>::new(Average::Macro).beta(2.0).threshold(0.5);
/// # let _ =
/// Trainer::<_, _, _, _, f32>::new(Adam::new(), BinaryCrossentropy::new()).metrics(metric);
/// ```
///
/// Source: <https://keras.io/api/metrics/classification_metrics/#fbetascore-class>; Keras' default, a score for each class, is
/// [`ClassificationReport`](super::ClassificationReport) here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FBetaScore<const CLASSES: usize> {
    average: Average,
    beta: f64,
    threshold: Option<f64>,
    /// True positives, false positives and false negatives of each class.
    counts: [[f64; CLASSES]; 3],
}

/// Keras' `backend.epsilon()`.
const EPSILON: f64 = 1e-7;

impl<const CLASSES: usize> FBetaScore<CLASSES> {
    /// Averaged in one way or another.
    pub const fn new(average: Average) -> Self {
        Self { average, beta: 1.0, threshold: None, counts: [[0.0; CLASSES]; 3] }
    }

    /// How many times as much as precision recall counts, above 0. Default: 1.
    pub const fn beta(mut self, beta: f64) -> Self {
        self.beta = beta;
        self
    }

    /// What an answer must be above. Default: the largest number of a row is the answer.
    pub const fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = Some(threshold);
        self
    }
}

fn score([right, wrong, missed]: [f64; 3], beta: f64) -> f64 {
    let (precision, recall) = (right / (right + wrong + EPSILON), right / (right + missed + EPSILON));
    let squared = beta * beta;
    (1.0 + squared) * precision * recall / (squared * precision + recall + EPSILON)
}

impl<const CLASSES: usize> Metric for FBetaScore<CLASSES> {
    fn name(&self) -> &'static str {
        "fbeta_score"
    }
    fn reset(&mut self) {
        self.counts = [[0.0; CLASSES]; 3];
    }
    fn result(&self) -> f64 {
        let [right, _, missed] = &self.counts;
        let of_class = |class: usize| score(self.counts.map(|counts| counts[class]), self.beta);
        let classes = CLASSES.max(1) as f64;
        match self.average {
            Average::Micro => score(self.counts.map(|counts| counts.iter().sum()), self.beta),
            Average::Macro => (0..CLASSES).map(of_class).sum::<f64>() / classes,
            Average::Weighted => {
                let total: f64 = right.iter().chain(missed).sum();
                let weighted = (0..CLASSES).map(|class| of_class(class) * (right[class] + missed[class]));
                weighted.sum::<f64>() / (total + EPSILON)
            }
        }
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        self.counts.as_flattened().iter().for_each(|count| to(*count));
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        self.counts.as_flattened_mut().iter_mut().for_each(|count| *count = from());
    }
}

impl<const CLASSES: usize> FBetaScore<CLASSES> {
    /// Counts a batch for the metric `L`.
    pub(super) fn count<O, Y, L>(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>)
    where
        O: Sample + RowsOf<CLASSES>,
        Y: LikeOutput<O, L>,
    {
        let Self { threshold, counts: [right, wrong, missed], .. } = self;
        counting::<O, Y, L>(outputs, labels, |outputs, labels, weight| {
            let rows = outputs.as_chunks::<CLASSES>().0.iter().zip(labels.as_chunks::<CLASSES>().0);
            for (outputs, labels) in rows {
                let largest = outputs.iter().fold(f64::NEG_INFINITY, |largest, y| largest.max(y.to_f64()));
                for (class, (output, label)) in outputs.iter().zip(labels).enumerate() {
                    let (output, truth) = (output.to_f64(), label.to_f64());
                    // A row of zeros answers nothing.
                    let says =
                        threshold.map_or(output >= largest && output.abs() > 1e-9, |threshold| output > threshold);
                    let says = f64::from(u8::from(says));
                    right[class] += weight * says * truth;
                    wrong[class] += weight * says * (1.0 - truth);
                    missed[class] += weight * (1.0 - says) * truth;
                }
            }
        });
    }
}

impl<H, O, Y, const CLASSES: usize> Measure<H, O, Y> for FBetaScore<CLASSES>
where
    H: Head<O>,
    O: Sample + RowsOf<CLASSES>,
    Y: LikeOutput<O, Self>,
{
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        self.count::<O, Y, Self>(outputs, labels);
    }
}
