//! Sums over columns, and constants for each channel: in blocks of channels whose numbers lie on the stack.
//!
//! A column holds one number for each channel, such as a position of a sample. Narrow columns are taken several at a time,
//! so that the loops are long enough for vector registers. Sums are computed in `f64`.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use super::lanes::LANES;
use crate::scalar::Scalar;

/// The most channels of a block.
pub(crate) const BLOCK: usize = 256;

/// No constants, for sums that need none.
pub(crate) const NONE: [f64; BLOCK] = [0.0; BLOCK];

/// Some channels of every column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    /// Channels of a column.
    width: usize,
    /// The first channel of the block.
    pub(crate) first: usize,
    /// Channels of the block.
    pub(crate) count: usize,
    /// Columns that are taken together; more than one only where the block has all channels.
    at_once: usize,
}

impl Block {
    /// All channels of columns of `width`, block after block.
    #[inline(always)]
    pub(crate) fn all(width: usize) -> impl Iterator<Item = Self> {
        (0..width).step_by(BLOCK).map(move |first| {
            let count = BLOCK.min(width - first);
            Self { width, first, count, at_once: if count == width { BLOCK / width } else { 1 } }
        })
    }

    /// A constant for each channel, repeated for the columns that are taken together.
    #[inline(always)]
    pub(crate) fn spread<C: Copy + Default>(self, constant: impl Fn(usize) -> C) -> [C; BLOCK] {
        let mut constants = [C::default(); BLOCK];
        for (own, channel) in constants[..self.count].iter_mut().zip(self.first..) {
            *own = constant(channel);
        }
        self.repeat(&mut constants);
        constants
    }

    /// Repeats the constants of the block's channels for the columns that are taken together.
    #[inline(always)]
    pub(crate) fn repeat<C: Copy>(self, constants: &mut [C; BLOCK]) {
        let mut filled = self.count;
        while filled < BLOCK {
            let len = filled.min(BLOCK - filled);
            constants.copy_within(..len, filled);
            filled += len;
        }
    }

    /// Σ term(constant, a, b) over the columns, for each channel of the block; with a mask, over the columns where it is
    /// not 0.
    #[inline(always)]
    pub(crate) fn sums<T: Scalar>(
        self,
        (a, b): (&[T], &[T]),
        mask: Option<&[T]>,
        constants: &[f64; BLOCK],
        term: impl Fn(f64, T, T) -> f64,
    ) -> [f64; BLOCK] {
        let block = if mask.is_some() { Self { at_once: 1, ..self } } else { self };
        let mut sums = [0.0; BLOCK];
        for (at, (a, b)) in block.parts(a).zip(block.parts(b)).enumerate() {
            if mask.is_some_and(|mask| mask[at] == T::ZERO) {
                continue;
            }
            for (((sum, constant), a), b) in sums.iter_mut().zip(constants).zip(a).zip(b) {
                *sum += term(*constant, *a, *b);
            }
        }
        let (own, others) = sums.split_at_mut(self.count);
        for other in others.chunks(self.count) {
            for (own, other) in own.iter_mut().zip(other) {
                *own += *other;
            }
        }
        sums
    }

    /// y = f(y, constants) in the channels of the block.
    #[inline(always)]
    pub(crate) fn update<T: Scalar, const K: usize>(
        self,
        y: &mut [T],
        constants: &[[T; BLOCK]; K],
        f: impl Fn(T, [T; K]) -> T,
    ) {
        for y in self.parts_mut(y) {
            for at in 0..y.len().min(BLOCK) {
                y[at] = f(y[at], core::array::from_fn(|k| constants[k][at]));
            }
        }
    }

    /// y = f(y, x, constants) in the channels of the block.
    #[inline(always)]
    pub(crate) fn update_from<T: Scalar, const K: usize>(
        self,
        y: &mut [T],
        x: &[T],
        constants: &[[T; BLOCK]; K],
        f: impl Fn(T, T, [T; K]) -> T,
    ) {
        for (y, x) in self.parts_mut(y).zip(self.parts(x)) {
            for (at, x) in x.iter().enumerate().take(y.len().min(BLOCK)) {
                y[at] = f(y[at], *x, core::array::from_fn(|k| constants[k][at]));
            }
        }
    }

    /// As [`update`](Self::update), where [`LANES`] numbers of each channel lie side by side.
    #[inline(always)]
    pub(crate) fn update_lanes<T: Scalar, const K: usize>(
        self,
        y: &mut [T],
        constants: &[[T; BLOCK]; K],
        f: impl Fn(T, [T; K]) -> T,
    ) {
        for rows in y.as_chunks_mut::<LANES>().0.chunks_exact_mut(self.width) {
            let rows = &mut rows[self.first..][..self.count.min(BLOCK)];
            for (at, row) in rows.iter_mut().enumerate() {
                let constants = core::array::from_fn(|k| constants[k][at]);
                for y in row {
                    *y = f(*y, constants);
                }
            }
        }
    }

