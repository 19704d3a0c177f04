//! Random chains 210 to 239, written by `generate.py`.

use chainrule::loss::{
    BinaryCrossentropy, CategoricalCrossentropy, MeanAbsoluteError, MeanSquaredError, SparseCategoricalCrossentropy,
};
use chainrule::model;

use crate::check::gradients;

model! {
    #[scalar(f64)] Chain210: Flatten(17, 1) -> Dropout(0.5) -> Flatten() -> Dense(1) -> Dense(2, softsign);
    #[scalar(f64)] Chain211: Input(14) -> Dense(5, celu(alpha = 1.62), use_bias = false) -> silu -> Activation(mish) -> Reshape(1, 5, 1);
    #[scalar(f64)] Chain212: Input(9) -> Dense(8, use_bias = false) -> Reshape(2, 2, 2) -> Dense(5, softmax);
    #[scalar(f64)] Chain213: Input(6) -> Dense(11, use_bias = false) -> Activation(sparse_sigmoid) -> Flatten() -> Dense(1, hard_shrink, use_bias = false) -> Dense(5, softmax);
    #[scalar(f64)] Chain214: Input(5, 7) -> Dropout(0.1) -> Dense(5, sparse_sigmoid) -> Dense(13) -> Dense(1, |x| atan(x)) -> Dense(13) -> Dense(3, linear);
    #[scalar(f64)] Chain215: Flatten(10) -> Dense(12) -> Dense(3, tanh) -> Reshape(3) -> Reshape(1, 1, 3) -> Dense(2, linear);
    #[scalar(f64)] Chain216: Input(9) -> Dropout(0.5) -> Reshape(3, 3) -> Dense(7, hard_sigmoid) -> Dense(5, log_softmax) -> gelu(approximate = true) -> Dense(6, softmax);
    #[scalar(f64)] Chain217: Input(14) -> softmax -> Dense(5, sparse_sigmoid, use_bias = false) -> Reshape(5, 1, 1) -> Dense(5, softmax);
    #[scalar(f64)] Chain218: Input(2, 3) -> Dense(13, relu6, use_bias = false) -> Dense(4, relu(threshold = 0.56), use_bias = false) -> Flatten() -> Dense(14) -> Activation(softmax);
    #[scalar(f64)] Chain219: Input(15, 1) -> Dropout(0.1) -> sparse_sigmoid -> Dropout(0.5) -> Dense(2, softmax);
    #[scalar(f64)] Chain220: Input(16) -> Dense(8, use_bias = false) -> softmax -> Dense(5, elu, use_bias = false);
    #[scalar(f64)] Chain221: Input(1) -> Reshape(1) -> Dense(13, hard_shrink(threshold = 0.58)) -> Reshape(13, 1, 1) -> Dense(2, use_bias = false);
    #[scalar(f64)] Chain222: Flatten(14) -> Dense(1) -> Dense(6, softmax);
    #[scalar(f64)] Chain223: Input(12) -> Reshape(1, 1, 12) -> |x| cos(2.0 * x) -> Dense(14, elu(alpha = 1.35));
    #[scalar(f64)] Chain224: Flatten(6) -> Dense(4) -> Dense(12, log_sigmoid) -> Dense(2) -> relu(max_value = 0.74) -> Dense(9) -> Dense(6, elu);
    #[scalar(f64)] Chain225: Input(17) -> Dropout(0.5) -> Dense(8, gelu(approximate = true)) -> Flatten() -> Dense(5, sigmoid);
    #[scalar(f64)] Chain226: Input(17) -> |x| erf(x) -> Activation(hard_tanh) -> Dropout(0.1) -> Activation(softplus) -> Dense(4, |x| 0.5 * x * x, use_bias = false) -> Dense(3, softmax);
    #[scalar(f64)] Chain227: Input(17) -> Activation(tanh) -> Dense(7) -> Dense(6) -> |x| if x < -1.0 { -1.0 } else if x > 1.0 { 1.0 } else { x } -> Dense(5, sigmoid);
    #[scalar(f64)] Chain228: Flatten(10) -> Dense(17, softmax, use_bias = false) -> sigmoid -> Dense(2, softmax);
    #[scalar(f64)] Chain229: Input(7, 1) -> Activation(softsign) -> Dense(3, use_bias = false) -> Dense(5, |x| { let a = tanh(x); a * a + 0.5 * a }) -> |x| ln(1.0 + x * x) -> Dense(3, softsign);
    #[scalar(f64)] Chain230: Input(3, 13) -> Flatten() -> Dense(1);
    #[scalar(f64)] Chain231: Input(15) -> linear -> Dropout(0.25) -> Dense(5, linear);
    #[scalar(f64)] Chain232: Flatten(6) -> Dense(8, hard_sigmoid) -> soft_shrink -> Dense(4, softmax);
    #[scalar(f64)] Chain233: Input(17) -> Reshape(17) -> Flatten() -> Dense(2) -> Dense(15) -> Dense(6, softmax, use_bias = false);
    #[scalar(f64)] Chain234: Input(5) -> |x| cos(2.0 * x) -> Dropout(0.5) -> softplus -> Dropout(0.5) -> Dense(7, gelu(approximate = false));
    #[scalar(f64)] Chain235: Input(5) -> log_softmax -> Dense(14, log_softmax) -> Activation(relu(threshold = 0.30)) -> Dense(7, log_softmax) -> Reshape(7) -> Dense(2, softmax);
    #[scalar(f64)] Chain236: Input(16) -> Reshape(16) -> soft_shrink(threshold = 0.46) -> softplus -> Dense(3, elu);
    #[scalar(f64)] Chain237: Input(4, 1) -> Dropout(0.1) -> Dense(17, softsign);
    #[scalar(f64)] Chain238: Flatten(14) -> Dropout(0.25) -> Activation(threshold(threshold = 0.20, default_value = 0.18)) -> Dropout(0.6) -> Activation(mish) -> Dense(2, softmax) -> Dense(8, softmax);
    #[scalar(f64)] Chain239: Input(3) -> Dense(4, softplus) -> Reshape(4, 1, 1) -> Flatten -> Dropout(0.5) -> Dense(5) -> Dense(7, softmax);
}

