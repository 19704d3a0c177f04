//! Inputs with their labels, in memory: split, shuffled, batched, encoded.

use std::path::Path;

use crate::data::idx::Idx;
use crate::error::{Error, Result};
use crate::random;
use crate::sample::Sample;
use crate::scalar::Scalar;

/// Samples with their labels: inputs `X`, such as `[[f32; 28]; 28]`, and labels `Y`, such as `u8`.
///
/// ```
/// use chainrule::data::Dataset;
///
/// # fn main() -> chainrule::Result<()> {
/// let xor = Dataset::from_arrays(
///     vec![[0.0_f32, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]],
///     vec![[0.0_f32], [1.0], [1.0], [0.0]],
/// )?;
/// assert_eq!(xor.len(), 4);
/// let (train, test) = xor.split(0.75)?;
/// assert_eq!((train.len(), test.len()), (3, 1));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset<X, Y> {
    inputs: Vec<X>,
    labels: Vec<Y>,
    /// One a sample, or as many for each, sample after sample.
    weights: Option<Vec<f64>>,
}

impl<X, Y> Dataset<X, Y> {
    /// One label for each input.
    ///
    /// # Errors
    /// [`Error::Length`] if there are more or fewer labels than inputs.
    pub fn from_arrays(inputs: Vec<X>, labels: Vec<Y>) -> Result<Self> {
        if inputs.len() == labels.len() {
            Ok(Self { inputs, labels, weights: None })
        } else {
            Err(Error::Length { what: "the labels", expected: inputs.len(), found: labels.len() })
        }
    }

    /// The same samples with a weight for each, at least 0: Keras' `sample_weight`. The losses of a sample are multiplied by
    /// its weight, in training and in evaluation, and so it counts in the metrics that are
    /// [`weighted`](crate::metrics::weighted); the mean stays one over the number of samples, unless the loss is
    /// [reduced](crate::loss::reduced) otherwise.
    ///
    /// ```
    /// use chainrule::data::Dataset;
    ///
    /// let data = Dataset::from_arrays(vec![[0.0], [1.0]], vec![0_u8, 1])?.with_weights(vec![1.0, 0.25])?;
    /// assert_eq!(data.weights(), Some(&[1.0, 0.25][..]));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Length`] if there are more or fewer weights than samples; [`Error::HyperParameter`] for a weight that is
    /// negative or not finite.
    pub fn with_weights(self, weights: Vec<f64>) -> Result<Self> {
        if weights.len() != self.len() {
            return Err(Error::Length {
                what: "the weights of the samples",
                expected: self.len(),
                found: weights.len(),
            });
        }
        check_weights("the weight of a sample", &weights)?;
        Ok(Self { weights: Some(weights), ..self })
    }

