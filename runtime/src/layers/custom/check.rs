//! Whether a layer's way back is the derivative of its way forward.

use super::Layer;
use crate::bodies::Bodies;
use crate::initializers;
use crate::random::Stream;

/// Of a derivative, relative to the largest one, what finite differences may be off.
const TOLERANCE: f64 = 1e-5;
/// Points that are tried: at a kink derivatives differ, so most of them must agree.
const POINTS: u64 = 5;

/// Compares the gradient of a layer of your own, with respect to its input and its parameters, with finite differences in
/// `f64` at random points: for a test of yours.
///
/// # Panics
/// If they differ at more than one point, with the first coordinate that does.
pub fn assert_gradient<L: Layer<IN>, const IN: usize>() {
    let mistakes: Vec<String> = (0..POINTS).filter_map(|seed| mistake::<L, IN>(seed)).collect();
    assert!(mistakes.len() <= 1, "{}: {}", std::any::type_name::<L>(), mistakes[0]);
}

/// The first derivative that differs at a random point.
fn mistake<L: Layer<IN>, const IN: usize>(seed: u64) -> Option<String> {
    let numbers = |key: u32, len: usize| -> Vec<f64> {
        let mut numbers = vec![0.0; len];
        f64::initialize(initializers::random_uniform(-1.0, 1.0), &mut numbers, &[len], Stream::initial(seed, key, 0));
        numbers
    };
    let mut point = [numbers(1, IN), numbers(2, L::PARAMS)].concat();
    let dy = numbers(3, L::OUT);
    let value = |point: &[f64]| {
        let mut y = vec![f64::NAN; L::OUT];
        L::forward(&mut y, &point[..IN], &point[IN..]);
        y.iter().zip(&dy).map(|(y, dy)| y * dy).sum::<f64>()
    };
    // What is added to starts at a number other than 0, so that overwriting shows.
    let (mut dx, mut dparameters) = (vec![f64::NAN; IN], vec![1.0; L::PARAMS]);
    L::backward(&mut dx, &mut dparameters, &dy, &point[..IN], &point[IN..]);
    for derivative in &mut dparameters {
        *derivative -= 1.0;
    }
    let gradient = [dx, dparameters].concat();
    let largest = gradient.iter().fold(1e-3, |largest: f64, derivative| largest.max(derivative.abs()));
    gradient.iter().enumerate().find_map(|(at, derivative)| {
        let (middle, step) = (point[at], 1e-5);
        point[at] = middle + step;
        let above = value(&point);
        point[at] = middle - step;
        let below = value(&point);
        point[at] = middle;
        let difference = (above - below) / (2.0 * step);
        let agrees = (derivative - difference).abs() <= TOLERANCE * largest;
        let what = if at < IN { format!("input {at}") } else { format!("parameter {}", at - IN) };
        (!agrees).then(|| {
            format!("the derivative with respect to {what} is {derivative}, by finite differences {difference}")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::Scalar;

    /// y = w x, with a way back that may be wrong.
    struct Product<const WRONG: bool>;

    impl<const WRONG: bool> Layer<3> for Product<WRONG> {
        const OUT: usize = 3;
        const PARAMS: usize = 1;

        fn forward<T: Scalar>(y: &mut [T], x: &[T], w: &[T]) {
            y.iter_mut().zip(x).for_each(|(y, x)| *y = w[0] * *x);
        }
        fn backward<T: Scalar>(dx: &mut [T], dw: &mut [T], dy: &[T], x: &[T], w: &[T]) {
            dx.iter_mut().zip(dy).for_each(|(dx, dy)| *dx = w[0] * *dy);
            let sum = x.iter().zip(dy).fold(T::ZERO, |sum, (x, dy)| sum + *x * *dy);
            if WRONG { dw[0] = sum } else { dw[0] += sum }
        }
    }

    #[test]
    fn a_right_way_back_passes() {
        assert_gradient::<Product<false>, 3>();
    }

    #[test]
    #[should_panic(expected = "parameter 0")]
    fn a_gradient_that_is_written_over_is_found() {
        assert_gradient::<Product<true>, 3>();
    }
}
