//! Attention when predicting, without the scores of all queries and keys in memory: a block of them at a time.
//!
//! y[i, h] = Σⱼ softmaxⱼ(scale · q[i, h] · k[j, h]) v[j, h] in each sample, for each head h. The maximum and the sum of a
//! query's exponentials are carried from block to block of keys; what was summed before is scaled to the new maximum
//! (Milakov and Gimelshein 2018, Rabe and Staats 2021).
//!
//! ```
//! use chainrule::kernels::attend::{Attend, forward};
//!
//! // One query that is like the second of two keys.
//! let shape =
//!     Attend { heads: 1, queries: 1, keys: 2, key_dim: 2, value_dim: 1, scale: 1.0, causal: false };
//! let (mut y, q, k, v) = ([0.0], [0.0_f32, 50.0], [1.0, 0.0, 0.0, 1.0], [3.0, 7.0]);
//! forward(&shape, &mut y, &q, &k, &v, None, None, 1);
//! assert_eq!(y, [7.0]);
//! ```

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use core::ops::Range;

use super::gemm::{Panel, Right, Start, Strided};
use super::mask::MASKED;
use super::simd::Element;
use super::softmax::{exponentials, maximum, sum};
use crate::scalar::Scalar;

/// The sizes of attention.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attend {
    /// Heads, each with queries, keys and values of its own.
    pub heads: usize,
    /// Queries in a sample.
    pub queries: usize,
    /// Keys in a sample, and values.
    pub keys: usize,
    /// Numbers in a query, and in a key.
    pub key_dim: usize,
    /// Numbers in a value.
    pub value_dim: usize,
    /// What the products of queries and keys are multiplied by.
    pub scale: f64,
    /// Whether a query sees no key behind it.
    pub causal: bool,
}

/// Queries that are answered together.
const ROWS: usize = 32;

/// Keys whose scores are known at a time: with those of all rows 8 kB of `f32`.
const KEYS: usize = 64;

/// Attention: `y` `(queries, heads, value_dim)`, `q` `(queries, heads, key_dim)`, `k` `(keys, heads, key_dim)`, `v`
/// `(keys, heads, value_dim)` in each of so many samples; masks are as in [`mask::scores`](super::mask::scores).
#[expect(clippy::too_many_arguments, reason = "as many values as attention has")]
pub fn forward<T: Scalar>(
    shape: &Attend,
    y: &mut [T],
    q: &[T],
    k: &[T],
    v: &[T],
    query_mask: Option<&[T]>,
    key_mask: Option<&[T]>,
    samples: usize,
) {
    let Attend { queries, keys, .. } = *shape;
    let of = |values: &[T]| values.len().checked_div(samples).unwrap_or(0);
    let [of_y, of_q, of_k, of_v] = [of(y), of(q), of(k), of(v)];
    for sample in 0..samples {
        let masks = Masks {
            queries: query_mask.map(|mask| &mask[sample * queries..][..queries]),
            keys: key_mask.map(|mask| &mask[sample * keys..][..keys]),
        };
        let y = &mut y[sample * of_y..][..of_y];
        let of_sample = Sample {
            q: &q[sample * of_q..][..of_q],
            k: &k[sample * of_k..][..of_k],
            v: &v[sample * of_v..][..of_v],
            masks,
        };
        T::attend(shape, y, of_sample);
    }
}

/// What the queries of one sample see.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a, T> {
    q: &'a [T],
    k: &'a [T],
    v: &'a [T],
    masks: Masks<'a, T>,
}

/// Which queries and keys of a sample count.
#[derive(Clone, Copy, Debug)]
pub struct Masks<'a, T> {
    queries: Option<&'a [T]>,
    keys: Option<&'a [T]>,
}

impl<T: Scalar> Masks<'_, T> {
    /// How many of some keys from `first` on a query sees at all; the rest is behind it, or it does not count itself.
    #[inline(always)]
    fn seen(&self, shape: &Attend, query: usize, first: usize, count: usize) -> usize {
        match self.queries {
            Some(mask) if mask[query] == T::ZERO => 0,
            _ if shape.causal => (query + 1).saturating_sub(first).min(count),
            _ => count,
        }
    }
}

/// Of some queries of a head: what is known after some keys.
#[derive(Debug)]
pub struct Block<T> {
    queries: Range<usize>,
    /// Their products with keys, which become exponentials.
    scores: [[T; KEYS]; ROWS],
    /// The largest score yet.
    maxima: [T; ROWS],
    /// The sum of all exponentials yet.
    sums: [f64; ROWS],
    /// What was summed before is worth so much beside the new maximum.
    factors: [T; ROWS],
}