    /// The same samples with a weight for each of their steps: Keras' `sample_weight` of shape `(samples, steps)`, for models
    /// whose output is a sequence, `[[f32; CLASSES]; STEPS]`. As [`with_weights`](Self::with_weights): the loss of a step is
    /// multiplied by its weight, the mean is one over all steps. Steps of weight 0 are not learned from.
    ///
    /// ```
    /// use chainrule::data::Dataset;
    ///
    /// let data = Dataset::from_arrays(vec![[0.0], [1.0]], vec![[0_u8, 1, 1], [1, 0, 0]])?;
    /// // The last step is what it is about, and the second sample ends before it.
    /// let data = data.with_step_weights(vec![[0.5, 0.5, 2.0], [0.5, 2.0, 0.0]])?;
    /// assert_eq!(data.weights(), Some(&[0.5, 0.5, 2.0, 0.5, 2.0, 0.0][..]));
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`with_weights`](Self::with_weights). That the output has other steps than the weights, training and evaluation
    /// say, with [`Error::Length`].
    pub fn with_step_weights<const STEPS: usize>(self, weights: Vec<[f64; STEPS]>) -> Result<Self> {
        if weights.len() != self.len() {
            let what = "the weights of the samples' steps";
            return Err(Error::Length { what, expected: self.len(), found: weights.len() });
        }
        let weights = weights.into_flattened();
        check_weights("the weight of a step", &weights)?;
        Ok(Self { weights: Some(weights), ..self })
    }

    /// The weights of the samples, in order, if they have any: one each, or one for each of their steps.
    pub fn weights(&self) -> Option<&[f64]> {
        self.weights.as_deref()
    }

    /// How many weights a sample has.
    fn weights_each(&self) -> usize {
        self.weights.as_ref().map_or(0, |weights| weights.len().checked_div(self.len()).unwrap_or(0))
    }

    /// How many samples there are.
    pub fn len(&self) -> usize {
        self.inputs.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// The inputs, in order.
    pub fn inputs(&self) -> &[X] {
        &self.inputs
    }

    /// The labels, in order.
    pub fn labels(&self) -> &[Y] {
        &self.labels
    }

    /// Inputs and labels, to be changed in place; their number stays.
    pub fn parts_mut(&mut self) -> (&mut [X], &mut [Y]) {
        (&mut self.inputs, &mut self.labels)
    }

    /// Inputs and labels, taken out; weights are lost.
    pub fn into_parts(self) -> (Vec<X>, Vec<Y>) {
        (self.inputs, self.labels)
    }

    /// The samples, one after the other.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&X, &Y)> + DoubleEndedIterator {
        self.inputs.iter().zip(&self.labels)
    }

    /// Batches of `size` samples in order; the last may be smaller.
    ///
    /// # Errors
    /// [`Error::HyperParameter`] if `size` is 0.
    pub fn batches(&self, size: usize) -> Result<impl ExactSizeIterator<Item = (&[X], &[Y])>> {
        check_batch_size(size)?;
        Ok(self.inputs.chunks(size).zip(self.labels.chunks(size)))
    }

    /// The first `fraction` of the samples (rounded down), and the rest, in order: shuffle first if the order means
    /// something.
    ///
    /// # Errors
    /// [`Error::HyperParameter`] if `fraction` is not between 0 and 1, or one of the two parts would be empty.
    pub fn split(self, fraction: f64) -> Result<(Self, Self)> {
        let head = head_of_split(self.len(), fraction).ok_or(Error::HyperParameter {
            name: "the fraction of `split`",
            expected: "between 0 and 1, both parts with at least one sample",
            found: fraction,
        })?;
        Ok(self.split_at(head))
    }

    /// The first `count` samples (all, if there are fewer), and the rest.
    pub fn split_at(mut self, count: usize) -> (Self, Self) {
        let count = count.min(self.len());
        let each = self.weights_each();
        let weights = self.weights.as_mut().map(|weights| weights.split_off(count * each));
        let rest = Self { inputs: self.inputs.split_off(count), labels: self.labels.split_off(count), weights };
        (self, rest)
    }

    /// The same samples in the order that the seed decides.
    pub fn shuffled(mut self, seed: u64) -> Self {
        // Equal lengths, equal exchanges.
        random::shuffle(&mut self.inputs, seed, 0);
        random::shuffle(&mut self.labels, seed, 0);
        let each = self.weights_each();
        if let Some(weights) = &mut self.weights {
            let mut order: Vec<usize> = (0..self.inputs.len()).collect();
            random::shuffle(&mut order, seed, 0);
            *weights = order.iter().flat_map(|row| &weights[row * each..][..each]).copied().collect();
        }
        self
    }

    /// Other inputs with the same labels.
    pub fn map_inputs<Z>(self, f: impl FnMut(X) -> Z) -> Dataset<Z, Y> {
        Dataset { inputs: self.inputs.into_iter().map(f).collect(), labels: self.labels, weights: self.weights }
    }

    /// The same inputs with other labels.
    pub fn map_labels<Z>(self, f: impl FnMut(Y) -> Z) -> Dataset<X, Z> {
        let labels = self.labels.into_iter().map(f).collect();
        Dataset { inputs: self.inputs, labels, weights: self.weights }
    }
}

