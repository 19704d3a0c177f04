//! `Normalization` takes the statistics of the training data.

use super::{Normalization, WeightsMut};
use crate::error::{Error, Result};
use crate::sample::Sample;
use crate::scalar::Scalar;

impl<T: Scalar> WeightsMut<'_, T, Normalization> {
    /// Sets mean and variance to those of the data: of each feature, the last axis, over all samples and all other axes.
    ///
    /// The samples are inputs of the layer: those of the model, if it is the first. Do so before training.
    ///
    /// ```
    /// chainrule::model! { Net: Input(2) -> Normalization -> Dense(1) }
    /// # fn main() -> chainrule::Result<()> {
    /// let data = [[1.0_f32, 10.0], [3.0, 30.0]];
    /// let mut net = Net::seeded(1);
    /// net.normalization1_mut().adapt(&data)?;
    /// assert_eq!(net.normalization1().mean(), [2.0, 20.0]);
    /// assert_eq!(net.normalization1().variance(), [1.0, 100.0]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Empty`] without samples, [`Error::Length`] if their last axis does not have as many features as the layer.
    pub fn adapt<S: Sample<Scalar = T>>(self, samples: &[S]) -> Result<()> {
        if samples.is_empty() {
            return Err(Error::Empty { what: "the data to adapt to" });
        }
        let features = self.layer.weights.first().map_or(0, crate::model::Weight::len);
        if S::LAST != features {
            return Err(Error::Length { what: "the features of a sample", expected: features, found: S::LAST });
        }
        let (rows, offsets) = (S::flatten(samples), self.layer.weights);
        let count = (rows.len() / features) as f64;
        for feature in 0..features {
            let values = || rows.iter().skip(feature).step_by(features).map(|value| value.to_f64());
            let mean = values().sum::<f64>() / count;
            let variance = values().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
            for weight in offsets {
                let value = if weight.name == "mean" { mean } else { variance };
                self.parameters[weight.offset + feature] = T::from_f64(value);
            }
        }
        Ok(())
    }
}
