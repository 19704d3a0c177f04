//! What a model ends in: the activation that a loss is fused with.
//!
//! A model that ends in `softmax` has the head [`Softmax`], one that ends in `sigmoid` has [`Sigmoid`], any other has
//! [`Linear`], its last activation being a part of the model proper. A model of several outputs has a tuple of heads.

// What runs inside `vectorize` must be inlined there.
#![allow(clippy::inline_always)]

use crate::bodies::Bodies;
use crate::loss::label::width;
use crate::sample::{Bundle, Sample};
use crate::scalar::Scalar;

/// The activation at the end of a model with the outputs `O`.
pub trait Head<O: Bundle> {
    /// Turns the pre-activations of a batch into outputs, in place.
    fn forward(values: &mut [O::Scalar]);
    /// Turns the gradient with respect to the outputs into the one with respect to the pre-activations, in place.
    fn backward(outputs: &[O::Scalar], gradient: &mut [O::Scalar]);
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

impl<O: Sample> Head<O> for Linear {
    fn forward(_values: &mut [O::Scalar]) {}
    fn backward(_outputs: &[O::Scalar], _gradient: &mut [O::Scalar]) {}
}

impl<O: Sample> Head<O> for Softmax {
    fn forward(values: &mut [O::Scalar]) {
        O::Scalar::softmax(values, width::<O>());
    }
    fn backward(outputs: &[O::Scalar], gradient: &mut [O::Scalar]) {
        O::Scalar::softmax_backward(gradient, outputs, width::<O>());
    }
}

impl<O: Sample> Head<O> for Sigmoid {
    fn forward(values: &mut [O::Scalar]) {
        O::Scalar::sigmoid_head(values);
    }
    fn backward(outputs: &[O::Scalar], gradient: &mut [O::Scalar]) {
        O::Scalar::sigmoid_head_backward(outputs, gradient);
    }
}

macro_rules! tuple {
    ($($H:ident $O:ident),+) => {
        impl<T: Scalar, $($H: Head<$O>, $O: Sample<Scalar = T>),+> Head<($($O,)+)> for ($($H,)+)
        where
            ($($O,)+): Bundle<Scalar = T>,
        {
            fn forward(values: &mut [T]) {
                let (samples, mut rest) = (samples::<($($O,)+)>(values.len()), values);
                $(
                    let (values, others) = rest.split_at_mut(samples * $O::LEN);
                    $H::forward(values);
                    rest = others;
                )+
                debug_assert!(rest.is_empty());
            }
            fn backward(outputs: &[T], gradient: &mut [T]) {
                let (samples, mut rest) = (samples::<($($O,)+)>(outputs.len()), (outputs, gradient));
                $(
                    let at = samples * $O::LEN;
                    let ((outputs, other_outputs), (gradient, others)) = (rest.0.split_at(at), rest.1.split_at_mut(at));
                    $H::backward(outputs, gradient);
                    rest = (other_outputs, others);
                )+
                debug_assert!(rest.0.is_empty());
            }
        }
    };
}
tuple!(G P, H Q);
tuple!(G P, H Q, I R);
tuple!(G P, H Q, I R, J S);

/// How many samples so many numbers are.
fn samples<O: Bundle>(numbers: usize) -> usize {
    numbers.checked_div(O::LEN).unwrap_or(0)
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
pub trait EndsInSoftmax<L> {}

impl<L> EndsInSoftmax<L> for Softmax {}

/// A head that the loss `L` is fused with: `sigmoid`.
#[diagnostic::on_unimplemented(
    message = "`{L}` needs a model that ends in `sigmoid`, this one ends in `{Self}`",
    label = "this loss needs a model that ends in `sigmoid`",
    note = "end the model with `-> Dense(n, sigmoid)`, or use `{L}::from_logits()`"
)]
pub trait EndsInSigmoid<L> {}

impl<L> EndsInSigmoid<L> for Sigmoid {}

/// A head that gives logits to the loss `L`: none.
#[diagnostic::on_unimplemented(
    message = "`{L}` needs a model without an activation at its end, and this one has one",
    label = "this loss takes logits",
    note = "use the loss's `new()` instead of `from_logits()`, or end the model with `-> Dense(n)`"
)]
pub trait EndsInLogits<L> {}

impl<L> EndsInLogits<L> for Linear {}
