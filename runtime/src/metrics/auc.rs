//! The area under a curve over all thresholds.

use super::{LabelWeightedAUC, Measure, Metric, counting};
use crate::loss::label::LikeOutput;
use crate::loss::{Head, Labels};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// The curve whose area is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Curve {
    /// The receiver operating characteristic: the share of yes that is found over the share of no that is taken for a yes.
    #[default]
    Roc,
    /// Precision over recall.
    Pr,
}

/// How the area between two thresholds is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Summation {
    /// By trapezia; below the precision, by the interpolation of Davis and Goadrich (2006).
    #[default]
    Interpolation,
    /// By the lower of the two heights.
    Minoring,
    /// By the higher.
    Majoring,
}

/// The area under the curve of all numbers of the output taken as answers, at `THRESHOLDS` thresholds from 0 to 1. Key `auc`,
/// 200 thresholds, the receiver operating characteristic, interpolated.
///
/// Labels are of the model's output type: 0, or anything else for a yes. Outputs are probabilities; what is outside of 0 to 1
/// counts as the nearest of them. [`label_weights`](Self::label_weights) weighs the numbers of a row;
/// [`MultiLabelAUC`](super::MultiLabelAUC) takes the area of each label by itself.
///
/// Source: <https://keras.io/api/metrics/classification_metrics/#auc-class>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AUC<const THRESHOLDS: usize = 200> {
    curve: Curve,
    summation: Summation,
    from_logits: bool,
    /// What is yes and what is no, by the last threshold that the answers are above.
    counts: [[f64; THRESHOLDS]; 2],
}

impl AUC {
    /// At 200 thresholds.
    pub const fn new() -> Self {
        Self::with_thresholds()
    }
}

impl<const THRESHOLDS: usize> AUC<THRESHOLDS> {
    /// At another number of thresholds, two or more: `AUC::<1000>::with_thresholds()`.
    pub const fn with_thresholds() -> Self {
        const { assert!(THRESHOLDS > 1, "`AUC` needs two thresholds or more: 0, 1, and what lies between") }
        let counts = [[0.0; THRESHOLDS]; 2];
        Self { curve: Curve::Roc, summation: Summation::Interpolation, from_logits: false, counts }
    }

    /// The curve. Default: [`Curve::Roc`].
    pub const fn curve(mut self, curve: Curve) -> Self {
        self.curve = curve;
        self
    }

    /// How the area is taken. Default: [`Summation::Interpolation`].
    pub const fn summation_method(mut self, summation: Summation) -> Self {
        self.summation = summation;
        self
    }

    /// Whether outputs are logits, whose sigmoid is taken. Default: no.
    pub const fn from_logits(mut self, from_logits: bool) -> Self {
        self.from_logits = from_logits;
        self
    }

    /// The same with a weight, at least 0, for each of the `LABELS` numbers of a row, beside that of the sample: 0 leaves a label
    /// out. Say what else differs from the defaults before it. Default: 1 each.
    ///
    /// For labels that a sample has several of, not for classes of which it has one.
    pub const fn label_weights<const LABELS: usize>(
        self,
        weights: [f64; LABELS],
    ) -> LabelWeightedAUC<LABELS, THRESHOLDS> {
        LabelWeightedAUC::of(self, weights)
    }

    /// Counts one answer.
    pub(super) fn count<T: Scalar>(&mut self, output: T, label: T, weight: f64) {
        let answer = if self.from_logits { Scalar::sigmoid(output) } else { output };
        let place = answer.to_f64().clamp(0.0, 1.0) * (THRESHOLDS - 1) as f64;
        // The first threshold is a little below 0, so that all answers are above it; one that is no number is too.
        let last = (-Scalar::floor(-place) - 1.0).max(0.0) as usize;
        let [yes, no] = &mut self.counts;
        let counts = if label == T::ZERO { no } else { yes };
        counts[last] += weight;
    }

    /// The counts of what is above each threshold: true positives and false positives.
    fn above(&self) -> [[f64; THRESHOLDS]; 2] {
        self.counts.map(|mut counts| {
            let mut sum = 0.0;
            for count in counts.iter_mut().rev() {
                sum += *count;
                *count = sum;
            }
            counts
        })
    }
}

impl Default for AUC {
    fn default() -> Self {
        Self::new()
    }
}

/// a / b, 0 where b is 0.
fn ratio(a: f64, b: f64) -> f64 {
    if b == 0.0 { 0.0 } else { a / b }
}

/// The area under precision over recall, between two thresholds: the true positives grow along a line of all positives.
fn interpolated(right: [f64; 2], positives: [f64; 2], all: f64) -> f64 {
    let gained = right[0] - right[1];
    let slope = ratio(gained, (positives[0] - positives[1]).max(0.0));
    let intercept = right[1] - slope * positives[1];
    let growth = if positives[0] > 0.0 && positives[1] > 0.0 { positives[0] / positives[1] } else { 1.0 };
    ratio(slope * (gained + intercept * Scalar::ln(growth)), all)
}

impl<const THRESHOLDS: usize> Metric for AUC<THRESHOLDS> {
    fn name(&self) -> &'static str {
        "auc"
    }
    fn reset(&mut self) {
        self.counts = [[0.0; THRESHOLDS]; 2];
    }
    fn result(&self) -> f64 {
        let [right, wrong] = self.above();
        let (yes, no) = (right[0], wrong[0]);
        let positives = |at: usize| right[at] + wrong[at];
        let pairs = 1..THRESHOLDS;
        if (self.curve, self.summation) == (Curve::Pr, Summation::Interpolation) {
            let area = |at| interpolated([right[at - 1], right[at]], [positives(at - 1), positives(at)], yes);
            return pairs.map(area).sum();
        }
        let point = |at: usize| match self.curve {
            Curve::Roc => (ratio(wrong[at], no), ratio(right[at], yes)),
            Curve::Pr => (ratio(right[at], yes), ratio(right[at], positives(at))),
        };
        let area = |at: usize| {
            let ((x0, y0), (x1, y1)) = (point(at - 1), point(at));
            let height = match self.summation {
                Summation::Interpolation => 0.5 * (y0 + y1),
                Summation::Minoring => y0.min(y1),
                Summation::Majoring => y0.max(y1),
            };
            (x0 - x1) * height
        };
        pairs.map(area).sum()
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        self.counts.as_flattened().iter().for_each(|count| to(*count));
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        self.counts.as_flattened_mut().iter_mut().for_each(|count| *count = from());
    }
}

impl<H: Head<O>, O: Sample, Y: LikeOutput<O, Self>, const THRESHOLDS: usize> Measure<H, O, Y> for AUC<THRESHOLDS> {
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        counting::<O, Y, Self>(outputs, labels, |outputs, labels, weight| {
            outputs.iter().zip(labels).for_each(|(output, label)| self.count(*output, *label, weight));
        });
    }
}
