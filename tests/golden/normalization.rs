//! Normalization.
//!
//! Outputs are those of a prediction; loss, gradients and the next moving statistics those of a training step.

use chainrule::loss::MeanSquaredError;
use chainrule::model;

use crate::check::{golden, nets};

static FILE: &[u8] = include_bytes!("normalization.safetensors");

// BatchNormalization

model! {
    #[scalar(f64)] BatchNormalizationNet: Input(5) -> BatchNormalization;
    #[scalar(f64)] BatchNormalizationRank2: Input(3, 4) -> BatchNormalization;
    #[scalar(f64)] BatchNormalizationRank3: Input(2, 3, 2) -> BatchNormalization;
    #[scalar(f64)] BatchNormalizationOneChannel: Input(5, 1) -> BatchNormalization;
    #[scalar(f64)] BatchNormalizationOneSample: Input(5, 3) -> BatchNormalization;
    #[scalar(f64)] BatchNormalizationNoScale: Input(3, 4) -> BatchNormalization(scale = false);
    #[scalar(f64)] BatchNormalizationNoCenter: Input(3, 4) -> BatchNormalization(center = false);
    #[scalar(f64)] BatchNormalizationNeither: Input(3, 4) -> BatchNormalization(center = false, scale = false);
    #[scalar(f64)] BatchNormalizationMomentum: Input(3, 4) -> BatchNormalization(momentum = 0.75);
    #[scalar(f64)] BatchNormalizationEpsilon: Input(3, 4) -> BatchNormalization(epsilon = 0.125);
    #[scalar(f64)] BatchNormalizationPositional: Input(3, 4) -> BatchNormalization(-1, 0.5, 0.0625);
    #[scalar(f64)] BatchNormalizationDense: Input(5) -> Dense(4, tanh) -> BatchNormalization -> Dense(2);
    #[scalar(f64)] BatchNormalizationRelu: Input(5) -> Dense(4, use_bias = false) -> BatchNormalization -> relu
        -> Dense(2);
    #[scalar(f64)] BatchNormalizationTwice: Input(3, 4) -> BatchNormalization -> Dense(3, tanh) -> BatchNormalization
        -> Dense(2);
    #[scalar(f64)] BatchNormalizationConv2d: Input(4, 4, 2) -> Conv2D(3, 3, use_bias = false) -> BatchNormalization
        -> relu -> Flatten -> Dense(2);
    BatchNormalizationSingle: Input(5, 17) -> BatchNormalization -> Dense(3);
}

nets!(
    BatchNormalizationNet,
    BatchNormalizationRank2,
    BatchNormalizationRank3,
    BatchNormalizationOneChannel,
    BatchNormalizationOneSample,
    BatchNormalizationNoScale,
    BatchNormalizationNoCenter,
    BatchNormalizationNeither,
    BatchNormalizationMomentum,
    BatchNormalizationEpsilon,
    BatchNormalizationPositional,
    BatchNormalizationDense,
    BatchNormalizationRelu,
    BatchNormalizationTwice,
    BatchNormalizationConv2d,
    BatchNormalizationSingle,
);

golden! {
    FILE;
    batch_normalization: BatchNormalizationNet, MeanSquaredError::new(), values;
    batch_normalization_rank2: BatchNormalizationRank2, MeanSquaredError::new(), values;
    batch_normalization_rank3: BatchNormalizationRank3, MeanSquaredError::new(), values;
    batch_normalization_one_channel: BatchNormalizationOneChannel, MeanSquaredError::new(), values;
    batch_normalization_one_sample: BatchNormalizationOneSample, MeanSquaredError::new(), values;
    batch_normalization_no_scale: BatchNormalizationNoScale, MeanSquaredError::new(), values;
    batch_normalization_no_center: BatchNormalizationNoCenter, MeanSquaredError::new(), values;
    batch_normalization_neither: BatchNormalizationNeither, MeanSquaredError::new(), values;
    batch_normalization_momentum: BatchNormalizationMomentum, MeanSquaredError::new(), values;
    batch_normalization_epsilon: BatchNormalizationEpsilon, MeanSquaredError::new(), values;
    batch_normalization_positional: BatchNormalizationPositional, MeanSquaredError::new(), values;
    batch_normalization_dense: BatchNormalizationDense, MeanSquaredError::new(), values;
    batch_normalization_relu: BatchNormalizationRelu, MeanSquaredError::new(), values;
    batch_normalization_twice: BatchNormalizationTwice, MeanSquaredError::new(), values;
    batch_normalization_conv2d: BatchNormalizationConv2d, MeanSquaredError::new(), values;
    batch_normalization_f32: BatchNormalizationSingle, MeanSquaredError::new(), values;
}

// trainable = false

