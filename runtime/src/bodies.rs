//! Loops over slices, compiled in this crate: once for `f32` and once for `f64`.
//!
//! A generic function is compiled again in every crate that calls it, without optimization in a debug build. What loops
//! over slices therefore goes through a method of [`Bodies`], and stays fast where the user's own code is not optimized.
//! Bodies marked `#[inline(always)]` are compiled for the processor's own vector instructions, see [`vectorize`]. A loss
//! that is given an empty gradient computes none.

use crate::initializers::{self, Initializer};
use crate::kernels::simd::vectorize;
use crate::kernels::{dropout, log_softmax, softmax};
use crate::loss::{
    binary_crossentropy, categorical_crossentropy, ctc, dice, head, label, mean_absolute_error, mean_squared_error,
    several, sparse_categorical_crossentropy,
};
use crate::methods::finite;
use crate::optim::{Adam, adam, sgd};
use crate::random::Stream;
use crate::regularizers::{self, Regularizer};
use crate::sample;

/// Declares the trait and implements it for both numbers: `name(arguments) -> output = path of the generic body`.
macro_rules! bodies {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $type:ty),*) $(-> $output:ty)? = $($body:ident)::+;)*) => {
        /// The bodies of what loops over slices outside the kernels' own [`Kernels`](crate::kernels::Kernels).
        pub trait Bodies: Sized {
            $($(#[$doc])* fn $name($($argument: $type),*) $(-> $output)?;)*
        }

        bodies! { @impl f32 $($name($($argument: $type),*) $(-> $output)? = $($body)::+;)* }
        bodies! { @impl f64 $($name($($argument: $type),*) $(-> $output)? = $($body)::+;)* }
    };
    (@impl $T:ident $($name:ident($($argument:ident: $type:ty),*) $(-> $output:ty)? = $($body:ident)::+;)*) => {
        impl Bodies for $T {
            $(
                #[inline(never)]
                fn $name($($argument: $type),*) $(-> $output)? {
                    vectorize(
                        #[inline(always)]
                        || $($body)::+::<Self>($($argument),*),
                    )
                }
            )*
        }
    };
}

bodies! {
    /// [`Initializer::fill`].
    initialize(initializer: Initializer, weights: &mut [Self], shape: &[usize], stream: Stream)
        = initializers::fill::fill;
    /// [`Regularizer::penalty`].
    penalty(regularizer: Regularizer, weights: &[Self]) -> f64 = regularizers::penalty_of;
    /// [`Regularizer::add`]; whether the gradient is finite.
    regularize(regularizer: Regularizer, weights: &[Self], gradient: &mut [Self]) -> bool = regularizers::add_to;

    /// Softmax over columns of `width` values.
    softmax(values: &mut [Self], width: usize) = softmax::forward_body;
    /// The way back through softmax.
    softmax_backward(gradient: &mut [Self], outputs: &[Self], width: usize) = softmax::backward_body;
    /// The logarithm of softmax over columns of `width` values.
    log_softmax(values: &mut [Self], width: usize) = log_softmax::forward_body;
    /// The way back through the logarithm of softmax.
    log_softmax_backward(gradient: &mut [Self], outputs: &[Self], width: usize) = log_softmax::backward_body;
    /// Dropout, forward and backward.
    dropout(values: &mut [Self], rate: f64, stream: Stream) = dropout::body;

    /// The head `sigmoid`.
    sigmoid_head(values: &mut [Self]) = head::sigmoid;
    /// The way back through the head `sigmoid`.
    sigmoid_head_backward(outputs: &[Self], gradient: &mut [Self]) = head::sigmoid_backward;
    /// Softmax and the logarithms of its sums, for cross-entropy with class indices.
    sparse_crossentropy(
        values: &mut [Self], logits: &[Self], gradient: &mut [Self], width: usize, scale: f64
    ) -> f64 = sparse_categorical_crossentropy::fused;
    /// The same for logits.
    sparse_crossentropy_from_logits(
        values: &mut [Self], logits: &[Self], gradient: &mut [Self], width: usize, scale: f64
    ) -> f64 = sparse_categorical_crossentropy::from_logits;
    /// Cross-entropy with vectors, fused with softmax.
    categorical_crossentropy(
        values: &mut [Self], labels: &[Self], gradient: &mut [Self], width: usize, scale: f64
    ) -> f64 = categorical_crossentropy::fused;
    /// Cross-entropy of logits with vectors.
    categorical_crossentropy_from_logits(
        values: &mut [Self], labels: &[Self], gradient: &mut [Self], width: usize, scale: f64
    ) -> f64 = categorical_crossentropy::from_logits;
    /// Binary cross-entropy, fused with sigmoid.
    binary_crossentropy(values: &mut [Self], labels: &[Self], gradient: &mut [Self], scale: f64) -> f64
        = binary_crossentropy::fused;
    /// Binary cross-entropy of logits.
    binary_crossentropy_from_logits(
        values: &mut [Self], labels: &[Self], gradient: &mut [Self], scale: f64
    ) -> f64 = binary_crossentropy::from_logits;
    /// The squared error.
    squared_error(outputs: &[Self], labels: &[Self], gradient: &mut [Self], scale: f64) -> f64
        = mean_squared_error::body;
    /// The absolute error.
    absolute_error(outputs: &[Self], labels: &[Self], gradient: &mut [Self], scale: f64) -> f64
        = mean_absolute_error::body;
    /// Σ t·y and Σ t + Σ y.
    dice_sums(outputs: &[Self], labels: &[Self]) -> (f64, f64) = dice::sums_body;
    /// The gradient of the Dice loss.
    dice_gradient(gradient: &mut [Self], labels: &[Self], slope: f64, shift: f64) = dice::gradient_body;
    /// Connectionist temporal classification of a sample.
    ctc(
        logits: &[Self], symbols: &[usize], gradient: &mut [Self], classes: usize, scale: f64, memory: &mut [f64]
    ) -> f64 = ctc::body;
    /// Values times a factor.
    scale(values: &mut [Self], factor: f64) = several::scale;
    /// The place of the first maximum.
    argmax(values: &[Self]) -> usize = label::argmax_body;

    /// Whether all values are finite.
    all_finite(values: &[Self]) -> bool = finite::all_finite;
    /// Rows of `len` numbers, one after the other.
    gather(to: &mut [Self], from: &[Self], rows: &[usize], len: usize) = sample::gather;
    /// Bytes as numbers, divided.
    from_bytes(values: &mut [Self], bytes: &[u8], divisor: f64) = sample::from_bytes;
    /// One step of gradient descent.
    sgd(learning_rate: f64, parameters: &mut [Self], gradient: &[Self]) = sgd::plain;
    /// One step of gradient descent with momentum.
    sgd_momentum(
        learning_rate: f64, momentum: f64, parameters: &mut [Self], gradient: &[Self], velocity: &mut [Self]
    ) = sgd::momentum;
    /// One step of gradient descent with Nesterov's momentum.
    sgd_nesterov(
        learning_rate: f64, momentum: f64, parameters: &mut [Self], gradient: &[Self], velocity: &mut [Self]
    ) = sgd::nesterov;
    /// One step of Adam.
    adam(
        rule: Adam, parameters: &mut [Self], gradient: &[Self], means: &mut [Self], squares: &mut [Self], step: u64
    ) = adam::update;
}