impl<X, Y: TryInto<i128>> Dataset<X, Y> {
    /// Class labels as vectors that are 1 at the class and 0 elsewhere, for losses that want vectors.
    ///
    /// ```
    /// use chainrule::data::Dataset;
    ///
    /// # fn main() -> chainrule::Result<()> {
    /// let data = Dataset::from_arrays(vec![[0.5_f32], [0.7]], vec![2_u8, 0])?.one_hot::<f32, 3>()?;
    /// assert_eq!(data.labels(), [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Label`] with the first row whose class is not one of 0 to `CLASSES - 1`.
    pub fn one_hot<T: Scalar, const CLASSES: usize>(self) -> Result<Dataset<X, [T; CLASSES]>> {
        let mut labels = Vec::with_capacity(self.len());
        for (row, label) in self.labels.into_iter().enumerate() {
            let label = label.try_into().unwrap_or(i128::MAX);
            let class = usize::try_from(label).ok().filter(|class| *class < CLASSES);
            let mut vector = [T::ZERO; CLASSES];
            vector[class.ok_or(Error::Label { row, label, classes: CLASSES })?] = T::ONE;
            labels.push(vector);
        }
        Ok(Dataset { inputs: self.inputs, labels, weights: self.weights })
    }
}

impl<X: Sample> Dataset<X, u8> {
    /// Reads images (or other arrays of bytes), scaled from bytes to `[0, 1]`, and their class labels from two IDX
    /// files, plain or gzip; see [`Idx::open`] for the names that are tried. [`Idx`] gives the bytes themselves.
    ///
    /// # Errors
    /// [`Error::File`] and [`Error::Content`], naming the file, what was expected and what was found: a file that
    /// cannot be read, a wrong magic number, too few or too many bytes, samples that do not have the shape of `X`,
    /// a number of labels that is not the number of samples.
    pub fn from_idx(images: impl AsRef<Path>, labels: impl AsRef<Path>) -> Result<Self> {
        let (images, labels) = (Idx::open(images)?, Idx::open(labels)?);
        let classes = labels.classes()?;
        if images.len() != classes.len() {
            return Err(Error::Content {
                path: labels.path().to_owned(),
                place: "the number of labels".into(),
                expected: format!("{}, the number of samples in `{}`", images.len(), images.path().display()),
                found: classes.len().to_string(),
            });
        }
        Self::from_arrays(images.scaled()?, classes.to_vec())
    }
}

/// Weights must be numbers that losses can be multiplied by.
fn check_weights(name: &'static str, weights: &[f64]) -> Result<()> {
    match weights.iter().find(|weight| !(**weight >= 0.0 && weight.is_finite())) {
        Some(&found) => Err(Error::HyperParameter { name, expected: "at least 0 and finite", found }),
        None => Ok(()),
    }
}

/// A batch must hold something.
pub(crate) fn check_batch_size(size: usize) -> Result<()> {
    if size == 0 {
        return Err(Error::HyperParameter { name: "the batch size", expected: "at least 1", found: 0.0 });
    }
    Ok(())
}

