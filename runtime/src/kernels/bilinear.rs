//! Bilinear enlargement: each pixel of the result lies between four of the image, and is nearer to some of them.
//!
//! Along an axis enlarged s times, the centre of pixel o lies at (o + ½)/s − ½ of the image. With i the integer below and f
//! the rest, yₒ = (1 − f) xᵢ + f xᵢ₊₁; what is outside of the image is its nearest pixel. Both axes, one after the other.
//! As [`UpSampling2D`](https://keras.io/api/layers/reshaping_layers/up_sampling2d/) with `interpolation = "bilinear"`.
//!
//! ```
//! use chainrule::kernels::bilinear::{self, Bilinear};
//!
//! let shape = Bilinear { input: [1, 2], scale: [1, 2], channels: 1 };
//! let (mut y, mut dx) = ([0.0_f32; 4], [0.0; 2]);
//! bilinear::forward(&shape, &mut y, &[0.0, 4.0]);
//! assert_eq!(y, [0.0, 1.0, 3.0, 4.0]);
//! bilinear::backward(&shape, &mut dx, &[1.0; 4]);
//! assert_eq!(dx, [2.0, 2.0]);
//! ```

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::scalar::Scalar;

/// What is enlarged, and how much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bilinear {
    /// Height and width of the image.
    pub input: [usize; 2],
    /// How many times higher and wider the result is.
    pub scale: [usize; 2],
    /// Of the image, and of the result.
    pub channels: usize,
}

/// The enlarged image: `y` `(height · scale, width · scale, channels)`, `x` `(height, width, channels)` for each sample.
pub fn forward<T: Scalar>(shape: &Bilinear, y: &mut [T], x: &[T]) {
    T::bilinear(shape, y, x);
}

/// dxᵢ = Σ wₒᵢ dyₒ, where yₒ = Σ wₒᵢ xᵢ. Overwrites.
pub fn backward<T: Scalar>(shape: &Bilinear, dx: &mut [T], dy: &[T]) {
    T::bilinear_backward(shape, dx, dy);
}

/// The body of [`forward`].
#[inline(always)]
pub(crate) fn body<T: Scalar>(shape: &Bilinear, y: &mut [T], x: &[T]) {
    let channels = shape.channels;
    for_each_pixel(
        shape,
        y.len(),
        #[inline(always)]
        |to, [a, b, c, d], [v, w, s, t]: [T; 4]| {
            let pixel = |at: usize| &x[at..][..channels];
            let above = pixel(a).iter().zip(pixel(b));
            let below = pixel(c).iter().zip(pixel(d));
            for ((y, (a, b)), (c, d)) in y[to..][..channels].iter_mut().zip(above).zip(below) {
                *y = v * *a + w * *b + (s * *c + t * *d);
            }
        },
    );
}

/// The body of [`backward`].
#[inline(always)]
pub(crate) fn backward_body<T: Scalar>(shape: &Bilinear, dx: &mut [T], dy: &[T]) {
    dx.fill(T::ZERO);
    for_each_pixel(
        shape,
        dy.len(),
        #[inline(always)]
        |from, corners, weights: [T; 4]| {
            for (at, weight) in corners.into_iter().zip(weights) {
                for (dx, dy) in dx[at..].iter_mut().zip(&dy[from..][..shape.channels]) {
                    *dx += weight * *dy;
                }
            }
        },
    );
}

/// Calls `f` for each pixel of enlarged images that are so many numbers: with where it begins, where the four pixels begin
/// that it lies between, and their weights.
#[inline(always)]
fn for_each_pixel<T: Scalar>(shape: &Bilinear, len: usize, mut f: impl FnMut(usize, [usize; 4], [T; 4])) {
    let Bilinear { input: [height, width], scale, channels } = *shape;
    let (rows, columns) = (height * scale[0], width * scale[1]);
    let images = len.checked_div(rows * columns * channels).unwrap_or(0);
    let mut to = 0;
    for image in 0..images {
        for row in 0..rows {
            let ([above, below], down) = between(row, scale[0], height);
            for column in 0..columns {
                let ([left, right], across) = between(column, scale[1], width);
                let corner = |row, column| ((image * height + row) * width + column) * channels;
                let corners = [corner(above, left), corner(above, right), corner(below, left), corner(below, right)];
                let weights =
                    [(1.0 - down) * (1.0 - across), (1.0 - down) * across, down * (1.0 - across), down * across];
                f(to, corners, weights.map(T::from_f64));
                to += channels;
            }
        }
    }
}

