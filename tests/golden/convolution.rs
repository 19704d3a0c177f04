//! Convolutions: sizes of kernels, strides, padding, dilation, groups.

use chainrule::loss::{MeanSquaredError, SparseCategoricalCrossentropy};
use chainrule::model;

use crate::check::{golden, nets};

static FILE: &[u8] = include_bytes!("convolution.safetensors");

// Conv1D

model! {
    #[scalar(f64)] Conv1dNet: Input(7, 2) -> Conv1D(3, 3);
    #[scalar(f64)] Conv1dKernel1: Input(5, 2) -> Conv1D(3, 1);
    #[scalar(f64)] Conv1dKernel2: Input(5, 2) -> Conv1D(3, 2);
    #[scalar(f64)] Conv1dKernel5: Input(9, 2) -> Conv1D(2, 5);
    #[scalar(f64)] Conv1dWhole: Input(5, 2) -> Conv1D(3, 5);
    #[scalar(f64)] Conv1dStrides2: Input(8, 2) -> Conv1D(3, 3, 2);
    #[scalar(f64)] Conv1dStrides3: Input(11, 2) -> Conv1D(2, 5, strides = 3);
    #[scalar(f64)] Conv1dStridesPastKernel: Input(11, 2) -> Conv1D(2, 2, strides = 3);
    #[scalar(f64)] Conv1dSame: Input(7, 2) -> Conv1D(3, 3, 1, same);
    #[scalar(f64)] Conv1dSameKernel2: Input(5, 2) -> Conv1D(3, 2, padding = same);
    #[scalar(f64)] Conv1dSameKernel5: Input(3, 2) -> Conv1D(3, 5, padding = same);
    #[scalar(f64)] Conv1dSameStrides2: Input(7, 2) -> Conv1D(3, 3, 2, same);
    #[scalar(f64)] Conv1dSameStrides3: Input(8, 2) -> Conv1D(3, 5, strides = 3, padding = same);
    #[scalar(f64)] Conv1dCausal: Input(7, 2) -> Conv1D(3, 3, padding = causal);
    #[scalar(f64)] Conv1dCausalStrides2: Input(7, 2) -> Conv1D(3, 3, strides = 2, padding = causal);
    #[scalar(f64)] Conv1dCausalDilation: Input(7, 2) -> Conv1D(3, 3, padding = causal, dilation_rate = 2);
    #[scalar(f64)] Conv1dDilation: Input(9, 2) -> Conv1D(3, 3, dilation_rate = 2);
    #[scalar(f64)] Conv1dSameDilation: Input(7, 2) -> Conv1D(3, 3, padding = same, dilation_rate = 2);
    #[scalar(f64)] Conv1dGroups: Input(7, 4) -> Conv1D(6, 3, groups = 2);
    #[scalar(f64)] Conv1dNoBias: Input(7, 2) -> Conv1D(3, 3, use_bias = false);
    #[scalar(f64)] Conv1dActivation: Input(7, 2) -> Conv1D(3, 3, activation = tanh) -> Conv1D(2, 2, activation = relu)
        -> Flatten -> Dense(2);
    Conv1dSingle: Input(13, 5) -> Conv1D(9, 3, padding = same, activation = relu) -> Conv1D(4, 3, strides = 2);
}

nets!(
    Conv1dNet,
    Conv1dKernel1,
    Conv1dKernel2,
    Conv1dKernel5,
    Conv1dWhole,
    Conv1dStrides2,
    Conv1dStrides3,
    Conv1dStridesPastKernel,
    Conv1dSame,
    Conv1dSameKernel2,
    Conv1dSameKernel5,
    Conv1dSameStrides2,
    Conv1dSameStrides3,
    Conv1dCausal,
    Conv1dCausalStrides2,
    Conv1dCausalDilation,
    Conv1dDilation,
    Conv1dSameDilation,
    Conv1dGroups,
    Conv1dNoBias,
    Conv1dActivation,
    Conv1dSingle,
);

