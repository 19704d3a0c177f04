//! Loops over slices, compiled in this crate: once for `f32` and once for `f64`.
//!
//! A generic function is compiled again in every crate that calls it, without optimization in a debug build. What loops
//! over slices therefore goes through a method of [`Bodies`], and stays fast where the user's own code is not optimized.
//! Bodies marked `#[inline(always)]` are compiled for the processor's own vector instructions, see [`vectorize`]. A loss
//! that is given an empty gradient computes none.

use crate::initializers::{self, Initializer};
use crate::input;
use crate::kernels::attend::{self, Attend};
use crate::kernels::bilinear::{self, Bilinear};
use crate::kernels::binary::Binary;
use crate::kernels::conv::{self, Conv};
use crate::kernels::depthwise::{self, Depthwise};
use crate::kernels::fold::{self, Folded};
use crate::kernels::lanes::drawn::Rows;
use crate::kernels::normalize::Normalize;
use crate::kernels::pool::{self, Pool};
use crate::kernels::rearrange::Axis;
use crate::kernels::recurrent::gru::{self, Gru};
use crate::kernels::recurrent::lstm::{self, Lstm};
use crate::kernels::recurrent::simple::{self, Simple};
use crate::kernels::recurrent::{Gradients, Initial, Scan};
use crate::kernels::simd::{vectorize, vectorize_narrow};
use crate::kernels::{
    Finish, batch_norm, bias, binary, concatenate, dropout, embedding, lanes, log_softmax, mask, mean, noise,
    normalize, position, prelu, rearrange, scale, softmax, sparsemax, standardize,
};
use crate::loss::{
    CategoricalFocalCrossentropy, binary_crossentropy, categorical_crossentropy, categorical_focal_crossentropy,
    categorical_hinge, cosine_similarity, ctc, dice, head, label, several, sparse_categorical_crossentropy,
};
use crate::methods::finite;
use crate::optim::{
    Adadelta, Adagrad, Adam, Adamax, Lion, Nadam, RMSprop, adadelta, adagrad, adam, adamax, apply, lion, nadam,
    rmsprop, sgd,
};
use crate::random::Stream;
use crate::regularizers::{self, Regularizer};
use crate::sample;

