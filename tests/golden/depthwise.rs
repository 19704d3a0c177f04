//! Convolutions of each channel by itself, alone and with a mix of channels after them.

use chainrule::loss::MeanSquaredError;
use chainrule::model;

use crate::check::{golden, nets};

static FILE: &[u8] = include_bytes!("depthwise.safetensors");

// DepthwiseConv2D

model! {
    #[scalar(f64)] DepthwiseConv2dNet: Input(5, 4, 3) -> DepthwiseConv2D(3);
    #[scalar(f64)] DepthwiseConv2dMultiplier: Input(4, 5, 2) -> DepthwiseConv2D(3, depth_multiplier = 2);
    #[scalar(f64)] DepthwiseConv2dKernel23: Input(4, 5, 2) -> DepthwiseConv2D((2, 3), depth_multiplier = 3);
    #[scalar(f64)] DepthwiseConv2dOneChannel: Input(4, 4, 1) -> DepthwiseConv2D(2, depth_multiplier = 3);
    #[scalar(f64)] DepthwiseConv2dSame: Input(5, 4, 2) -> DepthwiseConv2D(3, padding = same);
    #[scalar(f64)] DepthwiseConv2dStrides2: Input(6, 5, 2) -> DepthwiseConv2D(3, 2);
    #[scalar(f64)] DepthwiseConv2dSameStrides2: Input(5, 6, 2) -> DepthwiseConv2D(3, 2, same);
    #[scalar(f64)] DepthwiseConv2dDilation: Input(6, 5, 2) -> DepthwiseConv2D(3, dilation_rate = 2);
    #[scalar(f64)] DepthwiseConv2dSameDilation: Input(4, 5, 2) -> DepthwiseConv2D(3, padding = same, dilation_rate = 2);
    #[scalar(f64)] DepthwiseConv2dNoBias: Input(4, 4, 2) -> DepthwiseConv2D(3, use_bias = false);
    #[scalar(f64)] DepthwiseConv2dActivation: Input(5, 4, 2) -> DepthwiseConv2D(3, activation = tanh) -> Conv2D(3, 1);
    DepthwiseConv2dSingle: Input(7, 5, 5) -> DepthwiseConv2D(3, padding = same);
}

nets!(
    DepthwiseConv2dNet,
    DepthwiseConv2dMultiplier,
    DepthwiseConv2dKernel23,
    DepthwiseConv2dOneChannel,
    DepthwiseConv2dSame,
    DepthwiseConv2dStrides2,
    DepthwiseConv2dSameStrides2,
    DepthwiseConv2dDilation,
    DepthwiseConv2dSameDilation,
    DepthwiseConv2dNoBias,
    DepthwiseConv2dActivation,
    DepthwiseConv2dSingle,
);

golden! {
    FILE;
    depthwise_conv2d: DepthwiseConv2dNet, MeanSquaredError::new(), values;
    depthwise_conv2d_multiplier: DepthwiseConv2dMultiplier, MeanSquaredError::new(), values;
    depthwise_conv2d_kernel2_3: DepthwiseConv2dKernel23, MeanSquaredError::new(), values;
    depthwise_conv2d_one_channel: DepthwiseConv2dOneChannel, MeanSquaredError::new(), values;
    depthwise_conv2d_same: DepthwiseConv2dSame, MeanSquaredError::new(), values;
    depthwise_conv2d_strides2: DepthwiseConv2dStrides2, MeanSquaredError::new(), values;
    depthwise_conv2d_same_strides2: DepthwiseConv2dSameStrides2, MeanSquaredError::new(), values;
    depthwise_conv2d_dilation: DepthwiseConv2dDilation, MeanSquaredError::new(), values;
    depthwise_conv2d_same_dilation: DepthwiseConv2dSameDilation, MeanSquaredError::new(), values;
    depthwise_conv2d_no_bias: DepthwiseConv2dNoBias, MeanSquaredError::new(), values;
    depthwise_conv2d_activation: DepthwiseConv2dActivation, MeanSquaredError::new(), values;
    depthwise_conv2d_f32: DepthwiseConv2dSingle, MeanSquaredError::new(), values;
}

// SeparableConv2D

model! {
    #[scalar(f64)] SeparableConv2dNet: Input(5, 4, 3) -> SeparableConv2D(2, 3);
    #[scalar(f64)] SeparableConv2dMultiplier: Input(5, 4, 2) -> SeparableConv2D(3, 3, depth_multiplier = 2);
    #[scalar(f64)] SeparableConv2dSame: Input(4, 4, 2) -> SeparableConv2D(3, 3, padding = same);
    #[scalar(f64)] SeparableConv2dStrides2: Input(6, 5, 2) -> SeparableConv2D(3, 3, 2);
    #[scalar(f64)] SeparableConv2dSameStrides2: Input(5, 6, 2) -> SeparableConv2D(3, 3, strides = 2, padding = same);
    #[scalar(f64)] SeparableConv2dDilation: Input(6, 5, 2) -> SeparableConv2D(3, 3, dilation_rate = 2);
    #[scalar(f64)] SeparableConv2dNoBias: Input(4, 4, 2) -> SeparableConv2D(3, 2, use_bias = false);
    #[scalar(f64)] SeparableConv2dActivation: Input(5, 5, 2) -> SeparableConv2D(3, 3, activation = relu) -> Flatten
        -> Dense(2);
}

nets!(
    SeparableConv2dNet,
    SeparableConv2dMultiplier,
    SeparableConv2dSame,
    SeparableConv2dStrides2,
    SeparableConv2dSameStrides2,
    SeparableConv2dDilation,
    SeparableConv2dNoBias,
    SeparableConv2dActivation,
);

golden! {
    FILE;
    separable_conv2d: SeparableConv2dNet, MeanSquaredError::new(), values;
    separable_conv2d_multiplier: SeparableConv2dMultiplier, MeanSquaredError::new(), values;
    separable_conv2d_same: SeparableConv2dSame, MeanSquaredError::new(), values;
    separable_conv2d_strides2: SeparableConv2dStrides2, MeanSquaredError::new(), values;
    separable_conv2d_same_strides2: SeparableConv2dSameStrides2, MeanSquaredError::new(), values;
    separable_conv2d_dilation: SeparableConv2dDilation, MeanSquaredError::new(), values;
    separable_conv2d_no_bias: SeparableConv2dNoBias, MeanSquaredError::new(), values;
    separable_conv2d_activation: SeparableConv2dActivation, MeanSquaredError::new(), values;
}
