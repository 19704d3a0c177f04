//! Losses of samples or steps that have weights, with each reduction.

use chainrule::loss::{Head, Labels, Loss};
use chainrule::{Bundle, Result};

/// A test for each line `case: Net, loss, kind of labels`, after the bytes of the file: the case three times over, with the
/// weights of its samples or steps and each reduction.
macro_rules! weighted {
    ($file:expr; $($case:ident: $Net:ident, $loss:expr, $labels:ident;)*) => {$(
        #[test]
        fn $case() {
            use ::chainrule::loss::{Reduction, reduced};
            for (name, reduction) in [
                (concat!(stringify!($case), "_sum_over_batch_size"), Reduction::SumOverBatchSize),
                (concat!(stringify!($case), "_sum"), Reduction::Sum),
                (concat!(stringify!($case), "_mean_with_sample_weight"), Reduction::MeanWithSampleWeight),
            ] {
                let case = $crate::case::Case::open($file, name);
                let labels = $crate::check::golden!(@ $labels case, $Net);
                let loss = reduced($loss, reduction);
                let loss = $crate::weighted::Weighted { loss, weights: case.values("weights") };
                $crate::check::check::<$Net, _, _>(&case, &loss, &labels);
            }
        }
    )*};
}
pub(crate) use weighted;

/// A loss of samples, or of steps, that have weights.
pub(crate) struct Weighted<L> {
    pub(crate) loss: L,
    pub(crate) weights: Vec<f64>,
}

impl<H: Head<O>, O: Bundle, Y, L: Loss<H, O, Y>> Loss<H, O, Y> for Weighted<L> {
    fn check(&self, labels: Labels<'_, Y, O::Scalar>) -> Result<()> {
        self.loss.check(labels)
    }
    fn gradient(
        &self,
        values: &mut [O::Scalar],
        labels: Labels<'_, Y, O::Scalar>,
        gradient: &mut [O::Scalar],
    ) -> Result<f64> {
        self.loss.gradient(values, labels.weighted(&self.weights), gradient)
    }
    fn value(&self, values: &mut [O::Scalar], labels: Labels<'_, Y, O::Scalar>) -> Result<f64> {
        self.loss.value(values, labels.weighted(&self.weights))
    }
}
