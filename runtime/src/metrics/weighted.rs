//! A metric that regards the weights of samples.

use super::{Measure, Metric};
use crate::loss::{Head, Labels};
use crate::sample::Bundle;

/// A metric that regards the weights of samples; [`weighted`] makes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighted<M> {
    name: &'static str,
    metric: M,
}

/// A metric that regards the weights of samples and of classes, as those that Keras is given as `weighted_metrics`, under a
/// key of its own. Without weights each sample counts once. The trainer's other metrics regard no weights.
///
/// ```
/// use chainrule::data::Dataset;
/// use chainrule::loss::MeanSquaredError;
/// use chainrule::metrics::{MeanAbsoluteError, weighted};
/// use chainrule::optim::SGD;
/// use chainrule::train::Trainer;
///
/// chainrule::model! { Net: Input(1) -> Dense(1, kernel_initializer = zeros) }
///
/// let data = Dataset::from_arrays(vec![[0.0], [0.0]], vec![[1.0], [3.0]])?.with_weights(vec![3.0, 1.0])?;
/// let metrics = (MeanAbsoluteError::new(), weighted("weighted_error", MeanAbsoluteError::new()));
/// let trainer = Trainer::new(SGD::new(), MeanSquaredError::new()).metrics(metrics);
/// let found = trainer.evaluate(&Net::seeded(1), &data)?;
/// assert_eq!(found["mean_absolute_error"], 2.0);
/// assert_eq!(found["weighted_error"], (3.0 * 1.0 + 3.0) / 4.0);
/// # Ok::<(), chainrule::Error>(())
/// ```
pub const fn weighted<M>(name: &'static str, metric: M) -> Weighted<M> {
    Weighted { name, metric }
}

impl<M: Metric> Metric for Weighted<M> {
    fn name(&self) -> &'static str {
        self.name
    }
    fn reset(&mut self) {
        self.metric.reset();
    }
    fn result(&self) -> f64 {
        self.metric.result()
    }
    fn counted(&self, to: &mut dyn FnMut(f64)) {
        self.metric.counted(to);
    }
    fn restore(&mut self, from: &mut dyn FnMut() -> f64) {
        self.metric.restore(from);
    }
}

impl<H: Head<O>, O: Bundle, Y, M: Measure<H, O, Y>> Measure<H, O, Y> for Weighted<M> {
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        self.metric.update(outputs, labels.weights_back());
    }
}
