//! One input of a model: numbers, indices, arrays of either; and tuples of those.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use core::slice;

use crate::error::{Error, Result};
use crate::scalar::Scalar;

/// What a model over numbers `T` takes for one sample: a [`Part`], or a tuple of up to four.
///
/// Numbers lie in memory as the model reads them. Indices become numbers, and the parts of tuples become blocks, all of
/// the first part before all of the second: both by a copy.
///
/// ```
/// use chainrule::Input;
///
/// type Pair = ([f32; 2], [u32; 1]);
/// let mut batch = [0.0_f32; 2 * <Pair as Input<f32>>::LEN];
/// Input::spread(&[([0.1, 0.2], [7_u32]), ([0.3, 0.4], [8])], &mut batch);
/// assert_eq!(batch, [0.1, 0.2, 0.3, 0.4, 7.0, 8.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "a model over `{T}` takes no `{Self}`",
    label = "not an input of a model over `{T}`",
    note = "an input is made of `{T}`, or of `u32` for indices: one of these, nested arrays of one, such as \
            `[[{T}; 28]; 28]`, or a tuple of up to four of those"
)]
pub trait Input<T: Scalar>: Copy + Send + Sync + 'static {
    /// All zeros.
    const ZERO: Self;
    /// How many scalars it holds.
    const LEN: usize;
    /// How many scalars each part holds.
    const PARTS: &'static [usize] = &[Self::LEN];
    /// How many scalars it is copied to before a model reads it: 0, or `LEN`.
    const COPY: usize;

    /// Samples as the flat slice that a model reads, if they lie so.
    fn lent(samples: &[Self]) -> Option<&[T]>;
    /// As [`lent`](Self::lent), to be written.
    fn lent_mut(samples: &mut [Self]) -> Option<&mut [T]>;
    /// Writes a batch to its flat slice.
    fn spread(samples: &[Self], scalars: &mut [T]);
    /// Reads a batch of gradients from their flat slice. Indices have none: they become 0.
    fn collect(scalars: &[T], samples: &mut [Self]);
    /// As [`spread`](Self::spread), for a batch of the samples with these numbers.
    fn gather(samples: &[Self], rows: &[usize], scalars: &mut [T]) {
        for (row, scalars) in rows.iter().zip(scalars.chunks_mut(Self::LEN.max(1))) {
            Self::spread(&samples[*row..=*row], scalars);
        }
    }
    /// Whether the indices of each part are below a number, if it has one.
    ///
    /// # Errors
    /// [`Error::Index`] with the first that is not.
    fn check(samples: &[Self], below: &[Option<usize>]) -> Result<()>;
}

/// A number or an index, or nested arrays of one: `[[f32; 28]; 28]`, `[u32; 16]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no part of an input of a model over `{T}`",
    label = "neither `{T}` nor `u32`, nor nested arrays of one",
    note = "the parts of a tuple are made of `{T}`, or of `u32` for indices"
)]
pub trait Part<T: Scalar>: Input<T> {
    /// Samples as one flat slice, if they are indices.
    fn indices(samples: &[Self]) -> Option<&[u32]>;
}

macro_rules! number {
    ($($T:ty),*) => {$(
        impl Input<$T> for $T {
            const ZERO: Self = 0.0;
            const LEN: usize = 1;
            const COPY: usize = 0;

            fn lent(samples: &[Self]) -> Option<&[$T]> {
                Some(samples)
            }
            fn lent_mut(samples: &mut [Self]) -> Option<&mut [$T]> {
                Some(samples)
            }
            fn spread(samples: &[Self], scalars: &mut [$T]) {
                scalars.copy_from_slice(samples);
            }
            fn collect(scalars: &[$T], samples: &mut [Self]) {
                samples.copy_from_slice(scalars);
            }
            fn check(_samples: &[Self], _below: &[Option<usize>]) -> Result<()> {
                Ok(())
            }
        }

        impl Part<$T> for $T {
            fn indices(_samples: &[Self]) -> Option<&[u32]> {
                None
            }
        }
    )*};
}
number!(f32, f64);

impl<T: Scalar> Input<T> for u32 {
    const ZERO: Self = 0;
    const LEN: usize = 1;
    const COPY: usize = 1;

