//! Masks of time steps: 1 where a step counts, 0 where it does not.
//!
//! The masked scores of attention get a large negative number, so that softmax gives them nothing; where all scores of a
//! query are masked it gives all of them the same, as Keras' `dot_product_attention` does.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::scalar::Scalar;

/// The score of what is masked.
pub(super) const MASKED: f64 = -1e9;

/// mask = 1 for each row of `width` scalars of x in which any is not `value`, else 0.
///
/// ```
/// let mut mask = [9.0; 3];
/// chainrule::kernels::mask::any_not_equal(&mut mask, &[5.0, 0.0, 7.0], 1, 0.0);
/// assert_eq!(mask, [1.0, 0.0, 1.0]);
/// ```
pub fn any_not_equal<T: Scalar>(mask: &mut [T], x: &[T], width: usize, value: f64) {
    T::any_not_equal(mask, x, width, value);
}

/// Masks scores: `s` `(heads, queries, keys)` in each sample, `query_mask` `(queries)`, `key_mask` `(keys)`. If it is
/// causal, a key behind the query is masked. A score counts if none of these masks it.
pub fn scores<T: Scalar>(
    s: &mut [T],
    heads: usize,
    queries: usize,
    keys: usize,
    causal: bool,
    query_mask: Option<&[T]>,
    key_mask: Option<&[T]>,
) {
    T::mask_scores(s, MASKED, [heads, queries, keys], causal, query_mask, key_mask);
}

/// The way back, where `ds` holds the gradient of the masked scores: 0 where a score is masked. Needed where all scores of
/// a query can be masked; else softmax gives these zeros itself.
pub fn scores_backward<T: Scalar>(
    ds: &mut [T],
    heads: usize,
    queries: usize,
    keys: usize,
    causal: bool,
    query_mask: Option<&[T]>,
    key_mask: Option<&[T]>,
) {
    T::mask_scores(ds, 0.0, [heads, queries, keys], causal, query_mask, key_mask);
}

/// y = 0 in each row of `width` scalars whose mask is 0. On the way back dx = dy in the others: the same.
pub fn zero<T: Scalar>(y: &mut [T], mask: &[T], width: usize) {
    T::mask_rows(y, mask, width);
}

/// The body of [`any_not_equal`].
#[inline(always)]
pub(crate) fn any_not_equal_body<T: Scalar>(mask: &mut [T], x: &[T], width: usize, value: f64) {
    let value = T::from_f64(value);
    let number = |differs: bool| if differs { T::ONE } else { T::ZERO };
    if width == 1 {
        for (mask, x) in mask.iter_mut().zip(x) {
            *mask = number(*x != value);
        }
        return;
    }
    for (mask, x) in mask.iter_mut().zip(x.chunks_exact(width)) {
        *mask = number(x.iter().any(|x| *x != value));
    }
}

/// The body of [`scores`].
#[inline(always)]
pub(crate) fn scores_body<T: Scalar>(
    s: &mut [T],
    masked: f64,
    [heads, queries, keys]: [usize; 3],
    causal: bool,
    query_mask: Option<&[T]>,
    key_mask: Option<&[T]>,
) {
    let masked = T::from_f64(masked);
    for (sample, s) in s.chunks_exact_mut(heads * queries * keys).enumerate() {
        let query_mask = query_mask.map(|mask| &mask[sample * queries..][..queries]);
        let key_mask = key_mask.map(|mask| &mask[sample * keys..][..keys]);
        for (row, s) in s.chunks_exact_mut(keys).enumerate() {
            let query = row % queries;
            let seen = match query_mask {
                Some(mask) if mask[query] == T::ZERO => 0,
                _ if causal => keys.min(query + 1),
                _ => keys,
            };
            let (seen, unseen) = s.split_at_mut(seen);
            unseen.fill(masked);
            if let Some(mask) = key_mask {
                for (s, mask) in seen.iter_mut().zip(mask) {
                    *s = if *mask == T::ZERO { masked } else { *s };
                }
            }
        }
    }
}

