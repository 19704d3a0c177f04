//! Transposed convolutions: sizes of kernels, strides that leave gaps, padding, dilation.

use chainrule::loss::MeanSquaredError;
use chainrule::model;

use crate::check::{golden, nets};

static FILE: &[u8] = include_bytes!("transposed.safetensors");

// Conv1DTranspose

model! {
    #[scalar(f64)] Conv1dTransposeNet: Input(5, 2) -> Conv1DTranspose(3, 3);
    #[scalar(f64)] Conv1dTransposeKernel1Strides2: Input(4, 2) -> Conv1DTranspose(3, 1, strides = 2);
    #[scalar(f64)] Conv1dTransposeKernel5Strides2: Input(4, 2) -> Conv1DTranspose(3, 5, strides = 2);
    #[scalar(f64)] Conv1dTransposeStrides2: Input(4, 2) -> Conv1DTranspose(3, 3, 2);
    #[scalar(f64)] Conv1dTransposeStridesPastKernel: Input(4, 2) -> Conv1DTranspose(3, 2, strides = 3);
    #[scalar(f64)] Conv1dTransposeSame: Input(5, 2) -> Conv1DTranspose(3, 3, padding = same);
    #[scalar(f64)] Conv1dTransposeSameKernel2: Input(5, 2) -> Conv1DTranspose(3, 2, 1, same);
    #[scalar(f64)] Conv1dTransposeSameStrides2: Input(4, 2) -> Conv1DTranspose(3, 3, strides = 2, padding = same);
    #[scalar(f64)] Conv1dTransposeSameKernel5Strides2: Input(4, 2)
        -> Conv1DTranspose(3, 5, strides = 2, padding = same);
    #[scalar(f64)] Conv1dTransposeSameStridesPastKernel: Input(4, 2)
        -> Conv1DTranspose(3, 2, strides = 3, padding = same);
    #[scalar(f64)] Conv1dTransposeDilation: Input(4, 2) -> Conv1DTranspose(3, 3, dilation_rate = 2);
    #[scalar(f64)] Conv1dTransposeNoBias: Input(4, 2) -> Conv1DTranspose(3, 2, use_bias = false);
    #[scalar(f64)] Conv1dTransposeActivation: Input(4, 2) -> Conv1DTranspose(3, 2, strides = 2, activation = tanh)
        -> Flatten -> Dense(2);
}

nets!(
    Conv1dTransposeNet,
    Conv1dTransposeKernel1Strides2,
    Conv1dTransposeKernel5Strides2,
    Conv1dTransposeStrides2,
    Conv1dTransposeStridesPastKernel,
    Conv1dTransposeSame,
    Conv1dTransposeSameKernel2,
    Conv1dTransposeSameStrides2,
    Conv1dTransposeSameKernel5Strides2,
    Conv1dTransposeSameStridesPastKernel,
    Conv1dTransposeDilation,
    Conv1dTransposeNoBias,
    Conv1dTransposeActivation,
);

golden! {
    FILE;
    conv1d_transpose: Conv1dTransposeNet, MeanSquaredError::new(), values;
    conv1d_transpose_kernel1_strides2: Conv1dTransposeKernel1Strides2, MeanSquaredError::new(), values;
    conv1d_transpose_kernel5_strides2: Conv1dTransposeKernel5Strides2, MeanSquaredError::new(), values;
    conv1d_transpose_strides2: Conv1dTransposeStrides2, MeanSquaredError::new(), values;
    conv1d_transpose_strides_past_kernel: Conv1dTransposeStridesPastKernel, MeanSquaredError::new(), values;
    conv1d_transpose_same: Conv1dTransposeSame, MeanSquaredError::new(), values;
    conv1d_transpose_same_kernel2: Conv1dTransposeSameKernel2, MeanSquaredError::new(), values;
    conv1d_transpose_same_strides2: Conv1dTransposeSameStrides2, MeanSquaredError::new(), values;
    conv1d_transpose_same_kernel5_strides2: Conv1dTransposeSameKernel5Strides2, MeanSquaredError::new(), values;
    conv1d_transpose_same_strides_past_kernel: Conv1dTransposeSameStridesPastKernel, MeanSquaredError::new(), values;
    conv1d_transpose_dilation: Conv1dTransposeDilation, MeanSquaredError::new(), values;
    conv1d_transpose_no_bias: Conv1dTransposeNoBias, MeanSquaredError::new(), values;
    conv1d_transpose_activation: Conv1dTransposeActivation, MeanSquaredError::new(), values;
}

// Conv2DTranspose