/// The body of [`forward`], for one sample.
pub(super) fn body<T: Scalar + Element>(shape: &Attend, y: &mut [T], sample: Sample<'_, T>) {
    Panel::with(shape.key_dim, &mut |panel| {
        for head in 0..shape.heads {
            for first in (0..shape.queries).step_by(ROWS) {
                let rows = first..shape.queries.min(first + ROWS);
                some_queries(shape, panel, y, sample, head, rows);
            }
        }
    });
}

/// Some queries of a head.
fn some_queries<T: Scalar + Element>(
    shape: &Attend,
    panel: &mut Panel<'_, T>,
    y: &mut [T],
    sample: Sample<'_, T>,
    head: usize,
    rows: Range<usize>,
) {
    let Attend { heads, keys, key_dim, value_dim, .. } = *shape;
    let (of_key, of_value) = (heads * key_dim, heads * value_dim);
    let y = &mut y[rows.start * of_value + head * value_dim..];
    let q = &sample.q[rows.start * of_key + head * key_dim..];
    let plain = sample.masks.queries.is_none() && sample.masks.keys.is_none();
    // A query that may see nothing gets the mean of all values, so nothing is left out for it.
    let end = if plain && shape.causal { keys.min(rows.end) } else { keys };
    let mut block = Block {
        queries: rows.clone(),
        scores: [[<T as Scalar>::ZERO; KEYS]; ROWS],
        maxima: [T::from_f64(f64::NEG_INFINITY); ROWS],
        sums: [0.0; ROWS],
        factors: [<T as Scalar>::ZERO; ROWS],
    };
    for first in (0..end).step_by(KEYS) {
        let (m, n) = (rows.len(), KEYS.min(keys - first));
        let k = Strided { at: &sample.k[first * of_key + head * key_dim..], steps: [of_key, 1] };
        let v = Strided { at: &sample.v[first * of_value + head * value_dim..], steps: [1, of_value] };
        let scores = block.scores.as_flattened_mut();
        let q = Right::matrix(q, key_dim, 1, of_key);
        panel.product((&mut *scores, KEYS), Start::Zeros, k, q, (n, m), T::from_f64(shape.scale));
        T::attend_weights(shape, &mut block, sample.masks, first);
        if first > 0 {
            for (y, factor) in y.chunks_mut(of_value).zip(&block.factors[..m]) {
                y[..value_dim].iter_mut().for_each(|y| *y *= *factor);
            }
        }
        let (start, weights) = (if first > 0 { Start::Result } else { Start::Zeros }, block.scores.as_flattened());
        let weights = Right::matrix(weights, n, 1, KEYS);
        panel.product((&mut *y, of_value), start, v, weights, (value_dim, m), <T as Scalar>::ONE);
    }
    for (y, sum) in y.chunks_mut(of_value).zip(&block.sums[..rows.len()]) {
        let scale = T::from_f64(sum.recip());
        y[..value_dim].iter_mut().for_each(|y| *y *= scale);
    }
}

/// Products of some queries, with keys from `first` on, become what the values count.
#[inline(always)]
pub(crate) fn weights_body<T: Scalar>(shape: &Attend, block: &mut Block<T>, masks: Masks<'_, T>, first: usize) {
    let (m, n) = (block.queries.len(), KEYS.min(shape.keys - first));
    for (at, (scores, query)) in block.scores.iter_mut().zip(block.queries.clone()).enumerate() {
        let (found, rest) = scores.split_at_mut(n);
        rest.fill(T::from_f64(f64::NEG_INFINITY));
        masked(shape, found, masks, query, first);
        let before = block.maxima[at];
        let now = before.max(maximum(found));
        block.factors[at] = if first == 0 { T::ZERO } else { Scalar::exp(before - now) };
        block.maxima[at] = now;
        for score in scores {
            *score -= now;
        }
    }
    exponentials(block.scores[..m].as_flattened_mut());
    for ((total, factor), scores) in block.sums.iter_mut().zip(&block.factors).zip(&block.scores[..m]) {
        *total = *total * factor.to_f64() + sum(scores);
    }
}

