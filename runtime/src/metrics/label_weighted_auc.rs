//! The area under one curve of all labels, of which each has its weight.

use super::{AUC, Measure, Metric, counting};
use crate::loss::label::{LikeOutput, RowsOf};
use crate::loss::{Head, Labels};
use crate::sample::Sample;

/// The [`AUC`] of all numbers of the output taken as answers, in which each of the `LABELS` numbers of a row counts by a weight of
/// its own: Keras' `AUC(label_weights=…)` without `multi_label`. Key `auc`. [`AUC::label_weights`] makes it.
///
/// ```
/// use chainrule::loss::{Labels, head::Sigmoid};
/// use chainrule::metrics::{AUC, Measure, Metric};
///
/// let (mut all, mut first) = (AUC::new(), AUC::new().label_weights([1.0, 0.0]));
/// // The first label is told without a mistake, the second as if by chance.
/// let (outputs, labels) = ([0.9, 0.5, 0.1, 0.5], [[1.0, 1.0], [0.0, 0.0]]);
/// Measure::<Sigmoid, [f32; 2], _>::update(&mut all, &outputs, Labels::of(&labels));
/// Measure::<Sigmoid, [f32; 2], _>::update(&mut first, &outputs, Labels::of(&labels));
/// assert_eq!((all.result(), first.result()), (0.875, 1.0));
/// ```
///
/// Source: <https://keras.io/api/metrics/classification_metrics/#auc-class>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelWeightedAUC<const LABELS: usize, const THRESHOLDS: usize = 200> {
    auc: AUC<THRESHOLDS>,
    weights: [f64; LABELS],
}

impl<const LABELS: usize, const THRESHOLDS: usize> LabelWeightedAUC<LABELS, THRESHOLDS> {
    /// What `auc` counts, weighed.
    pub(super) const fn of(auc: AUC<THRESHOLDS>, weights: [f64; LABELS]) -> Self {
        Self { auc, weights }
    }
}

impl<const LABELS: usize, const THRESHOLDS: usize> Metric for LabelWeightedAUC<LABELS, THRESHOLDS> {
    fn name(&self) -> &'static str {
        self.auc.name()
    }
    fn reset(&mut self) {
        self.auc.reset();
    }
    fn result(&self) -> f64 {
        self.auc.result()
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        self.auc.counted(to);
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        self.auc.restore(from);
    }
}

impl<H, O, Y, const LABELS: usize, const THRESHOLDS: usize> Measure<H, O, Y> for LabelWeightedAUC<LABELS, THRESHOLDS>
where
    H: Head<O>,
    O: Sample + RowsOf<LABELS>,
    Y: LikeOutput<O, Self>,
{
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        counting::<O, Y, Self>(outputs, labels, |outputs, labels, weight| {
            for (at, (output, label)) in outputs.iter().zip(labels).enumerate() {
                self.auc.count(*output, *label, weight * self.weights[at % LABELS]);
            }
        });
    }
}
