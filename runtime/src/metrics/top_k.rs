//! How often the right class is among the most likely ones.

use super::{Measure, Metric, mean::Mean};
use crate::loss::counted::Counted;
use crate::loss::label::{ClassIndex, Item, LikeOutput, Rows, width};
use crate::loss::{Head, Labels};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// Declares a metric that asks whether the right class is among the `k` most likely.
macro_rules! top_k {
    ($(#[$doc:meta])* $Name:ident, $key:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $Name {
            k: usize,
            mean: Mean,
        }

        impl $Name {
            /// Among the five most likely.
            pub const fn new() -> Self {
                Self { k: 5, mean: Mean::new() }
            }

            /// Among how many. Default: 5.
            pub const fn k(mut self, k: usize) -> Self {
                self.k = k;
                self
            }
        }

        impl Default for $Name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl Metric for $Name {
            fn name(&self) -> &'static str {
                $key
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
    };
}

top_k! {
    /// How often the class of a one-hot label is among the `k` that the model finds most likely. Key
    /// `top_k_categorical_accuracy`, k 5.
    ///
    /// Labels are of the model's output type. Classes as likely as the right one do not push it out.
    ///
    /// Source: <https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class>.
    TopKCategoricalAccuracy, "top_k_categorical_accuracy"
}

top_k! {
    /// How often a class index is among the `k` that the model finds most likely. Key `sparse_top_k_categorical_accuracy`,
    /// k 5.
    ///
    /// Labels are class indices. Classes as likely as the right one do not push it out.
    ///
    /// Source: <https://keras.io/api/metrics/accuracy_metrics/#sparsetopkcategoricalaccuracy-class>.
    SparseTopKCategoricalAccuracy, "sparse_top_k_categorical_accuracy"
}

impl<H: Head<O>, O: Sample, Y: LikeOutput<O, Self> + Rows<O, Self>> Measure<H, O, Y> for TopKCategoricalAccuracy {
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        count::<O, Y, Self>(&mut self.mean, self.k, outputs, labels);
    }
}

impl<H, O, Y> Measure<H, O, Y> for SparseTopKCategoricalAccuracy
where
    H: Head<O>,
    O: Sample,
    Y: Rows<O, Self, Item: ClassIndex<Self, Y>>,
{
    fn update(&mut self, outputs: &[O::Scalar], labels: Labels<'_, Y, O::Scalar>) {
        count::<O, Y, Self>(&mut self.mean, self.k, outputs, labels);
    }
}

fn count<O: Sample, Y: Rows<O, M>, M>(
    mean: &mut Mean,
    k: usize,
    outputs: &[O::Scalar],
    labels: Labels<'_, Y, O::Scalar>,
) {
    // A mask that does not fit is the loss's to refuse.
    let Ok(counted) = Counted::of::<O, Y>(&labels) else { return };
    let width = width::<O>();
    for (first, run) in labels.runs() {
        let (start, items) = (first * O::LEN, Y::items(run));
        let rows = outputs[start..].chunks_exact(width).take(run.len() * O::LEN / width).enumerate();
        for (row, output) in rows {
            let Some(weight) = counted.weight(start + row * width) else { continue };
            let right = Item::class(items, row, output.len()).is_ok_and(|class| is_among(k, output, class));
            mean.add(if right { weight } else { 0.0 }, weight);
        }
    }
}

/// Whether fewer than `k` numbers are larger than the one of a class, which must be finite.
fn is_among<T: Scalar>(k: usize, output: &[T], class: usize) -> bool {
    let own = output[class];
    Scalar::is_finite(own) && output.iter().filter(|other| **other > own).count() < k
}
