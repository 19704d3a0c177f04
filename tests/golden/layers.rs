//! Every layer, at every rank that it takes.

use chainrule::loss::{CategoricalCrossentropy, MeanSquaredError, SparseCategoricalCrossentropy};
use chainrule::model;

use crate::case::Case;
use crate::check::{check_outputs, golden, nets};
use crate::samples::Samples;

static FILE: &[u8] = include_bytes!("layers.safetensors");

model! {
    #[scalar(f64)] DenseNet: Input(5) -> Dense(4);
    #[scalar(f64)] DenseOneUnit: Input(5) -> Dense(1);
    #[scalar(f64)] DenseOneSample: Input(5) -> Dense(4, tanh) -> Dense(3);
    #[scalar(f64)] DenseNoBias: Input(5) -> Dense(4, relu, use_bias = false) -> Dense(2);
    #[scalar(f64)] DenseRank2: Input(3, 4) -> Dense(5, tanh) -> Dense(2);
    #[scalar(f64)] DenseRank2NoBias: Input(3, 4) -> Dense(5, tanh, use_bias = false) -> Dense(2, use_bias = false);
    #[scalar(f64)] DenseRank3: Input(2, 3, 4) -> Dense(3, tanh) -> Flatten -> Dense(2);
    #[scalar(f64)] DenseOddSizes: Input(33) -> Dense(17, relu) -> Dense(9);
    DenseOddSizesSingle: Input(70) -> Dense(37, relu) -> Dense(19);

    #[scalar(f64)] FlattenFirst: Flatten(3, 4) -> Dense(2);
    #[scalar(f64)] FlattenRank1: Input(4) -> Flatten -> Dense(2);
    #[scalar(f64)] FlattenRank3: Input(2, 3, 2) -> Dense(3, tanh) -> Flatten() -> Dense(3);
    #[scalar(f64)] FlattenLast: Input(2, 3) -> Dense(4) -> Flatten;

    #[scalar(f64)] ReshapeNet: Input(12) -> Reshape(3, 4) -> Dense(2, tanh) -> Reshape(6) -> Dense(2);
    #[scalar(f64)] ReshapeRank3: Input(4, 3) -> Reshape(2, 2, 3) -> Dense(2) -> Flatten -> Dense(3);
    #[scalar(f64)] ReshapeLast: Input(5) -> Dense(6) -> Reshape(3, 2);

    #[scalar(f64)] ActivationNet: Input(5) -> Activation(tanh) -> Dense(3) -> Activation(relu) -> Dense(2);
    #[scalar(f64)] ActivationStage: Input(5) -> Dense(4) -> tanh -> Dense(3);
    #[scalar(f64)] ActivationTwice: Input(5) -> Dense(4, tanh) -> softplus -> Dense(3);
    #[scalar(f64)] ActivationLast: Input(5) -> Dense(4, tanh);
    #[scalar(f64)] ActivationOnly: Input(5) -> tanh;

    #[scalar(f64)] SoftmaxInside: Input(5) -> Dense(4, softmax) -> Dense(3);
    #[scalar(f64)] SoftmaxInsideRank2: Input(3, 5) -> Dense(4, softmax) -> Dense(2);
    #[scalar(f64)] LogSoftmaxInside: Input(5) -> Dense(4, log_softmax) -> Dense(3);
    #[scalar(f64)] LogSoftmaxInsideRank2: Input(3, 5) -> Dense(4, log_softmax) -> Dense(2);
    #[scalar(f64)] LogSoftmaxLast: Input(5) -> Dense(4, log_softmax);

    #[scalar(f64)] DropoutNet: Input(5) -> Dense(4, relu) -> Dropout(0.5) -> Dense(3);

    #[scalar(f64)] Deep: Flatten(4, 4) -> Dense(8, relu) -> Dense(6, tanh) -> Dense(5, relu) -> Dense(3, softmax);
    DeepSingle: Flatten(4, 4) -> Dense(8, relu) -> Dense(6, tanh) -> Dense(5, relu) -> Dense(3, softmax);
    PerStepSingle: Input(3, 4) -> Dense(5, gelu) -> Dense(4, softmax);
}

nets!(
    DenseNet,
    DenseOneUnit,
    DenseOneSample,
    DenseNoBias,
    DenseRank2,
    DenseRank2NoBias,
    DenseRank3,
    DenseOddSizes,
    DenseOddSizesSingle,
    FlattenFirst,
    FlattenRank1,
    FlattenRank3,
    FlattenLast,
    ReshapeNet,
    ReshapeRank3,
    ReshapeLast,
    ActivationNet,
    ActivationStage,
    ActivationTwice,
    ActivationLast,
    ActivationOnly,
    SoftmaxInside,
    SoftmaxInsideRank2,
    LogSoftmaxInside,
    LogSoftmaxInsideRank2,
    LogSoftmaxLast,
    DropoutNet,
    Deep,
    DeepSingle,
    PerStepSingle,
);

golden! {
    FILE;
    dense: DenseNet, MeanSquaredError::new(), values;
    dense_one_unit: DenseOneUnit, MeanSquaredError::new(), values;
    dense_one_sample: DenseOneSample, MeanSquaredError::new(), values;
    dense_no_bias: DenseNoBias, MeanSquaredError::new(), values;
    dense_rank2: DenseRank2, MeanSquaredError::new(), values;
    dense_rank2_no_bias: DenseRank2NoBias, MeanSquaredError::new(), values;
    dense_rank3: DenseRank3, MeanSquaredError::new(), values;
    dense_odd_sizes: DenseOddSizes, MeanSquaredError::new(), values;
    dense_odd_sizes_f32: DenseOddSizesSingle, MeanSquaredError::new(), values;
    flatten_first: FlattenFirst, MeanSquaredError::new(), values;
    flatten_rank1: FlattenRank1, MeanSquaredError::new(), values;
    flatten_rank3: FlattenRank3, MeanSquaredError::new(), values;
    flatten_last: FlattenLast, MeanSquaredError::new(), values;
    reshape: ReshapeNet, MeanSquaredError::new(), values;
    reshape_rank3: ReshapeRank3, MeanSquaredError::new(), values;
    reshape_last: ReshapeLast, MeanSquaredError::new(), values;
    activation: ActivationNet, MeanSquaredError::new(), values;
    activation_stage: ActivationStage, MeanSquaredError::new(), values;
    activation_twice: ActivationTwice, MeanSquaredError::new(), values;
    activation_last: ActivationLast, MeanSquaredError::new(), values;
    activation_only: ActivationOnly, MeanSquaredError::new(), values;
    softmax_inside: SoftmaxInside, MeanSquaredError::new(), values;
    softmax_inside_rank2: SoftmaxInsideRank2, MeanSquaredError::new(), values;
    log_softmax_inside: LogSoftmaxInside, MeanSquaredError::new(), values;
    log_softmax_inside_rank2: LogSoftmaxInsideRank2, MeanSquaredError::new(), values;
    log_softmax_last: LogSoftmaxLast, MeanSquaredError::new(), values;
    deep: Deep, SparseCategoricalCrossentropy::new(), classes;
    deep_f32: DeepSingle, SparseCategoricalCrossentropy::new(), classes;
    per_step_f32: PerStepSingle, CategoricalCrossentropy::new(), values;
}

#[test]
fn dropout_predict() {
    let case = Case::open(FILE, "dropout_predict");
    let mut net = DropoutNet::seeded(0);
    case.load(&mut net);
    check_outputs(&case, &net, &Samples::read(&case, "x"));
}
