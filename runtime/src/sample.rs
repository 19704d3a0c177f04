//! One input, output or vector label: a number, or arrays of them.

use core::hint;

use crate::scalar::Scalar;

/// A number or nested arrays of numbers, `[[f32; 28]; 28]`: what models take and give.
pub trait Sample: Copy + Send + Sync + 'static {
    /// The number type.
    type Scalar: Scalar;
    /// All zeros.
    const ZERO: Self;
    /// How many scalars it holds.
    const LEN: usize;
    /// How many axes it has.
    const RANK: usize;
    /// The length of the last axis (1 for a number).
    const LAST: usize;

    /// The length of an axis.
    fn axis(axis: usize) -> usize;
    /// Samples as one flat slice, row-major.
    fn flatten(samples: &[Self]) -> &[Self::Scalar];
    /// Samples as one flat slice, row-major, to be written.
    fn flatten_mut(samples: &mut [Self]) -> &mut [Self::Scalar];
    /// The reverse of [`flatten`](Self::flatten): as many whole samples as there are, none of no scalars.
    fn unflatten(scalars: &[Self::Scalar]) -> &[Self];
}

macro_rules! number {
    ($($T:ty),*) => {$(
        impl Sample for $T {
            type Scalar = $T;
            const ZERO: Self = 0.0;
            const LEN: usize = 1;
            const RANK: usize = 0;
            const LAST: usize = 1;

            fn axis(_axis: usize) -> usize {
                1
            }
            fn flatten(samples: &[Self]) -> &[$T] {
                samples
            }
            fn flatten_mut(samples: &mut [Self]) -> &mut [$T] {
                samples
            }
            fn unflatten(scalars: &[$T]) -> &[Self] {
                scalars
            }
        }
    )*};
}
number!(f32, f64);

impl<S: Sample, const N: usize> Sample for [S; N] {
    type Scalar = S::Scalar;
    const ZERO: Self = [S::ZERO; N];
    const LEN: usize = N * S::LEN;
    const RANK: usize = 1 + S::RANK;
    const LAST: usize = if S::RANK == 0 { N } else { S::LAST };

    fn axis(axis: usize) -> usize {
        if axis == 0 { N } else { S::axis(axis - 1) }
    }
    fn flatten(samples: &[Self]) -> &[S::Scalar] {
        S::flatten(samples.as_flattened())
    }
    fn flatten_mut(samples: &mut [Self]) -> &mut [S::Scalar] {
        S::flatten_mut(samples.as_flattened_mut())
    }
    fn unflatten(scalars: &[S::Scalar]) -> &[Self] {
        if N == 0 { &[] } else { S::unflatten(scalars).as_chunks().0 }
    }
}

/// `count` zeros on the heap. `vec![X::ZERO; count]` puts one on the stack where it is not optimized, and a sample can be
/// larger than that.
#[cfg(feature = "std")]
pub(crate) fn zeros<X: Sample>(count: usize) -> Vec<X> {
    let mut zeros = Vec::with_capacity(count);
    if X::LEN == 0 {
        zeros.resize_with(count, || X::ZERO);
    } else {
        let zero = vec![X::Scalar::ZERO; X::LEN];
        (0..count).for_each(|_| zeros.extend_from_slice(X::unflatten(&zero)));
    }
    zeros
}

/// Rows of `len` numbers, one after the other.
///
/// Eight rows are touched before they are copied: their cache lines come from memory together, where copying a row after
/// the other would wait for each.
pub(crate) fn gather<T: Scalar>(to: &mut [T], from: &[T], rows: &[usize], len: usize) {
    const TOGETHER: usize = 8;
    if len == 0 {
        return;
    }
    let row = |at: usize| &from[at * len..(at + 1) * len];
    for (to, rows) in to.chunks_mut(TOGETHER * len).zip(rows.chunks(TOGETHER)) {
        if let Ok(rows) = <[usize; TOGETHER]>::try_from(rows) {
            let (rows, mut sum) = (rows.map(row), T::ZERO);
            for at in (0..len).step_by(64 / size_of::<T>()) {
                for row in rows {
                    sum += row[at];
                }
            }
            hint::black_box(sum);
        }
        for (to, &at) in to.chunks_exact_mut(len).zip(rows) {
            to.copy_from_slice(row(at));
        }
    }
}

/// Bytes as numbers, divided: a table has the 256 quotients.
#[allow(clippy::inline_always)]
#[inline(always)]
pub(crate) fn from_bytes<T: Scalar>(values: &mut [T], bytes: &[u8], divisor: f64) {
    let table: [T; 256] = core::array::from_fn(|byte| T::from_f64(byte as f64 / divisor));
    for (value, byte) in values.iter_mut().zip(bytes) {
        *value = table[usize::from(*byte)];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_as_many_as_asked_for() {
        assert_eq!(zeros::<[[f32; 3]; 2]>(4), [[[0.0; 3]; 2]; 4]);
        assert_eq!((zeros::<f64>(2), zeros::<[f64; 2]>(0), zeros::<[f32; 0]>(3)), (vec![0.0; 2], vec![], vec![[]; 3]));
        assert_eq!(<[[f32; 0]; 2]>::unflatten(&[1.0]), [[[0.0; 0]; 2]; 0]);
    }
}