golden! {
    FILE;
    conv1d: Conv1dNet, MeanSquaredError::new(), values;
    conv1d_kernel1: Conv1dKernel1, MeanSquaredError::new(), values;
    conv1d_kernel2: Conv1dKernel2, MeanSquaredError::new(), values;
    conv1d_kernel5: Conv1dKernel5, MeanSquaredError::new(), values;
    conv1d_whole: Conv1dWhole, MeanSquaredError::new(), values;
    conv1d_strides2: Conv1dStrides2, MeanSquaredError::new(), values;
    conv1d_strides3: Conv1dStrides3, MeanSquaredError::new(), values;
    conv1d_strides_past_kernel: Conv1dStridesPastKernel, MeanSquaredError::new(), values;
    conv1d_same: Conv1dSame, MeanSquaredError::new(), values;
    conv1d_same_kernel2: Conv1dSameKernel2, MeanSquaredError::new(), values;
    conv1d_same_kernel5: Conv1dSameKernel5, MeanSquaredError::new(), values;
    conv1d_same_strides2: Conv1dSameStrides2, MeanSquaredError::new(), values;
    conv1d_same_strides3: Conv1dSameStrides3, MeanSquaredError::new(), values;
    conv1d_causal: Conv1dCausal, MeanSquaredError::new(), values;
    conv1d_causal_strides2: Conv1dCausalStrides2, MeanSquaredError::new(), values;
    conv1d_causal_dilation: Conv1dCausalDilation, MeanSquaredError::new(), values;
    conv1d_dilation: Conv1dDilation, MeanSquaredError::new(), values;
    conv1d_same_dilation: Conv1dSameDilation, MeanSquaredError::new(), values;
    conv1d_groups: Conv1dGroups, MeanSquaredError::new(), values;
    conv1d_no_bias: Conv1dNoBias, MeanSquaredError::new(), values;
    conv1d_activation: Conv1dActivation, MeanSquaredError::new(), values;
    conv1d_f32: Conv1dSingle, MeanSquaredError::new(), values;
}

// Conv2D

model! {
    #[scalar(f64)] Conv2dNet: Input(5, 6, 2) -> Conv2D(3, 3);
    #[scalar(f64)] Conv2dKernel1: Input(3, 4, 3) -> Conv2D(2, 1);
    #[scalar(f64)] Conv2dKernel2: Input(4, 5, 2) -> Conv2D(3, 2);
    #[scalar(f64)] Conv2dKernel5: Input(7, 6, 2) -> Conv2D(2, 5);
    #[scalar(f64)] Conv2dKernel23: Input(5, 6, 2) -> Conv2D(3, (2, 3));
    #[scalar(f64)] Conv2dWhole: Input(3, 4, 2) -> Conv2D(3, (3, 4));
    #[scalar(f64)] Conv2dOneChannel: Input(5, 5, 1) -> Conv2D(1, 3);
    #[scalar(f64)] Conv2dOneSample: Input(5, 5, 2) -> Conv2D(3, 3);
    #[scalar(f64)] Conv2dStrides2: Input(6, 7, 2) -> Conv2D(3, 3, 2);
    #[scalar(f64)] Conv2dStrides3: Input(7, 8, 2) -> Conv2D(3, 2, strides = 3);
    #[scalar(f64)] Conv2dStrides21: Input(6, 5, 2) -> Conv2D(3, (2, 3), strides = (2, 1));
    #[scalar(f64)] Conv2dKernel1Strides2: Input(5, 4, 3) -> Conv2D(2, 1, strides = 2);
    #[scalar(f64)] Conv2dSame: Input(5, 4, 2) -> Conv2D(3, 3, padding = same);
    #[scalar(f64)] Conv2dSameKernel2: Input(4, 5, 2) -> Conv2D(3, 2, (1, 1), same);
    #[scalar(f64)] Conv2dSameKernel5: Input(3, 4, 2) -> Conv2D(2, 5, padding = same);
    #[scalar(f64)] Conv2dSameStrides2: Input(5, 6, 2) -> Conv2D(3, 3, strides = 2, padding = same);
    #[scalar(f64)] Conv2dSameStrides3: Input(7, 5, 2) -> Conv2D(3, 3, strides = 3, padding = same);
    #[scalar(f64)] Conv2dSameStrides12: Input(4, 7, 2) -> Conv2D(3, (3, 2), strides = (1, 2), padding = same);
    #[scalar(f64)] Conv2dDilation: Input(6, 7, 2) -> Conv2D(3, 3, dilation_rate = 2);
    #[scalar(f64)] Conv2dDilation12: Input(4, 7, 2) -> Conv2D(3, (2, 3), dilation_rate = (1, 2));
    #[scalar(f64)] Conv2dSameDilation: Input(5, 4, 2) -> Conv2D(3, 3, padding = same, dilation_rate = 2);
    #[scalar(f64)] Conv2dGroups: Input(5, 4, 4) -> Conv2D(6, 3, groups = 2);
    #[scalar(f64)] Conv2dGroupsOfOne: Input(4, 4, 3) -> Conv2D(6, 3, groups = 3);
    #[scalar(f64)] Conv2dGroupsSameStrides2: Input(5, 4, 4) -> Conv2D(2, 3, strides = 2, padding = same, groups = 2);
    #[scalar(f64)] Conv2dNoBias: Input(5, 4, 2) -> Conv2D(3, 3, use_bias = false);
    #[scalar(f64)] Conv2dActivation: Input(5, 5, 2) -> Conv2D(3, 2, activation = relu)
        -> Conv2D(2, 3, activation = tanh) -> Flatten -> Dense(2);
    #[scalar(f64)] Conv2dThenDense: Input(4, 4, 2) -> Conv2D(3, 2, activation = tanh) -> Dense(2);
    #[scalar(f64)] Conv2dImage: Input(8, 8, 1) -> Conv2D(2, 3, activation = relu) -> MaxPooling2D(2)
        -> Conv2D(3, 2, activation = relu) -> Flatten -> Dense(3, softmax);
    Conv2dSingle: Input(7, 5, 3) -> Conv2D(9, 3, padding = same, activation = relu) -> Conv2D(4, 3, strides = 2);
}

