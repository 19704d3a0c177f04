//! The angle between outputs and labels.

use super::{Measure, Metric, counting, mean::Mean};
use crate::bodies::Bodies;
use crate::loss::label::{LikeOutput, width};
use crate::loss::{Head, Labels};
use crate::sample::Sample;

/// The mean of Σᵢ yᵢ·tᵢ / (‖y‖·‖t‖) over the rows of the output y and of the label t: 1 where they point the same way, −1 where
/// they are opposed. Key `cosine_similarity`.
///
/// Labels are of the model's output type.
///
/// Source: <https://keras.io/api/metrics/regression_metrics/#cosinesimilarity-class>.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CosineSimilarity {
    mean: Mean,
}

impl CosineSimilarity {
    /// Nothing counted yet.
    pub const fn new() -> Self {
        Self { mean: Mean::new() }
    }
}

impl Metric for CosineSimilarity {
    fn name(&self) -> &'static str {
        "cosine_similarity"
    }
    fn reset(&mut self) {
        self.mean = Mean::new();
    }
    fn result(&self) -> f64 {
        self.mean.get()
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        self.mean.counted(to);
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        self.mean = Mean::restored(from);
    }
}

impl<H: Head<O>, O: Sample, Y: LikeOutput<O, Self>> Measure<H, O, Y> for CosineSimilarity {
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        let width = width::<O>();
        counting::<O, Y, Self>(outputs, labels, |outputs, labels, weight| {
            let sum = O::Scalar::cosine_similarity(outputs, labels, &mut [], width, 1.0);
            self.mean.add(weight * sum, weight * (outputs.len() / width) as f64);
        });
    }
}
