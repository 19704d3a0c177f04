//! Metrics, with Keras' names, keys and meanings: what is counted while a model is trained or evaluated.
//!
//! A metric sees the model's *outputs* (after `softmax`) and the labels, batch after batch, and gives one number. The
//! trainer takes one, `.metrics(Accuracy::new())`, or a tuple of up to six. An output of several rows, `[[f32; 10]; 5]`,
//! counts row by row.
//!
//! ```
//! use chainrule::loss::head::Softmax;
//! use chainrule::metrics::{Accuracy, Measure, Metric};
//!
//! let mut accuracy = Accuracy::new();
//! let (outputs, labels) = ([0.1, 0.7, 0.2, 0.5, 0.3, 0.2], [1_u8, 2]);
//! Measure::<Softmax, [f32; 3], u8>::update(&mut accuracy, &outputs, &labels);
//! assert_eq!(accuracy.result(), 0.5);
//! ```

use crate::loss::Head;
use crate::sample::Sample;

mod accuracy;
mod binary_accuracy;
#[cfg(feature = "std")]
mod confusion_matrix;
mod mean;
mod mean_absolute_error;
mod mean_squared_error;
mod several;

#[cfg(test)]
mod tests;

pub use accuracy::Accuracy;
pub use binary_accuracy::BinaryAccuracy;
#[cfg(feature = "std")]
pub use confusion_matrix::ConfusionMatrix;
pub use mean_absolute_error::MeanAbsoluteError;
pub use mean_squared_error::MeanSquaredError;
pub use several::Metrics;

/// One number about a model's outputs.
pub trait Metric: Send + Sync {
    /// Its key in Keras' histories, such as `accuracy`.
    fn name(&self) -> &'static str;
    /// Forgets what was counted.
    fn reset(&mut self);
    /// The number for everything counted since the last reset; 0 of nothing, as in Keras.
    fn result(&self) -> f64;
}

/// A metric that can count for models with the head `H` and the output `O`, and labels `Y`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no metric",
    label = "not a metric",
    note = "the metrics are in `chainrule::metrics`, such as `Accuracy::new()`"
)]
pub trait Measure<H: Head, O: Sample, Y>: Metric {
    /// Counts a batch. `outputs` are the model's, flat, sample after sample.
    fn update(&mut self, outputs: &[O::Scalar], labels: &[Y]);
}
