//! The harmonic mean of precision and recall.

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

/// 2 · precision · recall / (precision + recall) of each of `CLASSES` classes, averaged. Key `f1_score`.
///
/// The largest number of a row is its answer, or with a [`threshold`](Self::threshold) every number above that. Labels are
/// of the model's output type: zeros and ones. The number of classes follows from the model.
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
pub struct F1Score<const CLASSES: usize> {
    average: Average,
    threshold: Option<f64>,
    /// True positives, false positives and false negatives of each class.
    counts: [[f64; CLASSES]; 3],
}

/// Keras' `backend.epsilon()`.
const EPSILON: f64 = 1e-7;

impl<const CLASSES: usize> F1Score<CLASSES> {
    /// Averaged in one way or another.
    pub const fn new(average: Average) -> Self {
        Self { average, threshold: None, counts: [[0.0; CLASSES]; 3] }
    }

    /// What an answer must be above. Default: the largest number of a row is the answer.
    pub const fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = Some(threshold);
        self
    }
}

fn score([right, wrong, missed]: [f64; 3]) -> f64 {
    let (precision, recall) = (right / (right + wrong + EPSILON), right / (right + missed + EPSILON));
    2.0 * precision * recall / (precision + recall + EPSILON)
}

impl<const CLASSES: usize> Metric for F1Score<CLASSES> {
    fn name(&self) -> &'static str {
        "f1_score"
    }
    fn reset(&mut self) {
        self.counts = [[0.0; CLASSES]; 3];
    }
    fn result(&self) -> f64 {
        let [right, _, missed] = &self.counts;
        let of_class = |class: usize| score(self.counts.map(|counts| counts[class]));
        let classes = CLASSES.max(1) as f64;
        match self.average {
            Average::Micro => score(self.counts.map(|counts| counts.iter().sum())),
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

impl<H, O, Y, const CLASSES: usize> Measure<H, O, Y> for F1Score<CLASSES>
where
    H: Head<O>,
    O: Sample + RowsOf<CLASSES>,
    Y: LikeOutput<O, Self>,
{
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        let Self { threshold, counts: [right, wrong, missed], .. } = self;
        counting::<O, Y, Self>(outputs, labels, |outputs, labels, weight| {
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
