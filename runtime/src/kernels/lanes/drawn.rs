//! Dropout and noise with samples across the vector: what is drawn for an element is what is drawn for it sample after
//! sample, so that the layout of a model changes no result.
//!
//! Each function does what its namesake among the kernels of dropout and noise.
//!
//! ```
//! use chainrule::kernels::{dropout, lanes};
//! use chainrule::random::Draws;
//!
//! // 17 samples of three numbers.
//! let x = [1.0_f32; 51];
//! let (mut y, mut turned, mut back, draws) = (x, x, x, Draws::new(42));
//! dropout::forward(&mut y, None, 0.5, draws, 1, &());
//! lanes::drawn::dropout(&mut turned, None, 3, 0.5, draws, 1, &());
//! lanes::separate(&mut back, &turned, 3);
//! assert_eq!(back, y);
//! ```

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use super::{LANES, in_blocks, whole};
use crate::kernels::dropout::{DRAWN, drop_and_scale};
use crate::kernels::noise;
use crate::kernels::pass::pass;
use crate::kernels::pointwise::{From, Then};
use crate::random::{Draws, Stream};
use crate::scalar::Scalar;

/// Channels that are drawn at a time.
const SHARED: usize = 64;

/// [`dropout::forward`](crate::kernels::dropout::forward) in this layout, for samples of `len` numbers.
pub fn dropout<T: Scalar>(
    y: &mut [T],
    x: Option<&[T]>,
    len: usize,
    rate: f64,
    draws: Draws,
    layer: u32,
    then: &impl Then<T>,
) {
    let (stream, at) = (draws.stream(layer), whole(y.len(), len) * len);
    let ((blocks, rest), x) = (y.split_at_mut(at), x.map(|x| x.split_at(at)));
    let some = |y: &mut [T], at| each_block(y, at, len, |y, rows| T::lanes_dropout(y, rate, stream, rows));
    pass(blocks, x.map(|x| x.0), DRAWN * LANES, some, then);
    let some = |y: &mut [T], from: usize| T::dropout(y, rate, stream, ((at + from) / DRAWN) as u32);
    pass(rest, x.map(|x| x.1), DRAWN, some, &From(then, at));
}

/// [`dropout::shared_in_place`](crate::kernels::dropout::shared_in_place) in this layout.
pub fn shared_in_place<T: Scalar>(y: &mut [T], rate: f64, draws: Draws, layer: u32, positions: usize, channels: usize) {
    let stream = draws.stream(layer);
    in_blocks(y, positions * channels, &|y, sample, whole| {
        if whole {
            T::lanes_shared_dropout(y, rate, stream, Rows { sample, number: 0, len: channels });
        } else {
            T::shared_dropout(y, rate, stream, sample, [positions, channels]);
        }
    });
}

/// [`noise::forward_in_place`] in this layout, for samples of `len` numbers.
pub fn noise<T: Scalar>(y: &mut [T], len: usize, deviation: f64, draws: Draws, layer: u32) {
    let (stream, at) = (draws.stream(layer), whole(y.len(), len) * len);
    let (blocks, rest) = y.split_at_mut(at);
    let some = |y: &mut [T], at| each_block(y, at, len, |y, rows| T::lanes_noise(y, deviation, stream, rows));
    pass(blocks, None, LANES, some, &());
    noise::from(rest, deviation, stream, at / noise::DRAWN);
}

/// Numbers of a block from one of each sample on.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    /// The first sample.
    sample: usize,
    /// The first number of each sample.
    number: usize,
    /// Numbers of a sample.
    len: usize,
}

impl Rows {
    /// The number that the first element of a lane's sample has in the batch.
    #[inline(always)]
    fn start(&self, lane: usize) -> usize {
        (self.sample + lane) * self.len
    }
}

/// Calls `f` for the numbers of each block that a piece, which begins at `at`, has a part of.
fn each_block<T>(mut values: &mut [T], at: usize, len: usize, f: impl Fn(&mut [T], Rows)) {
    let mut row = at / LANES;
    while !values.is_empty() {
        let number = row % len;
        let count = (len - number).min(values.len() / LANES);
        let (some, rest) = values.split_at_mut(count * LANES);
        f(some, Rows { sample: row / len * LANES, number, len });
        (values, row) = (rest, row + count);
    }
}

/// The body of [`dropout`].
#[inline(always)]
pub(crate) fn dropout_body<T: Scalar>(values: &mut [T], rate: f64, stream: Stream, rows: Rows) {
    let (drop, scale) = drop_and_scale::<T>(rate);
    let (values, _) = values.as_chunks_mut::<LANES>();
    let (mut blocks, mut ahead) = ([0; LANES], [0; LANES]);
    for lane in 0..LANES {
        // Where a sample does not begin with a block of the generator, the block before its first has its first numbers.
        (blocks[lane], ahead[lane]) = ((rows.start(lane) / DRAWN) as u32, rows.start(lane) % DRAWN);
    }
    let most = ahead.iter().copied().max().unwrap_or(0);
    let (first, end) = (rows.number, rows.number + values.len());
    for group in first / DRAWN..(end + most).div_ceil(DRAWN) {
        let words = stream.blocks_at(blocks.map(
            #[inline(always)]
            |block| block.wrapping_add(group as u32),
        ));
        if most == 0 && first.is_multiple_of(DRAWN) {
            for (row, w) in values[group * DRAWN - first..].iter_mut().zip(0..DRAWN) {
                for lane in 0..LANES {
                    row[lane] = if words[lane][w] < drop { T::ZERO } else { row[lane] * scale };
                }
            }
            continue;
        }
        for lane in 0..LANES {
            for (word, drawn) in words[lane].iter().zip(group * DRAWN..) {
                // Numbers of other samples, and of other pieces, have no row.
                let row = drawn.checked_sub(ahead[lane] + first).and_then(|row| values.get_mut(row));
                if let Some(row) = row {
                    row[lane] = if *word < drop { T::ZERO } else { row[lane] * scale };
                }
            }
        }
    }
}

