//! What a model ends in: the activation that a loss is fused with.
//!
//! A model that ends in `softmax` has the head [`Softmax`], one that ends in `sigmoid` has [`Sigmoid`], any other has
//! [`Linear`], its last activation being a part of the model proper.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::scalar::Scalar;

/// The activation at the end of a model. `width` is the length of the output's last axis.
pub trait Head {
    /// Turns pre-activations `(width, columns)` into outputs, in place.
    fn forward<T: Scalar>(values: &mut [T], width: usize);
    /// Turns the gradient with respect to the outputs into the one with respect to the pre-activations, in place.
    fn backward<T: Scalar>(outputs: &[T], gradient: &mut [T], width: usize);
}

/// No activation that a loss could be fused with.
#[derive(Clone, Copy, Debug)]
pub enum Linear {}

/// `softmax` over the last axis.
#[derive(Clone, Copy, Debug)]
pub enum Softmax {}

/// `sigmoid` of each number.
#[derive(Clone, Copy, Debug)]
pub enum Sigmoid {}

impl Head for Linear {
    fn forward<T: Scalar>(_values: &mut [T], _width: usize) {}
    fn backward<T: Scalar>(_outputs: &[T], _gradient: &mut [T], _width: usize) {}
}

impl Head for Softmax {
    fn forward<T: Scalar>(values: &mut [T], width: usize) {
        T::softmax(values, width);
    }
    fn backward<T: Scalar>(outputs: &[T], gradient: &mut [T], width: usize) {
        T::softmax_backward(gradient, outputs, width);
    }
}

impl Head for Sigmoid {
    fn forward<T: Scalar>(values: &mut [T], _width: usize) {
        T::sigmoid_head(values);
    }
    fn backward<T: Scalar>(outputs: &[T], gradient: &mut [T], _width: usize) {
        T::sigmoid_head_backward(outputs, gradient);
    }
}

/// y = sigmoid(y).
#[inline(always)]
pub(crate) fn sigmoid<T: Scalar>(values: &mut [T]) {
    for value in values.iter_mut() {
        *value = Scalar::sigmoid(*value);
    }
}

/// dx = dy · y · (1 − y), where `gradient` holds dy on entry.
#[inline(always)]
pub(crate) fn sigmoid_backward<T: Scalar>(outputs: &[T], gradient: &mut [T]) {
    for (gradient, output) in gradient.iter_mut().zip(outputs) {
        *gradient *= *output * (T::ONE - *output);
    }
}

/// A head that the loss `L` is fused with: `softmax`.
#[diagnostic::on_unimplemented(
    message = "`{L}` needs a model that ends in `softmax`, this one ends in `{Self}`",
    label = "this loss needs a model that ends in `softmax`",
    note = "end the model with `-> Dense(n, softmax)`, or use `{L}::from_logits()`"
)]
pub trait EndsInSoftmax<L>: Head {}

impl<L> EndsInSoftmax<L> for Softmax {}

/// A head that the loss `L` is fused with: `sigmoid`.
#[diagnostic::on_unimplemented(
    message = "`{L}` needs a model that ends in `sigmoid`, this one ends in `{Self}`",
    label = "this loss needs a model that ends in `sigmoid`",
    note = "end the model with `-> Dense(n, sigmoid)`, or use `{L}::from_logits()`"
)]
pub trait EndsInSigmoid<L>: Head {}

impl<L> EndsInSigmoid<L> for Sigmoid {}

/// A head that gives logits to the loss `L`: none.
#[diagnostic::on_unimplemented(
    message = "`{L}` needs a model without an activation at its end, this one ends in `{Self}`",
    label = "this loss takes logits",
    note = "use the loss's `new()` instead of `from_logits()`, or end the model with `-> Dense(n)`"
)]
pub trait EndsInLogits<L>: Head {}

impl<L> EndsInLogits<L> for Linear {}
