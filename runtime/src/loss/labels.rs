//! The labels of a batch as losses and metrics see them: one beside the other or as parts of larger labels, with what says
//! which of them count, and how much.

use core::slice;

use crate::error::{Error, Result};
use crate::loss::Reduction;

/// The labels of a batch, and the masks of the outputs that they belong to.
///
/// For a model of one output they are a slice. A model of several outputs has tuples of labels; the loss of one of its
/// outputs sees one part of each tuple.
///
/// A mask comes from the model: for an output of several steps, `(steps, batch)` numbers, 0 for a step that does not
/// count. It says nothing of the labels, which are as many as without it.
///
/// Weights are numbers that losses are multiplied by: one a sample, or for an output of several steps one a step.
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
    weights: Option<&'a [f64]>,
    /// Weights that only the metrics that ask for them see.
    aside: Option<&'a [f64]>,
    reduction: Reduction,
}

/// Where labels lie.
enum Source<'a, Y> {
    /// One beside the other.
    Slice(&'a [Y]),
    /// So many, each somewhere else.
    Parts(usize, &'a dyn Lookup<Y>),
}

/// Labels by their samples.
trait Lookup<Y> {
    fn get(&self, sample: usize) -> &Y;
}

/// One part of each label.
pub(crate) struct Parts<'a, Y, P, T> {
    labels: Labels<'a, Y, T>,
    output: usize,
    part: fn(&Y) -> &P,
}

impl<Y, P, T> Lookup<P> for Parts<'_, Y, P, T> {
    fn get(&self, sample: usize) -> &P {
        (self.part)(self.labels.get(sample))
    }
}

impl<Y, P, T> Parts<'_, Y, P, T> {
    /// The parts as labels of the output that they belong to.
    pub(crate) fn labels(&self) -> Labels<'_, P, T> {
        let Labels { masks, weights, aside, reduction, .. } = self.labels;
        let masks = masks.get(self.output..).unwrap_or_default();
        let masks = &masks[..masks.len().min(1)];
        Labels { source: Source::Parts(self.labels.len(), self), masks, weights, aside, reduction }
    }
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
        let (weights, aside, reduction) = (None, None, Reduction::SumOverBatchSize);
        Self { source: Source::Slice(labels), masks: &[], weights, aside, reduction }
    }

    /// The same labels with the masks of the model's outputs, in the order of the outputs; those that are left out at
    /// the end are none.
    #[must_use]
    pub const fn masked(self, masks: &'a [Option<&'a [T]>]) -> Self {
        Self { masks, ..self }
    }

    /// The same labels with a weight for each sample, or for each step of each sample, sample after sample.
    ///
    /// ```
    /// use chainrule::loss::head::Linear;
    /// use chainrule::loss::{Labels, Loss, MeanAbsoluteError};
    ///
    /// let (mut outputs, labels) = ([1.0_f32, 2.0], [[0.0], [0.0]]);
    /// let labels = Labels::of(&labels).weighted(&[3.0, 0.5]);
    /// let loss = Loss::<Linear, [f32; 1], _>::value(&MeanAbsoluteError::new(), &mut outputs, labels)?;
    /// assert_eq!(loss, (3.0 * 1.0 + 0.5 * 2.0) / 2.0);
    /// # Ok::<(), chainrule::Error>(())
    /// ```
    #[must_use]
    pub const fn weighted(self, weights: &'a [f64]) -> Self {
        Self { weights: Some(weights), ..self }
    }

    /// The same labels for a loss that is reduced in another way.
    pub(crate) const fn reduced(self, reduction: Reduction) -> Self {
        Self { reduction, ..self }
    }

    /// The same labels for metrics that regard no weights, unless they are [`weighted`](crate::metrics::weighted).
    #[cfg(feature = "std")]
    pub(crate) const fn weights_aside(self) -> Self {
        Self { weights: None, aside: self.weights, ..self }
    }

    /// The same labels with the weights that were laid aside, if any were.
    pub(crate) const fn weights_back(self) -> Self {
        match self.aside {
            Some(weights) => Self { weights: Some(weights), aside: None, ..self },
            None => self,
        }
    }

    /// One part of each label, as the loss of the output `output` sees it.
    pub(crate) const fn part<P>(self, output: usize, part: fn(&Y) -> &P) -> Parts<'a, Y, P, T> {
        Parts { labels: self, output, part }
    }

    /// The label of a sample.
    pub(crate) fn get(&self, sample: usize) -> &'a Y {
        match self.source {
            Source::Slice(labels) => &labels[sample],
            Source::Parts(_, parts) => parts.get(sample),
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
            Source::Parts(_, parts) => (run, slice::from_ref(parts.get(run))),
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

    /// The weights of the samples, or of their steps: a loss has to regard them, or to call [`unweighted`](Self::unweighted).
    pub const fn weights(&self) -> Option<&'a [f64]> {
        self.weights
    }

    /// The labels, for a loss that knows no weights of samples.
    ///
    /// # Errors
    /// [`Error::Weights`] if there are any.
    pub const fn unweighted(self, loss: &'static str) -> Result<Self> {
        if self.weights.is_some() { Err(Error::Weights { loss }) } else { Ok(self) }
    }

    /// How the losses of the elements become one number, for a loss that has elements.
    pub const fn reduction(&self) -> Reduction {
        self.reduction
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_seen_one_by_one() {
        let pairs = [(1_u8, 2.0_f32), (3, 4.0)];
        let masks = [None, Some(&[1.0_f32, 0.0][..])];
        let pairs = Labels::of(&pairs).masked(&masks);
        let (first, second) = (pairs.part(0, |pair| &pair.0), pairs.part(1, |pair| &pair.1));
        let (first, second) = (first.labels(), second.labels());
        assert_eq!(first.iter().copied().collect::<Vec<_>>(), [1, 3]);
        assert_eq!(second.runs().collect::<Vec<_>>(), [(0, &[2.0][..]), (1, &[4.0])]);
        assert_eq!((first.mask(), second.mask()), (None, Some(&[1.0, 0.0][..])));
        assert!(first.unmasked("x").is_ok() && matches!(second.unmasked("x"), Err(Error::Mask { loss: "x" })));
    }
}
