//! Metrics, with Keras' names, keys and meanings: what is counted while a model is trained or evaluated.
//!
//! A metric sees the model's *outputs* (after `softmax`) and the labels, batch after batch, and gives one number. The
//! trainer takes one, `.metrics(Accuracy::new())`, or a tuple of up to six. An output of several rows, `[[f32; 10]; 5]`,
//! counts row by row. A model of several outputs takes metrics [of one output](of_output) each. What a mask leaves out does
//! not count; weights of samples count in metrics that are [`weighted`].
//!
//! | metric | key | labels for an output `[f32; 10]` |
//! |---|---|---|
//! | [`Accuracy`] | `accuracy` | class indices or `[f32; 10]` |
//! | [`BinaryAccuracy`] | `binary_accuracy` | `[f32; 10]`, zeros and ones |
//! | [`TopKCategoricalAccuracy`] | `top_k_categorical_accuracy` | `[f32; 10]`, one-hot |
//! | [`SparseTopKCategoricalAccuracy`] | `sparse_top_k_categorical_accuracy` | class indices |
//! | [`Precision`], [`Recall`] | `precision`, `recall` | `[f32; 10]`, zeros and ones |
//! | [`F1Score`], [`FBetaScore`] | `f1_score`, `fbeta_score` | `[f32; 10]`, zeros and ones |
//! | [`AUC`], [`MultiLabelAUC`] | `auc` | `[f32; 10]`, zeros and ones |
//! | [`MeanAbsoluteError`], [`MeanSquaredError`], [`RootMeanSquaredError`] | `mean_absolute_error` … | `[f32; 10]` |
//! | [`R2Score`] | `r2_score` | `[f32; 10]` |
//! | [`CosineSimilarity`] | `cosine_similarity` | `[f32; 10]` |
//! | [`MeanIoU`] | `mean_io_u` | class indices or `[f32; 10]`, one-hot |
//! | [`BinaryIoU`] | `binary_io_u` | `[f32; 10]`, zeros and ones |
//!
//! [`ConfusionMatrix`] counts what is taken for what, and prints precision, recall and F1 of each class.
//!
//! ```
//! use chainrule::loss::{Labels, head::Softmax};
//! use chainrule::metrics::{Accuracy, Measure, Metric};
//!
//! let mut accuracy = Accuracy::new();
//! let (outputs, labels) = ([0.1, 0.7, 0.2, 0.5, 0.3, 0.2], [1_u8, 2]);
//! Measure::<Softmax, [f32; 3], u8>::update(&mut accuracy, &outputs, Labels::of(&labels));
//! assert_eq!(accuracy.result(), 0.5);
//! ```
//!
//! One of your own is a type with these two traits. This one is the largest error of all:
//!
//! ```
//! use chainrule::loss::label::LikeOutput;
//! use chainrule::loss::{Head, Labels};
//! use chainrule::metrics::{Measure, Metric};
//! use chainrule::{Sample, Scalar};
//!
//! #[derive(Clone, Default)]
//! struct LargestError(f64);
//!
//! impl Metric for LargestError {
//!     fn name(&self) -> &'static str {
//!         "largest_error"
//!     }
//!     fn reset(&mut self) {
//!         self.0 = 0.0;
//!     }
//!     fn result(&self) -> f64 {
//!         self.0
//!     }
//!     fn counted(&self, to: &mut dyn FnMut(f64)) {
//!         to(self.0);
//!     }
//!     fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
//!         self.0 = from();
//!     }
//! }
//!
//! // For every head, and labels of the model's output type.
//! impl<H: Head<O>, O: Sample, Y: LikeOutput<O, Self>> Measure<H, O, Y> for LargestError {
//!     fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
//!         for (first, run) in labels.runs() {
//!             for (output, label) in outputs[first * O::LEN..].iter().zip(Y::flatten(run)) {
//!                 self.0 = self.0.max((output.to_f64() - label.to_f64()).abs());
//!             }
//!         }
//!     }
//! }
//!
//! # use chainrule::loss::head::Linear;
//! let mut metric = LargestError::default();
//! Measure::<Linear, [f32; 2], _>::update(&mut metric, &[1.0, 2.0, 3.0, 5.0], Labels::of(&[[1.0, 1.5], [3.0, 3.0]]));
//! assert_eq!(metric.result(), 2.0);
//! ```

