//! How often yes-or-no answers are right.

use super::{Measure, Metric, counting, mean::Mean};
use crate::loss::label::LikeOutput;
use crate::loss::{Head, Labels};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// How many numbers of the output are right: 1 above the threshold, else 0, equal to the label. Keras'
/// `BinaryAccuracy`, key `binary_accuracy`, threshold 0.5.
///
/// Labels are of the model's output type.
///
/// Source: <https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class>.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BinaryAccuracy {
    threshold: f64,
    mean: Mean,
}

impl BinaryAccuracy {
    /// With the threshold 0.5.
    pub const fn new() -> Self {
        Self { threshold: 0.5, mean: Mean::new() }
    }

    /// What a yes must be above. For a model whose outputs are logits: 0.
    pub const fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = threshold;
        self
    }
}

impl Default for BinaryAccuracy {
    fn default() -> Self {
        Self::new()
    }
}

impl Metric for BinaryAccuracy {
    fn name(&self) -> &'static str {
        "binary_accuracy"
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

impl<H: Head<O>, O: Sample, Y: LikeOutput<O, Self>> Measure<H, O, Y> for BinaryAccuracy {
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        let threshold = self.threshold;
        let answer = |output: &O::Scalar| f64::from(u8::from(output.to_f64() > threshold));
        counting::<O, Y, Self>(outputs, labels, |outputs, labels, weight| {
            let pairs = outputs.iter().zip(labels);
            let right = pairs.filter(|(output, label)| answer(output) == label.to_f64()).count();
            self.mean.add(weight * right as f64, weight * outputs.len() as f64);
        });
    }
}
