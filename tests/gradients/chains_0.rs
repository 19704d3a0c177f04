//! Random chains 0 to 29, written by `generate.py`.

use chainrule::loss::{
    BinaryCrossentropy, CategoricalCrossentropy, MeanAbsoluteError, MeanSquaredError, SparseCategoricalCrossentropy,
};
use chainrule::model;

use crate::check::gradients;

model! {
    #[scalar(f64)] Chain000: Flatten(3) -> Reshape(1, 3, 1) -> Dropout(0.6) -> Dense(6, softsign);
    #[scalar(f64)] Chain001: Input(12) -> Dropout(0.6) -> Dropout(0.25) -> linear -> Dense(3, sigmoid);
    #[scalar(f64)] Chain002: Input(16) -> |x| min(x, 0.5) -> Flatten() -> Dropout(0.6) -> Dense(4, sigmoid, use_bias = false);
    #[scalar(f64)] Chain003: Input(3, 11, 1) -> Dropout(0.1) -> Dense(2, softmax) -> sigmoid;
    #[scalar(f64)] Chain004: Input(2, 2) -> Dense(1) -> Dense(1, |x| exp(-x * x)) -> Dense(5, softmax);
    #[scalar(f64)] Chain005: Flatten(2) -> |x| if x < -1.0 { -1.0 } else if x > 1.0 { 1.0 } else { x } -> Dense(1, relu(negative_slope = 0.07, max_value = 0.75, threshold = 0.30)) -> Dense(11, |x| cos(2.0 * x), use_bias = false) -> |x| { let s = sigmoid(x); s * (1.0 - s) } -> sigmoid;
    #[scalar(f64)] Chain006: Input(5) -> Activation(sparse_plus) -> Dense(3, sigmoid);
    #[scalar(f64)] Chain007: Input(3, 8) -> Flatten() -> Flatten() -> relu -> Dense(4) -> Dense(3, softmax);
    #[scalar(f64)] Chain008: Input(7) -> Dense(1, hard_silu) -> |x| { let s = sigmoid(x); s * (1.0 - s) } -> Dense(17, sparse_plus, use_bias = false) -> Dropout(0.5) -> Dense(2, softsign);
    #[scalar(f64)] Chain009: Input(1) -> Dense(16) -> Dense(2, softmax);
    #[scalar(f64)] Chain010: Input(3, 8) -> Dense(12, |x| abs(x)) -> Dropout(0.5) -> Dense(2, softmax);
    #[scalar(f64)] Chain011: Input(16) -> Flatten() -> Activation(log_softmax) -> Reshape(2, 8, 1) -> Flatten -> Dense(2, softmax);
    #[scalar(f64)] Chain012: Input(14) -> Dropout(0.1) -> Dense(4, sigmoid);
    #[scalar(f64)] Chain013: Input(4, 5) -> Dense(17, selu) -> |x| abs(x) -> Dropout(0.5) -> Reshape(17, 1, 4) -> Dense(5, sigmoid);
    #[scalar(f64)] Chain014: Input(13) -> Activation(celu) -> Dense(7) -> hard_shrink(threshold = 0.44) -> Reshape(7) -> Reshape(1, 7, 1) -> |x| 1.0 / (1.0 + x * x) -> Dense(2, softmax);
    #[scalar(f64)] Chain015: Input(13) -> Reshape(13) -> Dense(6) -> Flatten -> Dense(15, relu(threshold = 0.54), use_bias = false) -> Activation(leaky_relu(negative_slope = 0.46)) -> sigmoid;
    #[scalar(f64)] Chain016: Input(2, 8) -> Dense(9, gelu(approximate = false)) -> Dense(5, threshold(threshold = 0.15, default_value = -0.03), use_bias = false) -> Reshape(2, 5, 1) -> Reshape(5, 1, 2) -> Dense(4, softsign);
    #[scalar(f64)] Chain017: Input(6) -> Dense(1, sparse_sigmoid) -> Reshape(1, 1) -> Activation(relu(max_value = 1.83)) -> Reshape(1, 1, 1) -> Dense(3, sigmoid);
    #[scalar(f64)] Chain018: Input(12, 2) -> Dropout(0.6) -> Dense(4, softmax);
    #[scalar(f64)] Chain019: Input(8, 2) -> Activation(softmax) -> Activation(log_softmax) -> hard_silu -> Dropout(0.6) -> Dense(2, sigmoid, use_bias = false);
    #[scalar(f64)] Chain020: Input(13) -> Dense(4, hard_tanh) -> Flatten -> Dense(15) -> Dense(1, relu(negative_slope = 0.44, max_value = 0.54, threshold = 0.35), use_bias = false) -> Dense(5, softmax);
    #[scalar(f64)] Chain021: Input(7) -> Dense(14, mish) -> Reshape(7, 2, 1) -> Dense(5, sigmoid);
    #[scalar(f64)] Chain022: Input(7) -> Activation(squareplus(b = 1.56)) -> Reshape(7) -> Activation(celu) -> Dense(6, squareplus(b = 1.37)) -> Dense(6, linear);
    #[scalar(f64)] Chain023: Input(4, 9, 1) -> Reshape(36) -> Dense(5);
    #[scalar(f64)] Chain024: Input(12) -> Dense(5, mish) -> Dense(1, silu) -> Reshape(1, 1, 1) -> elu;
    #[scalar(f64)] Chain025: Input(10) -> Dense(11) -> Activation(celu) -> Dense(7, tanh);
    #[scalar(f64)] Chain026: Input(8) -> softmax -> Flatten() -> Dense(9, relu(negative_slope = 0.40)) -> elu -> Dense(2) -> Dense(7, softmax);
    #[scalar(f64)] Chain027: Input(10) -> Activation(log_softmax) -> Flatten -> hard_sigmoid -> Dense(5, elu);
    #[scalar(f64)] Chain028: Input(2) -> Dense(2, relu(negative_slope = 0.32), use_bias = false) -> Dense(12, softmax) -> Dropout(0.25) -> Dense(12, gelu) -> sparse_plus -> hard_shrink;
    #[scalar(f64)] Chain029: Input(5) -> Reshape(5, 1) -> |x| powi(tanh(x), 3) -> Dense(16, linear) -> Dense(6, use_bias = false) -> Dense(5, softsign);
}

