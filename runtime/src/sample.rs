//! One input, output or vector label: a number, or arrays of them; and tuples of those.

use core::{hint, slice};

use crate::scalar::Scalar;

/// What a model takes or gives for one sample: a [`Sample`], or a tuple of up to four.
///
/// A batch of tuples is one flat slice too: the first parts of all samples, then the second parts of all, and so on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a sample nor a tuple of samples",
    label = "neither a sample nor a tuple of samples",
    note = "a sample is a number or nested arrays of numbers, such as `[[f32; 28]; 28]`"
)]
pub trait Bundle: Copy + Send + Sync + 'static {
    /// The number type.
    type Scalar: Scalar;
    /// All zeros.
    const ZERO: Self;
    /// How many scalars it holds.
    const LEN: usize;
    /// How many scalars each part holds; a sample is one part.
    const PARTS: &'static [usize] = &[Self::LEN];
    /// How many scalars a model writes it to before it is copied: 0 if it lies in memory as the model writes it, or `LEN`.
    const COPY: usize;

    /// Samples as the flat slice that a model writes, if they lie so.
    fn lent_mut(samples: &mut [Self]) -> Option<&mut [Self::Scalar]>;
    /// Reads a batch from its flat slice: as many samples as `samples` holds.
    fn collect(scalars: &[Self::Scalar], samples: &mut [Self]);
    /// Writes a batch to its flat slice.
    fn spread(samples: &[Self], scalars: &mut [Self::Scalar]);
    /// So many zeros on the heap.
    #[cfg(feature = "std")]
    fn zeros(count: usize) -> Vec<Self> {
        vec![Self::ZERO; count]
    }
}

/// A number or nested arrays of numbers, `[[f32; 28]; 28]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no number and no array of numbers",
    label = "not a number, nor nested arrays of numbers",
    note = "where a model gives a tuple, give a tuple too: a loss for each output, \
            `(MeanSquaredError::new(), BinaryCrossentropy::new())`"
)]
pub trait Sample: Bundle {
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
        impl Bundle for $T {
            type Scalar = $T;
            const ZERO: Self = 0.0;
            const LEN: usize = 1;
            const COPY: usize = 0;

            fn lent_mut(samples: &mut [Self]) -> Option<&mut [$T]> {
                Some(samples)
            }
            fn collect(scalars: &[$T], samples: &mut [Self]) {
                samples.copy_from_slice(scalars);
            }
            fn spread(samples: &[Self], scalars: &mut [$T]) {
                scalars.copy_from_slice(samples);
            }
        }

        impl Sample for $T {
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

impl<S: Sample, const N: usize> Bundle for [S; N] {
    type Scalar = S::Scalar;
    const ZERO: Self = [S::ZERO; N];
    const LEN: usize = N * S::LEN;
    const COPY: usize = 0;

    fn lent_mut(samples: &mut [Self]) -> Option<&mut [S::Scalar]> {
        Some(Self::flatten_mut(samples))
    }
    fn collect(scalars: &[S::Scalar], samples: &mut [Self]) {
        S::flatten_mut(samples.as_flattened_mut()).copy_from_slice(scalars);
    }
    fn spread(samples: &[Self], scalars: &mut [S::Scalar]) {
        scalars.copy_from_slice(S::flatten(samples.as_flattened()));
    }
    // `vec![Self::ZERO; count]` puts one on the stack where it is not optimized, and a sample can be larger than that.
    #[cfg(feature = "std")]
    fn zeros(count: usize) -> Vec<Self> {
        let mut zeros = Vec::with_capacity(count);
        if Self::LEN == 0 {
            zeros.resize_with(count, || Self::ZERO);
        } else {
            let zero = vec![S::Scalar::ZERO; Self::LEN];
            (0..count).for_each(|_| zeros.extend_from_slice(Self::unflatten(&zero)));
        }
        zeros
    }
}

impl<S: Sample, const N: usize> Sample for [S; N] {
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

/// Tuples: the flat slice is divided where the parts meet, and each part's samples are visited one by one.
macro_rules! tuple {
    ($First:ident 0 $(, $Part:ident $at:tt)+) => {
        impl<$First: Sample, $($Part: Sample<Scalar = $First::Scalar>),+> Bundle for ($First, $($Part),+) {
            type Scalar = $First::Scalar;
            const ZERO: Self = ($First::ZERO, $($Part::ZERO),+);
            const LEN: usize = $First::LEN $(+ $Part::LEN)+;
            const PARTS: &'static [usize] = &[$First::LEN, $($Part::LEN),+];
            const COPY: usize = Self::LEN;

            fn lent_mut(_samples: &mut [Self]) -> Option<&mut [Self::Scalar]> {
                None
            }

            fn collect(scalars: &[Self::Scalar], samples: &mut [Self]) {
                tuple!(@collect scalars, samples, $First 0 $(, $Part $at)+);
            }
            fn spread(samples: &[Self], scalars: &mut [Self::Scalar]) {
                tuple!(@spread scalars, samples, $First 0 $(, $Part $at)+);
            }
        }
    };
    (@collect $scalars:ident, $samples:ident, $($Part:ident $at:tt),+) => {
        let (count, mut rest) = ($samples.len(), $scalars);
        $(
            let (part, others) = rest.split_at(count * $Part::LEN);
            rest = others;
            for (sample, part) in $samples.iter_mut().zip(part.chunks($Part::LEN.max(1))) {
                $Part::flatten_mut(slice::from_mut(&mut sample.$at)).copy_from_slice(part);
            }
        )+
        debug_assert!(rest.is_empty());
    };
    (@spread $scalars:ident, $samples:ident, $($Part:ident $at:tt),+) => {
        let (count, mut rest) = ($samples.len(), $scalars);
        $(
            let (part, others) = rest.split_at_mut(count * $Part::LEN);
            rest = others;
            for (sample, part) in $samples.iter().zip(part.chunks_mut($Part::LEN.max(1))) {
                part.copy_from_slice($Part::flatten(slice::from_ref(&sample.$at)));
            }
        )+
        debug_assert!(rest.is_empty());
    };
}
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);

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
        assert_eq!(<[[f32; 3]; 2]>::zeros(4), [[[0.0; 3]; 2]; 4]);
        assert_eq!((f64::zeros(2), <[f64; 2]>::zeros(0), <[f32; 0]>::zeros(3)), (vec![0.0; 2], vec![], vec![[]; 3]));
        assert_eq!(<([f32; 2], f32)>::zeros(3), [([0.0; 2], 0.0); 3]);
        assert_eq!(<[[f32; 0]; 2]>::unflatten(&[1.0]), [[[0.0; 0]; 2]; 0]);
    }

    #[test]
    fn tuples_lie_part_after_part() {
        type Pair = ([f32; 2], f32);
        let samples: [Pair; 3] = [([1.0, 2.0], 3.0), ([4.0, 5.0], 6.0), ([7.0, 8.0], 9.0)];
        let mut flat = [0.0; 3 * Pair::LEN];
        Pair::spread(&samples, &mut flat);
        assert_eq!(flat, [1.0, 2.0, 4.0, 5.0, 7.0, 8.0, 3.0, 6.0, 9.0]);
        let mut found = [Pair::ZERO; 3];
        Pair::collect(&flat, &mut found);
        assert_eq!(found, samples);
        let mut empty = [<([f64; 0], [f64; 1])>::ZERO; 2];
        Bundle::collect(&[1.0, 2.0], &mut empty);
        assert_eq!(empty, [([], [1.0]), ([], [2.0])]);
    }
}
