//! Random chains 180 to 209, written by `generate.py`.

use chainrule::loss::{
    BinaryCrossentropy, CategoricalCrossentropy, MeanAbsoluteError, MeanSquaredError, SparseCategoricalCrossentropy,
};
use chainrule::model;

use crate::check::gradients;

model! {
    #[scalar(f64)] Chain180: Input(8, 3) -> Activation(softmax) -> Dense(11) -> Dense(7, sigmoid);
    #[scalar(f64)] Chain181: Input(12) -> Flatten() -> Dense(6, squareplus(b = 1.53)) -> Dense(3, sigmoid);
    #[scalar(f64)] Chain182: Input(6) -> Dense(7) -> |x| -tanh(x) -> Dropout(0.5) -> Dense(4, linear);
    #[scalar(f64)] Chain183: Input(7) -> Dense(10) -> sigmoid -> sigmoid -> Activation(hard_shrink(threshold = 0.21)) -> Dense(6, sigmoid);
    #[scalar(f64)] Chain184: Flatten(13) -> Flatten() -> Dense(13);
    #[scalar(f64)] Chain185: Input(3, 7) -> Dropout(0.5) -> Reshape(7, 1, 3) -> Dense(7, sparse_plus) -> Dense(10, relu(max_value = 0.44)) -> Dense(7, softsign);
    #[scalar(f64)] Chain186: Input(15) -> Reshape(1, 15) -> Dense(1, hard_shrink);
    #[scalar(f64)] Chain187: Input(13) -> Dense(15, hard_sigmoid);
    #[scalar(f64)] Chain188: Input(5) -> Dropout(0.25) -> Dense(13, log_sigmoid) -> Dense(5, sigmoid, use_bias = false);
    #[scalar(f64)] Chain189: Input(3, 3) -> Dense(6) -> Flatten() -> Reshape(1, 3, 6) -> Dense(5, use_bias = false) -> Dense(4, |x| if x < -1.0 { -1.0 } else if x > 1.0 { 1.0 } else { x }) -> Reshape(4, 1, 3);
    #[scalar(f64)] Chain190: Input(1) -> Dropout(0.6) -> Reshape(1, 1, 1) -> Dense(6, use_bias = false) -> Dense(6, sigmoid);
    #[scalar(f64)] Chain191: Input(1, 2, 10) -> Dense(2, use_bias = false) -> Dense(17, relu(negative_slope = 0.18)) -> Dense(7) -> Dense(2, use_bias = false) -> log_softmax -> Dense(1, hard_sigmoid);
    #[scalar(f64)] Chain192: Input(16) -> Dense(3) -> Activation(relu6) -> Dense(3);
    #[scalar(f64)] Chain193: Input(16) -> Reshape(4, 1, 4) -> Reshape(1, 4, 4) -> Reshape(16) -> Dense(4, tanh_shrink) -> Dropout(0.25) -> Dense(4, elu);
    #[scalar(f64)] Chain194: Input(15) -> |x| min(x, 0.5) -> Dense(1);
    #[scalar(f64)] Chain195: Input(11, 2) -> Dense(1, relu6, use_bias = false);
    #[scalar(f64)] Chain196: Input(12, 1) -> Dense(2, softsign) -> Flatten() -> Dense(2, log_softmax, use_bias = false) -> Dense(14, softmax) -> Dense(7, softmax, use_bias = false);
    #[scalar(f64)] Chain197: Input(1, 5, 3) -> Dense(15, leaky_relu) -> Dropout(0.25) -> Dense(7, softmax);
    #[scalar(f64)] Chain198: Input(1, 5) -> celu(alpha = 1.08) -> Dense(5) -> Activation(mish) -> Dense(16) -> |x| { let s = sigmoid(x); s * (1.0 - s) } -> Dense(3, softmax);
    #[scalar(f64)] Chain199: Flatten(1, 12) -> Dense(2) -> Reshape(2) -> Flatten -> Dense(8, elu(alpha = 0.58)) -> Flatten() -> Dense(6, softmax);
    #[scalar(f64)] Chain200: Input(9) -> sparse_plus -> Dense(13, threshold(threshold = 0.16, default_value = 0.35)) -> Dense(5, softsign, use_bias = false);
    #[scalar(f64)] Chain201: Input(5, 6) -> Dense(9) -> Reshape(1, 9, 5) -> Dense(4, softmax);
    #[scalar(f64)] Chain202: Input(11) -> Reshape(1, 11) -> Reshape(1, 11, 1) -> Dense(3, log_softmax) -> Dropout(0.1) -> Dense(7) -> Dense(5, tanh);
    #[scalar(f64)] Chain203: Input(9) -> Dense(3) -> Dense(16) -> Reshape(2, 1, 8) -> Dropout(0.6) -> Reshape(16) -> Dense(5, sparse_plus);
    #[scalar(f64)] Chain204: Input(3) -> hard_tanh -> Activation(soft_shrink(threshold = 0.35)) -> Dropout(0.5) -> Reshape(3, 1, 1) -> Activation(selu) -> Dense(7, elu);
    #[scalar(f64)] Chain205: Input(8) -> Dense(15, log_softmax, use_bias = false) -> Dense(4, sigmoid);
    #[scalar(f64)] Chain206: Input(3) -> Dense(16, relu) -> Dropout(0.5) -> Dense(7, softmax);
    #[scalar(f64)] Chain207: Flatten(11, 3) -> Dropout(0.25) -> Dense(1);
    #[scalar(f64)] Chain208: Flatten(2, 7) -> Dropout(0.25) -> Activation(relu(threshold = 0.18)) -> Dense(4, sigmoid);
    #[scalar(f64)] Chain209: Input(15, 1) -> hard_shrink(threshold = 0.27) -> Reshape(15) -> Dense(6, elu, use_bias = false);
}

