//! The labels of a batch as losses and metrics see them: one beside the other or as parts of larger labels, and which of
//! them count.

use core::{iter, ops::Range, slice};

use crate::error::{Error, Result};
use crate::loss::label::width;
use crate::sample::Sample;
use crate::scalar::Scalar;

/// The labels of a batch, and the masks of the outputs that they belong to.
///
/// For a model of one output they are a slice. A model of several outputs has tuples of labels; the loss of one of its
/// outputs sees one part of each tuple.
///
/// A mask comes from the model: for an output of several steps, `(steps, batch)` numbers, 0 for a step that does not
/// count. It says nothing of the labels, which are as many as without it.
///
/// ```
/// use chainrule::loss::Labels;
///
/// let labels = Labels::<_, f32>::of(&[3_u8, 1, 4]);
/// assert_eq!((labels.len(), labels.iter().max()), (3, Some(&4)));
/// ```
#[derive(Debug)]
pub struct Labels<'a, Y, T> {
    source: Source<'a, Y>,
    masks: &'a [Option<&'a [T]>],
}

/// Where labels lie.
enum Source<'a, Y> {
    /// One beside the other.
    Slice(&'a [Y]),
    /// So many, each somewhere else.
    Parts(usize, &'a dyn Fn(usize) -> &'a Y),
}

impl<Y, T> Clone for Labels<'_, Y, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Y, T> Copy for Labels<'_, Y, T> {}

impl<Y> Clone for Source<'_, Y> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Y> Copy for Source<'_, Y> {}

impl<Y> core::fmt::Debug for Source<'_, Y> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Slice(labels) => write!(f, "{} labels", labels.len()),
            Self::Parts(len, _) => write!(f, "parts of {len} labels"),
        }
    }
}

impl<'a, Y, T> Labels<'a, Y, T> {
    /// Labels that all count.
    pub const fn of(labels: &'a [Y]) -> Self {
        Self { source: Source::Slice(labels), masks: &[] }
    }

    /// The same labels with the masks of the model's outputs, in the order of the outputs; those that are left out at
    /// the end are none.
    #[must_use]
    pub const fn masked(self, masks: &'a [Option<&'a [T]>]) -> Self {
        Self { masks, ..self }
    }

    /// One part of each label, as the loss of the output `output` sees it.
    pub(crate) fn part<'b, P>(&self, output: usize, at: &'b dyn Fn(usize) -> &'b P) -> Labels<'b, P, T>
    where
        'a: 'b,
    {
        let masks = self.masks.get(output..).unwrap_or_default();
        Labels { source: Source::Parts(self.len(), at), masks: &masks[..masks.len().min(1)] }
    }

    /// The label of a sample.
    pub(crate) fn get(&self, sample: usize) -> &'a Y {
        match self.source {
            Source::Slice(labels) => &labels[sample],
            Source::Parts(_, at) => at(sample),
        }
    }

    /// How many there are: the samples of the batch.
    pub const fn len(&self) -> usize {
        match self.source {
            Source::Slice(labels) => labels.len(),
            Source::Parts(len, _) => len,
        }
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &'a Y> + use<'a, Y, T> {
        self.runs().flat_map(|(_, labels)| labels)
    }

    /// Labels that lie side by side, as long as they do, each run with the number of its first sample.
    pub fn runs(&self) -> impl Iterator<Item = (usize, &'a [Y])> + use<'a, Y, T> {
        let source = self.source;
        let runs = match source {
            Source::Slice(labels) => usize::from(!labels.is_empty()),
            Source::Parts(len, _) => len,
        };
        (0..runs).map(move |run| match source {
            Source::Slice(labels) => (0, labels),
            Source::Parts(_, at) => (run, slice::from_ref(at(run))),
        })
    }

    /// The mask of the output: a loss has to regard it, or to call [`unmasked`](Self::unmasked).
    pub fn mask(&self) -> Option<&'a [T]> {
        self.masks.first().copied().flatten()
    }

    /// The labels, for a loss that knows no masks.
    ///
    /// # Errors
    /// [`Error::Mask`] if there is a mask.
    pub fn unmasked(self, loss: &'static str) -> Result<Self> {
        if self.mask().is_some() { Err(Error::Mask { loss }) } else { Ok(self) }
    }
}

