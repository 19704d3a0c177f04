//! Sinusoidal positions: y[p, d] += sin(p / 10000^(d / dim)) for even d, cos(p / 10000^((d − 1) / dim)) for odd d.
//!
//! A. Vaswani et al., "Attention is all you need", 2017. On the way back dx = dy.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::scalar::Scalar;

/// The longest wavelength is so many times 2π.
const LONGEST: f64 = 10_000.0;

/// Numbers of a position that are computed at a time.
const BLOCK: usize = 64;

/// Adds to each position of samples `(steps, dim)` what tells it from the others.
///
/// ```
/// let mut y = [0.0, 0.0, 1.0, 1.0];
/// chainrule::kernels::position::sinusoidal(&mut y, 2, 2);
/// assert_eq!(y, [0.0, 1.0, 1.0 + 1.0_f64.sin(), 1.0 + 1.0_f64.cos()]);
/// ```
pub fn sinusoidal<T: Scalar>(y: &mut [T], steps: usize, dim: usize) {
    T::sinusoidal(y, steps, dim);
}

/// The body of [`sinusoidal`]: each number is computed once, and added to all samples.
#[inline(always)]
pub(crate) fn body<T: Scalar>(y: &mut [T], steps: usize, dim: usize) {
    for first in (0..dim).step_by(BLOCK) {
        let count = BLOCK.min(dim - first);
        let mut rates = [0.0; BLOCK];
        for (rate, d) in rates[..count].iter_mut().zip(first..) {
            let pair = d - d % 2;
            *rate = Scalar::powf(LONGEST, -(pair as f64 / dim as f64));
        }
        for step in 0..steps {
            let mut encoding = [T::ZERO; BLOCK];
            for ((number, rate), d) in encoding[..count].iter_mut().zip(rates).zip(first..) {
                let angle = step as f64 * rate;
                *number = T::from_f64(if d % 2 == 0 { Scalar::sin(angle) } else { Scalar::cos(angle) });
            }
            for sample in y.chunks_exact_mut(steps * dim) {
                for (y, number) in sample[step * dim + first..][..count].iter_mut().zip(encoding) {
                    *y += number;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::{assert_near, numbers, single};

    #[test]
    fn every_step_has_its_place_on_each_wave() {
        for (steps, dim) in [(1, 1), (3, 2), (17, 3), (2, 17), (50, 100), (3, 129)] {
            for samples in [1, 3] {
                let x = numbers(samples * steps * dim, 1);
                let mut expected = x.clone();
                for (at, expected) in expected.iter_mut().enumerate() {
                    let (d, p) = (at % dim, at / dim % steps);
                    let angle = p as f64 / 10_000_f64.powf(2.0 * (d / 2) as f64 / dim as f64);
                    *expected += if d % 2 == 0 { angle.sin() } else { angle.cos() };
                }
                let (mut y, mut singles) = (x.clone(), single(&x));
                sinusoidal(&mut y, steps, dim);
                sinusoidal(&mut singles, steps, dim);
                assert_near(&y, &expected, 1e-13);
                assert_near(&singles, &expected, 1e-6);
            }
        }
    }
}
