//! Random chains 90 to 119, written by `generate.py`.

use chainrule::loss::{
    BinaryCrossentropy, CategoricalCrossentropy, MeanAbsoluteError, MeanSquaredError, SparseCategoricalCrossentropy,
};
use chainrule::model;

use crate::check::gradients;

model! {
    #[scalar(f64)] Chain090: Input(14) -> Dense(3) -> Dense(3, |x| sqrt(1.0 + x * x) - 1.0) -> Flatten() -> Dropout(0.6) -> |x| sqrt(1.0 + x * x) - 1.0 -> Dense(7, softsign);
    #[scalar(f64)] Chain091: Input(11) -> softplus -> Dense(6, softmax) -> Activation(hard_shrink(threshold = 0.47)) -> Dense(7, sigmoid);
    #[scalar(f64)] Chain092: Input(9) -> Dense(17, soft_shrink(threshold = 0.27), use_bias = false) -> softmax -> Flatten() -> Reshape(1, 17) -> Reshape(1, 1, 17);
    #[scalar(f64)] Chain093: Flatten(11) -> Dropout(0.25) -> Reshape(1, 11) -> Dense(3, softmax, use_bias = false);
    #[scalar(f64)] Chain094: Input(12, 2) -> |x| erf(x) -> Reshape(1, 2, 12) -> Flatten() -> Dense(5, sigmoid);
    #[scalar(f64)] Chain095: Input(14) -> Reshape(2, 7) -> Reshape(1, 14, 1) -> Dense(6, |x| sin(x) + 0.5 * x, use_bias = false) -> Reshape(14, 3, 2);
    #[scalar(f64)] Chain096: Input(4) -> Dense(13) -> Dense(3, sigmoid);
    #[scalar(f64)] Chain097: Input(8) -> Activation(log_softmax) -> Dense(4, sigmoid);
    #[scalar(f64)] Chain098: Input(16) -> Activation(hard_sigmoid) -> Dense(9) -> Reshape(9, 1, 1) -> Reshape(3, 3) -> Dense(7, softmax);
    #[scalar(f64)] Chain099: Input(10, 3) -> Dense(1) -> Flatten() -> Dropout(0.5) -> Dense(9, use_bias = false) -> Dense(7, hard_tanh);
    #[scalar(f64)] Chain100: Input(16) -> Reshape(16, 1) -> Dense(3, softsign);
    #[scalar(f64)] Chain101: Input(1, 17) -> Dense(8, elu(alpha = 1.11)) -> Reshape(4, 1, 2) -> Dense(12, selu) -> Dense(3, elu(alpha = 0.38), use_bias = false) -> sigmoid;
    #[scalar(f64)] Chain102: Input(16) -> Dropout(0.5) -> Dense(4, |x| min(x, 0.5)) -> Dense(15, sparse_sigmoid);
    #[scalar(f64)] Chain103: Flatten(2) -> |x| x * sigmoid(x) -> Dropout(0.6) -> Dense(8, |x| atan(x)) -> Dropout(0.1) -> Dense(2, relu(negative_slope = 0.18)) -> Reshape(2, 1, 1) -> Dense(5, sigmoid, use_bias = false);
    #[scalar(f64)] Chain104: Input(4, 10) -> Dense(6, hard_shrink(threshold = 0.46)) -> Dense(14, sigmoid) -> Reshape(7, 2, 4) -> Dense(4, softmax);
    #[scalar(f64)] Chain105: Input(10, 3) -> Dropout(0.1) -> Dense(6, softsign, use_bias = false);
    #[scalar(f64)] Chain106: Input(3) -> Dense(16, hard_sigmoid, use_bias = false) -> Dense(6, linear, use_bias = false);
    #[scalar(f64)] Chain107: Input(3) -> Reshape(3) -> Reshape(3, 1, 1) -> Dense(6, elu);
    #[scalar(f64)] Chain108: Input(4) -> relu(max_value = 1.06) -> Dense(16) -> Dense(5) -> |x| 1.0 / (1.0 + x * x) -> log_sigmoid -> Activation(relu(negative_slope = 0.27));
    #[scalar(f64)] Chain109: Input(2) -> Dense(9) -> Dense(6, softplus) -> Dense(11, selu) -> sigmoid;
    #[scalar(f64)] Chain110: Input(3) -> Dense(9, relu(max_value = 1.53)) -> Reshape(1, 3, 3) -> |x| softplus(x) - 0.5 -> Dense(16, gelu(approximate = true));
    #[scalar(f64)] Chain111: Input(1, 10) -> Activation(threshold(threshold = 0.57, default_value = -0.29)) -> Reshape(1, 1, 10) -> Reshape(2, 1, 5) -> Reshape(2, 1, 5) -> Reshape(10) -> Activation(elu(alpha = 0.95)) -> Dense(2, tanh);
    #[scalar(f64)] Chain112: Input(3) -> Dense(7, softmax) -> Reshape(1, 1, 7) -> Dense(6, tanh);
    #[scalar(f64)] Chain113: Input(2, 6) -> Activation(relu(max_value = 0.56)) -> Dropout(0.5) -> Dense(15, elu) -> Dropout(0.6) -> Flatten -> Dense(3, softmax);
    #[scalar(f64)] Chain114: Input(1, 10) -> Activation(elu) -> Reshape(5, 2, 1) -> |x| x / (1.0 + abs(x)) -> Activation(silu) -> Dense(5, hard_sigmoid) -> Dense(4, sigmoid);
    #[scalar(f64)] Chain115: Flatten(4, 7) -> leaky_relu(negative_slope = 0.22) -> Reshape(28) -> Dropout(0.5) -> Dense(6, hard_silu) -> Dropout(0.5);
    #[scalar(f64)] Chain116: Input(17) -> Dense(12, |x| cos(2.0 * x)) -> softplus;
    #[scalar(f64)] Chain117: Input(15) -> sparse_sigmoid -> Dense(2, softmax) -> Dense(16) -> Dense(6, softsign);
    #[scalar(f64)] Chain118: Input(9) -> Activation(linear) -> Flatten() -> Reshape(9, 1, 1) -> Dense(9) -> Dense(4) -> Dense(7, sigmoid, use_bias = false);
    #[scalar(f64)] Chain119: Input(15) -> Flatten -> Dense(3, |x| 0.5 * x * x) -> Dense(7) -> Activation(selu) -> Reshape(7, 1, 1) -> Dense(6, elu, use_bias = false);
}

