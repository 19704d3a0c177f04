//! Functions of one number, applied to each value: activations.
//!
//! An activation `f` is applied as y = f(x); on the way back, dx = dy · f'. What the derivative is computed from, the
//! activation's input or its output, is the compiler's choice: `saved` is one or the other.
//!
//! The loops are compiled for the processor's vector instructions wherever they are called from, a function of the user's
//! in the user's crate. It must be marked `#[inline(always)]`, as the macro marks it.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::kernels::simd::vectorize;

/// A built-in activation: a unit struct of [`activations`](crate::activations).
pub trait Pointwise<T> {
    /// y = f(x).
    fn forward(&self, y: &mut [T], x: &[T]);
    /// y = f(y).
    fn forward_in_place(&self, y: &mut [T]);
    /// dx = dy · f'(saved), where `dx` holds dy on entry.
    fn backward(&self, dx: &mut [T], saved: &[T]);
}

/// y = f(x), for a function of the user's.
///
/// ```
/// let mut y = [0.0; 2];
/// chainrule::kernels::pointwise::forward_with(&mut y, &[1.0, 2.0], |x: f32| x * x);
/// assert_eq!(y, [1.0, 4.0]);
/// ```
#[inline(always)]
pub fn forward_with<T: Copy>(y: &mut [T], x: &[T], f: impl Fn(T) -> T) {
    vectorize(
        #[inline(always)]
        || {
            for (y, x) in y.iter_mut().zip(x) {
                *y = f(*x);
            }
        },
    );
}

/// y = f(y), for a function of the user's.
#[inline(always)]
pub fn forward_in_place_with<T: Copy>(y: &mut [T], f: impl Fn(T) -> T) {
    vectorize(
        #[inline(always)]
        || {
            for y in y.iter_mut() {
                *y = f(*y);
            }
        },
    );
}

/// dx = dy · f', for a derivative that is constant, where `dx` holds dy on entry.
#[inline(always)]
pub fn scale_with<T: Copy + core::ops::MulAssign + Default>(dx: &mut [T], derivative: impl Fn(T) -> T) {
    let derivative = derivative(T::default());
    vectorize(
        #[inline(always)]
        || {
            for dx in dx.iter_mut() {
                *dx *= derivative;
            }
        },
    );
}

/// dx = dy · f'(saved), for a derivative of the user's, where `dx` holds dy on entry.
///
/// ```
/// let mut dx = [3.0, 3.0];
/// chainrule::kernels::pointwise::backward_with(&mut dx, &[1.0, 2.0], |x: f32| 2.0 * x);
/// assert_eq!(dx, [6.0, 12.0]);
/// ```
#[inline(always)]
pub fn backward_with<T: Copy + core::ops::MulAssign>(dx: &mut [T], saved: &[T], derivative: impl Fn(T) -> T) {
    vectorize(
        #[inline(always)]
        || {
            for (dx, saved) in dx.iter_mut().zip(saved) {
                *dx *= derivative(*saved);
            }
        },
    );
}
