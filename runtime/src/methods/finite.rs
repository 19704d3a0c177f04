//! Whether numbers are numbers: a pass over a whole gradient in each training step, so it must be quick.

use crate::scalar::Scalar;

/// The body of `all_finite`: 0 · x is 0 for every finite x, and NaN for all others. Independent sums let it run on
/// vectors.
#[allow(clippy::inline_always)]
#[inline(always)]
pub(crate) fn all_finite<T: Scalar>(values: &[T]) -> bool {
    const LANES: usize = 32;
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut sums = [T::ZERO; LANES];
    for chunk in chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += *value * T::ZERO;
        }
    }
    sums.iter().chain(rest).all(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::all_finite;

    #[test]
    fn one_bad_value_anywhere_is_seen() {
        for len in [1, 31, 32, 33, 100] {
            let mut values = vec![f32::MAX; len];
            assert!(all_finite(&values));
            for at in 0..len {
                for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                    values[at] = bad;
                    assert!(!all_finite(&values), "{bad} at {at} of {len}");
                }
                values[at] = 1.0;
            }
        }
    }
}
