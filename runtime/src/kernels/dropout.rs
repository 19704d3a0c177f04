//! Inverted dropout: y = x · mask / (1 − rate), where the mask is 0 with probability `rate`, else 1.
//!
//! The mask of a layer is never stored: it is drawn again on the way back. An element's number is its flat index in the
//! batch. N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.

use crate::random::{Draws, Stream};
use crate::scalar::Scalar;

/// y = x · mask / (1 − rate).
///
/// ```
/// use chainrule::{kernels::dropout, random::Draws};
///
/// let (x, mut y) = ([1.0_f32; 8], [0.0; 8]);
/// dropout::forward(&mut y, &x, 0.5, Draws::new(42), 1);
/// assert!(y.iter().all(|y| [0.0, 2.0].contains(y)));
/// ```
pub fn forward<T: Scalar>(y: &mut [T], x: &[T], rate: f64, draws: Draws, layer: u32) {
    y.copy_from_slice(x);
    forward_in_place(y, rate, draws, layer);
}

/// y = y · mask / (1 − rate). On the way back dx = dy · mask / (1 − rate): the same, with the same draws and layer.
pub fn forward_in_place<T: Scalar>(y: &mut [T], rate: f64, draws: Draws, layer: u32) {
    T::dropout(y, rate, draws.stream(layer));
}

/// The body of both.
pub(crate) fn body<T: Scalar>(values: &mut [T], rate: f64, stream: Stream) {
    // A word below this drops its value; the cast saturates.
    let drop = (rate * 4_294_967_296.0) as u32;
    let scale = T::from_f64((1.0 - rate).recip());
    for (chunk, block) in values.chunks_mut(4).zip(0..) {
        for (value, word) in chunk.iter_mut().zip(stream.block(block, 0)) {
            *value = if word < drop { T::ZERO } else { *value * scale };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_kept_and_the_mean_stays() {
        let mut y = vec![1.0_f64; 100_000];
        forward_in_place(&mut y, 0.2, Draws::new(1), 3);
        let dropped = y.iter().filter(|y| **y == 0.0).count();
        assert!((19_500..20_500).contains(&dropped), "{dropped}");
        assert!(y.iter().all(|y| [0.0, 1.25].contains(y)));
    }

    #[test]
    fn the_same_draws_give_the_same_mask() {
        let draws = Draws::new(5).at(7);
        let (mut y, mut dx) = (vec![1.0_f32; 37], vec![1.0_f32; 37]);
        forward_in_place(&mut y, 0.5, draws, 2);
        forward_in_place(&mut dx, 0.5, draws, 2);
        assert_eq!(y, dx);
        let mut other = vec![1.0_f32; 37];
        forward_in_place(&mut other, 0.5, draws.at(8), 2);
        assert_ne!(y, other);
    }

    #[test]
    fn rate_zero_keeps_everything() {
        let mut y = [1.0_f32, 2.0, 3.0];
        forward_in_place(&mut y, 0.0, Draws::new(1), 0);
        assert_eq!(y, [1.0, 2.0, 3.0]);
    }
}
