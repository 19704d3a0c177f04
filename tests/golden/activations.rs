//! Every activation inside a small net, with its defaults and with its arguments.

use chainrule::loss::MeanSquaredError;
use chainrule::model;

use crate::check::{golden, nets};

static FILE: &[u8] = include_bytes!("activations.safetensors");

/// Calls a macro with all scalar activations: `case: Net, [activation as in a model];`.
macro_rules! every_activation {
    ($then:ident) => {
        $then! {
            linear: Linear, [linear];
            relu: Relu, [relu];
            relu_slope: ReluSlope, [relu(negative_slope = 0.125)];
            relu_max: ReluMax, [relu(max_value = 1.5)];
            relu_max6: ReluMax6, [relu(max_value = 6.0)];
            relu_threshold: ReluThreshold, [relu(threshold = 0.5)];
            relu_all: ReluAll, [relu(negative_slope = 0.25, max_value = 2.0, threshold = 0.5)];
            leaky_relu: LeakyRelu, [leaky_relu];
            leaky_relu_slope: LeakyReluSlope, [leaky_relu(negative_slope = 0.0625)];
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
            soft_shrink_threshold: SoftShrinkThreshold, [soft_shrink(threshold = 0.25)];
            hard_shrink: HardShrink, [hard_shrink];
            hard_shrink_threshold: HardShrinkThreshold, [hard_shrink(threshold = 0.25)];
            threshold: Threshold, [threshold(threshold = 0.5, default_value = 0.25)];
            squareplus: Squareplus, [squareplus];
            squareplus_b: SquareplusB, [squareplus(b = 1.0)];
            sparse_plus: SparsePlus, [sparse_plus];
            sparse_sigmoid: SparseSigmoid, [sparse_sigmoid];
        }
    };
}
pub(crate) use every_activation;

macro_rules! inside {
    ($($case:ident: $Net:ident, [$($activation:tt)*];)*) => {
        model! {
            $(#[scalar(f64)] $Net: Input(4) -> Dense(5, $($activation)*) -> Dense(2);)*
        }
        nets!($($Net),*);
        golden! {
            FILE;
            $($case: $Net, MeanSquaredError::new(), values;)*
        }
    };
}
every_activation!(inside);

model! {
    LeakyReluSingle: Input(4) -> Dense(5, leaky_relu) -> Dense(2);
    GeluSingle: Input(4) -> Dense(5, gelu) -> Dense(2);
    MishSingle: Input(4) -> Dense(5, mish) -> Dense(2);
    SeluSingle: Input(4) -> Dense(5, selu) -> Dense(2);
    SoftplusSingle: Input(4) -> Dense(5, softplus) -> Dense(2);
}

nets!(LeakyReluSingle, GeluSingle, MishSingle, SeluSingle, SoftplusSingle);

golden! {
    FILE;
    leaky_relu_f32: LeakyReluSingle, MeanSquaredError::new(), values;
    gelu_f32: GeluSingle, MeanSquaredError::new(), values;
    mish_f32: MishSingle, MeanSquaredError::new(), values;
    selu_f32: SeluSingle, MeanSquaredError::new(), values;
    softplus_f32: SoftplusSingle, MeanSquaredError::new(), values;
}
