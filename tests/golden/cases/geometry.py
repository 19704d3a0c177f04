"""Layers that move, repeat, drop or scale elements and learn nothing."""

import numpy as np
import tensorflow as tf
from keras.layers import (
    Conv2D, Cropping1D, Cropping2D, Dense, Normalization, Permute, RepeatVector, Rescaling, UpSampling1D, UpSampling2D,
    ZeroPadding1D, ZeroPadding2D,
)

from record import record


class Bilinear(UpSampling2D):
    """Keras' bilinear upsampling in the type of `x`: TensorFlow computes it in float32, 1e-7 off in float64."""

    def __init__(self, size):
        super().__init__(size, interpolation="bilinear")

    def call(self, x):
        rows, columns = (shares(n, scale) for n, scale in zip(x.shape[1:3], self.size, strict=True))
        y = tf.einsum("hi,wj,bijc->bhwc", tf.cast(rows, x.dtype), tf.cast(columns, x.dtype), x)
        tf.debugging.assert_near(y, tf.cast(super().call(x), y.dtype), atol=1e-5, rtol=1e-5)
        return y


def shares(n, scale):
    """How much of each of `n` elements is in each of `n * scale`: centres at half a step, the ends repeated."""
    at = np.clip((np.arange(n * scale) + 0.5) / scale - 0.5, 0, n - 1)
    return np.maximum(0, 1 - np.abs(at[:, None] - np.arange(n)))


def write(file):
    def case(name, shape, layers, batch=2, **options):
        record(file, name, shape, layers, batch=batch, **options)

    # UpSampling1D and 2D
    case("up_sampling1d", (3, 2), lambda: [UpSampling1D()])
    case("up_sampling1d_size3", (3, 2), lambda: [UpSampling1D(3)])
    case("up_sampling1d_inside", (3, 2), lambda: [Dense(3, "tanh"), UpSampling1D(2), Dense(2)])
    case("up_sampling2d", (3, 2, 2), lambda: [UpSampling2D()])
    case("up_sampling2d_size3", (2, 3, 2), lambda: [UpSampling2D(3)])
    case("up_sampling2d_size2_3", (3, 2, 2), lambda: [UpSampling2D((2, 3))])
    case("up_sampling2d_inside", (3, 2, 2), lambda: [Dense(3, "tanh"), UpSampling2D(2), Dense(2)])
    case("up_sampling2d_bilinear", (3, 4, 2), lambda: [Bilinear(2)])
    case("up_sampling2d_bilinear_size3", (3, 2, 2), lambda: [Bilinear(3)])
    case("up_sampling2d_bilinear_size1_4", (2, 3, 2), lambda: [Bilinear((1, 4))])
    case("up_sampling2d_bilinear_size5_2", (3, 3, 1), lambda: [Bilinear((5, 2))])
    case("up_sampling2d_bilinear_one_row", (1, 3, 2), lambda: [Bilinear((2, 3))])
    case("up_sampling2d_bilinear_inside", (3, 2, 2), lambda: [Dense(3, "tanh"), Bilinear(2), Dense(2)])
    case("up_sampling2d_bilinear_f32", (5, 4, 3),
         lambda: [Dense(3, "tanh"), UpSampling2D((2, 3), interpolation="bilinear"), Dense(2)])

    # ZeroPadding1D and 2D
    case("zero_padding1d", (3, 2), lambda: [ZeroPadding1D()])
    case("zero_padding1d_both", (3, 2), lambda: [ZeroPadding1D(2)])
    case("zero_padding1d_sides", (3, 2), lambda: [ZeroPadding1D((1, 2))])
    case("zero_padding1d_end", (3, 2), lambda: [ZeroPadding1D((0, 3))])
    case("zero_padding2d", (3, 2, 2), lambda: [ZeroPadding2D()])
    case("zero_padding2d_both", (3, 2, 2), lambda: [ZeroPadding2D(2)])
    case("zero_padding2d_axes", (3, 2, 2), lambda: [ZeroPadding2D((1, 2))])
    case("zero_padding2d_sides", (3, 2, 2), lambda: [ZeroPadding2D(((1, 0), (0, 2)))])
    case("zero_padding2d_inside", (3, 3, 2), lambda: [Dense(3, "tanh"), ZeroPadding2D((1, 2)), Conv2D(2, 3)])

    # Cropping1D and 2D
    case("cropping1d", (5, 2), lambda: [Cropping1D()])
    case("cropping1d_both", (5, 2), lambda: [Cropping1D(2)])
    case("cropping1d_sides", (5, 2), lambda: [Cropping1D((1, 2))])
    case("cropping1d_end", (5, 2), lambda: [Cropping1D((0, 2))])
    case("cropping2d_both", (4, 5, 2), lambda: [Cropping2D(1)])
    case("cropping2d_axes", (4, 6, 2), lambda: [Cropping2D((1, 2))])
    case("cropping2d_sides", (4, 5, 2), lambda: [Cropping2D(((1, 0), (0, 2)))])
    case("cropping2d_inside", (4, 5, 2), lambda: [Dense(3, "tanh"), Cropping2D(((0, 1), (1, 1))), Dense(2)])

    # Permute and RepeatVector
    case("permute", (3, 4), lambda: [Permute((2, 1))])
    case("permute_rank1", (3,), lambda: [Permute((1,))])
    case("permute_rank3", (2, 3, 4), lambda: [Permute((3, 1, 2))])
    case("permute_rank3_last_kept", (2, 3, 4), lambda: [Permute((2, 1, 3))])
    case("permute_rank3_reversed", (2, 3, 4), lambda: [Permute((3, 2, 1))])
    case("permute_inside", (3, 4), lambda: [Dense(2, "tanh"), Permute((2, 1)), Dense(3)])
    case("repeat_vector", (4,), lambda: [RepeatVector(3)])
    case("repeat_vector_once", (4,), lambda: [RepeatVector(1)])
    case("repeat_vector_inside", (4,), lambda: [Dense(3, "tanh"), RepeatVector(2), Dense(2)])

    # Rescaling and Normalization
    case("rescaling", (5,), lambda: [Rescaling(0.25)])
    case("rescaling_offset", (2, 3), lambda: [Rescaling(0.5, -1.0)])
    case("rescaling_names", (2, 3, 2), lambda: [Rescaling(scale=2.0, offset=0.25)])
    case("rescaling_inside", (5,), lambda: [Dense(3, "tanh"), Rescaling(0.5, offset=0.5), Dense(2)])
    case("normalization", (3,), lambda: [Normalization(mean=0.5, variance=2.0)])
    case("normalization_each", (3,), lambda: [Normalization(mean=(0.5, -1.0, 2.0), variance=(0.25, 4.0, 3.0))])
    case("normalization_rank2", (4, 3), lambda: [Normalization(mean=(0.5, -1.0, 2.0), variance=(0.25, 4.0, 3.0))])
    case("normalization_rank3", (2, 4, 2), lambda: [Normalization(mean=(0.5, -1.0), variance=(0.25, 4.0))])
    case("normalization_invert", (4, 3),
         lambda: [Normalization(mean=(0.5, -1.0, 2.0), variance=(0.25, 4.0, 3.0), invert=True)])
    case("normalization_inside", (3,), lambda: [Normalization(mean=0.5, variance=2.0), Dense(4, "tanh"), Dense(2)])
