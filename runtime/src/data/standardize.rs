//! Features brought to mean 0 and standard deviation 1, and the numbers that did it, for data seen later.

use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// The mean and the standard deviation of each feature: made from training data, applied to whatever the model sees.
///
/// The deviation is that of the population (divided by the number of samples); a feature that never changes gets 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Standardization {
    means: Vec<f64>,
    deviations: Vec<f64>,
}

impl Standardization {
    /// Measures samples.
    ///
    /// # Errors
    /// [`Error::Empty`] if there is no sample.
    pub fn of<X: Sample>(samples: &[X]) -> Result<Self> {
        if samples.is_empty() {
            return Err(Error::Empty { what: "the data to standardize" });
        }
        let count = samples.len() as f64;
        let rows = || X::flatten(samples).chunks_exact(X::LEN.max(1));
        let mut means = vec![0.0; X::LEN];
        for row in rows() {
            for (mean, value) in means.iter_mut().zip(row) {
                *mean += value.to_f64() / count;
            }
        }
        let mut variances = vec![0.0; X::LEN];
        for row in rows() {
            for ((variance, value), mean) in variances.iter_mut().zip(row).zip(&means) {
                *variance += (value.to_f64() - mean).powi(2) / count;
            }
        }
        // The variance of a constant feature is rounding, not information.
        let deviation = |(variance, mean): (&f64, &f64)| {
            let deviation: f64 = variance.sqrt();
            if deviation > 1e-12 * mean.abs() { deviation } else { 1.0 }
        };
        let deviations = variances.iter().zip(&means).map(deviation).collect();
        Ok(Self { means, deviations })
    }

    /// The mean of each feature.
    pub fn means(&self) -> &[f64] {
        &self.means
    }

    /// The standard deviation of each feature; 1 where it is constant.
    pub fn deviations(&self) -> &[f64] {
        &self.deviations
    }

    /// Applies it to samples, in place.
    ///
    /// # Errors
    /// [`Error::Length`] if a sample does not have as many features as those measured.
    pub fn apply<X: Sample>(&self, samples: &mut [X]) -> Result<()> {
        if X::LEN != self.means.len() {
            return Err(Error::Length { what: "a sample to standardize", expected: self.means.len(), found: X::LEN });
        }
        for row in X::flatten_mut(samples).chunks_exact_mut(X::LEN.max(1)) {
            for ((value, mean), deviation) in row.iter_mut().zip(&self.means).zip(&self.deviations) {
                *value = X::Scalar::from_f64((value.to_f64() - mean) / deviation);
            }
        }
        Ok(())
    }
}

impl<X: Sample, Y> Dataset<X, Y> {
    /// Brings each feature to mean 0 and standard deviation 1, and returns what did it, for [`Dataset::standardize_as`]
    /// on test data.
    ///
    /// ```
    /// use chainrule::data::Dataset;
    ///
    /// # fn main() -> chainrule::Result<()> {
    /// let mut train = Dataset::from_arrays(vec![[1.0_f32, 7.0], [3.0, 7.0]], vec![0_u8, 1])?;
    /// let mut test = Dataset::from_arrays(vec![[4.0_f32, 8.0]], vec![1_u8])?;
    /// let statistics = train.standardize()?;
    /// test.standardize_as(&statistics)?;
    /// assert_eq!(train.inputs(), [[-1.0, 0.0], [1.0, 0.0]]);
    /// assert_eq!(test.inputs(), [[2.0, 1.0]]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Empty`] if there is no sample.
    pub fn standardize(&mut self) -> Result<Standardization> {
        let statistics = Standardization::of(self.inputs())?;
        self.standardize_as(&statistics)?;
        Ok(statistics)
    }

    /// Applies what standardized other data.
    ///
    /// # Errors
    /// [`Error::Length`] if those had another number of features.
    pub fn standardize_as(&mut self, statistics: &Standardization) -> Result<()> {
        statistics.apply(self.parts_mut().0)
    }
}