model! {
    #[scalar(f64)] BatchNormalizationFrozen: Input(3, 4) -> BatchNormalization(trainable = false);
    #[scalar(f64)] BatchNormalizationFrozenInside: Input(5) -> Dense(4, tanh) -> BatchNormalization(trainable = false)
        -> Dense(2);
    #[scalar(f64)] BatchNormalizationFrozenOneOfTwo: Input(5) -> BatchNormalization(trainable = false)
        -> Dense(4, tanh) -> BatchNormalization -> Dense(2);
    #[scalar(f64)] DenseFrozen: Input(5) -> Dense(4, tanh) -> Dense(3, tanh, trainable = false) -> Dense(2);
    #[scalar(f64)] DenseFrozenFirst: Input(5) -> Dense(4, tanh, trainable = false) -> Dense(2);
}

nets!(
    BatchNormalizationFrozen,
    BatchNormalizationFrozenInside,
    BatchNormalizationFrozenOneOfTwo,
    DenseFrozen,
    DenseFrozenFirst,
);

golden! {
    FILE;
    batch_normalization_frozen: BatchNormalizationFrozen, MeanSquaredError::new(), values;
    batch_normalization_frozen_inside: BatchNormalizationFrozenInside, MeanSquaredError::new(), values;
    batch_normalization_frozen_one_of_two: BatchNormalizationFrozenOneOfTwo, MeanSquaredError::new(), values;
    dense_frozen: DenseFrozen, MeanSquaredError::new(), values;
    dense_frozen_first: DenseFrozenFirst, MeanSquaredError::new(), values;
}

// LayerNormalization

model! {
    #[scalar(f64)] LayerNormalizationNet: Input(5) -> LayerNormalization;
    #[scalar(f64)] LayerNormalizationRank2: Input(3, 4) -> LayerNormalization;
    #[scalar(f64)] LayerNormalizationRank3: Input(2, 3, 4) -> LayerNormalization;
    #[scalar(f64)] LayerNormalizationAxis1: Input(3, 4) -> LayerNormalization(axis = 1);
    #[scalar(f64)] LayerNormalizationAxes: Input(3, 4) -> LayerNormalization(axis = (1, 2));
    #[scalar(f64)] LayerNormalizationAxesRank3: Input(2, 3, 4) -> LayerNormalization(axis = (-2, -1));
    #[scalar(f64)] LayerNormalizationNoScale: Input(3, 4) -> LayerNormalization(scale = false);
    #[scalar(f64)] LayerNormalizationNoCenter: Input(3, 4) -> LayerNormalization(center = false);
    #[scalar(f64)] LayerNormalizationNeither: Input(3, 4) -> LayerNormalization(center = false, scale = false);
    #[scalar(f64)] LayerNormalizationEpsilon: Input(3, 4) -> LayerNormalization(epsilon = 0.125);
    #[scalar(f64)] LayerNormalizationInside: Input(3, 4) -> Dense(5, tanh) -> LayerNormalization -> Dense(2);
    LayerNormalizationSingle: Input(5, 17) -> LayerNormalization -> Dense(3);
}

nets!(
    LayerNormalizationNet,
    LayerNormalizationRank2,
    LayerNormalizationRank3,
    LayerNormalizationAxis1,
    LayerNormalizationAxes,
    LayerNormalizationAxesRank3,
    LayerNormalizationNoScale,
    LayerNormalizationNoCenter,
    LayerNormalizationNeither,
    LayerNormalizationEpsilon,
    LayerNormalizationInside,
    LayerNormalizationSingle,
);

golden! {
    FILE;
    layer_normalization: LayerNormalizationNet, MeanSquaredError::new(), values;
    layer_normalization_rank2: LayerNormalizationRank2, MeanSquaredError::new(), values;
    layer_normalization_rank3: LayerNormalizationRank3, MeanSquaredError::new(), values;
    layer_normalization_axis1: LayerNormalizationAxis1, MeanSquaredError::new(), values;
    layer_normalization_axes: LayerNormalizationAxes, MeanSquaredError::new(), values;
    layer_normalization_axes_rank3: LayerNormalizationAxesRank3, MeanSquaredError::new(), values;
    layer_normalization_no_scale: LayerNormalizationNoScale, MeanSquaredError::new(), values;
    layer_normalization_no_center: LayerNormalizationNoCenter, MeanSquaredError::new(), values;
    layer_normalization_neither: LayerNormalizationNeither, MeanSquaredError::new(), values;
    layer_normalization_epsilon: LayerNormalizationEpsilon, MeanSquaredError::new(), values;
    layer_normalization_inside: LayerNormalizationInside, MeanSquaredError::new(), values;
    layer_normalization_f32: LayerNormalizationSingle, MeanSquaredError::new(), values;
}

// GroupNormalization