gradients! {
    chain180: Chain180, BinaryCrossentropy::new(), fractions;
    chain181: Chain181, BinaryCrossentropy::new(), fractions;
    chain182: Chain182, BinaryCrossentropy::from_logits(), fractions;
    chain183: Chain183, BinaryCrossentropy::new(), fractions;
    chain184: Chain184, MeanSquaredError::new(), values;
    chain185: Chain185, BinaryCrossentropy::from_logits(), fractions;
    chain186: Chain186, MeanAbsoluteError::new(), values;
    chain187: Chain187, MeanSquaredError::new(), values;
    chain188: Chain188, BinaryCrossentropy::new(), fractions;
    chain189: Chain189, MeanSquaredError::new(), values;
    chain190: Chain190, MeanSquaredError::new(), fractions;
    chain191: Chain191, MeanSquaredError::new(), values;
    chain192: Chain192, MeanSquaredError::new(), values;
    chain193: Chain193, CategoricalCrossentropy::from_logits(), distributions;
    chain194: Chain194, MeanSquaredError::new(), values;
    chain195: Chain195, MeanSquaredError::new(), values;
    chain196: Chain196, MeanAbsoluteError::new(), distributions;
    chain197: Chain197, CategoricalCrossentropy::new(), distributions;
    chain198: Chain198, SparseCategoricalCrossentropy::new(), steps(1, 3);
    chain199: Chain199, CategoricalCrossentropy::new(), distributions;
    chain200: Chain200, CategoricalCrossentropy::from_logits(), distributions;
    chain201: Chain201, CategoricalCrossentropy::new(), distributions;
    chain202: Chain202, BinaryCrossentropy::from_logits(), fractions;
    chain203: Chain203, MeanAbsoluteError::new(), values;
    chain204: Chain204, CategoricalCrossentropy::from_logits(), distributions;
    chain205: Chain205, BinaryCrossentropy::new(), fractions;
    chain206: Chain206, MeanAbsoluteError::new(), distributions;
    chain207: Chain207, MeanAbsoluteError::new(), values;
    chain208: Chain208, MeanSquaredError::new(), fractions;
    chain209: Chain209, BinaryCrossentropy::from_logits(), fractions;
}
