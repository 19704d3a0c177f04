//! Functions of one number, applied to each value: activations.
//!
//! An activation `f` is applied as y = f(x); on the way back, dx = dy · f'. What the derivative is computed from, the
//! activation's input or its output, is the compiler's choice: `saved` is one or the other.
//!
//! The loops are compiled for the processor's vector instructions wherever they are called from, a function of the user's
//! in the user's crate: marked `#[inline(always)]`, as the macro marks it, it becomes vector code too.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::kernels::simd::vectorize_for;

/// A built-in activation: a unit struct of [`activations`](crate::activations).
pub trait Pointwise<T> {
    /// y = f(x).
    fn forward(&self, y: &mut [T], x: &[T]);
    /// y = f(y).
    fn forward_in_place(&self, y: &mut [T]);
    /// dx = dy · f'(saved), where `dx` holds dy on entry.
    fn backward(&self, dx: &mut [T], saved: &[T]);
}

/// What follows a product: applied to whole columns of its result as soon as they are finished. `()` does nothing.
pub trait Then<T>: Sync {
    /// Applies it to columns, given the place in the result of their first element.
    fn apply(&self, columns: &mut [T], at: usize);
}

impl<T> Then<T> for () {
    #[inline]
    fn apply(&self, _columns: &mut [T], _at: usize) {}
}

/// The same for what begins so far behind the beginning of the result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct From<'a, F>(pub(crate) &'a F, pub(crate) usize);

impl<T, F: Then<T>> Then<T> for From<'_, F> {
    #[inline]
    fn apply(&self, columns: &mut [T], at: usize) {
        self.0.apply(columns, self.1 + at);
    }
}

/// y = f(y), for a built-in activation.
#[derive(Clone, Copy, Debug)]
pub struct Forward<'a, A>(pub &'a A);

impl<T, A: Pointwise<T> + Sync> Then<T> for Forward<'_, A> {
    #[inline]
    fn apply(&self, columns: &mut [T], _at: usize) {
        self.0.forward_in_place(columns);
    }
}

/// dx = dy · f'(saved), for a built-in activation. What is saved is as long as the whole result, or empty if the derivative
/// is constant.
#[derive(Clone, Copy, Debug)]
pub struct Backward<'a, A, T>(pub &'a A, pub &'a [T]);

impl<T: Sync, A: Pointwise<T> + Sync> Then<T> for Backward<'_, A, T> {
    #[inline]
    fn apply(&self, columns: &mut [T], at: usize) {
        self.0.backward(columns, self.1.get(at..).unwrap_or_default());
    }
}

/// y = f(y), for a function of the user's.
#[derive(Clone, Copy, Debug)]
pub struct ForwardWith<F>(pub F);

impl<T: Copy, F: Fn(T) -> T + Sync> Then<T> for ForwardWith<F> {
    #[inline]
    fn apply(&self, columns: &mut [T], _at: usize) {
        forward_in_place_with(
            columns,
            #[inline(always)]
            |x| (self.0)(x),
        );
    }
}

/// dx = dy · f'(saved), for a derivative of the user's.
#[derive(Clone, Copy, Debug)]
pub struct BackwardWith<'a, F, T>(pub F, pub &'a [T]);

impl<T: Copy + core::ops::MulAssign + Sync, F: Fn(T) -> T + Sync> Then<T> for BackwardWith<'_, F, T> {
    #[inline]
    fn apply(&self, columns: &mut [T], at: usize) {
        backward_with(
            columns,
            &self.1[at..],
            #[inline(always)]
            |saved| (self.0)(saved),
        );
    }
}

/// dx = dy · f', for a derivative of the user's that is constant.
#[derive(Clone, Copy, Debug)]
pub struct ScaleWith<F>(pub F);

impl<T: Copy + core::ops::MulAssign + Default, F: Fn(T) -> T + Sync> Then<T> for ScaleWith<F> {
    #[inline]
    fn apply(&self, columns: &mut [T], _at: usize) {
        scale_with(columns, &self.0);
    }
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
    vectorize_for::<T, _>(
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
    vectorize_for::<T, _>(
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
    vectorize_for::<T, _>(
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
    vectorize_for::<T, _>(
        #[inline(always)]
        || {
            for (dx, saved) in dx.iter_mut().zip(saved) {
                *dx *= derivative(*saved);
            }
        },
    );
}