use crate::loss::counted::Counted;
use crate::loss::label::LikeOutput;
use crate::loss::{Head, Labels};
use crate::sample::{Bundle, Sample};

mod accuracy;
mod auc;
mod binary_accuracy;
#[cfg(feature = "std")]
mod classification_report;
#[cfg(feature = "std")]
mod confusion_matrix;
mod cosine_similarity;
mod f1_score;
mod fbeta_score;
mod iou;
mod label_weighted_auc;
mod mean;
mod mean_absolute_error;
mod mean_squared_error;
mod multi_label_auc;
mod of_output;
mod precision_recall;
mod r2_score;
mod root_mean_squared_error;
mod several;
mod top_k;
mod weighted;

#[cfg(test)]
mod tests;

pub use accuracy::Accuracy;
pub use auc::{AUC, Curve, Summation};
pub use binary_accuracy::BinaryAccuracy;
#[cfg(feature = "std")]
pub use classification_report::{ClassificationReport, OfClass};
#[cfg(feature = "std")]
pub use confusion_matrix::ConfusionMatrix;
pub use cosine_similarity::CosineSimilarity;
pub use f1_score::F1Score;
pub use fbeta_score::{Average, FBetaScore};
pub use iou::{BinaryIoU, MeanIoU};
pub use label_weighted_auc::LabelWeightedAUC;
pub use mean_absolute_error::MeanAbsoluteError;
pub use mean_squared_error::MeanSquaredError;
pub use multi_label_auc::MultiLabelAUC;
pub use of_output::{OfOutput, of_output};
pub use precision_recall::{Precision, Recall};
pub use r2_score::{ClassAggregation, R2Score};
pub use root_mean_squared_error::RootMeanSquaredError;
pub use several::Metrics;
pub use top_k::{SparseTopKCategoricalAccuracy, TopKCategoricalAccuracy};
pub use weighted::{Weighted, weighted};

/// One number about a model's outputs.
pub trait Metric: Send + Sync {
    /// Its key in Keras' histories, such as `accuracy`.
    fn name(&self) -> &'static str;
    /// Forgets what was counted.
    fn reset(&mut self);
    /// The number for everything counted since the last reset; 0 of nothing, as in Keras.
    fn result(&self) -> f64;
    /// Passes on what was counted since the last reset, number by number: what a checkpoint keeps.
    fn counted(&self, to: &mut dyn FnMut(f64));
    /// Takes back, from a metric made alike, what [`counted`](Self::counted) passed on, in the same order and as many.
    fn restore(&mut self, from: &mut dyn FnMut() -> f64);
}

/// A metric that can count for models with the head `H` and the output `O`, and labels `Y`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no metric",
    label = "not a metric",
    note = "the metrics are in `chainrule::metrics`, such as `Accuracy::new()`"
)]
pub trait Measure<H: Head<O>, O: Bundle, Y>: Metric {
    /// Counts a batch, or what a mask leaves of it. `outputs` are the model's, flat, sample after sample.
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>);
}

/// Calls `count` with the outputs and labels that count, and how much they weigh, stretch by stretch.
fn counting<O: Sample, Y: LikeOutput<O, M>, M>(
    outputs: &[O::Scalar],
    labels: Labels<'_, Y, O::Scalar>,
    mut count: impl FnMut(&[O::Scalar], &[O::Scalar], f64),
) {
    // A mask that does not fit is the loss's to refuse.
    let Ok(counted) = Counted::of::<O, Y>(&labels) else { return };
    for (first, run) in labels.runs() {
        let (start, labels) = (first * O::LEN, Y::flatten(run));
        for (at, weight) in counted.stretches(start..start + labels.len()) {
            if let Some(weight) = weight {
                count(&outputs[at.clone()], &labels[at.start - start..at.end - start], weight);
            }
        }
    }
}