model! {
    #[scalar(f64)] Conv2dTransposeNet: Input(3, 4, 2) -> Conv2DTranspose(3, 3);
    #[scalar(f64)] Conv2dTransposeKernel1: Input(3, 4, 2) -> Conv2DTranspose(3, 1);
    #[scalar(f64)] Conv2dTransposeKernel23: Input(3, 4, 2) -> Conv2DTranspose(2, (2, 3));
    #[scalar(f64)] Conv2dTransposeOneChannel: Input(3, 3, 1) -> Conv2DTranspose(1, 2);
    #[scalar(f64)] Conv2dTransposeStrides2: Input(3, 4, 2) -> Conv2DTranspose(2, 3, 2);
    #[scalar(f64)] Conv2dTransposeStridesPastKernel: Input(3, 2, 2) -> Conv2DTranspose(2, 2, strides = 3);
    #[scalar(f64)] Conv2dTransposeStrides12: Input(3, 4, 2) -> Conv2DTranspose(2, (2, 3), strides = (1, 2));
    #[scalar(f64)] Conv2dTransposeSame: Input(4, 3, 2) -> Conv2DTranspose(3, 3, padding = same);
    #[scalar(f64)] Conv2dTransposeSameStrides2: Input(3, 4, 2) -> Conv2DTranspose(2, 3, strides = 2, padding = same);
    #[scalar(f64)] Conv2dTransposeSameKernel5Strides2: Input(2, 3, 2)
        -> Conv2DTranspose(2, 5, strides = 2, padding = same);
    #[scalar(f64)] Conv2dTransposeSameStridesPastKernel: Input(3, 2, 2)
        -> Conv2DTranspose(2, 2, strides = 3, padding = same);
    #[scalar(f64)] Conv2dTransposeDilation: Input(3, 4, 2) -> Conv2DTranspose(2, 3, dilation_rate = 2);
    #[scalar(f64)] Conv2dTransposeNoBias: Input(3, 4, 2) -> Conv2DTranspose(3, 2, use_bias = false);
    #[scalar(f64)] Conv2dTransposeActivation: Input(3, 3, 2)
        -> Conv2DTranspose(3, 2, strides = 2, padding = same, activation = relu) -> Conv2D(1, 3);
    Conv2dTransposeSingle: Input(5, 4, 3) -> Conv2DTranspose(3, 3, strides = 2, padding = same, activation = relu);
}

nets!(
    Conv2dTransposeNet,
    Conv2dTransposeKernel1,
    Conv2dTransposeKernel23,
    Conv2dTransposeOneChannel,
    Conv2dTransposeStrides2,
    Conv2dTransposeStridesPastKernel,
    Conv2dTransposeStrides12,
    Conv2dTransposeSame,
    Conv2dTransposeSameStrides2,
    Conv2dTransposeSameKernel5Strides2,
    Conv2dTransposeSameStridesPastKernel,
    Conv2dTransposeDilation,
    Conv2dTransposeNoBias,
    Conv2dTransposeActivation,
    Conv2dTransposeSingle,
);

golden! {
    FILE;
    conv2d_transpose: Conv2dTransposeNet, MeanSquaredError::new(), values;
    conv2d_transpose_kernel1: Conv2dTransposeKernel1, MeanSquaredError::new(), values;
    conv2d_transpose_kernel2_3: Conv2dTransposeKernel23, MeanSquaredError::new(), values;
    conv2d_transpose_one_channel: Conv2dTransposeOneChannel, MeanSquaredError::new(), values;
    conv2d_transpose_strides2: Conv2dTransposeStrides2, MeanSquaredError::new(), values;
    conv2d_transpose_strides_past_kernel: Conv2dTransposeStridesPastKernel, MeanSquaredError::new(), values;
    conv2d_transpose_strides1_2: Conv2dTransposeStrides12, MeanSquaredError::new(), values;
    conv2d_transpose_same: Conv2dTransposeSame, MeanSquaredError::new(), values;
    conv2d_transpose_same_strides2: Conv2dTransposeSameStrides2, MeanSquaredError::new(), values;
    conv2d_transpose_same_kernel5_strides2: Conv2dTransposeSameKernel5Strides2, MeanSquaredError::new(), values;
    conv2d_transpose_same_strides_past_kernel: Conv2dTransposeSameStridesPastKernel, MeanSquaredError::new(), values;
    conv2d_transpose_dilation: Conv2dTransposeDilation, MeanSquaredError::new(), values;
    conv2d_transpose_no_bias: Conv2dTransposeNoBias, MeanSquaredError::new(), values;
    conv2d_transpose_activation: Conv2dTransposeActivation, MeanSquaredError::new(), values;
    conv2d_transpose_f32: Conv2dTransposeSingle, MeanSquaredError::new(), values;
}