/// The body of [`shared_in_place`], for a block: the rows are those of its channels.
#[inline(always)]
pub(crate) fn shared_body<T: Scalar>(values: &mut [T], rate: f64, stream: Stream, rows: Rows) {
    let channels = rows.len;
    for number in (0..channels).step_by(SHARED) {
        let mut factors = [[T::ONE; LANES]; SHARED];
        let factors = &mut factors[..SHARED.min(channels - number)];
        T::lanes_dropout(factors.as_flattened_mut(), rate, stream, Rows { number, ..rows });
        for pixel in values.chunks_exact_mut(channels * LANES) {
            let (values, _) = pixel[number * LANES..].as_chunks_mut::<LANES>();
            for (values, factors) in values.iter_mut().zip(&*factors) {
                for lane in 0..LANES {
                    values[lane] = if factors[lane] == T::ZERO { T::ZERO } else { values[lane] * factors[lane] };
                }
            }
        }
    }
}

/// The body of [`noise`].
pub(crate) fn noise_body<T: Scalar>(values: &mut [T], deviation: f64, stream: Stream, rows: Rows) {
    let (values, _) = values.as_chunks_mut::<LANES>();
    for lane in 0..LANES {
        let start = rows.start(lane) + rows.number;
        let mut drawn = (start / noise::DRAWN..).flat_map(|pair| stream.normals(pair, 0)).skip(start % noise::DRAWN);
        for (values, normal) in values.iter_mut().zip(&mut drawn) {
            values[lane] += T::from_f64(deviation * normal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::relu;
    use crate::kernels::pointwise::Forward;
    use crate::kernels::window::cases::numbers;
    use crate::kernels::{dropout as plain, lanes};
    use crate::testing::on_threads;

    /// Samples that begin with a block of the generator and such that do not, short ones and some of several pieces.
    const LENGTHS: [usize; 8] = [1, 2, 3, 4, 7, 64, 257, 1030];

    /// What `turned` makes of a batch in the other layout, put back.
    fn back(x: &[f32], len: usize, turned: impl FnOnce(&mut [f32])) -> Vec<f32> {
        let (mut y, mut back) = (x.to_vec(), x.to_vec());
        lanes::interleave(&mut y, x, len);
        turned(&mut y);
        lanes::separate(&mut back, &y, len);
        back
    }

    fn bits(values: &[f32]) -> Vec<u32> {
        values.iter().map(|value| value.to_bits()).collect()
    }

    /// For batches of each length, of several blocks and something left, one block, and less than that.
    fn for_each(mut f: impl FnMut(Vec<f32>, usize)) {
        for len in LENGTHS {
            for samples in [53, 16, 5] {
                f(numbers(samples * len, 1), len);
            }
        }
    }

    #[test]
    fn dropout_draws_what_it_draws_sample_after_sample() {
        let draws = Draws::new(9).at(4);
        for_each(|x, len| {
            let mut y = x.clone();
            plain::forward(&mut y, None, 0.4, draws, 6, &Forward(&relu));
            let found = back(&x, len, |y| {
                let x = y.to_vec();
                y.fill(7.0);
                dropout(y, Some(&x), len, 0.4, draws, 6, &Forward(&relu));
            });
            assert_eq!(bits(&found), bits(&y), "{len}");
            assert_eq!(back(&x, len, |y| dropout(y, None, len, 0.4, draws, 6, &Forward(&relu))), y, "{len}");
        });
    }

    #[test]
    fn a_channel_is_dropped_as_sample_after_sample() {
        let draws = Draws::new(5).at(7);
        for (positions, channels) in [(1, 1), (6, 3), (9, 16), (4, 70), (2, 129)] {
            for samples in [53, 16, 5] {
                let x = numbers(samples * positions * channels, 1);
                let mut y = x.clone();
                plain::shared_in_place(&mut y, 0.3, draws, 2, positions, channels);
                let found = back(&x, positions * channels, |y| shared_in_place(y, 0.3, draws, 2, positions, channels));
                assert_eq!(bits(&found), bits(&y), "{samples} of {positions} by {channels}");
            }
        }
    }

    #[test]
    fn noise_is_that_which_it_is_sample_after_sample() {
        let draws = Draws::new(3).at(1);
        for_each(|x, len| {
            let mut y = x.clone();
            noise::forward_in_place(&mut y, 0.5, draws, 2);
            assert_eq!(bits(&back(&x, len, |y| noise(y, len, 0.5, draws, 2))), bits(&y), "{len}");
        });
    }

    #[test]
    fn threads_change_no_bit() {
        let (x, draws) = (numbers::<f32>(70 * 3001, 1), Draws::new(3));
        let results = |threads| {
            let (mut y, mut shared, mut noisy) = (x.clone(), x.clone(), x.clone());
            on_threads(threads, || {
                dropout(&mut y, None, 3001, 0.5, draws, 1, &());
                shared_in_place(&mut shared, 0.5, draws, 1, 1, 3001);
                noise(&mut noisy, 3001, 0.5, draws, 1);
            });
            (y, shared, noisy)
        };
        assert_eq!(results(1), results(3));
    }
}
