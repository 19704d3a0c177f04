//! Random chains 60 to 89, written by `generate.py`.

use chainrule::loss::{
    BinaryCrossentropy, CategoricalCrossentropy, MeanAbsoluteError, MeanSquaredError, SparseCategoricalCrossentropy,
};
use chainrule::model;

use crate::check::gradients;

model! {
    #[scalar(f64)] Chain060: Input(5) -> log_softmax -> Dense(15, hard_silu) -> Reshape(15, 1, 1) -> Dense(6, softmax);
    #[scalar(f64)] Chain061: Input(3, 1, 6) -> Reshape(6, 1, 3) -> Reshape(9, 1, 2) -> Dense(10, silu) -> Dense(7, sigmoid);
    #[scalar(f64)] Chain062: Flatten(5, 1, 2) -> Flatten() -> Dense(9, hard_tanh) -> Reshape(3, 3) -> Flatten();
    #[scalar(f64)] Chain063: Input(1, 9) -> Dense(14, selu) -> Reshape(7, 1, 2) -> Dense(3, sigmoid);
    #[scalar(f64)] Chain064: Input(15, 1) -> Activation(elu) -> Flatten -> Dense(12) -> Activation(sigmoid);
    #[scalar(f64)] Chain065: Input(8, 3, 1) -> Reshape(24) -> Activation(softmax) -> Dense(1, relu(negative_slope = 0.41, max_value = 0.33, threshold = 0.49)) -> Flatten() -> Dense(4, sigmoid);
    #[scalar(f64)] Chain066: Input(4) -> Dropout(0.1) -> Dense(7, sigmoid);
    #[scalar(f64)] Chain067: Input(5) -> Dense(7) -> Dense(4, tanh);
    #[scalar(f64)] Chain068: Input(9, 3, 1) -> Dense(3, elu);
    #[scalar(f64)] Chain069: Input(17) -> Activation(hard_tanh) -> Dropout(0.1) -> Dense(6, use_bias = false);
    #[scalar(f64)] Chain070: Flatten(14) -> Reshape(2, 1, 7) -> Dense(5, |x| sin(x) + 0.5 * x) -> Dense(7, gelu) -> Dense(17) -> Activation(relu);
    #[scalar(f64)] Chain071: Flatten(8) -> Activation(gelu(approximate = false)) -> Dense(3, sigmoid);
    #[scalar(f64)] Chain072: Flatten(4) -> Reshape(1, 1, 4) -> |x| powi(tanh(x), 3) -> Reshape(1, 1, 4) -> Dropout(0.5) -> Dense(7, sigmoid);
    #[scalar(f64)] Chain073: Input(10) -> Reshape(2, 5, 1) -> Dropout(0.1) -> Dense(4, softmax);
    #[scalar(f64)] Chain074: Input(5) -> Dense(16, relu(threshold = 0.18)) -> Flatten -> Reshape(1, 16) -> Dense(5, elu, use_bias = false);
    #[scalar(f64)] Chain075: Input(16, 2) -> Reshape(16, 2) -> Dropout(0.6) -> softmax;
    #[scalar(f64)] Chain076: Flatten(1) -> Activation(sparse_sigmoid) -> Reshape(1) -> Reshape(1, 1, 1) -> |x| ln(1.0 + x * x) -> Reshape(1, 1, 1) -> Dense(1, threshold(threshold = 0.46, default_value = -0.15), use_bias = false) -> Dense(3, elu);
    #[scalar(f64)] Chain077: Input(1, 17) -> Reshape(17, 1, 1) -> Dense(4, tanh);
    #[scalar(f64)] Chain078: Input(2, 9) -> |x| -tanh(x) -> Dropout(0.5) -> Flatten -> Dense(4, sigmoid);
    #[scalar(f64)] Chain079: Input(14) -> Dense(15, log_softmax, use_bias = false) -> Dropout(0.6);
    #[scalar(f64)] Chain080: Input(13) -> Dense(10, relu(negative_slope = 0.38)) -> Dense(4, softsign);
    #[scalar(f64)] Chain081: Input(5) -> Dense(17, |x| exp(-x * x)) -> Dense(4, silu, use_bias = false) -> squareplus(b = 0.44) -> Dense(6, sparse_plus);
    #[scalar(f64)] Chain082: Input(9, 1) -> Dropout(0.6) -> Dropout(0.1) -> Dense(6, sigmoid);
    #[scalar(f64)] Chain083: Input(2, 14) -> Dropout(0.5) -> Activation(log_sigmoid) -> Dense(7, sigmoid);
    #[scalar(f64)] Chain084: Flatten(2, 4) -> Dense(9, sigmoid) -> Dense(10, mish) -> Dropout(0.25) -> Dropout(0.25) -> Reshape(1, 10) -> Activation(softmax);
    #[scalar(f64)] Chain085: Input(10) -> Dense(3, sparse_sigmoid) -> Dense(1, squareplus) -> Flatten -> Reshape(1) -> Dropout(0.25) -> sparse_plus -> Dense(5, softsign, use_bias = false);
    #[scalar(f64)] Chain086: Input(13) -> Reshape(1, 1, 13) -> Activation(softmax) -> Activation(leaky_relu(negative_slope = 0.12)) -> Dense(4, sigmoid, use_bias = false);
    #[scalar(f64)] Chain087: Input(6, 3, 2) -> Reshape(12, 3) -> Dropout(0.6) -> Dense(4, sigmoid);
    #[scalar(f64)] Chain088: Flatten(3, 6) -> Dense(8, tanh) -> Activation(leaky_relu(negative_slope = 0.35)) -> Dense(7, softmax, use_bias = false);
    #[scalar(f64)] Chain089: Input(16, 2) -> Flatten() -> Dropout(0.1) -> Dropout(0.6) -> Reshape(16, 2) -> Dense(5, softmax, use_bias = false);
}

