"""Normalization.

Outputs are those of a prediction; loss, gradients and the next moving statistics those of a training step.
"""

from keras.layers import (
    Activation, BatchNormalization, Conv2D, Dense, Flatten, GroupNormalization, LayerNormalization, RMSNormalization,
)

from record import record


def write(file):
    def case(name, shape, layers, **options):
        record(file, name, shape, layers, **options)

    # BatchNormalization
    case("batch_normalization", (5,), lambda: [BatchNormalization()], batch=4, training=True)
    case("batch_normalization_rank2", (3, 4), lambda: [BatchNormalization()], batch=4, training=True)
    case("batch_normalization_rank3", (2, 3, 2), lambda: [BatchNormalization()], training=True)
    case("batch_normalization_one_channel", (5, 1), lambda: [BatchNormalization()], training=True)
    case("batch_normalization_one_sample", (5, 3), lambda: [BatchNormalization()], batch=1, training=True)
    case("batch_normalization_no_scale", (3, 4), lambda: [BatchNormalization(scale=False)], training=True)
    case("batch_normalization_no_center", (3, 4), lambda: [BatchNormalization(center=False)], training=True)
    case("batch_normalization_neither", (3, 4), lambda: [BatchNormalization(center=False, scale=False)], training=True)
    case("batch_normalization_momentum", (3, 4), lambda: [BatchNormalization(momentum=0.75)], training=True)
    case("batch_normalization_epsilon", (3, 4), lambda: [BatchNormalization(epsilon=0.125)], training=True)
    case("batch_normalization_positional", (3, 4), lambda: [BatchNormalization(-1, 0.5, 0.0625)], training=True)
    case("batch_normalization_dense", (5,), lambda: [Dense(4, "tanh"), BatchNormalization(), Dense(2)], batch=7,
         training=True)
    case("batch_normalization_relu", (5,),
         lambda: [Dense(4, use_bias=False), BatchNormalization(), Activation("relu"), Dense(2)], batch=7, training=True)
    case("batch_normalization_twice", (3, 4),
         lambda: [BatchNormalization(), Dense(3, "tanh"), BatchNormalization(), Dense(2)], training=True)
    case("batch_normalization_conv2d", (4, 4, 2),
         lambda: [Conv2D(3, 3, use_bias=False), BatchNormalization(), Activation("relu"), Flatten(), Dense(2)],
         training=True)
    case("batch_normalization_f32", (5, 17), lambda: [BatchNormalization(), Dense(3)], batch=9, training=True)

    # trainable = false
    case("batch_normalization_frozen", (3, 4), lambda: [BatchNormalization(trainable=False)], training=True)
    case("batch_normalization_frozen_inside", (5,),
         lambda: [Dense(4, "tanh"), BatchNormalization(trainable=False), Dense(2)], training=True)
    case("batch_normalization_frozen_one_of_two", (5,),
         lambda: [BatchNormalization(trainable=False), Dense(4, "tanh"), BatchNormalization(), Dense(2)], batch=7,
         training=True)
    case("dense_frozen", (5,), lambda: [Dense(4, "tanh"), Dense(3, "tanh", trainable=False), Dense(2)])
    case("dense_frozen_first", (5,), lambda: [Dense(4, "tanh", trainable=False), Dense(2)])

    # LayerNormalization
    case("layer_normalization", (5,), lambda: [LayerNormalization()])
    case("layer_normalization_rank2", (3, 4), lambda: [LayerNormalization()])
    case("layer_normalization_rank3", (2, 3, 4), lambda: [LayerNormalization()])
    case("layer_normalization_axis1", (3, 4), lambda: [LayerNormalization(axis=1)])
    case("layer_normalization_axes", (3, 4), lambda: [LayerNormalization(axis=(1, 2))])
    case("layer_normalization_axes_rank3", (2, 3, 4), lambda: [LayerNormalization(axis=(-2, -1))])
    case("layer_normalization_no_scale", (3, 4), lambda: [LayerNormalization(scale=False)])
    case("layer_normalization_no_center", (3, 4), lambda: [LayerNormalization(center=False)])
    case("layer_normalization_neither", (3, 4), lambda: [LayerNormalization(center=False, scale=False)])
    case("layer_normalization_epsilon", (3, 4), lambda: [LayerNormalization(epsilon=0.125)])
    case("layer_normalization_inside", (3, 4), lambda: [Dense(5, "tanh"), LayerNormalization(), Dense(2)])
    case("layer_normalization_f32", (5, 17), lambda: [LayerNormalization(), Dense(3)])

    # GroupNormalization
    case("group_normalization_one", (6,), lambda: [GroupNormalization(groups=1)])
    case("group_normalization_two", (6,), lambda: [GroupNormalization(groups=2)])
    case("group_normalization_one_rank2", (5, 4), lambda: [GroupNormalization(1)])
    case("group_normalization_two_rank2", (5, 4), lambda: [GroupNormalization(2)])
    case("group_normalization_each_rank2", (5, 4), lambda: [GroupNormalization(-1)])
    case("group_normalization_one_rank3", (2, 3, 4), lambda: [GroupNormalization(groups=1)])
    case("group_normalization_two_rank3", (2, 3, 4), lambda: [GroupNormalization(groups=2)])
    case("group_normalization_each_rank3", (2, 3, 4), lambda: [GroupNormalization(groups=-1)])
    case("group_normalization_no_scale", (5, 4), lambda: [GroupNormalization(groups=2, scale=False)])
    case("group_normalization_no_center", (5, 4), lambda: [GroupNormalization(groups=2, center=False)])
    case("group_normalization_epsilon", (5, 4), lambda: [GroupNormalization(groups=2, epsilon=0.125)])
    case("group_normalization_inside", (3, 3, 2),
         lambda: [Conv2D(4, 2), GroupNormalization(groups=2), Activation("relu"), Flatten(), Dense(2)])

    # RMSNormalization
    case("rms_normalization", (5,), lambda: [RMSNormalization()])
    case("rms_normalization_rank2", (3, 4), lambda: [RMSNormalization()])
    case("rms_normalization_rank3", (2, 3, 4), lambda: [RMSNormalization()])
    case("rms_normalization_epsilon", (3, 4), lambda: [RMSNormalization(epsilon=0.125)])
    case("rms_normalization_inside", (3, 4), lambda: [Dense(5, "tanh"), RMSNormalization(), Dense(2)])
    case("rms_normalization_f32", (5, 17), lambda: [RMSNormalization(), Dense(3)])