model! {
    #[scalar(f64)] GroupNormalizationOne: Input(6) -> GroupNormalization(groups = 1);
    #[scalar(f64)] GroupNormalizationTwo: Input(6) -> GroupNormalization(groups = 2);
    #[scalar(f64)] GroupNormalizationOneRank2: Input(5, 4) -> GroupNormalization(1);
    #[scalar(f64)] GroupNormalizationTwoRank2: Input(5, 4) -> GroupNormalization(2);
    #[scalar(f64)] GroupNormalizationEachRank2: Input(5, 4) -> GroupNormalization(-1);
    #[scalar(f64)] GroupNormalizationOneRank3: Input(2, 3, 4) -> GroupNormalization(groups = 1);
    #[scalar(f64)] GroupNormalizationTwoRank3: Input(2, 3, 4) -> GroupNormalization(groups = 2);
    #[scalar(f64)] GroupNormalizationEachRank3: Input(2, 3, 4) -> GroupNormalization(groups = -1);
    #[scalar(f64)] GroupNormalizationNoScale: Input(5, 4) -> GroupNormalization(groups = 2, scale = false);
    #[scalar(f64)] GroupNormalizationNoCenter: Input(5, 4) -> GroupNormalization(groups = 2, center = false);
    #[scalar(f64)] GroupNormalizationEpsilon: Input(5, 4) -> GroupNormalization(groups = 2, epsilon = 0.125);
    #[scalar(f64)] GroupNormalizationInside: Input(3, 3, 2) -> Conv2D(4, 2) -> GroupNormalization(groups = 2) -> relu
        -> Flatten -> Dense(2);
}

nets!(
    GroupNormalizationOne,
    GroupNormalizationTwo,
    GroupNormalizationOneRank2,
    GroupNormalizationTwoRank2,
    GroupNormalizationEachRank2,
    GroupNormalizationOneRank3,
    GroupNormalizationTwoRank3,
    GroupNormalizationEachRank3,
    GroupNormalizationNoScale,
    GroupNormalizationNoCenter,
    GroupNormalizationEpsilon,
    GroupNormalizationInside,
);

golden! {
    FILE;
    group_normalization_one: GroupNormalizationOne, MeanSquaredError::new(), values;
    group_normalization_two: GroupNormalizationTwo, MeanSquaredError::new(), values;
    group_normalization_one_rank2: GroupNormalizationOneRank2, MeanSquaredError::new(), values;
    group_normalization_two_rank2: GroupNormalizationTwoRank2, MeanSquaredError::new(), values;
    group_normalization_each_rank2: GroupNormalizationEachRank2, MeanSquaredError::new(), values;
    group_normalization_one_rank3: GroupNormalizationOneRank3, MeanSquaredError::new(), values;
    group_normalization_two_rank3: GroupNormalizationTwoRank3, MeanSquaredError::new(), values;
    group_normalization_each_rank3: GroupNormalizationEachRank3, MeanSquaredError::new(), values;
    group_normalization_no_scale: GroupNormalizationNoScale, MeanSquaredError::new(), values;
    group_normalization_no_center: GroupNormalizationNoCenter, MeanSquaredError::new(), values;
    group_normalization_epsilon: GroupNormalizationEpsilon, MeanSquaredError::new(), values;
    group_normalization_inside: GroupNormalizationInside, MeanSquaredError::new(), values;
}

// RMSNormalization

model! {
    #[scalar(f64)] RmsNormalizationNet: Input(5) -> RMSNormalization;
    #[scalar(f64)] RmsNormalizationRank2: Input(3, 4) -> RMSNormalization;
    #[scalar(f64)] RmsNormalizationRank3: Input(2, 3, 4) -> RMSNormalization;
    #[scalar(f64)] RmsNormalizationEpsilon: Input(3, 4) -> RMSNormalization(epsilon = 0.125);
    #[scalar(f64)] RmsNormalizationInside: Input(3, 4) -> Dense(5, tanh) -> RMSNormalization -> Dense(2);
    RmsNormalizationSingle: Input(5, 17) -> RMSNormalization -> Dense(3);
}

nets!(
    RmsNormalizationNet,
    RmsNormalizationRank2,
    RmsNormalizationRank3,
    RmsNormalizationEpsilon,
    RmsNormalizationInside,
    RmsNormalizationSingle,
);

golden! {
    FILE;
    rms_normalization: RmsNormalizationNet, MeanSquaredError::new(), values;
    rms_normalization_rank2: RmsNormalizationRank2, MeanSquaredError::new(), values;
    rms_normalization_rank3: RmsNormalizationRank3, MeanSquaredError::new(), values;
    rms_normalization_epsilon: RmsNormalizationEpsilon, MeanSquaredError::new(), values;
    rms_normalization_inside: RmsNormalizationInside, MeanSquaredError::new(), values;
    rms_normalization_f32: RmsNormalizationSingle, MeanSquaredError::new(), values;
}
