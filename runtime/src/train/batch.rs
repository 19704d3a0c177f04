//! The buffers of a training run: made once, so that no step allocates.

use crate::aligned::Aligned;
use crate::cost;
use crate::data::Dataset;
use crate::input::Input;
use crate::loss::Labels;
use crate::methods::borrow;
use crate::model::Model;
use crate::parallel::{Columns, in_parts};
use crate::random;
use crate::scalar::Scalar;

/// Samples with their labels, borrowed from a data set.
#[derive(Debug)]
pub(super) struct Samples<'a, X, Y> {
    pub(super) inputs: &'a [X],
    pub(super) labels: &'a [Y],
    /// A weight for each, or for each of its steps, if the data have weights.
    pub(super) weights: Option<&'a [f64]>,
}

/// Samples of one step.
#[derive(Debug)]
pub(super) struct Batch<'a, T, Y> {
    pub(super) inputs: &'a [T],
    pub(super) labels: &'a [Y],
    pub(super) weights: Option<&'a [f64]>,
}

impl<'a, T, Y> Batch<'a, T, Y> {
    /// The labels as metrics see them.
    pub(super) fn labels(&self, masks: &'a [Option<&'a [T]>]) -> Labels<'a, Y, T> {
        let labels = Labels::of(self.labels).masked(masks);
        self.weights.map_or(labels, |weights| labels.weighted(weights)).weights_aside()
    }
}

impl<'a, X, Y> Samples<'a, X, Y> {
    pub(super) fn of(data: &'a Dataset<X, Y>) -> Self {
        Self { inputs: data.inputs(), labels: data.labels(), weights: data.weights() }
    }

    /// The first `count`, and the rest.
    pub(super) fn split_at(self, count: usize) -> (Self, Self) {
        let (inputs, last_inputs) = self.inputs.split_at(count);
        let (labels, last_labels) = self.labels.split_at(count);
        let each = self.weights_each();
        let (weights, last_weights) = self.weights.map(|weights| weights.split_at(count * each)).unzip();
        let first = Self { inputs, labels, weights };
        (first, Self { inputs: last_inputs, labels: last_labels, weights: last_weights })
    }

    pub(super) fn len(&self) -> usize {
        self.inputs.len()
    }

    /// How many weights a sample has: one without any, which its label may give.
    pub(super) fn weights_each(&self) -> usize {
        self.weights.map_or(1, |weights| weights.len().checked_div(self.len()).unwrap_or(1))
    }
}

/// Gathers shuffled batches.
#[derive(Debug)]
pub(super) struct Gather<T, Y> {
    order: Vec<usize>,
    inputs: Aligned<T>,
    labels: Vec<Y>,
    weights: Vec<f64>,
}

impl<T: Scalar, Y: Copy> Gather<T, Y> {
    pub(super) fn new<X: Input<T>>(samples: &Samples<'_, X, Y>, batch_size: usize) -> Self {
        Self {
            order: vec![0; samples.len()],
            inputs: Aligned::zeros(batch_size * X::LEN),
            labels: Vec::with_capacity(batch_size),
            weights: Vec::with_capacity(batch_size * samples.weights_each()),
        }
    }

    /// The order of an epoch follows from seed and epoch alone.
    pub(super) fn shuffle(&mut self, seed: u64, epoch: u64) {
        put_in_order(&mut self.order, seed, epoch);
    }

    /// Which row of the data is at a place in the order of the epoch.
    pub(super) fn row(&self, place: usize) -> usize {
        self.order[place]
    }

    /// The batch from `start` to `end` as the data have it; `weight` is what a label says of the weight of its sample.
    pub(super) fn in_order<'a, X: Input<T>>(
        &'a mut self,
        samples: &Samples<'a, X, Y>,
        start: usize,
        end: usize,
        weight: impl Fn(&Y) -> Option<f64>,
    ) -> Batch<'a, T, Y> {
        let (inputs, labels) = (borrow(&samples.inputs[start..end], &mut self.inputs), &samples.labels[start..end]);
        let weights = match samples.weights {
            Some(weights) => {
                let each = samples.weights_each();
                Some(&weights[start * each..end * each])
            }
            None => weigh(&mut self.weights, labels, weight),
        };
        Batch { inputs, labels, weights }
    }

    /// The batch from `start` to `end` in the order of the epoch.
    pub(super) fn batch<'a, X: Input<T>>(
        &'a mut self,
        samples: &Samples<'_, X, Y>,
        start: usize,
        end: usize,
        weight: impl Fn(&Y) -> Option<f64>,
    ) -> Batch<'a, T, Y> {
        let rows = &self.order[start..end];
        let inputs = &mut self.inputs[..rows.len() * X::LEN];
        match X::lent(samples.inputs) {
            Some(samples) => copy_rows(inputs, samples, rows, X::LEN),
            None => X::gather(samples.inputs, rows, inputs),
        }
        self.labels.clear();
        for &row in rows {
            // As a slice, never as a value: a label can be larger than the stack.
            self.labels.extend_from_slice(&samples.labels[row..=row]);
        }
        let weights = match samples.weights {
            Some(weights) => {
                self.weights.clear();
                let each = samples.weights_each();
                for row in rows {
                    self.weights.extend_from_slice(&weights[row * each..][..each]);
                }
                Some(&*self.weights)
            }
            None => weigh(&mut self.weights, &self.labels, weight),
        };
        Batch { inputs, labels: &self.labels, weights }
    }
}

/// The weights that labels give their samples, if they do.
fn weigh<'a, Y>(weights: &'a mut Vec<f64>, labels: &[Y], weight: impl Fn(&Y) -> Option<f64>) -> Option<&'a [f64]> {
    weight(labels.first()?)?;
    weights.clear();
    weights.extend(labels.iter().map(|label| weight(label).unwrap_or(1.0)));
    Some(weights)
}

/// Rows of so many numbers one after the other, on as many threads as it pays for.
fn copy_rows<T: Scalar>(to: &mut [T], from: &[T], rows: &[usize], len: usize) {
    let parts = cost::parts(to.len() * cost::FETCH);
    in_parts(Columns::of(to, len), parts, &|columns| {
        T::gather(columns.values, from, &rows[columns.first..], len);
        true
    });
}

/// Not generic, so that it is compiled in this crate, and fast where the user's is not optimized.
fn put_in_order(order: &mut [usize], seed: u64, epoch: u64) {
    for (at, row) in order.iter_mut().enumerate() {
        *row = at;
    }
    random::shuffle(order, seed, epoch);
}

/// What a step writes.
#[derive(Debug)]
pub(super) struct Scratch<T> {
    pub(super) outputs: Vec<T>,
    pub(super) masks: Vec<T>,
    pub(super) gradient: Aligned<T>,
    pub(super) workspace: Aligned<T>,
}

impl<T: Scalar> Scratch<T> {
    pub(super) fn new<M: Model<Scalar = T>>(batch_size: usize) -> Self {
        Self {
            outputs: vec![T::ZERO; M::OUTPUT_LEN * batch_size],
            masks: vec![T::ZERO; M::MASK_LEN * batch_size],
            gradient: Aligned::zeros(M::PARAMS),
            workspace: Aligned::zeros(M::STEP_SHARED + M::STEP_WORKSPACE * batch_size),
        }
    }
}
