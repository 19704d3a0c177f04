//! Inverted dropout: y = x · mask / (1 − rate), where the mask is 0 with probability `rate`, else 1.
//!
//! The mask of a layer is never stored: it is drawn again on the way back. An element's number is its flat index in the
//! batch. N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::kernels::pass::pass;
use crate::kernels::pointwise::Then;
use crate::random::{Draws, Stream};
use crate::scalar::Scalar;

/// Elements that a block of the generator draws for.
pub(super) const DRAWN: usize = 4;

/// Blocks that are drawn side by side: as many as fill the widest registers.
const BLOCKS: usize = 16;

/// Channels that are drawn at a time.
const SHARED: usize = 64;

/// y = x · mask / (1 − rate), where y holds x on entry if that is not given. What follows is done to each piece of the result
/// as soon as it is there. On the way back dx = dy · mask / (1 − rate): the same, with the same draws and layer.
///
/// ```
/// use chainrule::{kernels::dropout, random::Draws};
///
/// let mut y = [1.0_f32; 8];
/// dropout::forward(&mut y, None, 0.5, Draws::new(42), 1, &());
/// assert!(y.iter().all(|y| [0.0, 2.0].contains(y)));
/// ```
pub fn forward<T: Scalar>(y: &mut [T], x: Option<&[T]>, rate: f64, draws: Draws, layer: u32, then: &impl Then<T>) {
    let stream = draws.stream(layer);
    // Pieces of whole blocks.
    pass(y, x, DRAWN, |y, at| T::dropout(y, rate, stream, (at / DRAWN) as u32), then);
}

/// y = y · mask / (1 − rate), where a channel of a sample has one number of the mask at all positions: samples are
/// `(positions, channels)`. The number of a draw is sample · channels + channel. On the way back the same.
///
/// ```
/// use chainrule::{kernels::dropout, random::Draws};
///
/// let mut y = [1.0_f32; 6];
/// dropout::shared_in_place(&mut y, 0.5, Draws::new(42), 1, 3, 2);
/// assert!(y[..2] == y[2..4] && y[..2] == y[4..]);
/// ```
pub fn shared_in_place<T: Scalar>(y: &mut [T], rate: f64, draws: Draws, layer: u32, positions: usize, channels: usize) {
    let (stream, len) = (draws.stream(layer), positions * channels);
    pass(y, None, len, |y, at| T::shared_dropout(y, rate, stream, at / len, [positions, channels]), &());
}

/// Factors of dropout as a value of its own: 0 with probability `rate`, else 1 / (1 − rate).
pub fn mask<T: Scalar>(y: &mut [T], rate: f64, draws: Draws, layer: u32) {
    y.fill(T::ONE);
    forward(y, None, rate, draws, layer, &());
}

/// The body of [`forward`], for elements that begin with this block of the draws.
#[inline(always)]
pub(crate) fn body<T: Scalar>(values: &mut [T], rate: f64, stream: Stream, first: u32) {
    let (drop, scale) = drop_and_scale::<T>(rate);
    let (many, rest) = values.as_chunks_mut::<{ BLOCKS * DRAWN }>();
    let mut block = first;
    for values in many {
        let words: [_; BLOCKS] = stream.blocks(block);
        for (value, word) in values.iter_mut().zip(words.as_flattened()) {
            *value = if *word < drop { T::ZERO } else { *value * scale };
        }
        block = block.wrapping_add(BLOCKS as u32);
    }
    for values in rest.chunks_mut(DRAWN) {
        for (value, word) in values.iter_mut().zip(stream.block(block, 0)) {
            *value = if word < drop { T::ZERO } else { *value * scale };
        }
        block = block.wrapping_add(1);
    }
}

/// The body of [`shared_in_place`], for samples from this one on.
#[inline(always)]
pub(crate) fn shared_body<T: Scalar>(
    values: &mut [T],
    rate: f64,
    stream: Stream,
    first: usize,
    [positions, channels]: [usize; 2],
) {
    let (drop, scale) = drop_and_scale::<T>(rate);
    for (values, sample) in values.chunks_exact_mut(positions * channels).zip(first..) {
        for first in (0..channels).step_by(SHARED) {
            let count = SHARED.min(channels - first);
            let mut kept = [false; SHARED];
            let mut words = [0; 4];
            for (at, kept) in kept[..count].iter_mut().enumerate() {
                let number = sample * channels + first + at;
                if at == 0 || number.is_multiple_of(4) {
                    words = stream.block((number / 4) as u32, 0);
                }
                *kept = words[number % 4] >= drop;
            }
            for column in values.chunks_exact_mut(channels) {
                for (value, kept) in column[first..][..count].iter_mut().zip(kept) {
                    *value = if kept { *value * scale } else { T::ZERO };
                }
            }
        }
    }
}

