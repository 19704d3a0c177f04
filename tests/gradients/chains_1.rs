//! Random chains 30 to 59, written by `generate.py`.

use chainrule::loss::{
    BinaryCrossentropy, CategoricalCrossentropy, MeanAbsoluteError, MeanSquaredError, SparseCategoricalCrossentropy,
};
use chainrule::model;

use crate::check::gradients;

model! {
    #[scalar(f64)] Chain030: Input(2, 13) -> Dense(1, hard_shrink(threshold = 0.46), use_bias = false);
    #[scalar(f64)] Chain031: Input(3, 13) -> Flatten() -> Dropout(0.5) -> Activation(softsign) -> Reshape(3, 13, 1) -> |x| if x > 0.0 { x } else { 0.1 * x };
    #[scalar(f64)] Chain032: Input(7) -> Dense(12, sparse_sigmoid) -> Dense(2, softsign);
    #[scalar(f64)] Chain033: Input(4, 1) -> |x| 0.5 * x * x -> Dense(13) -> Dropout(0.6) -> Dense(3, sigmoid);
    #[scalar(f64)] Chain034: Input(11) -> |x| 1.0 / (1.0 + x * x) -> Reshape(11, 1, 1) -> Dropout(0.25) -> Dense(6, tanh);
    #[scalar(f64)] Chain035: Input(13) -> Dense(6) -> Activation(softsign) -> Reshape(2, 1, 3) -> Reshape(1, 3, 2) -> Dense(4, threshold(threshold = 0.19, default_value = 0.41)) -> Dense(5, log_softmax, use_bias = false) -> Dense(2, tanh);
    #[scalar(f64)] Chain036: Input(10) -> Dropout(0.5) -> Activation(gelu) -> Dense(7, elu, use_bias = false);
    #[scalar(f64)] Chain037: Input(7) -> Dense(4, sparse_plus) -> Activation(hard_tanh) -> Dense(4, sigmoid);
    #[scalar(f64)] Chain038: Input(11) -> Dense(2) -> Dropout(0.5) -> Activation(leaky_relu) -> Dense(4, sparse_plus) -> Dense(10) -> Dropout(0.25) -> Dense(3, softmax);
    #[scalar(f64)] Chain039: Input(3, 6) -> Dense(2, log_softmax, use_bias = false) -> Dropout(0.1) -> Dense(3, softmax);
    #[scalar(f64)] Chain040: Input(14) -> Dense(9) -> Reshape(9, 1) -> Dense(8, relu6) -> Dense(2, relu(negative_slope = 0.39)) -> Dense(5, use_bias = false) -> Dense(5, sigmoid);
    #[scalar(f64)] Chain041: Input(4) -> Dense(2, |x| abs(x)) -> Reshape(2) -> Dense(9, log_softmax, use_bias = false) -> Dense(14);
    #[scalar(f64)] Chain042: Input(11, 3, 1) -> Dropout(0.6) -> Reshape(33) -> Reshape(33) -> Dense(4);
    #[scalar(f64)] Chain043: Input(3) -> Dense(17, log_sigmoid) -> Dense(2, selu, use_bias = false) -> Reshape(1, 2, 1) -> Activation(hard_shrink);
    #[scalar(f64)] Chain044: Input(16) -> Dropout(0.1) -> relu -> Dense(2, elu);
    #[scalar(f64)] Chain045: Input(6) -> mish -> Dropout(0.1) -> Dense(3, hard_sigmoid, use_bias = false) -> Dense(16) -> Reshape(1, 16) -> Dense(1) -> Dense(3, softmax);
    #[scalar(f64)] Chain046: Input(1) -> Dropout(0.5) -> Dense(5, softmax);
    #[scalar(f64)] Chain047: Input(1, 8) -> Dropout(0.6) -> silu -> Dense(2, sigmoid);
    #[scalar(f64)] Chain048: Input(6, 1, 6) -> Dense(8) -> Dropout(0.25) -> celu(alpha = 1.98) -> Dense(10, |x| if x < -1.0 { -1.0 } else if x > 1.0 { 1.0 } else { x }) -> Dropout(0.1) -> Dense(2, softsign);
    #[scalar(f64)] Chain049: Input(3, 5) -> Dense(16) -> Dense(7, gelu);
    #[scalar(f64)] Chain050: Input(2, 1, 4) -> Reshape(8) -> Dense(3, sigmoid);
    #[scalar(f64)] Chain051: Flatten(1) -> Dense(14) -> Dense(3, softmax);
    #[scalar(f64)] Chain052: Input(3) -> hard_shrink(threshold = 0.50) -> Flatten -> Dropout(0.1) -> Dense(15);
    #[scalar(f64)] Chain053: Input(11) -> Dropout(0.5) -> Reshape(11) -> Dense(3, softmax, use_bias = false);
    #[scalar(f64)] Chain054: Input(9) -> Dropout(0.6) -> Dense(8, tanh) -> Dense(7, linear);
    #[scalar(f64)] Chain055: Input(6) -> Dropout(0.1) -> Dense(5, |x| cos(2.0 * x)) -> Dense(2, softmax, use_bias = false);
    #[scalar(f64)] Chain056: Input(12, 3) -> hard_tanh -> Dense(7, celu) -> Flatten() -> |x| x * sigmoid(x) -> Activation(sigmoid);
    #[scalar(f64)] Chain057: Input(11) -> relu(negative_slope = 0.33, max_value = 0.97, threshold = 0.59) -> Dense(7, elu);
    #[scalar(f64)] Chain058: Input(1) -> Dense(5, sigmoid) -> Dense(17, |x| max(x, 0.3 * x)) -> log_softmax -> Reshape(1, 1, 17);
    #[scalar(f64)] Chain059: Flatten(9) -> Activation(celu) -> Dense(12) -> Dense(2, softmax);
}

