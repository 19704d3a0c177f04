//! Operations on two values of the same shape, element by element: sums, differences, products, the larger, the smaller.
//!
//! They can work in place: without a first operand of its own, the result holds that on entry. What follows is done to each
//! piece of the result as soon as it is there. The gradients of sums and differences are dy
//! and ±dy; the gradient of a product is a product again.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::kernels::pass::pass;
use crate::kernels::pointwise::Then;
use crate::scalar::Scalar;

/// Which operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// a + b.
    Add,
    /// a − b.
    Subtract,
    /// a · b.
    Multiply,
    /// The larger.
    Maximum,
    /// The smaller.
    Minimum,
}

/// y = a + b.
pub fn add<T: Scalar>(y: &mut [T], a: Option<&[T]>, b: &[T], then: &impl Then<T>) {
    forward(Binary::Add, y, a, b, then);
}

/// y = a − b.
pub fn subtract<T: Scalar>(y: &mut [T], a: Option<&[T]>, b: &[T], then: &impl Then<T>) {
    forward(Binary::Subtract, y, a, b, then);
}

/// y = a · b. On the way back: da = dy · b and db = dy · a.
pub fn multiply<T: Scalar>(y: &mut [T], a: Option<&[T]>, b: &[T], then: &impl Then<T>) {
    forward(Binary::Multiply, y, a, b, then);
}

/// y = max(a, b); a NaN on either side stays.
///
/// ```
/// let mut y = [1.0, 2.0, 3.0];
/// chainrule::kernels::binary::maximum(&mut y, None, &[3.0, 2.0, 1.0], &());
/// assert_eq!(y, [3.0, 2.0, 3.0]);
/// ```
pub fn maximum<T: Scalar>(y: &mut [T], a: Option<&[T]>, b: &[T], then: &impl Then<T>) {
    forward(Binary::Maximum, y, a, b, then);
}

/// y = min(a, b); a NaN on either side stays.
pub fn minimum<T: Scalar>(y: &mut [T], a: Option<&[T]>, b: &[T], then: &impl Then<T>) {
    forward(Binary::Minimum, y, a, b, then);
}

fn forward<T: Scalar>(operation: Binary, y: &mut [T], a: Option<&[T]>, b: &[T], then: &impl Then<T>) {
    pass(y, a, 1, |y, at| T::binary(operation, y, &b[at..][..y.len()]), then);
}

/// The way back through max(a, b), where `dx` holds dy on entry: dy goes to a where a ≥ b, else to b. Gives the gradient of
/// the first operand or of the second.
pub fn maximum_backward<T: Scalar>(dx: &mut [T], a: &[T], b: &[T], first: bool) {
    T::binary_backward(Binary::Maximum, dx, a, b, first);
}

/// The way back through min(a, b), where `dx` holds dy on entry: dy goes to a where a ≤ b, else to b. Gives the gradient of
/// the first operand or of the second.
pub fn minimum_backward<T: Scalar>(dx: &mut [T], a: &[T], b: &[T], first: bool) {
    T::binary_backward(Binary::Minimum, dx, a, b, first);
}

/// y = −y.
pub fn negate<T: Scalar>(y: &mut [T]) {
    T::negate(y);
}

/// The body of the operations.
#[inline(always)]
pub(crate) fn body<T: Scalar>(operation: Binary, y: &mut [T], b: &[T]) {
    match operation {
        Binary::Add => each(y, b, |a, b| a + b),
        Binary::Subtract => each(y, b, |a, b| a - b),
        Binary::Multiply => each(y, b, |a, b| a * b),
        Binary::Maximum => each(y, b, |a, b| Scalar::max(a, b)),
        Binary::Minimum => each(y, b, |a, b| Scalar::min(a, b)),
    }
}

/// The body of [`maximum_backward`]; any operation but the maximum is taken for the minimum.
#[inline(always)]
pub(crate) fn backward_body<T: Scalar>(operation: Binary, dx: &mut [T], a: &[T], b: &[T], first: bool) {
    if operation == Binary::Maximum {
        keep(dx, a, b, |a, b| (a >= b) == first);
    } else {
        keep(dx, a, b, |a, b| (a <= b) == first);
    }
}

/// The body of [`negate`].
#[inline(always)]
pub(crate) fn negate_body<T: Scalar>(y: &mut [T]) {
    for y in y {
        *y = -*y;
    }
}

#[inline(always)]
fn each<T: Scalar>(y: &mut [T], b: &[T], f: impl Fn(T, T) -> T) {
    for (y, b) in y.iter_mut().zip(b) {
        *y = f(*y, *b);
    }
}

#[inline(always)]
fn keep<T: Scalar>(dx: &mut [T], a: &[T], b: &[T], keeps: impl Fn(T, T) -> bool) {
    for ((dx, a), b) in dx.iter_mut().zip(a).zip(b) {
        *dx = if keeps(*a, *b) { *dx } else { T::ZERO };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::differences::{assert_gradient, dot, numbers};

    type Operation = fn(&mut [f64], Option<&[f64]>, &[f64], &());
    type Backward = fn(&mut [f64], &[f64], &[f64], bool);
    type Plain = fn(f64, f64) -> f64;

    #[test]
    fn every_operation_is_the_one_it_is_named_after() {
        let named: [(Operation, Plain); 5] = [
            (add, |a, b| a + b),
            (subtract, |a, b| a - b),
            (multiply, |a, b| a * b),
            (maximum, f64::max),
            (minimum, f64::min),
        ];
        for len in [1, 2, 3, 17, 100, 10_000] {
            let (a, b) = (numbers(len, 1), numbers(len, 2));
            for (operation, expected) in named {
                let mut y = a.clone();
                operation(&mut y, None, &b, &());
                let mut apart = vec![9.0; len];
                operation(&mut apart, Some(&a), &b, &());
                assert_eq!(y, apart);
                let expected: Vec<f64> = a.iter().zip(&b).map(|(a, b)| expected(*a, *b)).collect();
                assert_eq!(y, expected);
            }
            let mut y = a.clone();
            negate(&mut y);
            assert!(y.iter().zip(&a).all(|(y, a)| *y == -a));
        }
    }

    #[test]
    fn nan_stays_visible() {
        for operation in [maximum, minimum] {
            let mut y = [f64::NAN, 1.0];
            operation(&mut y, None, &[1.0, f64::NAN], &());
            assert!(y.iter().all(|y| y.is_nan()));
        }
    }

    #[test]
    fn the_derivatives_are_those_of_the_functions() {
        let backward: [(Operation, Backward); 2] = [(maximum, maximum_backward), (minimum, minimum_backward)];
        for len in [1, 2, 3, 17] {
            let (a, b, dy) = (numbers(len, 1), numbers(len, 2), numbers(len, 3));
            for (forward, backward) in backward {
                let value = |a: &[f64], b: &[f64]| {
                    let mut y = a.to_vec();
                    forward(&mut y, None, b, &());
                    dot(&y, &dy)
                };
                let (mut da, mut db) = (dy.clone(), dy.clone());
                backward(&mut da, &a, &b, true);
                backward(&mut db, &a, &b, false);
                assert_gradient(&da, &a, |a| value(a, &b));
                assert_gradient(&db, &b, |b| value(&a, b));
            }
        }
    }

    #[test]
    fn of_equal_values_the_first_has_the_gradient() {
        for backward in [maximum_backward, minimum_backward] {
            let (mut da, mut db) = ([3.0], [3.0]);
            backward(&mut da, &[1.0], &[1.0], true);
            backward(&mut db, &[1.0], &[1.0], false);
            assert_eq!((da, db), ([3.0], [0.0]));
        }
    }
}