/// The body of [`zero`].
#[inline(always)]
pub(crate) fn rows_body<T: Scalar>(y: &mut [T], mask: &[T], width: usize) {
    if width == 1 {
        for (y, mask) in y.iter_mut().zip(mask) {
            *y = if *mask == T::ZERO { T::ZERO } else { *y };
        }
        return;
    }
    for (y, mask) in y.chunks_exact_mut(width).zip(mask) {
        if *mask == T::ZERO {
            y.fill(T::ZERO);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::numbers;

    /// Zeros and ones.
    fn mask(len: usize, seed: u64) -> Vec<f64> {
        numbers(len, seed).iter().map(|number| f64::from(*number > -0.3)).collect()
    }

    #[test]
    fn a_row_counts_if_any_of_it_differs() {
        for width in [1, 2, 3, 17] {
            for rows in [1, 2, 3, 17] {
                let x: Vec<f64> = numbers(width * rows, 1).iter().map(|x| (x * 2.0).round()).collect();
                let mut found = vec![9.0; rows];
                any_not_equal(&mut found, &x, width, 1.0);
                for (row, found) in found.iter().enumerate() {
                    let all_equal = (0..width).all(|at| x[row * width + at] == 1.0);
                    assert_eq!(*found == 0.0, all_equal);
                    assert_eq!(*found == 1.0, !all_equal);
                }
            }
        }
        let mut found = [9.0_f32; 4];
        any_not_equal(&mut found, &[0.1, 0.2, f32::NAN, -0.1], 1, 0.1);
        assert_eq!(found, [0.0, 1.0, 1.0, 1.0]);
    }

    #[test]
    fn rows_that_do_not_count_are_zero_whatever_they_hold() {
        let mut y = [1.0, f64::NAN, 2.0, f64::INFINITY, 3.0, 4.0];
        zero(&mut y, &[0.0, 0.0, 1.0], 2);
        assert_eq!(y, [0.0, 0.0, 0.0, 0.0, 3.0, 4.0]);
        let mut y = [f64::NAN, 1.0];
        zero(&mut y, &[0.0, 1.0], 1);
        assert_eq!(y, [0.0, 1.0]);
    }

    #[test]
    fn a_score_counts_if_nothing_masks_it() {
        for (heads, queries, keys) in [(1, 1, 1), (2, 3, 3), (3, 2, 17), (1, 17, 3)] {
            let samples = 3;
            let (of_queries, of_keys) = (mask(samples * queries, 1), mask(samples * keys, 2));
            let s = numbers(samples * heads * queries * keys, 3);
            for case in 0..8 {
                let (causal, query_mask, key_mask) = (
                    case & 1 == 1,
                    (case & 2 == 2).then_some(of_queries.as_slice()),
                    (case & 4 == 4).then_some(of_keys.as_slice()),
                );
                let (mut found, mut back) = (s.clone(), s.clone());
                scores(&mut found, heads, queries, keys, causal, query_mask, key_mask);
                scores_backward(&mut back, heads, queries, keys, causal, query_mask, key_mask);
                for at in 0..s.len() {
                    let (key, query) = (at % keys, at / keys % queries);
                    let sample = at / (heads * queries * keys);
                    let counts = (!causal || key <= query)
                        && query_mask.is_none_or(|mask| mask[sample * queries + query] == 1.0)
                        && key_mask.is_none_or(|mask| mask[sample * keys + key] == 1.0);
                    assert_eq!(found[at], if counts { s[at] } else { -1e9 });
                    assert_eq!(back[at], if counts { s[at] } else { 0.0 });
                }
            }
        }
    }

    #[test]
    fn softmax_of_a_masked_row_is_uniform() {
        use crate::kernels::{softmax, view::columns_mut};

        let mut s = [30.0_f32, -2.0, 7.0, 1.0, 2.0, 3.0];
        scores(&mut s, 1, 2, 3, false, Some(&[0.0, 1.0]), Some(&[1.0, 1.0, 0.0]));
        softmax::forward_in_place(columns_mut::<_, 3>(&mut s));
        assert_eq!(s[..3], [1.0 / 3.0; 3]);
        assert_eq!(s[5], 0.0);
    }
}
