//! Random chains 120 to 149, written by `generate.py`.

use chainrule::loss::{
    BinaryCrossentropy, CategoricalCrossentropy, MeanAbsoluteError, MeanSquaredError, SparseCategoricalCrossentropy,
};
use chainrule::model;

use crate::check::gradients;

model! {
    #[scalar(f64)] Chain120: Input(8) -> Dense(15) -> relu(max_value = 0.40) -> Dropout(0.25) -> Dense(3, linear);
    #[scalar(f64)] Chain121: Flatten(15) -> Flatten() -> Dense(9, hard_sigmoid) -> Dense(4, squareplus) -> Reshape(1, 2, 2) -> Dense(3, linear);
    #[scalar(f64)] Chain122: Input(3, 1) -> Dense(15, softmax) -> Dense(4, soft_shrink(threshold = 0.46), use_bias = false) -> Reshape(1, 2, 6) -> Dense(1);
    #[scalar(f64)] Chain123: Input(13) -> Dropout(0.25) -> Dense(4, linear);
    #[scalar(f64)] Chain124: Input(2, 10) -> Dense(5, use_bias = false) -> Dense(9) -> Activation(log_softmax) -> Flatten() -> Dense(5, sigmoid);
    #[scalar(f64)] Chain125: Input(15) -> Reshape(15, 1) -> Dense(1, sparse_plus, use_bias = false) -> Dense(1, |x| if x < -1.0 { -1.0 } else if x > 1.0 { 1.0 } else { x }) -> Activation(softsign) -> Dense(2, selu) -> Dense(2, tanh, use_bias = false);
    #[scalar(f64)] Chain126: Input(2, 12) -> Dense(2, sigmoid) -> Dense(5) -> Dense(17, use_bias = false) -> Flatten -> Dropout(0.6) -> Activation(sigmoid);
    #[scalar(f64)] Chain127: Input(14) -> Dense(3, hard_sigmoid) -> Dense(6, sigmoid);
    #[scalar(f64)] Chain128: Input(15) -> Dropout(0.6) -> Activation(celu) -> Dense(3);
    #[scalar(f64)] Chain129: Input(12) -> Dense(1, log_sigmoid) -> Dense(12, relu6) -> Reshape(3, 1, 4);
    #[scalar(f64)] Chain130: Input(12) -> Reshape(4, 1, 3) -> Dense(14, gelu(approximate = false)) -> Dropout(0.5) -> elu -> Dense(7, sigmoid);
    #[scalar(f64)] Chain131: Input(1) -> Dropout(0.5) -> |x| abs(x) -> Reshape(1, 1, 1) -> Dense(6, softsign);
    #[scalar(f64)] Chain132: Input(14) -> Dropout(0.1) -> Dense(7);
    #[scalar(f64)] Chain133: Input(16) -> Dropout(0.5) -> Dropout(0.1) -> Reshape(2, 1, 8) -> Dense(9, hard_tanh, use_bias = false) -> Dropout(0.6) -> Dense(4, sigmoid);
    #[scalar(f64)] Chain134: Input(3) -> Dropout(0.5) -> Dense(7, hard_sigmoid);
    #[scalar(f64)] Chain135: Input(6, 5) -> Dropout(0.25) -> Dense(9, hard_silu, use_bias = false) -> Dropout(0.5) -> Dense(4, sigmoid, use_bias = false);
    #[scalar(f64)] Chain136: Input(3) -> Dropout(0.1) -> Dense(5, |x| { let s = sigmoid(x); s * (1.0 - s) }, use_bias = false) -> Reshape(5, 1, 1) -> hard_tanh -> Dense(2, softmax);
    #[scalar(f64)] Chain137: Flatten(2, 10) -> Activation(gelu(approximate = false)) -> Dropout(0.25) -> Dense(4, sigmoid);
    #[scalar(f64)] Chain138: Input(4) -> log_sigmoid -> Flatten() -> Dense(6, sigmoid);
    #[scalar(f64)] Chain139: Flatten(3) -> Dense(4, hard_shrink) -> Reshape(1, 1, 4) -> Dense(13) -> Flatten -> Activation(softmax) -> Dense(2, softmax);
    #[scalar(f64)] Chain140: Input(16, 1) -> Dense(5, log_softmax) -> Activation(relu(negative_slope = 0.32));
    #[scalar(f64)] Chain141: Input(15) -> Dense(4, |x| if x < -1.0 { -1.0 } else if x > 1.0 { 1.0 } else { x });
    #[scalar(f64)] Chain142: Input(13, 2) -> Dense(4) -> Dropout(0.6) -> Activation(mish) -> Dense(6, softsign, use_bias = false);
    #[scalar(f64)] Chain143: Input(10) -> Dense(9, relu(negative_slope = 0.17)) -> Flatten() -> Dense(5) -> Activation(softmax) -> Dropout(0.6) -> linear -> Dense(5, sigmoid, use_bias = false);
    #[scalar(f64)] Chain144: Flatten(1, 8) -> Dense(11, softmax) -> sparse_plus -> Activation(sparse_sigmoid) -> Dense(1, silu, use_bias = false) -> Dense(6, softmax);
    #[scalar(f64)] Chain145: Input(15) -> |x| max(x, 0.3 * x) -> Dropout(0.25) -> softplus -> Dense(1, gelu(approximate = true));
    #[scalar(f64)] Chain146: Input(6) -> Reshape(3, 2) -> Reshape(3, 2) -> Dense(17, relu(negative_slope = 0.06, max_value = 1.85, threshold = 0.43)) -> Dense(7, sigmoid);
    #[scalar(f64)] Chain147: Input(3) -> Dropout(0.25) -> Dense(9) -> elu(alpha = 1.12);
    #[scalar(f64)] Chain148: Input(2, 1) -> Dense(11, relu(threshold = 0.48)) -> Activation(hard_sigmoid) -> Dropout(0.1) -> Reshape(2, 11, 1);
    #[scalar(f64)] Chain149: Input(12) -> Reshape(12) -> relu -> Dense(3, elu);
}