/// How many of `len` samples the first part of a split gets; `None` if a part would be empty.
pub(crate) fn head_of_split(len: usize, fraction: f64) -> Option<usize> {
    let head = (len as f64 * fraction).floor() as usize;
    (fraction > 0.0 && fraction < 1.0 && head > 0 && head < len).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(len: u8) -> Dataset<[f32; 1], u8> {
        let labels: Vec<u8> = (0..len).collect();
        Dataset::from_arrays(labels.iter().map(|&label| [f32::from(label)]).collect(), labels).unwrap()
    }

    #[test]
    fn inputs_and_labels_must_be_equally_many() {
        let error = Dataset::from_arrays(vec![[1.0_f32], [2.0]], vec![0_u8]).unwrap_err();
        assert_eq!(error.to_string(), "the labels must hold 2 values, found 1");
    }

    #[test]
    fn a_split_leaves_both_parts_something() {
        let (first, rest) = numbers(10).split(0.8).unwrap();
        assert_eq!(first.labels(), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(rest.labels(), [8, 9]);
        for fraction in [0.0, 1.0, -0.5, f64::NAN, 0.05] {
            assert!(matches!(numbers(10).split(fraction), Err(Error::HyperParameter { .. })), "{fraction}");
        }
    }

    #[test]
    fn shuffling_keeps_pairs_and_depends_on_the_seed_alone() {
        let data = numbers(50).shuffled(3);
        assert!(data.iter().all(|(input, &label)| input[0] == f32::from(label)));
        assert_eq!(data, numbers(50).shuffled(3));
        assert_ne!(data, numbers(50).shuffled(4));
        assert_ne!(data, numbers(50));
        let mut sorted = data.labels().to_vec();
        sorted.sort_unstable();
        assert_eq!(sorted, numbers(50).labels());
    }

    #[test]
    fn weights_go_with_their_samples() {
        let weighted = |len: u8| numbers(len).with_weights((0..len).map(f64::from).collect()).unwrap();
        let fits = |data: &Dataset<[f32; 1], u8>| {
            data.weights().unwrap().iter().zip(data.labels()).all(|(weight, label)| *weight == f64::from(*label))
        };
        let (first, rest) = weighted(50).shuffled(3).split_at(20);
        assert!(fits(&first) && fits(&rest) && (first.len(), rest.len()) == (20, 30));
        assert!(fits(&weighted(5).map_inputs(|_| [0.0])));
        assert_eq!(weighted(3).map_labels(|_| ()).weights(), Some(&[0.0, 1.0, 2.0][..]));
        assert_eq!(weighted(3).one_hot::<f32, 4>().unwrap().weights(), Some(&[0.0, 1.0, 2.0][..]));
        let error = numbers(3).with_weights(vec![1.0]).unwrap_err();
        assert_eq!(error.to_string(), "the weights of the samples must hold 3 values, found 1");
        for bad in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(matches!(numbers(1).with_weights(vec![bad]), Err(Error::HyperParameter { .. })));
        }
    }

    #[test]
    fn weights_of_steps_go_with_their_samples() {
        let weights = |len: u8| (0..len).map(|at| [f64::from(at), 100.0 + f64::from(at)]).collect();
        let weighted = |len: u8| numbers(len).with_step_weights::<2>(weights(len)).unwrap();
        let fits = |data: &Dataset<[f32; 1], u8>| {
            let (weights, _) = data.weights().unwrap().as_chunks::<2>();
            let fit = |(weights, label): (&[f64; 2], &u8)| *weights == [f64::from(*label), 100.0 + f64::from(*label)];
            weights.len() == data.len() && weights.iter().zip(data.labels()).all(fit)
        };
        let (first, rest) = weighted(50).shuffled(3).split_at(20);
        assert!(fits(&first) && fits(&rest) && (first.len(), rest.len()) == (20, 30));
        assert_eq!(weighted(0).split_at(0).1.weights(), Some(&[][..]));
        let error = numbers(3).with_step_weights(vec![[1.0; 3]; 2]).unwrap_err();
        assert_eq!(error.to_string(), "the weights of the samples' steps must hold 3 values, found 2");
        let error = numbers(1).with_step_weights(vec![[1.0, -1.0]]);
        assert!(matches!(error, Err(Error::HyperParameter { name: "the weight of a step", found: -1.0, .. })));
    }

    #[test]
    fn the_last_batch_is_smaller() {
        let data = numbers(7);
        let sizes: Vec<_> = data.batches(3).unwrap().map(|(inputs, labels)| (inputs.len(), labels.len())).collect();
        assert_eq!(sizes, [(3, 3), (3, 3), (1, 1)]);
        assert!(data.batches(0).is_err());
    }

    #[test]
    fn one_hot_names_the_row_of_an_impossible_class() {
        let error = numbers(5).one_hot::<f32, 4>().unwrap_err();
        assert_eq!(error.to_string(), "label of row 4 is class 4, but the model has 4 classes (0 to 3)");
        let negative = Dataset::from_arrays(vec![[0.0_f32]], vec![-1_i32]).unwrap();
        assert!(negative.one_hot::<f32, 4>().is_err());
    }
}
