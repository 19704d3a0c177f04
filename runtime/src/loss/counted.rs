//! Which numbers of a batch count, and how much: what masks and weights say of them.

use core::{iter, ops::Range};

use crate::error::{Error, Result};
use crate::loss::label::width;
use crate::loss::{Labels, Reduction};
use crate::sample::Sample;
use crate::scalar::Scalar;

/// What weights are called that are too few or too many.
pub(super) const WEIGHTS: &str = "the weights of a batch (one a sample, or one a step of the output)";

/// Which numbers of the outputs of a batch count, and how much: all, or those below entries of a mask that are not 0, by
/// the weights of their samples or steps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted<'a, T> {
    mask: Option<&'a [T]>,
    /// How many numbers an entry of the mask stands for; without a mask, a sample's.
    entry: usize,
    weights: Option<&'a [f64]>,
    /// How many numbers a weight stands for.
    weighed: usize,
    /// How many numbers always count alike, for whatever reason.
    alike: usize,
}

impl<'a, T: Scalar> Counted<'a, T> {
    /// What mask and weights say of the outputs `O`.
    ///
    /// # Errors
    /// [`Error::Length`] if there are more or fewer weights than labels, or than steps of the outputs, or if the mask's
    /// entries are no steps: a step is one or more whole rows.
    pub(crate) fn of<O: Sample<Scalar = T>, Y>(labels: &Labels<'a, Y, T>) -> Result<Self> {
        let (mask, weights, rows) = (labels.mask(), labels.weights(), O::LEN / width::<O>());
        // The numbers of a step, if so many values are one for each step of each sample.
        let step = |values: usize| {
            let steps = values.checked_div(labels.len()).unwrap_or(1);
            let fits = steps > 0 && rows.is_multiple_of(steps) && values == steps * labels.len();
            fits.then(|| (O::LEN / steps).max(1))
        };
        let of_length =
            |what, values, all| step(values).ok_or(Error::Length { what, expected: all * labels.len(), found: values });
        let all = O::LEN.max(1);
        let weighed = weights.map_or(Ok(all), |weights| of_length(WEIGHTS, weights.len(), 1))?;
        let entry = mask.map_or(Ok(all), |mask| of_length("the mask of a batch", mask.len(), rows))?;
        Ok(Self { mask, entry, weights, weighed, alike: common(entry, weighed) })
    }

    /// How much a number counts: its weight, 1 without weights; `None` if it does not.
    pub(crate) fn weight(self, number: usize) -> Option<f64> {
        match self.mask {
            Some(mask) if mask[number / self.entry] == T::ZERO => None,
            _ => Some(self.weights.map_or(1.0, |weights| weights[number / self.weighed])),
        }
    }

    /// What a sum of weighted losses is multiplied by, for a batch of `numbers` in elements of `element` numbers each, the
    /// rows of the output being `width` numbers.
    pub(crate) fn scale(self, reduction: Reduction, numbers: usize, element: usize, width: usize) -> f64 {
        match reduction {
            Reduction::SumOverBatchSize => 1.0 / (self.count(numbers) / element).max(1) as f64,
            Reduction::Sum => element as f64 / width as f64,
            Reduction::MeanWithSampleWeight => reciprocal(self.total(numbers) / element as f64),
        }
    }

    /// How many of `all` numbers count.
    fn count(self, all: usize) -> usize {
        self.mask.map_or(all, |mask| self.entry * mask.iter().filter(|entry| **entry != T::ZERO).count())
    }

    /// The sum of the weights of `all` numbers.
    fn total(self, all: usize) -> f64 {
        self.stretches(0..all).filter_map(|(at, weight)| Some(weight? * at.len() as f64)).sum()
    }

    /// The numbers of whole samples as the longest stretches of what counts alike.
    pub(crate) fn stretches(self, numbers: Range<usize>) -> impl Iterator<Item = (Range<usize>, Option<f64>)> {
        let pieces = numbers.start / self.alike..numbers.end / self.alike;
        let stretches = stretches(pieces, move |piece| self.weight(piece * self.alike));
        stretches.map(move |(pieces, weight)| (pieces.start * self.alike..pieces.end * self.alike, weight))
    }
}

/// The greatest common divisor.
fn common(a: usize, b: usize) -> usize {
    if b == 0 { a } else { common(b, a % b) }
}

/// 1/x, 0 of 0.
pub(crate) fn reciprocal(x: f64) -> f64 {
    if x == 0.0 { 0.0 } else { 1.0 / x }
}