    fn lent(_samples: &[Self]) -> Option<&[T]> {
        None
    }
    fn lent_mut(_samples: &mut [Self]) -> Option<&mut [T]> {
        None
    }
    fn spread(samples: &[Self], scalars: &mut [T]) {
        T::from_indices(scalars, samples);
    }
    fn collect(_scalars: &[T], samples: &mut [Self]) {
        samples.fill(0);
    }
    fn check(samples: &[Self], below: &[Option<usize>]) -> Result<()> {
        check_part(samples, 1, 0, below)
    }
}

impl<T: Scalar> Part<T> for u32 {
    fn indices(samples: &[Self]) -> Option<&[u32]> {
        Some(samples)
    }
}

impl<T: Scalar, P: Part<T>, const N: usize> Input<T> for [P; N] {
    const ZERO: Self = [P::ZERO; N];
    const LEN: usize = N * P::LEN;
    const COPY: usize = N * P::COPY;

    fn lent(samples: &[Self]) -> Option<&[T]> {
        P::lent(samples.as_flattened())
    }
    fn lent_mut(samples: &mut [Self]) -> Option<&mut [T]> {
        P::lent_mut(samples.as_flattened_mut())
    }
    fn spread(samples: &[Self], scalars: &mut [T]) {
        P::spread(samples.as_flattened(), scalars);
    }
    fn collect(scalars: &[T], samples: &mut [Self]) {
        P::collect(scalars, samples.as_flattened_mut());
    }
    fn check(samples: &[Self], below: &[Option<usize>]) -> Result<()> {
        Self::indices(samples).map_or(Ok(()), |indices| check_part(indices, Self::LEN, 0, below))
    }
}

impl<T: Scalar, P: Part<T>, const N: usize> Part<T> for [P; N] {
    fn indices(samples: &[Self]) -> Option<&[u32]> {
        P::indices(samples.as_flattened())
    }
}

/// Tuples: the flat slice is divided where the parts meet, and each part's samples are visited one by one.
macro_rules! tuple {
    ($($Part:ident $at:tt),+) => {
        impl<T: Scalar, $($Part: Part<T>),+> Input<T> for ($($Part,)+) {
            const ZERO: Self = ($($Part::ZERO,)+);
            const LEN: usize = 0 $(+ $Part::LEN)+;
            const PARTS: &'static [usize] = &[$($Part::LEN),+];
            const COPY: usize = Self::LEN;

            fn lent(_samples: &[Self]) -> Option<&[T]> {
                None
            }
            fn lent_mut(_samples: &mut [Self]) -> Option<&mut [T]> {
                None
            }
            fn spread(samples: &[Self], scalars: &mut [T]) {
                let mut rest = scalars;
                $(
                    let (part, others) = rest.split_at_mut(samples.len() * $Part::LEN);
                    rest = others;
                    for (sample, part) in samples.iter().zip(part.chunks_mut($Part::LEN.max(1))) {
                        $Part::spread(slice::from_ref(&sample.$at), part);
                    }
                )+
                debug_assert!(rest.is_empty());
            }
            fn collect(scalars: &[T], samples: &mut [Self]) {
                let (count, mut rest) = (samples.len(), scalars);
                $(
                    let (part, others) = rest.split_at(count * $Part::LEN);
                    rest = others;
                    for (sample, part) in samples.iter_mut().zip(part.chunks($Part::LEN.max(1))) {
                        $Part::collect(part, slice::from_mut(&mut sample.$at));
                    }
                )+
                debug_assert!(rest.is_empty());
            }
            fn gather(samples: &[Self], rows: &[usize], scalars: &mut [T]) {
                let mut rest = scalars;
                $(
                    let (part, others) = rest.split_at_mut(rows.len() * $Part::LEN);
                    rest = others;
                    for (row, part) in rows.iter().zip(part.chunks_mut($Part::LEN.max(1))) {
                        $Part::spread(slice::from_ref(&samples[*row].$at), part);
                    }
                )+
                debug_assert!(rest.is_empty());
            }
            fn check(samples: &[Self], below: &[Option<usize>]) -> Result<()> {
                for (row, sample) in samples.iter().enumerate() {
                    $(
                        if let Some(indices) = $Part::indices(slice::from_ref(&sample.$at)) {
                            check_part(indices, $Part::LEN, $at, below).map_err(|error| error.in_row(row))?;
                        }
                    )+
                }
                Ok(())
            }
        }
    };
}
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);