gradients! {
    chain000: Chain000, CategoricalCrossentropy::from_logits(), distributions;
    chain001: Chain001, BinaryCrossentropy::new(), fractions;
    chain002: Chain002, BinaryCrossentropy::new(), fractions;
    chain003: Chain003, BinaryCrossentropy::new(), fractions;
    chain004: Chain004, SparseCategoricalCrossentropy::new(), steps(2, 5);
    chain005: Chain005, MeanSquaredError::new(), values;
    chain006: Chain006, BinaryCrossentropy::new(), fractions;
    chain007: Chain007, SparseCategoricalCrossentropy::new(), class(3);
    chain008: Chain008, SparseCategoricalCrossentropy::from_logits(), class(2);
    chain009: Chain009, CategoricalCrossentropy::new(), distributions;
    chain010: Chain010, CategoricalCrossentropy::new(), distributions;
    chain011: Chain011, MeanAbsoluteError::new(), distributions;
    chain012: Chain012, BinaryCrossentropy::new(), fractions;
    chain013: Chain013, MeanSquaredError::new(), fractions;
    chain014: Chain014, CategoricalCrossentropy::new(), distributions;
    chain015: Chain015, BinaryCrossentropy::new(), fractions;
    chain016: Chain016, BinaryCrossentropy::from_logits(), fractions;
    chain017: Chain017, BinaryCrossentropy::new(), fractions;
    chain018: Chain018, MeanAbsoluteError::new(), distributions;
    chain019: Chain019, BinaryCrossentropy::new(), fractions;
    chain020: Chain020, CategoricalCrossentropy::new(), distributions;
    chain021: Chain021, BinaryCrossentropy::new(), fractions;
    chain022: Chain022, SparseCategoricalCrossentropy::from_logits(), class(6);
    chain023: Chain023, MeanAbsoluteError::new(), values;
    chain024: Chain024, MeanSquaredError::new(), values;
    chain025: Chain025, BinaryCrossentropy::from_logits(), fractions;
    chain026: Chain026, CategoricalCrossentropy::new(), distributions;
    chain027: Chain027, CategoricalCrossentropy::from_logits(), distributions;
    chain028: Chain028, MeanAbsoluteError::new(), values;
    chain029: Chain029, SparseCategoricalCrossentropy::from_logits(), steps(5, 5);
}