gradients! {
    chain120: Chain120, SparseCategoricalCrossentropy::from_logits(), class(3);
    chain121: Chain121, CategoricalCrossentropy::from_logits(), distributions;
    chain122: Chain122, MeanAbsoluteError::new(), values;
    chain123: Chain123, SparseCategoricalCrossentropy::from_logits(), class(4);
    chain124: Chain124, BinaryCrossentropy::new(), fractions;
    chain125: Chain125, SparseCategoricalCrossentropy::from_logits(), steps(15, 2);
    chain126: Chain126, MeanSquaredError::new(), fractions;
    chain127: Chain127, BinaryCrossentropy::new(), fractions;
    chain128: Chain128, MeanSquaredError::new(), values;
    chain129: Chain129, MeanAbsoluteError::new(), values;
    chain130: Chain130, MeanSquaredError::new(), fractions;
    chain131: Chain131, BinaryCrossentropy::from_logits(), fractions;
    chain132: Chain132, MeanAbsoluteError::new(), values;
    chain133: Chain133, BinaryCrossentropy::new(), fractions;
    chain134: Chain134, MeanAbsoluteError::new(), values;
    chain135: Chain135, BinaryCrossentropy::new(), fractions;
    chain136: Chain136, MeanAbsoluteError::new(), distributions;
    chain137: Chain137, BinaryCrossentropy::new(), fractions;
    chain138: Chain138, BinaryCrossentropy::new(), fractions;
    chain139: Chain139, CategoricalCrossentropy::new(), distributions;
    chain140: Chain140, MeanAbsoluteError::new(), values;
    chain141: Chain141, MeanSquaredError::new(), values;
    chain142: Chain142, BinaryCrossentropy::from_logits(), fractions;
    chain143: Chain143, BinaryCrossentropy::new(), fractions;
    chain144: Chain144, MeanAbsoluteError::new(), distributions;
    chain145: Chain145, MeanAbsoluteError::new(), values;
    chain146: Chain146, MeanSquaredError::new(), fractions;
    chain147: Chain147, MeanAbsoluteError::new(), values;
    chain148: Chain148, MeanSquaredError::new(), values;
    chain149: Chain149, CategoricalCrossentropy::from_logits(), distributions;
}