gradients! {
    chain060: Chain060, MeanAbsoluteError::new(), distributions;
    chain061: Chain061, MeanSquaredError::new(), fractions;
    chain062: Chain062, MeanAbsoluteError::new(), values;
    chain063: Chain063, MeanSquaredError::new(), fractions;
    chain064: Chain064, BinaryCrossentropy::new(), fractions;
    chain065: Chain065, BinaryCrossentropy::new(), fractions;
    chain066: Chain066, MeanSquaredError::new(), fractions;
    chain067: Chain067, BinaryCrossentropy::from_logits(), fractions;
    chain068: Chain068, BinaryCrossentropy::from_logits(), fractions;
    chain069: Chain069, MeanAbsoluteError::new(), values;
    chain070: Chain070, MeanSquaredError::new(), values;
    chain071: Chain071, MeanSquaredError::new(), fractions;
    chain072: Chain072, BinaryCrossentropy::new(), fractions;
    chain073: Chain073, MeanAbsoluteError::new(), distributions;
    chain074: Chain074, SparseCategoricalCrossentropy::from_logits(), steps(1, 5);
    chain075: Chain075, SparseCategoricalCrossentropy::new(), steps(16, 2);
    chain076: Chain076, BinaryCrossentropy::from_logits(), fractions;
    chain077: Chain077, BinaryCrossentropy::from_logits(), fractions;
    chain078: Chain078, BinaryCrossentropy::new(), fractions;
    chain079: Chain079, MeanSquaredError::new(), values;
    chain080: Chain080, SparseCategoricalCrossentropy::from_logits(), class(4);
    chain081: Chain081, MeanSquaredError::new(), values;
    chain082: Chain082, MeanSquaredError::new(), fractions;
    chain083: Chain083, BinaryCrossentropy::new(), fractions;
    chain084: Chain084, SparseCategoricalCrossentropy::new(), steps(1, 10);
    chain085: Chain085, CategoricalCrossentropy::from_logits(), distributions;
    chain086: Chain086, BinaryCrossentropy::new(), fractions;
    chain087: Chain087, BinaryCrossentropy::new(), fractions;
    chain088: Chain088, CategoricalCrossentropy::new(), distributions;
    chain089: Chain089, SparseCategoricalCrossentropy::new(), steps(16, 5);
}
