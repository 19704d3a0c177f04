"""Convolutions: sizes of kernels, strides, padding, dilation, groups."""

from keras.layers import Conv1D, Conv2D, Dense, Flatten, MaxPooling2D
from keras.losses import SparseCategoricalCrossentropy

from record import record

SOFTMAX = {"head": "softmax", "from_logits": True}


def write(file):
    def case(name, shape, layers, batch=2, **options):
        record(file, name, shape, layers, batch=batch, **options)

    # Conv1D
    case("conv1d", (7, 2), lambda: [Conv1D(3, 3)])
    case("conv1d_kernel1", (5, 2), lambda: [Conv1D(3, 1)])
    case("conv1d_kernel2", (5, 2), lambda: [Conv1D(3, 2)])
    case("conv1d_kernel5", (9, 2), lambda: [Conv1D(2, 5)])
    case("conv1d_whole", (5, 2), lambda: [Conv1D(3, 5)])
    case("conv1d_strides2", (8, 2), lambda: [Conv1D(3, 3, 2)])
    case("conv1d_strides3", (11, 2), lambda: [Conv1D(2, 5, strides=3)])
    case("conv1d_strides_past_kernel", (11, 2), lambda: [Conv1D(2, 2, strides=3)])
    case("conv1d_same", (7, 2), lambda: [Conv1D(3, 3, 1, "same")])
    case("conv1d_same_kernel2", (5, 2), lambda: [Conv1D(3, 2, padding="same")])
    case("conv1d_same_kernel5", (3, 2), lambda: [Conv1D(3, 5, padding="same")])
    case("conv1d_same_strides2", (7, 2), lambda: [Conv1D(3, 3, 2, "same")])
    case("conv1d_same_strides3", (8, 2), lambda: [Conv1D(3, 5, strides=3, padding="same")])
    case("conv1d_causal", (7, 2), lambda: [Conv1D(3, 3, padding="causal")])
    case("conv1d_causal_strides2", (7, 2), lambda: [Conv1D(3, 3, strides=2, padding="causal")])
    case("conv1d_causal_dilation", (7, 2), lambda: [Conv1D(3, 3, padding="causal", dilation_rate=2)])
    case("conv1d_dilation", (9, 2), lambda: [Conv1D(3, 3, dilation_rate=2)])
    case("conv1d_same_dilation", (7, 2), lambda: [Conv1D(3, 3, padding="same", dilation_rate=2)])
    case("conv1d_groups", (7, 4), lambda: [Conv1D(6, 3, groups=2)])
    case("conv1d_no_bias", (7, 2), lambda: [Conv1D(3, 3, use_bias=False)])
    case("conv1d_activation", (7, 2),
         lambda: [Conv1D(3, 3, activation="tanh"), Conv1D(2, 2, activation="relu"), Flatten(), Dense(2)])
    case("conv1d_f32", (13, 5), lambda: [Conv1D(9, 3, padding="same", activation="relu"), Conv1D(4, 3, strides=2)])

    # Conv2D
    case("conv2d", (5, 6, 2), lambda: [Conv2D(3, 3)])
    case("conv2d_kernel1", (3, 4, 3), lambda: [Conv2D(2, 1)])
    case("conv2d_kernel2", (4, 5, 2), lambda: [Conv2D(3, 2)])
    case("conv2d_kernel5", (7, 6, 2), lambda: [Conv2D(2, 5)])
    case("conv2d_kernel2_3", (5, 6, 2), lambda: [Conv2D(3, (2, 3))])
    case("conv2d_whole", (3, 4, 2), lambda: [Conv2D(3, (3, 4))])
    case("conv2d_one_channel", (5, 5, 1), lambda: [Conv2D(1, 3)])
    case("conv2d_one_sample", (5, 5, 2), lambda: [Conv2D(3, 3)], batch=1)
    case("conv2d_strides2", (6, 7, 2), lambda: [Conv2D(3, 3, 2)])
    case("conv2d_strides3", (7, 8, 2), lambda: [Conv2D(3, 2, strides=3)])
    case("conv2d_strides2_1", (6, 5, 2), lambda: [Conv2D(3, (2, 3), strides=(2, 1))])
    case("conv2d_kernel1_strides2", (5, 4, 3), lambda: [Conv2D(2, 1, strides=2)])
    case("conv2d_same", (5, 4, 2), lambda: [Conv2D(3, 3, padding="same")])
    case("conv2d_same_kernel2", (4, 5, 2), lambda: [Conv2D(3, 2, (1, 1), "same")])
    case("conv2d_same_kernel5", (3, 4, 2), lambda: [Conv2D(2, 5, padding="same")])
    case("conv2d_same_strides2", (5, 6, 2), lambda: [Conv2D(3, 3, strides=2, padding="same")])
    case("conv2d_same_strides3", (7, 5, 2), lambda: [Conv2D(3, 3, strides=3, padding="same")])
    case("conv2d_same_strides1_2", (4, 7, 2), lambda: [Conv2D(3, (3, 2), strides=(1, 2), padding="same")])
    case("conv2d_dilation", (6, 7, 2), lambda: [Conv2D(3, 3, dilation_rate=2)])
    case("conv2d_dilation1_2", (4, 7, 2), lambda: [Conv2D(3, (2, 3), dilation_rate=(1, 2))])
    case("conv2d_same_dilation", (5, 4, 2), lambda: [Conv2D(3, 3, padding="same", dilation_rate=2)])
    case("conv2d_groups", (5, 4, 4), lambda: [Conv2D(6, 3, groups=2)])
    case("conv2d_groups_of_one", (4, 4, 3), lambda: [Conv2D(6, 3, groups=3)])
    case("conv2d_groups_same_strides2", (5, 4, 4), lambda: [Conv2D(2, 3, strides=2, padding="same", groups=2)])
    case("conv2d_no_bias", (5, 4, 2), lambda: [Conv2D(3, 3, use_bias=False)])
    case("conv2d_activation", (5, 5, 2),
         lambda: [Conv2D(3, 2, activation="relu"), Conv2D(2, 3, activation="tanh"), Flatten(), Dense(2)])
    case("conv2d_then_dense", (4, 4, 2), lambda: [Conv2D(3, 2, activation="tanh"), Dense(2)])
    case("conv2d_image", (8, 8, 1),
         lambda: [Conv2D(2, 3, activation="relu"), MaxPooling2D(2), Conv2D(3, 2, activation="relu"), Flatten(),
         Dense(3)], batch=4, loss=SparseCategoricalCrossentropy, labels="classes", **SOFTMAX)
    case("conv2d_f32", (7, 5, 3), lambda: [Conv2D(9, 3, padding="same", activation="relu"), Conv2D(4, 3, strides=2)])
