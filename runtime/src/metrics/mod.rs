//! Metrics, with Keras' names, keys and meanings: what is counted while a model is trained or evaluated.
//!
//! A metric sees the model's *outputs* (after `softmax`) and the labels, batch after batch, and gives one number. The
//! trainer takes one, `.metrics(Accuracy::new())`, or a tuple of up to six. An output of several rows, `[[f32; 10]; 5]`,
//! counts row by row. A model of several outputs takes metrics [of one output](of_output) each.
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

use crate::loss::label::LikeOutput;
use crate::loss::labels::Counted;
use crate::loss::{Head, Labels};
use crate::sample::{Bundle, Sample};

mod accuracy;
mod binary_accuracy;
#[cfg(feature = "std")]
mod confusion_matrix;
mod mean;
mod mean_absolute_error;
mod mean_squared_error;
mod of_output;
mod several;

#[cfg(test)]
mod tests;

pub use accuracy::Accuracy;
pub use binary_accuracy::BinaryAccuracy;
#[cfg(feature = "std")]
pub use confusion_matrix::ConfusionMatrix;
pub use mean_absolute_error::MeanAbsoluteError;
pub use mean_squared_error::MeanSquaredError;
pub use of_output::{OfOutput, of_output};
pub use several::Metrics;

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

/// Calls `count` with the outputs and labels that count, stretch by stretch.
fn counting<O: Sample, Y: LikeOutput<O, M>, M>(
    outputs: &[O::Scalar],
    labels: Labels<'_, Y, O::Scalar>,
    mut count: impl FnMut(&[O::Scalar], &[O::Scalar]),
) {
    // A mask that does not fit is the loss's to refuse.
    let Ok(counted) = Counted::of::<O, Y>(&labels) else { return };
    for (first, run) in labels.runs() {
        let (start, labels) = (first * O::LEN, Y::flatten(run));
        let stretches = counted.stretches(start..start + labels.len());
        for (at, _) in stretches.filter(|(_, counts)| *counts) {
            count(&outputs[at.clone()], &labels[at.start - start..at.end - start]);
        }
    }
}