gradients! {
    chain090: Chain090, CategoricalCrossentropy::from_logits(), distributions;
    chain091: Chain091, BinaryCrossentropy::new(), fractions;
    chain092: Chain092, MeanAbsoluteError::new(), values;
    chain093: Chain093, CategoricalCrossentropy::new(), distributions;
    chain094: Chain094, BinaryCrossentropy::new(), fractions;
    chain095: Chain095, MeanSquaredError::new(), values;
    chain096: Chain096, BinaryCrossentropy::new(), fractions;
    chain097: Chain097, BinaryCrossentropy::new(), fractions;
    chain098: Chain098, CategoricalCrossentropy::new(), distributions;
    chain099: Chain099, MeanSquaredError::new(), values;
    chain100: Chain100, BinaryCrossentropy::from_logits(), fractions;
    chain101: Chain101, BinaryCrossentropy::new(), fractions;
    chain102: Chain102, MeanSquaredError::new(), values;
    chain103: Chain103, BinaryCrossentropy::new(), fractions;
    chain104: Chain104, CategoricalCrossentropy::new(), distributions;
    chain105: Chain105, SparseCategoricalCrossentropy::from_logits(), steps(10, 6);
    chain106: Chain106, CategoricalCrossentropy::from_logits(), distributions;
    chain107: Chain107, BinaryCrossentropy::from_logits(), fractions;
    chain108: Chain108, MeanSquaredError::new(), values;
    chain109: Chain109, MeanSquaredError::new(), fractions;
    chain110: Chain110, MeanAbsoluteError::new(), values;
    chain111: Chain111, SparseCategoricalCrossentropy::from_logits(), class(2);
    chain112: Chain112, BinaryCrossentropy::from_logits(), fractions;
    chain113: Chain113, CategoricalCrossentropy::new(), distributions;
    chain114: Chain114, BinaryCrossentropy::new(), fractions;
    chain115: Chain115, MeanAbsoluteError::new(), values;
    chain116: Chain116, MeanAbsoluteError::new(), values;
    chain117: Chain117, CategoricalCrossentropy::from_logits(), distributions;
    chain118: Chain118, BinaryCrossentropy::new(), fractions;
    chain119: Chain119, BinaryCrossentropy::from_logits(), fractions;
}