/// A word below the first drops its value, what is kept is multiplied by the second. The cast saturates.
pub(super) fn drop_and_scale<T: Scalar>(rate: f64) -> (u32, T) {
    ((rate * 4_294_967_296.0) as u32, T::from_f64((1.0 - rate).recip()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::relu;
    use crate::kernels::pointwise::{Forward, Pointwise};

    #[test]
    fn the_rate_is_kept_and_the_mean_stays() {
        let mut y = vec![1.0_f64; 100_000];
        forward(&mut y, None, 0.2, Draws::new(1), 3, &());
        let dropped = y.iter().filter(|y| **y == 0.0).count();
        assert!((19_500..20_500).contains(&dropped), "{dropped}");
        assert!(y.iter().all(|y| [0.0, 1.25].contains(y)));
    }

    #[test]
    fn every_element_has_its_own_draw() {
        // Less than a block, several at a time and some left, several pieces.
        for len in [0, 1, 3, 64, 67, 131, 4096, 3 * 4096 + 70] {
            let (stream, x) = (Draws::new(9).at(4).stream(6), vec![3.0_f64; len]);
            let mut y = vec![f64::NAN; len];
            forward(&mut y, Some(&x), 0.4, Draws::new(9).at(4), 6, &());
            for (at, y) in y.iter().enumerate() {
                let kept = stream.uniform::<f64>(at) >= 0.4;
                assert_eq!(*y, if kept { 3.0 * (1.0 / 0.6) } else { 0.0 }, "{at} of {len}");
            }
        }
    }

    #[test]
    fn what_follows_is_done_to_what_is_left() {
        let x: Vec<f32> = (0..10_000).map(|at| at as f32 - 5000.0).collect();
        let (mut y, mut together) = (vec![0.0; x.len()], x.clone());
        forward(&mut y, Some(&x), 0.5, Draws::new(1), 2, &());
        relu.forward_in_place(&mut y);
        forward(&mut together, None, 0.5, Draws::new(1), 2, &Forward(&relu));
        assert_eq!(y, together);
    }

    #[test]
    fn the_same_draws_give_the_same_mask() {
        let draws = Draws::new(5).at(7);
        let (mut y, mut dx) = (vec![1.0_f32; 37], vec![1.0_f32; 37]);
        forward(&mut y, None, 0.5, draws, 2, &());
        forward(&mut dx, None, 0.5, draws, 2, &());
        assert_eq!(y, dx);
        let mut other = vec![1.0_f32; 37];
        forward(&mut other, None, 0.5, draws.at(8), 2, &());
        assert_ne!(y, other);
    }

    #[test]
    fn a_channel_is_dropped_at_all_positions_of_a_sample() {
        let draws = Draws::new(5).at(7);
        for (samples, positions, channels) in [(1, 1, 1), (3, 2, 3), (2, 17, 17), (3, 2, 130)] {
            let start: Vec<f64> = (1..=samples * positions * channels).map(|at| at as f64).collect();
            let mut y = start.clone();
            shared_in_place(&mut y, 0.3, draws, 2, positions, channels);
            // The draws are those of as many elements as there are channels in the batch.
            let mut mask = vec![1.0; samples * channels];
            forward(&mut mask, None, 0.3, draws, 2, &());
            for (at, y) in y.iter().enumerate() {
                let (sample, channel) = (at / (positions * channels), at % channels);
                assert_eq!(*y, start[at] * mask[sample * channels + channel]);
            }
        }
    }

    #[test]
    fn rate_zero_keeps_everything() {
        let mut y = [1.0_f32, 2.0, 3.0];
        forward(&mut y, None, 0.0, Draws::new(1), 0, &());
        assert_eq!(y, [1.0, 2.0, 3.0]);
    }
}