/// The scores of a query with keys from `first` on, of which it does not see all.
#[inline(always)]
fn masked<T: Scalar>(shape: &Attend, scores: &mut [T], masks: Masks<'_, T>, query: usize, first: usize) {
    let masked = T::from_f64(MASKED);
    let seen = masks.seen(shape, query, first, scores.len());
    let (seen, unseen) = scores.split_at_mut(seen);
    unseen.fill(masked);
    if let Some(mask) = masks.keys {
        for (score, mask) in seen.iter_mut().zip(&mask[first..]) {
            *score = if *mask == T::ZERO { masked } else { *score };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::contract::{self, Contract};
    use crate::kernels::differences::{assert_near, numbers, single};
    use crate::kernels::mask;

    /// With all scores in memory.
    fn plain(shape: &Attend, q: &[f64], k: &[f64], v: &[f64], masks: [Option<&[f64]>; 2], samples: usize) -> Vec<f64> {
        let Attend { heads, queries, keys, key_dim, value_dim, scale, causal } = *shape;
        let (of_key, of_value) = (heads * key_dim, heads * value_dim);
        let mut scores = vec![0.0; samples * heads * queries * keys];
        let c = [queries * keys, keys, 1];
        let (a, b) = ([key_dim, of_key, 1], [key_dim, 1, of_key]);
        contract::forward(
            &Contract { batch: heads, m: queries, n: keys, k: key_dim, a, b, c, scale },
            &mut scores,
            q,
            k,
            samples,
        );
        mask::scores(&mut scores, heads, queries, keys, causal, masks[0], masks[1]);
        for row in scores.chunks_mut(keys) {
            let largest = row.iter().fold(f64::NEG_INFINITY, |a, b| a.max(*b));
            let exponentials: Vec<f64> = row.iter().map(|score| (score - largest).exp()).collect();
            let sum: f64 = exponentials.iter().sum();
            for (weight, exponential) in row.iter_mut().zip(exponentials) {
                *weight = exponential / sum;
            }
        }
        let mut y = vec![0.0; samples * queries * of_value];
        let (b, c_of) = ([value_dim, of_value, 1], [value_dim, of_value, 1]);
        let mixed = Contract { batch: heads, m: queries, n: value_dim, k: keys, a: c, b, c: c_of, scale: 1.0 };
        contract::forward(&mixed, &mut y, &scores, v, samples);
        y
    }

    #[test]
    fn blocks_give_what_all_scores_give() {
        for [heads, queries, keys, key_dim, value_dim] in [
            [1, 1, 1, 1, 1],
            [2, 3, 5, 4, 3],
            [1, 33, 65, 17, 16],
            [3, 70, 130, 8, 20],
            [2, 2, 200, 300, 1],
            [1, 130, 64, 2, 33],
        ] {
            let (samples, of_key, of_value) = (2, heads * key_dim, heads * value_dim);
            let q: Vec<f64> = numbers(samples * queries * of_key, 1).iter().map(|q| 3.0 * q).collect();
            let k = numbers(samples * keys * of_key, 2);
            let v = numbers(samples * keys * of_value, 3);
            let counts = |len: usize, seed| -> Vec<f64> {
                numbers(len, seed).iter().map(|number| f64::from(*number > -0.5)).collect()
            };
            let (of_queries, mut of_keys) = (counts(samples * queries, 4), counts(samples * keys, 5));
            // All keys of the first sample are masked.
            of_keys[..keys].fill(0.0);
            for case in 0..8 {
                let masks =
                    [(case & 1 == 1).then_some(of_queries.as_slice()), (case & 2 == 2).then_some(of_keys.as_slice())];
                let scale = (key_dim as f64).sqrt().recip();
                let shape = Attend { heads, queries, keys, key_dim, value_dim, scale, causal: case & 4 == 4 };
                let expected = plain(&shape, &q, &k, &v, masks, samples);
                let mut y = vec![9.0; expected.len()];
                forward(&shape, &mut y, &q, &k, &v, masks[0], masks[1], samples);
                assert_near(&y, &expected, 1e-13);
                let mut y = vec![9.0; expected.len()];
                let single_masks = masks.map(|mask| mask.map(single));
                let [queries, keys] = &single_masks;
                forward(
                    &shape,
                    &mut y,
                    &single(&q),
                    &single(&k),
                    &single(&v),
                    queries.as_deref(),
                    keys.as_deref(),
                    samples,
                );
                assert_near(&y, &expected, 2e-6);
            }
        }
    }

    #[test]
    fn nan_is_seen_by_those_who_look_at_it() {
        let shape = Attend { heads: 1, queries: 2, keys: 2, key_dim: 1, value_dim: 1, scale: 1.0, causal: true };
        let mut y = [0.0_f64; 2];
        forward(&shape, &mut y, &[1.0, 1.0], &[1.0, f64::NAN], &[1.0, 2.0], None, None, 1);
        assert!(y[0] == 1.0 && y[1].is_nan());
    }
}
