//! Random chains 150 to 179, written by `generate.py`.

use chainrule::loss::{
    BinaryCrossentropy, CategoricalCrossentropy, MeanAbsoluteError, MeanSquaredError, SparseCategoricalCrossentropy,
};
use chainrule::model;

use crate::check::gradients;

model! {
    #[scalar(f64)] Chain150: Input(13) -> softsign -> Dense(7, softmax);
    #[scalar(f64)] Chain151: Input(1) -> Dropout(0.1) -> Reshape(1, 1) -> Dense(2, linear);
    #[scalar(f64)] Chain152: Input(12, 3) -> Dense(6, sigmoid);
    #[scalar(f64)] Chain153: Input(10) -> Dense(4, use_bias = false) -> Dense(1) -> |x| -tanh(x) -> Dropout(0.1) -> |x| if x < -1.0 { -1.0 } else if x > 1.0 { 1.0 } else { x } -> Reshape(1, 1) -> Dense(5, softmax);
    #[scalar(f64)] Chain154: Input(17) -> Dense(2) -> Reshape(2, 1) -> Dense(3) -> Dense(11, squareplus(b = 1.62)) -> silu -> Dense(6);
    #[scalar(f64)] Chain155: Input(9) -> Dense(10) -> Dense(3) -> Dense(2, linear, use_bias = false);
    #[scalar(f64)] Chain156: Input(9) -> Dense(17, log_softmax) -> |x| x / (1.0 + abs(x)) -> Dense(2, softsign, use_bias = false);
    #[scalar(f64)] Chain157: Input(5) -> Dropout(0.1) -> Dense(16, sparse_sigmoid);
    #[scalar(f64)] Chain158: Input(8, 5) -> leaky_relu(negative_slope = 0.41) -> Dense(1, softsign) -> |x| 1.0 / (1.0 + x * x) -> Dense(1) -> Dropout(0.5) -> Dense(5, softmax);
    #[scalar(f64)] Chain159: Input(15, 2) -> |x| sqrt(1.0 + x * x) - 1.0 -> Flatten() -> Dense(7, softmax);
    #[scalar(f64)] Chain160: Input(14) -> Dropout(0.5) -> Dense(4, sigmoid);
    #[scalar(f64)] Chain161: Input(4) -> Dense(8, gelu) -> Dense(4, softmax);
    #[scalar(f64)] Chain162: Input(13) -> Dense(13) -> Activation(hard_shrink) -> Dropout(0.5);
    #[scalar(f64)] Chain163: Input(2, 5, 2) -> Dense(2, elu, use_bias = false) -> elu(alpha = 0.95) -> Dense(7, softmax) -> Dense(4, sigmoid);
    #[scalar(f64)] Chain164: Input(1) -> Reshape(1, 1, 1) -> Dense(2, sigmoid);
    #[scalar(f64)] Chain165: Input(5, 1) -> Reshape(1, 5) -> Dropout(0.6) -> Dropout(0.6) -> gelu(approximate = true) -> Dense(6, softsign) -> Dense(2, relu(negative_slope = 0.37, max_value = 0.74, threshold = 0.24), use_bias = false) -> Dense(6, softmax, use_bias = false);
    #[scalar(f64)] Chain166: Input(1, 9, 4) -> Dense(5);
    #[scalar(f64)] Chain167: Input(14) -> Flatten -> Dense(11) -> Activation(softmax);
    #[scalar(f64)] Chain168: Input(17) -> softmax -> Dense(9);
    #[scalar(f64)] Chain169: Flatten(8, 1) -> Activation(leaky_relu) -> Dropout(0.5) -> Dense(12, hard_shrink);
    #[scalar(f64)] Chain170: Input(2, 1) -> Dense(16) -> |x| x * sigmoid(x) -> Dense(1) -> |x| softplus(x) - 0.5 -> Dense(3, softsign);
    #[scalar(f64)] Chain171: Flatten(1) -> Dropout(0.5) -> Dropout(0.1) -> Dropout(0.25) -> sparse_sigmoid -> Dense(6, softsign);
    #[scalar(f64)] Chain172: Input(11) -> Dropout(0.5) -> Dense(4, relu(negative_slope = 0.08), use_bias = false) -> Dense(13, elu(alpha = 1.31)) -> Dense(7, sigmoid, use_bias = false);
    #[scalar(f64)] Chain173: Flatten(1) -> Dense(5, use_bias = false) -> Dense(17) -> Flatten() -> Reshape(1, 1, 17) -> Dense(4, sigmoid);
    #[scalar(f64)] Chain174: Input(13) -> Dense(9, leaky_relu) -> Dense(4, softmax);
    #[scalar(f64)] Chain175: Input(10) -> Activation(relu(threshold = 0.54)) -> Flatten() -> Dense(6, sigmoid);
    #[scalar(f64)] Chain176: Input(7) -> Reshape(7, 1, 1) -> Dense(5) -> Reshape(7, 1, 5) -> Activation(hard_shrink(threshold = 0.47)) -> Dense(3, tanh);
    #[scalar(f64)] Chain177: Input(8) -> Activation(squareplus) -> Dense(13) -> Reshape(1, 1, 13) -> Reshape(1, 13, 1) -> Reshape(13, 1, 1) -> Dense(3, sigmoid, use_bias = false);
    #[scalar(f64)] Chain178: Input(11) -> Dense(2, |x| 0.5 * x * x) -> Dense(2, sigmoid);
    #[scalar(f64)] Chain179: Input(6) -> Dropout(0.6) -> softplus -> Dense(15) -> Dense(6, sparse_sigmoid);
}