/// Between which pixels of an axis a pixel of the enlarged axis lies, and how far from the first to the second.
#[inline(always)]
fn between(at: usize, scale: usize, len: usize) -> ([usize; 2], f64) {
    // In halves of an enlarged pixel, counted from a pixel of the image before its first.
    let place = 2 * at + 1 + scale;
    let (second, rest) = (place / (2 * scale), place % (2 * scale));
    ([second.saturating_sub(1), second.min(len - 1)], rest as f64 / (2 * scale) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::window::cases::{assert_close, assert_slopes, dot, numbers};

    const SAMPLES: usize = 2;

    fn shapes() -> Vec<Bilinear> {
        let mut shapes = Vec::new();
        for input in [[1, 1], [1, 3], [2, 2], [3, 1], [4, 17]] {
            for scale in [[1, 1], [1, 2], [2, 2], [3, 1], [3, 4]] {
                shapes.extend([1, 3, 17].map(|channels| Bilinear { input, scale, channels }));
            }
        }
        shapes
    }

    /// Along one axis, by the formula: the value at a place, which may lie outside.
    fn at(place: f64, pixels: &[f64]) -> f64 {
        let pixel = |at: f64| pixels[at.clamp(0.0, pixels.len() as f64 - 1.0) as usize];
        let (below, rest) = (place.floor(), place - place.floor());
        (1.0 - rest) * pixel(below) + rest * pixel(below + 1.0)
    }

    fn is_as_the_formula_says<T: Scalar>() {
        for shape in shapes() {
            let Bilinear { input: [height, width], scale, channels } = shape;
            let x = numbers::<T>(SAMPLES * height * width * channels, 1);
            let mut y = vec![T::from_f64(7.0); x.len() * scale[0] * scale[1]];
            forward(&shape, &mut y, &x);
            let mut expected = Vec::new();
            let centre = |at: usize, scale: usize| (at as f64 + 0.5) / scale as f64 - 0.5;
            for sample in 0..SAMPLES {
                for row in 0..height * scale[0] {
                    for column in 0..width * scale[1] {
                        expected.extend((0..channels).map(|channel| {
                            let pixel =
                                |row, column| x[((sample * height + row) * width + column) * channels + channel];
                            let down = |column| {
                                let pixels: Vec<f64> =
                                    (0..height).map(|row| Scalar::to_f64(pixel(row, column))).collect();
                                at(centre(row, scale[0]), &pixels)
                            };
                            at(centre(column, scale[1]), &(0..width).map(down).collect::<Vec<_>>())
                        }));
                    }
                }
            }
            assert_close(&y, &expected, 4, &shape);
        }
    }

    #[test]
    fn values_are_as_the_formula_says() {
        is_as_the_formula_says::<f32>();
        is_as_the_formula_says::<f64>();
    }

    #[test]
    fn gradients_are_slopes() {
        for shape in shapes() {
            let len = SAMPLES * shape.input[0] * shape.input[1] * shape.channels;
            let (x, dy) = (numbers::<f64>(len, 1), numbers::<f64>(len * shape.scale[0] * shape.scale[1], 2));
            let mut dx = vec![7.0; len];
            backward(&shape, &mut dx, &dy);
            let value = |x: &[f64]| {
                let mut y = vec![7.0; dy.len()];
                forward(&shape, &mut y, x);
                dot(&y, &dy)
            };
            assert_slopes(&x, &dx, 1.0, value, &shape);
        }
    }
}