nets!(
    Conv2dNet,
    Conv2dKernel1,
    Conv2dKernel2,
    Conv2dKernel5,
    Conv2dKernel23,
    Conv2dWhole,
    Conv2dOneChannel,
    Conv2dOneSample,
    Conv2dStrides2,
    Conv2dStrides3,
    Conv2dStrides21,
    Conv2dKernel1Strides2,
    Conv2dSame,
    Conv2dSameKernel2,
    Conv2dSameKernel5,
    Conv2dSameStrides2,
    Conv2dSameStrides3,
    Conv2dSameStrides12,
    Conv2dDilation,
    Conv2dDilation12,
    Conv2dSameDilation,
    Conv2dGroups,
    Conv2dGroupsOfOne,
    Conv2dGroupsSameStrides2,
    Conv2dNoBias,
    Conv2dActivation,
    Conv2dThenDense,
    Conv2dImage,
    Conv2dSingle,
);

golden! {
    FILE;
    conv2d: Conv2dNet, MeanSquaredError::new(), values;
    conv2d_kernel1: Conv2dKernel1, MeanSquaredError::new(), values;
    conv2d_kernel2: Conv2dKernel2, MeanSquaredError::new(), values;
    conv2d_kernel5: Conv2dKernel5, MeanSquaredError::new(), values;
    conv2d_kernel2_3: Conv2dKernel23, MeanSquaredError::new(), values;
    conv2d_whole: Conv2dWhole, MeanSquaredError::new(), values;
    conv2d_one_channel: Conv2dOneChannel, MeanSquaredError::new(), values;
    conv2d_one_sample: Conv2dOneSample, MeanSquaredError::new(), values;
    conv2d_strides2: Conv2dStrides2, MeanSquaredError::new(), values;
    conv2d_strides3: Conv2dStrides3, MeanSquaredError::new(), values;
    conv2d_strides2_1: Conv2dStrides21, MeanSquaredError::new(), values;
    conv2d_kernel1_strides2: Conv2dKernel1Strides2, MeanSquaredError::new(), values;
    conv2d_same: Conv2dSame, MeanSquaredError::new(), values;
    conv2d_same_kernel2: Conv2dSameKernel2, MeanSquaredError::new(), values;
    conv2d_same_kernel5: Conv2dSameKernel5, MeanSquaredError::new(), values;
    conv2d_same_strides2: Conv2dSameStrides2, MeanSquaredError::new(), values;
    conv2d_same_strides3: Conv2dSameStrides3, MeanSquaredError::new(), values;
    conv2d_same_strides1_2: Conv2dSameStrides12, MeanSquaredError::new(), values;
    conv2d_dilation: Conv2dDilation, MeanSquaredError::new(), values;
    conv2d_dilation1_2: Conv2dDilation12, MeanSquaredError::new(), values;
    conv2d_same_dilation: Conv2dSameDilation, MeanSquaredError::new(), values;
    conv2d_groups: Conv2dGroups, MeanSquaredError::new(), values;
    conv2d_groups_of_one: Conv2dGroupsOfOne, MeanSquaredError::new(), values;
    conv2d_groups_same_strides2: Conv2dGroupsSameStrides2, MeanSquaredError::new(), values;
    conv2d_no_bias: Conv2dNoBias, MeanSquaredError::new(), values;
    conv2d_activation: Conv2dActivation, MeanSquaredError::new(), values;
    conv2d_then_dense: Conv2dThenDense, MeanSquaredError::new(), values;
    conv2d_image: Conv2dImage, SparseCategoricalCrossentropy::new(), classes;
    conv2d_f32: Conv2dSingle, MeanSquaredError::new(), values;
}