/// Which numbers of the outputs of a batch count: all, or those below entries of a mask that are not 0.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted<'a, T> {
    mask: Option<&'a [T]>,
    /// How many numbers an entry stands for; without a mask, a sample's.
    each: usize,
}

impl<'a, T: Scalar> Counted<'a, T> {
    /// What the mask says of the outputs `O`.
    ///
    /// # Errors
    /// [`Error::Length`] if its entries are no steps of the outputs: an entry stands for one or more whole rows.
    pub(crate) fn of<O: Sample<Scalar = T>, Y>(labels: &Labels<'a, Y, T>) -> Result<Self> {
        let Some(mask) = labels.mask() else {
            return Ok(Self { mask: None, each: O::LEN.max(1) });
        };
        let rows = O::LEN / width::<O>();
        let steps = mask.len().checked_div(labels.len()).unwrap_or(1);
        if steps == 0 || !rows.is_multiple_of(steps) || mask.len() != steps * labels.len() {
            let (expected, found) = (rows * labels.len(), mask.len());
            return Err(Error::Length { what: "the mask of a batch", expected, found });
        }
        Ok(Self { mask: Some(mask), each: (O::LEN / steps).max(1) })
    }

    /// Whether a number does.
    pub(crate) fn contains(self, number: usize) -> bool {
        self.mask.is_none_or(|mask| mask[number / self.each] != T::ZERO)
    }

    /// How many of `all` numbers do.
    pub(crate) fn count(self, all: usize) -> usize {
        self.mask.map_or(all, |mask| self.each * mask.iter().filter(|entry| **entry != T::ZERO).count())
    }

    /// The numbers of whole samples as the longest stretches of what counts and of what does not.
    pub(crate) fn stretches(self, numbers: Range<usize>) -> impl Iterator<Item = (Range<usize>, bool)> {
        let entries = numbers.start / self.each..numbers.end / self.each;
        let stretches = stretches(entries, move |entry| self.contains(entry * self.each));
        stretches.map(move |(entries, counts)| (entries.start * self.each..entries.end * self.each, counts))
    }
}

/// A range as the longest stretches of what counts and of what does not.
pub(crate) fn stretches(
    range: Range<usize>,
    counts: impl Fn(usize) -> bool,
) -> impl Iterator<Item = (Range<usize>, bool)> {
    let mut start = range.start;
    iter::from_fn(move || {
        if start == range.end {
            return None;
        }
        let (from, counted) = (start, counts(start));
        start = (from + 1..range.end).find(|&at| counts(at) != counted).unwrap_or(range.end);
        Some((from..start, counted))
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
        assert_eq!(found, [(0..4, true), (4..8, false), (8..12, true)]);
        assert_eq!(counted.stretches(6..12).collect::<Vec<_>>(), [(6..8, false), (8..12, true)]);
        assert_eq!((counted.count(12), counted.contains(3), counted.contains(4)), (8, true, false));
        assert_eq!(counted.stretches(5..5).count(), 0);
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

    #[test]
    fn parts_are_seen_one_by_one() {
        let pairs = [(1_u8, 2.0_f32), (3, 4.0)];
        let masks = [None, Some(&[1.0_f32, 0.0][..])];
        let pairs = Labels::of(&pairs).masked(&masks);
        let (first, second) = (|at: usize| &pairs.get(at).0, |at: usize| &pairs.get(at).1);
        let (first, second) = (pairs.part(0, &first), pairs.part(1, &second));
        assert_eq!(first.iter().copied().collect::<Vec<_>>(), [1, 3]);
        assert_eq!(second.runs().collect::<Vec<_>>(), [(0, &[2.0][..]), (1, &[4.0])]);
        assert_eq!((first.mask(), second.mask()), (None, Some(&[1.0, 0.0][..])));
        assert!(first.unmasked("x").is_ok() && matches!(second.unmasked("x"), Err(Error::Mask { loss: "x" })));
    }
}
