"""Pooling, with padding, strides and ties. Which element wins a tie shows in the gradient of the inputs."""

from keras.layers import (
    AveragePooling1D, AveragePooling2D, Dense, Flatten, GlobalAveragePooling1D, GlobalAveragePooling2D,
    GlobalMaxPooling1D, GlobalMaxPooling2D, MaxPooling1D, MaxPooling2D,
)

from record import record, ties


def write(file):
    def case(name, shape, layers, batch=2, **options):
        record(file, name, shape, layers, batch=batch, **options)

    # MaxPooling1D
    case("max_pooling1d", (7, 2), lambda: [MaxPooling1D(2)])
    case("max_pooling1d_default", (6, 2), lambda: [MaxPooling1D()])
    case("max_pooling1d_strides1", (7, 2), lambda: [MaxPooling1D(3, 1)])
    case("max_pooling1d_strides_past_pool", (8, 2), lambda: [MaxPooling1D(2, strides=3)])
    case("max_pooling1d_same", (7, 2), lambda: [MaxPooling1D(2, padding="same")])
    case("max_pooling1d_same_strides1", (6, 2), lambda: [MaxPooling1D(3, 1, "same")])
    case("max_pooling1d_same_strides2", (7, 2), lambda: [MaxPooling1D(3, strides=2, padding="same")])
    case("max_pooling1d_ties", (9, 2), lambda: [MaxPooling1D(3, strides=2)], inputs=ties)
    case("max_pooling1d_same_ties", (9, 2), lambda: [MaxPooling1D(4, strides=1, padding="same")], inputs=ties)
    case("max_pooling1d_inside", (8, 2), lambda: [Dense(3, "tanh"), MaxPooling1D(2), Flatten(), Dense(2)])

    # MaxPooling2D
    case("max_pooling2d", (5, 6, 2), lambda: [MaxPooling2D(2)])
    case("max_pooling2d_default", (4, 6, 2), lambda: [MaxPooling2D()])
    case("max_pooling2d_pool2_3", (5, 7, 2), lambda: [MaxPooling2D((2, 3))])
    case("max_pooling2d_strides1", (5, 4, 2), lambda: [MaxPooling2D(2, 1)])
    case("max_pooling2d_strides2", (5, 7, 2), lambda: [MaxPooling2D(3, strides=2)])
    case("max_pooling2d_strides2_1", (5, 4, 2), lambda: [MaxPooling2D((3, 2), strides=(2, 1))])
    case("max_pooling2d_strides_past_pool", (7, 5, 2), lambda: [MaxPooling2D(2, strides=3)])
    case("max_pooling2d_same", (5, 7, 2), lambda: [MaxPooling2D(2, padding="same")])
    case("max_pooling2d_same_strides1", (4, 5, 2), lambda: [MaxPooling2D(3, 1, "same")])
    case("max_pooling2d_same_strides2", (5, 6, 2), lambda: [MaxPooling2D(3, strides=2, padding="same")])
    case("max_pooling2d_same_pool2_3", (5, 5, 2), lambda: [MaxPooling2D((2, 3), padding="same")])
    case("max_pooling2d_whole", (3, 4, 2), lambda: [MaxPooling2D((3, 4))])
    case("max_pooling2d_ties", (5, 6, 2), lambda: [MaxPooling2D(3, strides=1)], inputs=ties)
    case("max_pooling2d_same_ties", (5, 4, 2), lambda: [MaxPooling2D(3, strides=2, padding="same")], inputs=ties)
    case("max_pooling2d_inside", (5, 5, 2), lambda: [Dense(3, "tanh"), MaxPooling2D(2), Dense(2)])
    case("max_pooling2d_f32", (7, 5, 5), lambda: [MaxPooling2D(2, padding="same")])

    # AveragePooling1D
    case("average_pooling1d", (7, 2), lambda: [AveragePooling1D(2)])
    case("average_pooling1d_strides1", (7, 2), lambda: [AveragePooling1D(3, 1)])
    case("average_pooling1d_strides_past_pool", (8, 2), lambda: [AveragePooling1D(2, strides=3)])
    case("average_pooling1d_same", (7, 2), lambda: [AveragePooling1D(2, padding="same")])
    case("average_pooling1d_same_strides2", (7, 2), lambda: [AveragePooling1D(3, strides=2, padding="same")])
    case("average_pooling1d_inside", (8, 2), lambda: [Dense(3, "tanh"), AveragePooling1D(2), Flatten(), Dense(2)])

    # AveragePooling2D
    case("average_pooling2d", (5, 6, 2), lambda: [AveragePooling2D(2)])
    case("average_pooling2d_pool2_3", (5, 7, 2), lambda: [AveragePooling2D((2, 3))])
    case("average_pooling2d_strides1", (5, 4, 2), lambda: [AveragePooling2D(2, 1)])
    case("average_pooling2d_strides2_1", (5, 4, 2), lambda: [AveragePooling2D((3, 2), strides=(2, 1))])
    case("average_pooling2d_same", (5, 7, 2), lambda: [AveragePooling2D(2, padding="same")])
    case("average_pooling2d_same_strides1", (4, 5, 2), lambda: [AveragePooling2D(3, 1, "same")])
    case("average_pooling2d_same_strides2", (5, 6, 2), lambda: [AveragePooling2D(3, strides=2, padding="same")])
    case("average_pooling2d_inside", (5, 5, 2), lambda: [Dense(3, "tanh"), AveragePooling2D(2), Dense(2)])

    # GlobalMaxPooling1D and 2D
    case("global_max_pooling1d", (7, 3), lambda: [GlobalMaxPooling1D()])
    case("global_max_pooling1d_ties", (7, 3), lambda: [GlobalMaxPooling1D()], inputs=ties)
    case("global_max_pooling1d_keepdims", (7, 3), lambda: [GlobalMaxPooling1D(keepdims=True)])
    case("global_max_pooling1d_one_step", (1, 3), lambda: [GlobalMaxPooling1D()])
    case("global_max_pooling2d", (3, 4, 3), lambda: [GlobalMaxPooling2D()])
    case("global_max_pooling2d_ties", (3, 4, 3), lambda: [GlobalMaxPooling2D()], inputs=ties)
    case("global_max_pooling2d_keepdims", (3, 4, 3), lambda: [GlobalMaxPooling2D(keepdims=True)])
    case("global_max_pooling2d_inside", (3, 4, 2), lambda: [Dense(3, "tanh"), GlobalMaxPooling2D(), Dense(2)])

    # GlobalAveragePooling1D and 2D
    case("global_average_pooling1d", (7, 3), lambda: [GlobalAveragePooling1D()])
    case("global_average_pooling1d_keepdims", (7, 3), lambda: [GlobalAveragePooling1D(keepdims=True)])
    case("global_average_pooling2d", (3, 4, 3), lambda: [GlobalAveragePooling2D()])
    case("global_average_pooling2d_keepdims", (3, 4, 3), lambda: [GlobalAveragePooling2D(keepdims=True)])
    case("global_average_pooling2d_inside", (3, 4, 2), lambda: [Dense(3, "tanh"), GlobalAveragePooling2D(), Dense(2)])
    case("global_average_pooling2d_f32", (5, 3, 7), lambda: [GlobalAveragePooling2D()])
