//! Every activation, with its defaults and with its arguments, between two `Dense`.

use chainrule::loss::MeanSquaredError;
use chainrule::model;

use crate::check::gradients;

macro_rules! activations {
    ($($test:ident: $Net:ident, [$($activation:tt)*];)*) => {
        model! {
            $(#[scalar(f64)] $Net: Input(3) -> Dense(5, $($activation)*) -> Dense(2);)*
        }
        gradients! {
            $($test: $Net, MeanSquaredError::new(), values;)*
        }
    };
}

activations! {
    linear: Linear, [linear];
    relu: Relu, [relu];
    relu_slope: ReluSlope, [relu(negative_slope = 0.1)];
    relu_max: ReluMax, [relu(max_value = 0.5)];
    relu_threshold: ReluThreshold, [relu(threshold = 0.25)];
    relu_all: ReluAll, [relu(negative_slope = 0.25, max_value = 1.0, threshold = 0.5)];
    leaky_relu: LeakyRelu, [leaky_relu];
    leaky_relu_slope: LeakyReluSlope, [leaky_relu(negative_slope = 0.05)];
    relu6: Relu6, [relu6];
    elu: Elu, [elu];
    elu_alpha: EluAlpha, [elu(alpha = 0.5)];
    selu: Selu, [selu];
    celu: Celu, [celu];
    celu_alpha: CeluAlpha, [celu(alpha = 0.5)];
    gelu: Gelu, [gelu];
    gelu_approximate: GeluApproximate, [gelu(approximate = true)];
    silu: Silu, [silu];
    mish: Mish, [mish];
    sigmoid: Sigmoid, [sigmoid];
    hard_sigmoid: HardSigmoid, [hard_sigmoid];
    tanh: Tanh, [tanh];
    hard_tanh: HardTanh, [hard_tanh];
    softplus: Softplus, [softplus];
    softsign: Softsign, [softsign];
    exponential: Exponential, [exponential];
    hard_silu: HardSilu, [hard_silu];
    log_sigmoid: LogSigmoid, [log_sigmoid];
    tanh_shrink: TanhShrink, [tanh_shrink];
    soft_shrink: SoftShrink, [soft_shrink];
    soft_shrink_threshold: SoftShrinkThreshold, [soft_shrink(threshold = 0.2)];
    hard_shrink: HardShrink, [hard_shrink];
    hard_shrink_threshold: HardShrinkThreshold, [hard_shrink(threshold = 0.2)];
    threshold: Threshold, [threshold(threshold = 0.1, default_value = 0.3)];
    squareplus: Squareplus, [squareplus];
    squareplus_b: SquareplusB, [squareplus(b = 1.0)];
    sparse_plus: SparsePlus, [sparse_plus];
    sparse_sigmoid: SparseSigmoid, [sparse_sigmoid];
    softmax: Softmax, [softmax];
    log_softmax: LogSoftmax, [log_softmax];
}