gradients! {
    chain030: Chain030, MeanSquaredError::new(), values;
    chain031: Chain031, MeanSquaredError::new(), values;
    chain032: Chain032, CategoricalCrossentropy::from_logits(), distributions;
    chain033: Chain033, BinaryCrossentropy::new(), fractions;
    chain034: Chain034, CategoricalCrossentropy::from_logits(), distributions;
    chain035: Chain035, CategoricalCrossentropy::from_logits(), distributions;
    chain036: Chain036, BinaryCrossentropy::from_logits(), fractions;
    chain037: Chain037, BinaryCrossentropy::new(), fractions;
    chain038: Chain038, SparseCategoricalCrossentropy::new(), class(3);
    chain039: Chain039, SparseCategoricalCrossentropy::new(), steps(3, 3);
    chain040: Chain040, BinaryCrossentropy::new(), fractions;
    chain041: Chain041, MeanAbsoluteError::new(), values;
    chain042: Chain042, MeanSquaredError::new(), values;
    chain043: Chain043, MeanSquaredError::new(), values;
    chain044: Chain044, BinaryCrossentropy::from_logits(), fractions;
    chain045: Chain045, CategoricalCrossentropy::new(), distributions;
    chain046: Chain046, SparseCategoricalCrossentropy::new(), class(5);
    chain047: Chain047, BinaryCrossentropy::new(), fractions;
    chain048: Chain048, CategoricalCrossentropy::from_logits(), distributions;
    chain049: Chain049, MeanSquaredError::new(), values;
    chain050: Chain050, BinaryCrossentropy::new(), fractions;
    chain051: Chain051, SparseCategoricalCrossentropy::new(), class(3);
    chain052: Chain052, MeanSquaredError::new(), values;
    chain053: Chain053, CategoricalCrossentropy::new(), distributions;
    chain054: Chain054, SparseCategoricalCrossentropy::from_logits(), class(7);
    chain055: Chain055, CategoricalCrossentropy::new(), distributions;
    chain056: Chain056, BinaryCrossentropy::new(), fractions;
    chain057: Chain057, CategoricalCrossentropy::from_logits(), distributions;
    chain058: Chain058, MeanAbsoluteError::new(), values;
    chain059: Chain059, CategoricalCrossentropy::new(), distributions;
}
