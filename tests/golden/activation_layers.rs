//! Activations that are layers of their own, and those that look at more than one element.

use chainrule::loss::MeanSquaredError;
use chainrule::model;

use crate::check::{golden, nets};

static FILE: &[u8] = include_bytes!("activation_layers.safetensors");

// ReLU

model! {
    #[scalar(f64)] ReluLayerNet: Input(5) -> ReLU;
    #[scalar(f64)] ReluInside: Input(5) -> Dense(4) -> ReLU -> Dense(2);
    #[scalar(f64)] ReluMaxValue: Input(5) -> ReLU(max_value = 0.5);
    #[scalar(f64)] ReluMaxValue6: Input(5) -> ReLU(6.0);
    #[scalar(f64)] ReluNegativeSlope: Input(5) -> ReLU(negative_slope = 0.25);
    #[scalar(f64)] ReluThreshold: Input(5) -> ReLU(threshold = 0.5);
    #[scalar(f64)] ReluAll: Input(5) -> ReLU(1.0, 0.25, 0.5);
    #[scalar(f64)] ReluTies: Input(2, 4) -> ReLU(max_value = 0.5);
}

nets!(ReluLayerNet, ReluInside, ReluMaxValue, ReluMaxValue6, ReluNegativeSlope, ReluThreshold, ReluAll, ReluTies);

golden! {
    FILE;
    relu: ReluLayerNet, MeanSquaredError::new(), values;
    relu_inside: ReluInside, MeanSquaredError::new(), values;
    relu_max_value: ReluMaxValue, MeanSquaredError::new(), values;
    relu_max_value_6: ReluMaxValue6, MeanSquaredError::new(), values;
    relu_negative_slope: ReluNegativeSlope, MeanSquaredError::new(), values;
    relu_threshold: ReluThreshold, MeanSquaredError::new(), values;
    relu_all: ReluAll, MeanSquaredError::new(), values;
    relu_ties: ReluTies, MeanSquaredError::new(), values;
}

// LeakyReLU and ELU

model! {
    #[scalar(f64)] LeakyReluSlope: Input(5) -> LeakyReLU(0.25);
    #[scalar(f64)] LeakyReluName: Input(5) -> LeakyReLU(negative_slope = 0.0625);
    LeakyReluSingle: Input(3, 4) -> Dense(5) -> LeakyReLU -> Dense(2);
    #[scalar(f64)] EluNet: Input(5) -> ELU;
    #[scalar(f64)] EluAlpha: Input(5) -> ELU(0.5);
    #[scalar(f64)] EluInside: Input(5) -> Dense(4) -> ELU(alpha = 0.5) -> Dense(2);
}

nets!(LeakyReluSlope, LeakyReluName, LeakyReluSingle, EluNet, EluAlpha, EluInside);

golden! {
    FILE;
    leaky_relu_slope: LeakyReluSlope, MeanSquaredError::new(), values;
    leaky_relu_name: LeakyReluName, MeanSquaredError::new(), values;
    leaky_relu_f32: LeakyReluSingle, MeanSquaredError::new(), values;
    elu: EluNet, MeanSquaredError::new(), values;
    elu_alpha: EluAlpha, MeanSquaredError::new(), values;
    elu_inside: EluInside, MeanSquaredError::new(), values;
}

// PReLU

model! {
    #[scalar(f64)] PReluLayerNet: Input(5) -> PReLU;
    #[scalar(f64)] PReluRank2: Input(3, 4) -> PReLU;
    #[scalar(f64)] PReluRank3: Input(2, 3, 2) -> PReLU;
    #[scalar(f64)] PReluShared: Input(3, 4) -> PReLU(shared_axes = (1));
    #[scalar(f64)] PReluSharedLast: Input(3, 4) -> PReLU(shared_axes = (2));
    #[scalar(f64)] PReluSharedImage: Input(2, 3, 2) -> PReLU(shared_axes = (1, 2));
    #[scalar(f64)] PReluInside: Input(5) -> Dense(4) -> PReLU -> Dense(2);
    #[scalar(f64)] PReluTies: Input(2, 4) -> PReLU;
}

nets!(PReluLayerNet, PReluRank2, PReluRank3, PReluShared, PReluSharedLast, PReluSharedImage, PReluInside, PReluTies);

golden! {
    FILE;
    p_relu: PReluLayerNet, MeanSquaredError::new(), values;
    p_relu_rank2: PReluRank2, MeanSquaredError::new(), values;
    p_relu_rank3: PReluRank3, MeanSquaredError::new(), values;
    p_relu_shared: PReluShared, MeanSquaredError::new(), values;
    p_relu_shared_last: PReluSharedLast, MeanSquaredError::new(), values;
    p_relu_shared_image: PReluSharedImage, MeanSquaredError::new(), values;
    p_relu_inside: PReluInside, MeanSquaredError::new(), values;
    p_relu_ties: PReluTies, MeanSquaredError::new(), values;
}

// Softmax

model! {
    #[scalar(f64)] SoftmaxLayer: Input(5) -> Softmax -> Dense(2);
    #[scalar(f64)] SoftmaxLayerLast: Input(5) -> Dense(4) -> Softmax;
    #[scalar(f64)] SoftmaxAxis1: Input(3, 4) -> Softmax(axis = 1) -> Dense(2);
    #[scalar(f64)] SoftmaxAxis1Last: Input(3, 4) -> Dense(2) -> Softmax(1);
    #[scalar(f64)] SoftmaxAxis2Rank3: Input(2, 3, 4) -> Softmax(axis = 2);
    #[scalar(f64)] SoftmaxNegativeAxis: Input(2, 3, 4) -> Softmax(axis = -2);
    #[scalar(f64)] SoftmaxAxes: Input(2, 3, 4) -> Softmax(axis = (1, 2));
}

nets!(
    SoftmaxLayer,
    SoftmaxLayerLast,
    SoftmaxAxis1,
    SoftmaxAxis1Last,
    SoftmaxAxis2Rank3,
    SoftmaxNegativeAxis,
    SoftmaxAxes,
);

golden! {
    FILE;
    softmax_layer: SoftmaxLayer, MeanSquaredError::new(), values;
    softmax_layer_last: SoftmaxLayerLast, MeanSquaredError::new(), values;
    softmax_axis1: SoftmaxAxis1, MeanSquaredError::new(), values;
    softmax_axis1_last: SoftmaxAxis1Last, MeanSquaredError::new(), values;
    softmax_axis2_rank3: SoftmaxAxis2Rank3, MeanSquaredError::new(), values;
    softmax_negative_axis: SoftmaxNegativeAxis, MeanSquaredError::new(), values;
    softmax_axes: SoftmaxAxes, MeanSquaredError::new(), values;
}

// glu. (Keras 3.15's sparsemax on TensorFlow sums to less than 1: the kernel is held to the paper's formula instead.)

model! {
    #[scalar(f64)] Glu: Input(6) -> glu -> Dense(2);
    #[scalar(f64)] GluInside: Input(5) -> Dense(6) -> glu -> Dense(2);
    #[scalar(f64)] GluRank2: Input(3, 4) -> Dense(6, tanh) -> glu;
}

nets!(Glu, GluInside, GluRank2);

golden! {
    FILE;
    glu: Glu, MeanSquaredError::new(), values;
    glu_inside: GluInside, MeanSquaredError::new(), values;
    glu_rank2: GluRank2, MeanSquaredError::new(), values;
}