gradients! {
    chain150: Chain150, SparseCategoricalCrossentropy::new(), class(7);
    chain151: Chain151, BinaryCrossentropy::from_logits(), fractions;
    chain152: Chain152, BinaryCrossentropy::new(), fractions;
    chain153: Chain153, SparseCategoricalCrossentropy::new(), steps(1, 5);
    chain154: Chain154, MeanAbsoluteError::new(), values;
    chain155: Chain155, SparseCategoricalCrossentropy::from_logits(), class(2);
    chain156: Chain156, BinaryCrossentropy::from_logits(), fractions;
    chain157: Chain157, MeanAbsoluteError::new(), values;
    chain158: Chain158, SparseCategoricalCrossentropy::new(), steps(8, 5);
    chain159: Chain159, SparseCategoricalCrossentropy::new(), class(7);
    chain160: Chain160, MeanSquaredError::new(), fractions;
    chain161: Chain161, MeanAbsoluteError::new(), distributions;
    chain162: Chain162, MeanAbsoluteError::new(), values;
    chain163: Chain163, BinaryCrossentropy::new(), fractions;
    chain164: Chain164, BinaryCrossentropy::new(), fractions;
    chain165: Chain165, CategoricalCrossentropy::new(), distributions;
    chain166: Chain166, MeanSquaredError::new(), values;
    chain167: Chain167, CategoricalCrossentropy::new(), distributions;
    chain168: Chain168, MeanAbsoluteError::new(), values;
    chain169: Chain169, MeanSquaredError::new(), values;
    chain170: Chain170, CategoricalCrossentropy::from_logits(), distributions;
    chain171: Chain171, CategoricalCrossentropy::from_logits(), distributions;
    chain172: Chain172, MeanSquaredError::new(), fractions;
    chain173: Chain173, BinaryCrossentropy::new(), fractions;
    chain174: Chain174, CategoricalCrossentropy::new(), distributions;
    chain175: Chain175, BinaryCrossentropy::new(), fractions;
    chain176: Chain176, CategoricalCrossentropy::from_logits(), distributions;
    chain177: Chain177, BinaryCrossentropy::new(), fractions;
    chain178: Chain178, BinaryCrossentropy::new(), fractions;
    chain179: Chain179, MeanAbsoluteError::new(), values;
}
