"""Convolutions of each channel by itself, alone and with a mix of channels after them."""

from keras.layers import Conv2D, Dense, DepthwiseConv2D, Flatten, SeparableConv2D

from record import record


def write(file):
    def case(name, shape, layers, batch=2, **options):
        record(file, name, shape, layers, batch=batch, **options)

    # DepthwiseConv2D
    case("depthwise_conv2d", (5, 4, 3), lambda: [DepthwiseConv2D(3)])
    case("depthwise_conv2d_multiplier", (4, 5, 2), lambda: [DepthwiseConv2D(3, depth_multiplier=2)])
    case("depthwise_conv2d_kernel2_3", (4, 5, 2), lambda: [DepthwiseConv2D((2, 3), depth_multiplier=3)])
    case("depthwise_conv2d_one_channel", (4, 4, 1), lambda: [DepthwiseConv2D(2, depth_multiplier=3)])
    case("depthwise_conv2d_same", (5, 4, 2), lambda: [DepthwiseConv2D(3, padding="same")])
    case("depthwise_conv2d_strides2", (6, 5, 2), lambda: [DepthwiseConv2D(3, 2)])
    case("depthwise_conv2d_same_strides2", (5, 6, 2), lambda: [DepthwiseConv2D(3, 2, "same")])
    case("depthwise_conv2d_dilation", (6, 5, 2), lambda: [DepthwiseConv2D(3, dilation_rate=2)])
    case("depthwise_conv2d_same_dilation", (4, 5, 2), lambda: [DepthwiseConv2D(3, padding="same", dilation_rate=2)])
    case("depthwise_conv2d_no_bias", (4, 4, 2), lambda: [DepthwiseConv2D(3, use_bias=False)])
    case("depthwise_conv2d_activation", (5, 4, 2), lambda: [DepthwiseConv2D(3, activation="tanh"), Conv2D(3, 1)])
    case("depthwise_conv2d_f32", (7, 5, 5), lambda: [DepthwiseConv2D(3, padding="same")])

    # SeparableConv2D
    case("separable_conv2d", (5, 4, 3), lambda: [SeparableConv2D(2, 3)])
    case("separable_conv2d_multiplier", (5, 4, 2), lambda: [SeparableConv2D(3, 3, depth_multiplier=2)])
    case("separable_conv2d_same", (4, 4, 2), lambda: [SeparableConv2D(3, 3, padding="same")])
    case("separable_conv2d_strides2", (6, 5, 2), lambda: [SeparableConv2D(3, 3, 2)])
    case("separable_conv2d_same_strides2", (5, 6, 2), lambda: [SeparableConv2D(3, 3, strides=2, padding="same")])
    case("separable_conv2d_dilation", (6, 5, 2), lambda: [SeparableConv2D(3, 3, dilation_rate=2)])
    case("separable_conv2d_no_bias", (4, 4, 2), lambda: [SeparableConv2D(3, 2, use_bias=False)])
    case("separable_conv2d_activation", (5, 5, 2),
         lambda: [SeparableConv2D(3, 3, activation="relu"), Flatten(), Dense(2)])