    /// As [`update_from`](Self::update_from), where [`LANES`] numbers of each channel lie side by side.
    #[inline(always)]
    pub(crate) fn update_lanes_from<T: Scalar, const K: usize>(
        self,
        y: &mut [T],
        x: &[T],
        constants: &[[T; BLOCK]; K],
        f: impl Fn(T, T, [T; K]) -> T,
    ) {
        let x = x.as_chunks::<LANES>().0.chunks_exact(self.width);
        for (rows, x) in y.as_chunks_mut::<LANES>().0.chunks_exact_mut(self.width).zip(x) {
            let rows = rows[self.first..][..self.count.min(BLOCK)].iter_mut().zip(&x[self.first..]);
            for (at, (row, x)) in rows.enumerate() {
                let constants = core::array::from_fn(|k| constants[k][at]);
                // From copies, which nothing is written between: it takes vectors that way.
                let (mut y, x) = (*row, *x);
                for (y, x) in y.iter_mut().zip(x) {
                    *y = f(*y, x, constants);
                }
                *row = y;
            }
        }
    }

    /// The block's channels of as many columns as are taken together, one part after the other.
    #[inline(always)]
    fn parts<T>(self, values: &[T]) -> impl Iterator<Item = &[T]> {
        values.chunks(self.width * self.at_once).map(move |columns| {
            let end = columns.len().min(self.first + self.count * self.at_once);
            &columns[self.first..end]
        })
    }

    /// As `parts`, to be written.
    #[inline(always)]
    fn parts_mut<T>(self, values: &mut [T]) -> impl Iterator<Item = &mut [T]> {
        values.chunks_mut(self.width * self.at_once).map(move |columns| {
            let end = columns.len().min(self.first + self.count * self.at_once);
            &mut columns[self.first..end]
        })
    }
}

/// The sum of as many numbers as a power of two says, in pairs.
#[inline(always)]
pub(crate) fn total<T: Scalar, const COUNT: usize>(mut sums: [T; COUNT]) -> T {
    let mut half = COUNT / 2;
    while half > 0 {
        for at in 0..half {
            sums[at] += sums[at + half];
        }
        half /= 2;
    }
    sums[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::{assert_near, numbers};

    const WIDTHS: [usize; 9] = [1, 2, 3, 17, 128, 255, 256, 257, 600];

    #[test]
    fn sums_are_those_of_each_channel() {
        for width in WIDTHS {
            for columns in [1, 2, 5, 200] {
                let (a, b) = (numbers(width * columns, 1), numbers(width * columns, 2));
                let mask: Vec<f64> = (0..columns).map(|at| f64::from(at % 3 != 1)).collect();
                for mask in [None, Some(mask.as_slice())] {
                    let mut expected = vec![0.0; width];
                    for at in 0..width * columns {
                        if mask.is_none_or(|mask| mask[at / width] != 0.0) {
                            expected[at % width] += a[at] * b[at] + (at % width) as f64;
                        }
                    }
                    let mut found: Vec<f64> = Vec::new();
                    for block in Block::all(width) {
                        let constants = block.spread(|channel| channel as f64);
                        let sums = block.sums((&a, &b), mask, &constants, |constant, a, b| a * b + constant);
                        found.extend(&sums[..block.count]);
                    }
                    assert_near(&found, &expected, 1e-10);
                }
            }
        }
    }

    #[test]
    fn updates_see_the_constants_of_their_channel() {
        for width in WIDTHS {
            for columns in [1, 2, 5, 200] {
                let (x, start) = (numbers(width * columns, 1), numbers(width * columns, 2));
                let (mut y, mut from) = (start.clone(), start.clone());
                for block in Block::all(width) {
                    let constants = [block.spread(|channel| channel as f64), block.spread(|channel| -(channel as f64))];
                    block.update(&mut y, &constants, |y, [a, b]| y + 3.0 * a + b);
                    block.update_from(&mut from, &x, &constants, |y, x, [a, b]| y + 3.0 * a + b + 7.0 * x);
                }
                for at in 0..width * columns {
                    let expected = start[at] + 2.0 * (at % width) as f64;
                    assert!((y[at] - expected).abs() < 1e-11);
                    assert!((from[at] - expected - 7.0 * x[at]).abs() < 1e-11);
                }
            }
        }
    }
}
