//! The area under a curve for each label of a row, averaged.

use super::{AUC, Curve, Measure, Metric, Summation, counting};
use crate::loss::label::{LikeOutput, RowsOf};
use crate::loss::{Head, Labels};
use crate::sample::Sample;

/// The mean of the [`AUC`] of each of `LABELS` labels, the numbers of a row: Keras' `AUC(multi_label=True)`. Key `auc`.
///
/// A sample may have several labels, or none; each is counted by itself, and weighs the same unless
/// [`label_weights`](Self::label_weights) says otherwise. The number of labels follows from the model. All of them take 3.2 kB a
/// label at 200 thresholds.
///
/// ```
/// use chainrule::loss::{Labels, head::Sigmoid};
/// use chainrule::metrics::{Measure, Metric, MultiLabelAUC};
///
/// let mut auc = MultiLabelAUC::new().label_weights([3.0, 1.0]);
/// // The first label is told without a mistake, the second as if by chance.
/// let (outputs, labels) = ([0.9, 0.5, 0.1, 0.5], [[1.0, 1.0], [0.0, 0.0]]);
/// Measure::<Sigmoid, [f32; 2], _>::update(&mut auc, &outputs, Labels::of(&labels));
/// assert_eq!(auc.result(), (3.0 * 1.0 + 1.0 * 0.5) / 4.0);
/// ```
///
/// Source: <https://keras.io/api/metrics/classification_metrics/#auc-class>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MultiLabelAUC<const LABELS: usize, const THRESHOLDS: usize = 200> {
    each: [AUC<THRESHOLDS>; LABELS],
    weights: [f64; LABELS],
}

impl<const LABELS: usize> MultiLabelAUC<LABELS> {
    /// At 200 thresholds.
    pub const fn new() -> Self {
        Self::with_thresholds()
    }
}

impl<const LABELS: usize, const THRESHOLDS: usize> MultiLabelAUC<LABELS, THRESHOLDS> {
    /// At another number of thresholds, two or more: `MultiLabelAUC::<_, 1000>::with_thresholds()`.
    pub const fn with_thresholds() -> Self {
        Self { each: [const { AUC::with_thresholds() }; LABELS], weights: [1.0; LABELS] }
    }

    /// The curve. Default: [`Curve::Roc`].
    pub fn curve(mut self, curve: Curve) -> Self {
        self.each.iter_mut().for_each(|auc| *auc = auc.curve(curve));
        self
    }

    /// How each area is taken. Default: [`Summation::Interpolation`].
    pub fn summation_method(mut self, summation: Summation) -> Self {
        self.each.iter_mut().for_each(|auc| *auc = auc.summation_method(summation));
        self
    }

    /// Whether outputs are logits, whose sigmoid is taken. Default: no.
    pub fn from_logits(mut self, from_logits: bool) -> Self {
        self.each.iter_mut().for_each(|auc| *auc = auc.from_logits(from_logits));
        self
    }

    /// How much the area of each label counts in the mean, at least 0. Default: 1.
    pub const fn label_weights(mut self, weights: [f64; LABELS]) -> Self {
        self.weights = weights;
        self
    }
}

impl<const LABELS: usize> Default for MultiLabelAUC<LABELS> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const LABELS: usize, const THRESHOLDS: usize> Metric for MultiLabelAUC<LABELS, THRESHOLDS> {
    fn name(&self) -> &'static str {
        "auc"
    }
    fn reset(&mut self) {
        self.each.iter_mut().for_each(Metric::reset);
    }
    fn result(&self) -> f64 {
        let weighted = self.each.iter().zip(&self.weights).map(|(auc, weight)| weight * auc.result());
        let (sum, total): (f64, f64) = (weighted.sum(), self.weights.iter().sum());
        if total == 0.0 { 0.0 } else { sum / total }
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        self.each.iter().for_each(|auc| auc.counted(to));
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        self.each.iter_mut().for_each(|auc| auc.restore(from));
    }
}

impl<H, O, Y, const LABELS: usize, const THRESHOLDS: usize> Measure<H, O, Y> for MultiLabelAUC<LABELS, THRESHOLDS>
where
    H: Head<O>,
    O: Sample + RowsOf<LABELS>,
    Y: LikeOutput<O, Self>,
{
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        counting::<O, Y, Self>(outputs, labels, |outputs, labels, weight| {
            let rows = outputs.as_chunks::<LABELS>().0.iter().zip(labels.as_chunks::<LABELS>().0);
            for (outputs, labels) in rows {
                for (auc, (output, label)) in self.each.iter_mut().zip(outputs.iter().zip(labels)) {
                    auc.count(*output, *label, weight);
                }
            }
        });
    }
}
