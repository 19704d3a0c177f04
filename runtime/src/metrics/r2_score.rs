//! How much of the variance of the labels is explained.

use super::{Measure, Metric, counting};
use crate::loss::label::{LikeOutput, RowsOf};
use crate::loss::{Head, Labels};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// How the scores of the numbers of a row become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClassAggregation {
    /// Their mean.
    #[default]
    UniformAverage,
    /// Their mean, weighted by the variances of the labels.
    VarianceWeightedAverage,
}

/// 1 − Σ (t − y)² / Σ (t − t̄)² of each of the `VALUES` numbers of a row, averaged: 1 at best, 0 for a model that always answers
/// the mean t̄ of the labels. Key `r2_score`.
///
/// Labels are of the model's output type, the number of values follows from the model. Labels that are all alike have the
/// score 0, as in Keras.
///
/// Source: <https://keras.io/api/metrics/regression_metrics/#r2score-class>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct R2Score<const VALUES: usize> {
    aggregation: ClassAggregation,
    weight: f64,
    /// Σ t, Σ t² and Σ (t − y)².
    sums: [[f64; VALUES]; 3],
}

impl<const VALUES: usize> R2Score<VALUES> {
    /// Nothing counted yet.
    pub const fn new() -> Self {
        Self { aggregation: ClassAggregation::UniformAverage, weight: 0.0, sums: [[0.0; VALUES]; 3] }
    }

    /// How the scores of several numbers become one. Default: [`ClassAggregation::UniformAverage`].
    pub const fn class_aggregation(mut self, aggregation: ClassAggregation) -> Self {
        self.aggregation = aggregation;
        self
    }
}

impl<const VALUES: usize> Default for R2Score<VALUES> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const VALUES: usize> Metric for R2Score<VALUES> {
    fn name(&self) -> &'static str {
        "r2_score"
    }
    fn reset(&mut self) {
        (self.weight, self.sums) = (0.0, [[0.0; VALUES]; 3]);
    }
    fn result(&self) -> f64 {
        if self.weight == 0.0 {
            return 0.0;
        }
        let [sums, squares, errors] = &self.sums;
        let variance = |at: usize| squares[at] - sums[at] * (sums[at] / self.weight);
        let score = |at: usize| {
            let score = 1.0 - errors[at] / variance(at);
            if score.is_finite() { score } else { 0.0 }
        };
        match self.aggregation {
            ClassAggregation::UniformAverage => (0..VALUES).map(score).sum::<f64>() / VALUES.max(1) as f64,
            ClassAggregation::VarianceWeightedAverage => {
                let total: f64 = (0..VALUES).map(variance).sum();
                (0..VALUES).map(|at| score(at) * variance(at)).sum::<f64>() / total
            }
        }
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        to(self.weight);
        self.sums.as_flattened().iter().for_each(|sum| to(*sum));
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        self.weight = from();
        self.sums.as_flattened_mut().iter_mut().for_each(|sum| *sum = from());
    }
}

impl<H, O, Y, const VALUES: usize> Measure<H, O, Y> for R2Score<VALUES>
where
    H: Head<O>,
    O: Sample + RowsOf<VALUES>,
    Y: LikeOutput<O, Self>,
{
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        let Self { weight: total, sums: [sums, squares, errors], .. } = self;
        counting::<O, Y, Self>(outputs, labels, |outputs, labels, weight| {
            let rows = outputs.as_chunks::<VALUES>().0.iter().zip(labels.as_chunks::<VALUES>().0);
            for (outputs, labels) in rows {
                *total += weight;
                for (at, (output, label)) in outputs.iter().zip(labels).enumerate() {
                    let (output, label) = (output.to_f64(), label.to_f64());
                    sums[at] += weight * label;
                    squares[at] += weight * label * label;
                    errors[at] += weight * (label - output) * (label - output);
                }
            }
        });
    }
}