gradients! {
    chain210: Chain210, CategoricalCrossentropy::from_logits(), distributions;
    chain211: Chain211, MeanAbsoluteError::new(), values;
    chain212: Chain212, MeanAbsoluteError::new(), distributions;
    chain213: Chain213, SparseCategoricalCrossentropy::new(), class(5);
    chain214: Chain214, CategoricalCrossentropy::from_logits(), distributions;
    chain215: Chain215, BinaryCrossentropy::from_logits(), fractions;
    chain216: Chain216, CategoricalCrossentropy::new(), distributions;
    chain217: Chain217, CategoricalCrossentropy::new(), distributions;
    chain218: Chain218, CategoricalCrossentropy::new(), distributions;
    chain219: Chain219, SparseCategoricalCrossentropy::new(), steps(15, 2);
    chain220: Chain220, BinaryCrossentropy::from_logits(), fractions;
    chain221: Chain221, MeanSquaredError::new(), values;
    chain222: Chain222, SparseCategoricalCrossentropy::new(), class(6);
    chain223: Chain223, MeanSquaredError::new(), values;
    chain224: Chain224, CategoricalCrossentropy::from_logits(), distributions;
    chain225: Chain225, BinaryCrossentropy::new(), fractions;
    chain226: Chain226, SparseCategoricalCrossentropy::new(), class(3);
    chain227: Chain227, BinaryCrossentropy::new(), fractions;
    chain228: Chain228, CategoricalCrossentropy::new(), distributions;
    chain229: Chain229, BinaryCrossentropy::from_logits(), fractions;
    chain230: Chain230, MeanAbsoluteError::new(), values;
    chain231: Chain231, CategoricalCrossentropy::from_logits(), distributions;
    chain232: Chain232, CategoricalCrossentropy::new(), distributions;
    chain233: Chain233, SparseCategoricalCrossentropy::new(), class(6);
    chain234: Chain234, MeanAbsoluteError::new(), values;
    chain235: Chain235, SparseCategoricalCrossentropy::new(), class(2);
    chain236: Chain236, BinaryCrossentropy::from_logits(), fractions;
    chain237: Chain237, MeanSquaredError::new(), values;
    chain238: Chain238, MeanSquaredError::new(), values;
    chain239: Chain239, CategoricalCrossentropy::new(), distributions;
}
