//! Penalties on kernels and biases: in the loss and in the gradient, in full whatever the batch.

use chainrule::loss::{MeanSquaredError, SparseCategoricalCrossentropy};
use chainrule::model;

use crate::check::{golden, nets};

static FILE: &[u8] = include_bytes!("regularizers.safetensors");

model! {
    #[scalar(f64)] L1Kernel: Input(4) -> Dense(5, tanh, kernel_regularizer = l1(0.02)) -> Dense(2);
    #[scalar(f64)] L2Kernel: Input(4) -> Dense(5, tanh, kernel_regularizer = l2(0.03)) -> Dense(2);
    #[scalar(f64)] L1L2Kernel: Input(4) -> Dense(5, tanh, kernel_regularizer = l1_l2(l1 = 0.02, l2 = 0.03)) -> Dense(2);
    #[scalar(f64)] L1Default: Input(4) -> Dense(5, tanh, kernel_regularizer = l1) -> Dense(2);
    #[scalar(f64)] L2Default: Input(4) -> Dense(5, tanh, kernel_regularizer = l2) -> Dense(2);
    #[scalar(f64)] L1Bias: Input(4) -> Dense(5, tanh, bias_regularizer = l1(0.02)) -> Dense(2);
    #[scalar(f64)] L2Bias: Input(4) -> Dense(5, tanh, bias_regularizer = l2(0.03)) -> Dense(2);
    #[scalar(f64)] Both: Input(4)
        -> Dense(5, tanh, kernel_regularizer = l2(0.03), bias_regularizer = l1_l2(l1 = 0.01, l2 = 0.02))
        -> Dense(2);
    #[scalar(f64)] TwoLayers: Input(4)
        -> Dense(5, relu, use_bias = false, kernel_regularizer = l1(0.01))
        -> Dense(3, softmax, kernel_regularizer = l2(0.02), bias_regularizer = l2(0.04));
    TwoLayersSingle: Input(4)
        -> Dense(5, relu, use_bias = false, kernel_regularizer = l1(0.01))
        -> Dense(3, softmax, kernel_regularizer = l2(0.02), bias_regularizer = l2(0.04));
}

nets!(L1Kernel, L2Kernel, L1L2Kernel, L1Default, L2Default, L1Bias, L2Bias, Both, TwoLayers, TwoLayersSingle);

golden! {
    FILE;
    l1_kernel: L1Kernel, MeanSquaredError::new(), values;
    l1_of_zeros: L1Kernel, MeanSquaredError::new(), values;
    l2_kernel: L2Kernel, MeanSquaredError::new(), values;
    l1_l2_kernel: L1L2Kernel, MeanSquaredError::new(), values;
    l1_default: L1Default, MeanSquaredError::new(), values;
    l2_default: L2Default, MeanSquaredError::new(), values;
    l1_bias: L1Bias, MeanSquaredError::new(), values;
    l2_bias: L2Bias, MeanSquaredError::new(), values;
    both: Both, MeanSquaredError::new(), values;
    two_layers: TwoLayers, SparseCategoricalCrossentropy::new(), classes;
    two_layers_f32: TwoLayersSingle, SparseCategoricalCrossentropy::new(), classes;
}