/// A range as the longest stretches of what weighs alike.
pub(crate) fn stretches(
    range: Range<usize>,
    weight: impl Fn(usize) -> Option<f64>,
) -> impl Iterator<Item = (Range<usize>, Option<f64>)> {
    let mut start = range.start;
    iter::from_fn(move || {
        if start == range.end {
            return None;
        }
        let (from, weighs) = (start, weight(start));
        start = (from + 1..range.end).find(|&at| weight(at) != weighs).unwrap_or(range.end);
        Some((from..start, weighs))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_is_seen_in_stretches() {
        let labels = [[[0.0_f64; 2]; 3]; 2];
        let mask = [1.0, 1.0, 0.0, 0.0, 1.0, 1.0];
        let masks = [Some(&mask[..])];
        let labels = Labels::of(&labels).masked(&masks);
        let counted = Counted::of::<[[f64; 2]; 3], _>(&labels).unwrap();
        let found: Vec<_> = counted.stretches(0..12).collect();
        assert_eq!(found, [(0..4, Some(1.0)), (4..8, None), (8..12, Some(1.0))]);
        assert_eq!(counted.stretches(6..12).collect::<Vec<_>>(), [(6..8, None), (8..12, Some(1.0))]);
        assert_eq!((counted.count(12), counted.weight(3), counted.weight(4)), (8, Some(1.0), None));
        assert_eq!(counted.stretches(5..5).count(), 0);
        let counted = Counted::of::<[[f64; 2]; 3], _>(&labels.weighted(&[2.0, 0.5])).unwrap();
        let found: Vec<_> = counted.stretches(0..12).collect();
        assert_eq!(found, [(0..4, Some(2.0)), (4..8, None), (8..12, Some(0.5))]);
        let scale = |reduction| counted.scale(reduction, 12, 1, 2);
        assert_eq!(scale(Reduction::SumOverBatchSize), 1.0 / 8.0);
        assert_eq!((scale(Reduction::Sum), scale(Reduction::MeanWithSampleWeight)), (0.5, 1.0 / 10.0));
    }

    #[test]
    fn weights_can_be_those_of_steps() {
        let labels = [[[0.0_f64; 2]; 4]; 2];
        let weights = [1.0, 2.0, 2.0, 3.0, 3.0, 3.0, 0.0, 1.0];
        let labels = Labels::of(&labels).weighted(&weights);
        let found: Vec<_> = Counted::of::<[[f64; 2]; 4], _>(&labels).unwrap().stretches(0..16).collect();
        let expected = [(0..2, 1.0), (2..6, 2.0), (6..12, 3.0), (12..14, 0.0), (14..16, 1.0)];
        assert_eq!(found, expected.map(|(at, weight)| (at, Some(weight))));
        // Two entries of the mask a sample: each stands for two weights.
        let mask = [1.0, 0.0, 1.0, 1.0];
        let masks = [Some(&mask[..])];
        let counted = Counted::of::<[[f64; 2]; 4], _>(&labels.masked(&masks)).unwrap();
        let found: Vec<_> = counted.stretches(0..16).collect();
        let expected = [
            (0..2, Some(1.0)),
            (2..4, Some(2.0)),
            (4..8, None),
            (8..12, Some(3.0)),
            (12..14, Some(0.0)),
            (14..16, Some(1.0)),
        ];
        assert_eq!(found, expected);
        let scale = |reduction| counted.scale(reduction, 16, 2, 2);
        assert_eq!(scale(Reduction::SumOverBatchSize), 1.0 / 6.0);
        assert_eq!(scale(Reduction::MeanWithSampleWeight), 1.0 / 10.0);
    }

    #[test]
    fn weights_of_another_number_of_samples_or_steps_are_refused() {
        let labels = [[[0.0_f32; 2]; 4]; 2];
        for number in [0, 1, 3, 6, 12, 16] {
            let weights = vec![1.0; number];
            let found = Counted::of::<[[f32; 2]; 4], _>(&Labels::of(&labels).weighted(&weights));
            let Err(Error::Length { what: WEIGHTS, expected: 2, found }) = found else {
                panic!("{number} weights of 8 steps: {found:?}");
            };
            assert_eq!(found, number);
        }
    }

    #[test]
    fn a_mask_of_another_length_is_refused() {
        let labels = [[0.0_f32; 6]; 2];
        for length in [0, 1, 3, 4] {
            let mask = vec![1.0_f32; length];
            let masks = [Some(&mask[..])];
            let labels = Labels::of(&labels).masked(&masks);
            let found = Counted::of::<[f32; 6], _>(&labels);
            assert!(matches!(found, Err(Error::Length { expected: 2, .. })), "{length}");
        }
    }
}