/// Whether the indices of the part `input` of some samples, `len` each, are below what is asked of that part.
///
/// Not generic, so that it is compiled in this crate.
fn check_part(indices: &[u32], len: usize, input: usize, below: &[Option<usize>]) -> Result<()> {
    let Some(below) = below.get(input).copied().flatten() else { return Ok(()) };
    let fits = |index: u32| usize::try_from(index).is_ok_and(|index| index < below);
    // The largest of many is found on vectors, the first of them is asked for only if there is one to find.
    if indices.iter().copied().max().is_none_or(fits) {
        return Ok(());
    }
    match indices.iter().position(|index| !fits(*index)) {
        Some(at) => Err(Error::Index { row: at / len, input, place: at % len, index: indices[at], below }),
        None => Ok(()),
    }
}

/// Indices as numbers: exact below 2²⁴ in `f32`.
#[inline(always)]
pub(crate) fn from_indices<T: Scalar>(values: &mut [T], indices: &[u32]) {
    for (value, index) in values.iter_mut().zip(indices) {
        *value = T::from_f64(f64::from(*index));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Pair = ([[f64; 2]; 1], [u32; 3]);

    const PAIRS: [Pair; 3] = [([[0.5, 1.5]], [1, 2, 3]), ([[2.5, 3.5]], [4, 5, 6]), ([[4.5, 5.5]], [7, 8, 9])];

    #[test]
    fn numbers_are_lent_and_nothing_else_is() {
        let samples = [[[1.0_f32, 2.0], [3.0, 4.0]]];
        assert_eq!(Input::lent(&samples), Some(&[1.0, 2.0, 3.0, 4.0][..]));
        assert_eq!((Input::<f32>::lent(&[[1_u32, 2]]), Input::<f64>::lent(&PAIRS)), (None, None));
        let copies = (<[[f32; 2]; 2]>::COPY, <[u32; 2] as Input<f32>>::COPY, <Pair as Input<f64>>::COPY);
        assert_eq!(copies, (0, 2, 5));
    }

    #[test]
    fn parts_lie_block_by_block() {
        let mut flat = [f64::NAN; 15];
        Input::spread(&PAIRS, &mut flat);
        let numbers = [0.5, 1.5, 2.5, 3.5, 4.5, 5.5];
        assert_eq!((&flat[..6], &flat[6..]), (&numbers[..], &[1., 2., 3., 4., 5., 6., 7., 8., 9.][..]));
        let mut gradients = [<Pair as Input<f64>>::ZERO; 3];
        gradients[1].1 = [9; 3];
        Input::collect(&flat, &mut gradients);
        assert_eq!(gradients.map(|pair| pair.1), [[0; 3]; 3], "indices have no gradient");
        assert_eq!(gradients.map(|pair| pair.0), PAIRS.map(|pair| pair.0));
    }

    #[test]
    fn rows_are_gathered_in_their_order() {
        let mut flat = [f64::NAN; 10];
        Input::gather(&PAIRS, &[2, 0], &mut flat);
        assert_eq!(flat, [4.5, 5.5, 0.5, 1.5, 7.0, 8.0, 9.0, 1.0, 2.0, 3.0]);
        let mut indices = [f32::NAN; 4];
        Input::gather(&[[1_u32, 2], [3, 4], [5, 6]], &[1, 1], &mut indices);
        assert_eq!(indices, [3.0, 4.0, 3.0, 4.0]);
    }

    #[test]
    fn the_first_index_that_is_too_large_is_named() {
        let found = Input::<f64>::check(&PAIRS, &[None, Some(8)]).unwrap_err();
        assert_eq!(found.to_string(), "row 2: the index at place 1 of input 1 is 8, but must be below 8");
        assert!(Input::<f64>::check(&PAIRS, &[None, Some(10)]).is_ok());
        assert!(Input::<f64>::check(&PAIRS, &[]).is_ok());
        let found = Input::<f32>::check(&[[[0_u32, 1], [2, 3]], [[4, u32::MAX], [0, 9]]], &[Some(5)]).unwrap_err();
        assert!(matches!(found, Error::Index { row: 1, input: 0, place: 1, index: u32::MAX, below: 5 }));
        assert!(Input::<f32>::check(&[[0.5_f32]], &[Some(0)]).is_ok(), "numbers are no indices");
    }
}