/// Declares the trait and implements it for both numbers: `set name(arguments) -> output = path of the generic body`.
///
/// Each set of vector instructions is compiled for, and doubles the time that it takes: `wide` is for arithmetic that
/// gains from the widest registers in a step that is measured, `narrow` for what waits for the memory or is a small part
/// of a step, `plain` for what only moves numbers, or is seldom called. Double precision has no wide ones outside of the
/// products.
macro_rules! bodies {
    ($(
        $(#[$doc:meta])* $set:ident $name:ident($($argument:ident: $type:ty),*) $(-> $output:ty)? = $($body:ident)::+;
    )*) => {
        /// The bodies of what loops over slices outside the kernels' own [`Kernels`](crate::kernels::Kernels).
        pub trait Bodies: Sized {
            $($(#[$doc])* fn $name($($argument: $type),*) $(-> $output)?;)*
        }

        bodies! { @impl f32 $($set $name($($argument: $type),*) $(-> $output)? = $($body)::+;)* }
        bodies! { @impl f64 $($set $name($($argument: $type),*) $(-> $output)? = $($body)::+;)* }
    };
    (@impl $T:ident $(
        $set:ident $name:ident($($argument:ident: $type:ty),*) $(-> $output:ty)? = $($body:ident)::+;
    )*) => {
        impl Bodies for $T {
            $(
                #[inline(never)]
                fn $name($($argument: $type),*) $(-> $output)? {
                    bodies!(
                        @run $T $set
                        #[inline(always)]
                        || $($body)::+::<Self>($($argument),*)
                    )
                }
            )*
        }
    };
    (@run f32 wide $($body:tt)*) => { vectorize($($body)*) };
    (@run f64 wide $($body:tt)*) => { vectorize_narrow($($body)*) };
    (@run $T:ident narrow $($body:tt)*) => { vectorize_narrow($($body)*) };
    (@run $T:ident plain #[$inline:meta] || $($body:tt)*) => { $($body)* };
}

bodies! {
    /// [`Initializer::fill`].
    plain initialize(initializer: Initializer, weights: &mut [Self], shape: &[usize], stream: Stream)
        = initializers::fill::fill;
    /// [`Regularizer::penalty`].
    narrow penalty(regularizer: Regularizer, weights: &[Self]) -> f64 = regularizers::penalty_of;
    /// [`Regularizer::add`]; whether the gradient is finite.
    narrow regularize(regularizer: Regularizer, weights: &[Self], gradient: &mut [Self]) -> bool = regularizers::add_to;

    /// Softmax over columns of `width` values.
    wide softmax(values: &mut [Self], width: usize) = softmax::forward_body;
    /// The way back through softmax.
    narrow softmax_backward(gradient: &mut [Self], outputs: &[Self], width: usize) = softmax::backward_body;
    /// The logarithm of softmax over columns of `width` values.
    narrow log_softmax(values: &mut [Self], width: usize) = log_softmax::forward_body;
    /// The way back through the logarithm of softmax.
    narrow log_softmax_backward(gradient: &mut [Self], outputs: &[Self], width: usize) = log_softmax::backward_body;
    /// Dropout, forward and backward, of elements from a block of the draws on.
    wide dropout(values: &mut [Self], rate: f64, stream: Stream, first: u32) = dropout::body;
    /// Dropout of whole channels, forward and backward, of samples from one on.
    narrow shared_dropout(values: &mut [Self], rate: f64, stream: Stream, first: usize, sizes: [usize; 2])
        = dropout::shared_body;
    /// Gaussian noise, of elements from a block of the draws on.
    plain noise(values: &mut [Self], deviation: f64, stream: Stream, first: usize) = noise::body;
    /// Dropout of rows of a block of samples.
    wide lanes_dropout(values: &mut [Self], rate: f64, stream: Stream, rows: Rows) = lanes::drawn::dropout_body;
    /// Dropout of whole channels of a block of samples.
    narrow lanes_shared_dropout(values: &mut [Self], rate: f64, stream: Stream, rows: Rows) = lanes::drawn::shared_body;
    /// Gaussian noise of rows of a block of samples.
    plain lanes_noise(values: &mut [Self], deviation: f64, stream: Stream, rows: Rows) = lanes::drawn::noise_body;
    /// Sparsemax over columns of `width` values.
    narrow sparsemax(values: &mut [Self], width: usize) = sparsemax::forward_body;
    /// The way back through sparsemax.
    narrow sparsemax_backward(gradient: &mut [Self], outputs: &[Self], width: usize) = sparsemax::backward_body;

    /// Values in other places.
    plain rearrange(axes: &[Axis], y: &mut [Self], x: &[Self]) = rearrange::forward_body;
    /// The way back: values added where they came from.
    plain rearrange_backward(axes: &[Axis], dx: &mut [Self], dy: &[Self]) = rearrange::backward_body;
    /// One operand of a concatenation, to its place.
    plain concatenate_part(y: &mut [Self], x: &[Self], total: usize, start: usize, len: usize) = concatenate::part_body;
    /// One operand of a concatenation, from its place.
    plain concatenate_take(x: &mut [Self], y: &[Self], total: usize, start: usize, len: usize) = concatenate::take_body;
    /// An operation on two values.
    narrow binary(operation: Binary, y: &mut [Self], b: &[Self]) = binary::body;
    /// The way back through the larger or the smaller of two values.
    narrow binary_backward(operation: Binary, dx: &mut [Self], a: &[Self], b: &[Self], first: bool)
        = binary::backward_body;
    /// −y.
    narrow negate(y: &mut [Self]) = binary::negate_body;
    /// Scores of attention become what values count.
    wide attend_weights(shape: &Attend, block: &mut attend::Block<Self>, masks: attend::Masks<'_, Self>, first: usize)
        = attend::weights_body;

    /// Normalization within samples.
    wide normalize(shape: &Normalize, y: &mut [Self], x: &[Self]) = normalize::forward_body;
    /// The way back through normalization within samples.
    wide normalize_backward(shape: &Normalize, dx: &mut [Self], x: &[Self]) = normalize::backward_body;
    /// Means and variances of channels.
    narrow batch_statistics(stats: &mut [Self], x: &[Self], channels: usize, mask: Option<&[Self]>)
        = batch_norm::statistics_body;
    /// Batch normalization as a factor and a summand for each channel.
    wide fold(folded: &Folded<'_, Self>, y: &mut [Self], width: usize) = fold::body;
    /// Sums over the columns of channels, for the way back.
    narrow batch_sums(sums: &mut [Self], dy: &[Self], x: &[Self], mean: &[Self]) = batch_norm::sums_body;
    /// The way back through normalization with the batch's own statistics.
    wide batch_normalize_backward(
        way: &batch_norm::Way<Self>, dx: &mut [Self], x: &[Self], width: usize, mask: Option<&[Self]>
    ) = batch_norm::backward_body;
    /// The way back through normalization with statistics that are given.
    narrow batch_inference_backward(dx: &mut [Self], variance: &[Self], epsilon: f64, width: usize)
        = batch_norm::inference_backward_body;
    /// A moving average; whether it is finite.
    narrow moving_average(next: &mut [Self], old: &[Self], new: &[Self], momentum: f64) -> bool = batch_norm::moving_body;
    /// A factor for each channel, in place.
    narrow scale_in_place(y: &mut [Self], w: &[Self]) = scale::in_place_body;
    /// The gradient of the factors; whether it is finite.
    narrow scale_grad(dw: &mut [Self], dy: &[Self], x: &[Self]) -> bool = scale::grad_body;
    /// A summand for each channel.
    narrow add_bias(y: &mut [Self], b: &[Self]) = bias::body;
    /// The rectifier with a slope for each channel.
    narrow prelu(y: &mut [Self], x: &[Self], alpha: &[Self]) = prelu::forward_body;
    /// The gradient of the slopes; whether it is finite.
    narrow prelu_grad(dalpha: &mut [Self], dy: &[Self], x: &[Self]) -> bool = prelu::grad_body;
    /// The way back through the rectifier.
    narrow prelu_backward(dx: &mut [Self], x: &[Self], alpha: &[Self]) = prelu::backward_body;
    /// Standardization of channels.
    narrow standardize(y: &mut [Self], x: &[Self], mean: &[Self], variance: &[Self]) = standardize::forward_body;
    /// The way back through standardization.
    narrow standardize_backward(dx: &mut [Self], variance: &[Self]) = standardize::backward_body;
    /// Standardization undone.
    narrow standardize_invert(y: &mut [Self], x: &[Self], mean: &[Self], variance: &[Self]) = standardize::invert_body;
    /// The way back through that.
    narrow standardize_invert_backward(dx: &mut [Self], variance: &[Self]) = standardize::invert_backward_body;
    /// Sinusoidal positions.
    plain sinusoidal(y: &mut [Self], steps: usize, dim: usize) = position::body;

    /// Which rows have a value that differs from one.
    plain any_not_equal(mask: &mut [Self], x: &[Self], width: usize, value: f64) = mask::any_not_equal_body;
    /// A number for what is masked in `(heads, queries, keys)`.
    narrow mask_scores(
        scores: &mut [Self], masked: f64, shape: [usize; 3], causal: bool,
        query_mask: Option<&[Self]>, key_mask: Option<&[Self]>
    ) = mask::scores_body;
    /// Zeros in the rows that are masked.
    plain mask_rows(y: &mut [Self], mask: &[Self], width: usize) = mask::rows_body;

    /// Convolution.
    plain conv(
        shape: &Conv, y: &mut [Self], kernel: &[Self], bias: Option<&[Self]>, x: &[Self], then: Finish<'_, Self>
    ) = conv::forward_body;
    /// The gradient of a convolution's kernel.
    plain conv_grad_kernel(shape: &Conv, dkernel: &mut [Self], dy: &[Self], x: &[Self], add: bool) -> bool
        = conv::grad_kernel_body;
    /// The gradient of a convolution's input.
    plain conv_grad_input(shape: &Conv, dx: &mut [Self], kernel: &[Self], dy: &[Self], then: Finish<'_, Self>)
        = conv::grad_input_body;
    /// Means and variances of channels in blocks of samples.
    wide lanes_statistics(group: lanes::channels::Group, means: &mut [Self], variances: &mut [Self], x: &[Self])
        = lanes::channels::statistics_body;
    /// Sums of channels for the way back.
    wide lanes_sums(
        group: lanes::channels::Group, firsts: &mut [Self], seconds: &mut [Self], dy_x: [&[Self]; 2], mean: &[Self]
    ) = lanes::channels::sums_body;
    /// The gradient of the factors; whether it is finite.
    narrow lanes_scale_grad(positions: usize, dw: &mut [Self], dy: &[Self], x: &[Self]) -> bool
        = lanes::channels::scale_grad_body;
    /// The gradient of a bias in blocks of samples; whether it is finite.
    narrow lanes_grad_bias(positions: usize, db: &mut [Self], dy: &[Self]) -> bool = lanes::grad_bias_body;
    /// Depthwise convolution. Its strips wait for their sums, so that wider registers gain nothing.
    narrow depthwise(shape: &Depthwise, y: &mut [Self], kernel: &[Self], x: &[Self]) = depthwise::forward_body;
    /// The gradient of a depthwise convolution's kernel.
    narrow depthwise_grad_kernel(shape: &Depthwise, dkernel: &mut [Self], dy: &[Self], x: &[Self]) -> bool
        = depthwise::grad_kernel_body;
    /// The gradient of a depthwise convolution's input.
    narrow depthwise_grad_input(shape: &Depthwise, dx: &mut [Self], kernel: &[Self], dy: &[Self])
        = depthwise::grad_input_body;
    /// The maximum under each window.
    wide max_pool(shape: &Pool, y: &mut [Self], x: &[Self]) = pool::max_body;
    /// The way back through it.
    narrow max_pool_backward(shape: &Pool, dx: &mut [Self], dy: &[Self], x: &[Self]) = pool::max_backward_body;
    /// The average under each window.
    narrow average_pool(shape: &Pool, y: &mut [Self], x: &[Self]) = pool::average_body;
    /// The way back through it.
    narrow average_pool_backward(shape: &Pool, dx: &mut [Self], dy: &[Self]) = pool::average_backward_body;
    /// The maximum over all positions.
    narrow global_max_pool(positions: usize, channels: usize, y: &mut [Self], x: &[Self]) = pool::global_max_body;
    /// The way back through it.
    narrow global_max_pool_backward(positions: usize, channels: usize, dx: &mut [Self], dy: &[Self], x: &[Self])
        = pool::global_max_backward_body;
    /// Bilinear enlargement.
    narrow bilinear(shape: &Bilinear, y: &mut [Self], x: &[Self]) = bilinear::body;
    /// The way back through it.
    narrow bilinear_backward(shape: &Bilinear, dx: &mut [Self], dy: &[Self]) = bilinear::backward_body;
    /// Rows of a table.
    plain embedding(dim: usize, y: &mut [Self], table: &[Self], indices: &[Self]) = embedding::forward_body;
    /// The gradient of a table; whether it is finite.
    narrow embedding_grad(dim: usize, dtable: &mut [Self], dy: &[Self], indices: &[Self]) -> bool = embedding::grad_body;

    /// The scan of a simple recurrent layer.
    narrow simple_rnn(
        shape: Simple, scan: Scan<'_, Self>, y: &mut [Self], tape: &mut [Self], kernel: &[Self], z: &[Self],
        initial: Option<&[Self]>
    ) = simple::forward_body;
    /// The way back through it.
    narrow simple_rnn_backward(
        shape: Simple, scan: Scan<'_, Self>, dz: &mut [Self], running: &mut [Self], transposed: &[Self],
        dy: Gradients<'_, Self>, tape: &[Self]
    ) = simple::backward_body;
    /// The gradient of its kernel; whether it is finite.
    narrow simple_rnn_grad(
        shape: Simple, dkernel: &mut [Self], running: &[Self], tape: &[Self], dropped: Option<&[Self]>
    ) -> bool = simple::grad_body;
    /// The scan of long short-term memory.
    wide lstm(
        shape: Lstm, scan: Scan<'_, Self>, y: &mut [Self], tape: &mut [Self], kernel: &[Self], z: &[Self],
        initial: Initial<'_, Self>
    ) = lstm::forward_body;
    /// The way back through it.
    wide lstm_backward(
        shape: Lstm, scan: Scan<'_, Self>, dz: &mut [Self], running: &mut [Self], transposed: &[Self],
        dy: Gradients<'_, Self>, tape: &[Self]
    ) = lstm::backward_body;
    /// The gradient of its kernel; whether it is finite.
    wide lstm_grad(
        shape: Lstm, dkernel: &mut [Self], running: &[Self], tape: &[Self], dropped: Option<&[Self]>
    ) -> bool = lstm::grad_body;
    /// The scan of gated recurrent units.
    narrow gru(
        shape: Gru, scan: Scan<'_, Self>, y: &mut [Self], tape: &mut [Self], weights: gru::Weights<'_, Self>, z: &[Self],
        initial: Option<&[Self]>
    ) = gru::forward_body;
    /// The way back through them.
    narrow gru_backward(
        shape: Gru, scan: Scan<'_, Self>, dz: &mut [Self], running: &mut [Self], transposed: &[Self],
        dy: Gradients<'_, Self>, tape: &[Self]
    ) = gru::backward_body;
    /// The gradient of their kernel; whether it is finite.
    narrow gru_grad(
        shape: Gru, dkernel: &mut [Self], running: &[Self], tape: &[Self], dropped: Option<&[Self]>
    ) -> bool = gru::grad_body;

    /// The head `sigmoid`.
    wide sigmoid_head(values: &mut [Self]) = head::sigmoid;
    /// The way back through the head `sigmoid`.
    wide sigmoid_head_backward(outputs: &[Self], gradient: &mut [Self]) = head::sigmoid_backward;
    /// Softmax and the logarithms of its sums, for cross-entropy with class indices.
    narrow sparse_crossentropy(
        values: &mut [Self], logits: &[Self], gradient: &mut [Self], width: usize, scale: f64
    ) -> f64 = sparse_categorical_crossentropy::fused;
    /// The same for logits.
    narrow sparse_crossentropy_from_logits(
        values: &mut [Self], logits: &[Self], gradient: &mut [Self], width: usize, scale: f64
    ) -> f64 = sparse_categorical_crossentropy::from_logits;
    /// Cross-entropy with vectors, fused with softmax.
    narrow categorical_crossentropy(
        values: &mut [Self], labels: &[Self], smoothing: f64, gradient: &mut [Self], width: usize, scale: f64
    ) -> f64 = categorical_crossentropy::fused;
    /// Cross-entropy of logits with vectors.
    narrow categorical_crossentropy_from_logits(
        values: &mut [Self], labels: &[Self], smoothing: f64, gradient: &mut [Self], width: usize, scale: f64
    ) -> f64 = categorical_crossentropy::from_logits;
    /// Binary cross-entropy, fused with sigmoid.
    narrow binary_crossentropy(
        values: &mut [Self], labels: &[Self], smoothing: f64, gradient: &mut [Self], scale: f64
    ) -> f64 = binary_crossentropy::fused;
    /// Binary cross-entropy of logits.
    narrow binary_crossentropy_from_logits(
        values: &mut [Self], labels: &[Self], smoothing: f64, gradient: &mut [Self], scale: f64
    ) -> f64 = binary_crossentropy::from_logits;
    /// Focal cross-entropy of logits with vectors.
    plain categorical_focal(
        loss: &CategoricalFocalCrossentropy, logits: &[Self], labels: &[Self], gradient: &mut [Self], width: usize,
        scale: f64
    ) -> f64 = categorical_focal_crossentropy::body;
    /// The margin between the right class and the best of the others.
    plain categorical_hinge(outputs: &[Self], labels: &[Self], gradient: &mut [Self], width: usize, scale: f64) -> f64
        = categorical_hinge::body;
    /// The cosine of the angle between outputs and labels.
    plain cosine_similarity(outputs: &[Self], labels: &[Self], gradient: &mut [Self], width: usize, scale: f64) -> f64
        = cosine_similarity::body;
    /// Σ t·y and Σ t + Σ y.
    narrow dice_sums(outputs: &[Self], labels: &[Self]) -> (f64, f64) = dice::sums_body;
    /// The gradient of the Dice loss.
    narrow dice_gradient(gradient: &mut [Self], labels: &[Self], slope: f64, shift: f64) = dice::gradient_body;
    /// Connectionist temporal classification of a sample.
    plain ctc(
        logits: &[Self], symbols: &[usize], gradient: &mut [Self], classes: usize, scale: f64, memory: &mut [f64]
    ) -> f64 = ctc::body;
    /// Values times a factor.
    narrow multiply_by(values: &mut [Self], factor: f64) = several::multiply_by;
    /// The place of the first maximum.
    plain argmax(values: &[Self]) -> usize = label::argmax_body;

    /// The mean of each channel over positions.
    narrow mean(y: &mut [Self], x: &[Self], positions: usize, channels: usize, mask: Option<&[Self]>) = mean::forward_body;
    /// The way back through it.
    narrow mean_backward(dx: &mut [Self], dy: &[Self], positions: usize, channels: usize, mask: Option<&[Self]>)
        = mean::backward_body;

    /// Whether all values are finite.
    wide all_finite(values: &[Self]) -> bool = finite::all_finite;
    /// Rows of `len` numbers, one after the other.
    plain gather(to: &mut [Self], from: &[Self], rows: &[usize], len: usize) = sample::gather;
    /// Bytes as numbers, divided.
    narrow from_bytes(values: &mut [Self], bytes: &[u8], divisor: f64) = sample::from_bytes;
    /// Indices as numbers.
    plain from_indices(values: &mut [Self], indices: &[u32]) = input::from_indices;
    /// One step of gradient descent.
    wide sgd(learning_rate: f64, parameters: &mut [Self], gradient: &[Self]) = sgd::plain;
    /// One step of gradient descent with momentum.
    wide sgd_momentum(
        learning_rate: f64, momentum: f64, parameters: &mut [Self], gradient: &[Self], velocity: &mut [Self]
    ) = sgd::momentum;
    /// One step of gradient descent with Nesterov's momentum.
    wide sgd_nesterov(
        learning_rate: f64, momentum: f64, parameters: &mut [Self], gradient: &[Self], velocity: &mut [Self]
    ) = sgd::nesterov;
    /// One step of Adam.
    wide adam(
        rule: Adam, parameters: &mut [Self], gradient: &[Self], means: &mut [Self], squares: &mut [Self]
    ) = adam::update;
    /// One step of Adam with the largest mean of squares.
    plain amsgrad(rule: Adam, parameters: &mut [Self], gradient: &[Self], state: [&mut [Self]; 3]) = adam::amsgrad;
    /// One step of root mean square propagation.
    plain rmsprop(rule: RMSprop, parameters: &mut [Self], gradient: &[Self], state: &mut [&mut [Self]]) = rmsprop::body;
    /// One step of Adagrad.
    plain adagrad(rule: Adagrad, parameters: &mut [Self], gradient: &[Self], squares: &mut [Self]) = adagrad::body;
    /// One step of Adadelta.
    plain adadelta(rule: Adadelta, parameters: &mut [Self], gradient: &[Self], state: [&mut [Self]; 2]) = adadelta::body;
    /// One step of Nadam.
    plain nadam(
        rule: Nadam, factors: nadam::Factors, parameters: &mut [Self], gradient: &[Self], state: [&mut [Self]; 2]
    ) = nadam::body;
    /// One step of Adamax.
    plain adamax(rule: Adamax, parameters: &mut [Self], gradient: &[Self], means: &mut [Self], norms: &mut [Self])
        = adamax::body;
    /// One step of Lion.
    plain lion(rule: Lion, parameters: &mut [Self], gradient: &[Self], means: &mut [Self]) = lion::body;
    /// The sum of the squares of a gradient.
    plain sum_of_squares(gradient: &[Self], summed: &[Self]) -> f64 = apply::squares_body;
    /// A gradient summed, scaled and clipped.
    plain amend_gradient(
        amended: &mut [Self], gradient: &[Self], summed: &mut [Self], scale: f64, limit: Option<f64>
    ) = apply::amend_body;
    /// A moving average of parameters.
    plain average(averages: &mut [Self], parameters: &[Self], momentum: f64) = apply::average_body;
}
