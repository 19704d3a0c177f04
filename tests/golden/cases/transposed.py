"""Transposed convolutions: sizes of kernels, strides that leave gaps, padding, dilation."""

import tensorflow as tf
from keras.layers import Conv1DTranspose, Conv2D, Conv2DTranspose, Dense, Flatten

from record import record


def compiled(layer):
    """A layer run by XLA: TensorFlow's own kernels for CPUs do not transpose dilated convolutions."""
    layer.call = tf.function(layer.call, jit_compile=True)
    return layer


def write(file):
    def case(name, shape, layers, batch=2, **options):
        record(file, name, shape, layers, batch=batch, **options)

    # Conv1DTranspose
    case("conv1d_transpose", (5, 2), lambda: [Conv1DTranspose(3, 3)])
    case("conv1d_transpose_kernel1_strides2", (4, 2), lambda: [Conv1DTranspose(3, 1, strides=2)])
    case("conv1d_transpose_kernel5_strides2", (4, 2), lambda: [Conv1DTranspose(3, 5, strides=2)])
    case("conv1d_transpose_strides2", (4, 2), lambda: [Conv1DTranspose(3, 3, 2)])
    case("conv1d_transpose_strides_past_kernel", (4, 2), lambda: [Conv1DTranspose(3, 2, strides=3)])
    case("conv1d_transpose_same", (5, 2), lambda: [Conv1DTranspose(3, 3, padding="same")])
    case("conv1d_transpose_same_kernel2", (5, 2), lambda: [Conv1DTranspose(3, 2, 1, "same")])
    case("conv1d_transpose_same_strides2", (4, 2), lambda: [Conv1DTranspose(3, 3, strides=2, padding="same")])
    case("conv1d_transpose_same_kernel5_strides2", (4, 2), lambda: [Conv1DTranspose(3, 5, strides=2, padding="same")])
    case("conv1d_transpose_same_strides_past_kernel", (4, 2),
         lambda: [Conv1DTranspose(3, 2, strides=3, padding="same")])
    case("conv1d_transpose_dilation", (4, 2), lambda: [compiled(Conv1DTranspose(3, 3, dilation_rate=2))])
    case("conv1d_transpose_no_bias", (4, 2), lambda: [Conv1DTranspose(3, 2, use_bias=False)])
    case("conv1d_transpose_activation", (4, 2),
         lambda: [Conv1DTranspose(3, 2, strides=2, activation="tanh"), Flatten(), Dense(2)])

    # Conv2DTranspose
    case("conv2d_transpose", (3, 4, 2), lambda: [Conv2DTranspose(3, 3)])
    case("conv2d_transpose_kernel1", (3, 4, 2), lambda: [Conv2DTranspose(3, 1)])
    case("conv2d_transpose_kernel2_3", (3, 4, 2), lambda: [Conv2DTranspose(2, (2, 3))])
    case("conv2d_transpose_one_channel", (3, 3, 1), lambda: [Conv2DTranspose(1, 2)])
    case("conv2d_transpose_strides2", (3, 4, 2), lambda: [Conv2DTranspose(2, 3, 2)])
    case("conv2d_transpose_strides_past_kernel", (3, 2, 2), lambda: [Conv2DTranspose(2, 2, strides=3)])
    case("conv2d_transpose_strides1_2", (3, 4, 2), lambda: [Conv2DTranspose(2, (2, 3), strides=(1, 2))])
    case("conv2d_transpose_same", (4, 3, 2), lambda: [Conv2DTranspose(3, 3, padding="same")])
    case("conv2d_transpose_same_strides2", (3, 4, 2), lambda: [Conv2DTranspose(2, 3, strides=2, padding="same")])
    case("conv2d_transpose_same_kernel5_strides2", (2, 3, 2),
         lambda: [Conv2DTranspose(2, 5, strides=2, padding="same")])
    case("conv2d_transpose_same_strides_past_kernel", (3, 2, 2),
         lambda: [Conv2DTranspose(2, 2, strides=3, padding="same")])
    case("conv2d_transpose_dilation", (3, 4, 2), lambda: [compiled(Conv2DTranspose(2, 3, dilation_rate=2))])
    case("conv2d_transpose_no_bias", (3, 4, 2), lambda: [Conv2DTranspose(3, 2, use_bias=False)])
    case("conv2d_transpose_activation", (3, 3, 2),
         lambda: [Conv2DTranspose(3, 2, strides=2, padding="same", activation="relu"), Conv2D(1, 3)])
    case("conv2d_transpose_f32", (5, 4, 3),
         lambda: [Conv2DTranspose(3, 3, strides=2, padding="same", activation="relu")])
