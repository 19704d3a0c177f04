//! Every layer at every rank that it takes, with everything that changes its computation.

use chainrule::loss::MeanSquaredError;
use chainrule::model;

use crate::check::gradients;

model! {
    #[scalar(f64)] DenseRank1: Input(5) -> Dense(4);
    #[scalar(f64)] DenseRank2: Input(3, 5) -> Dense(4);
    #[scalar(f64)] DenseRank3: Input(2, 3, 4) -> Dense(3);
    #[scalar(f64)] DenseNoBias: Input(5) -> Dense(4, tanh, use_bias = false) -> Dense(3, use_bias = false);
    #[scalar(f64)] DenseNoBiasRank2: Input(3, 5) -> Dense(4, tanh, use_bias = false) -> Dense(2);
    #[scalar(f64)] DenseOne: Input(1) -> Dense(1);
    #[scalar(f64)] DenseWide: Input(17) -> Dense(17, tanh) -> Dense(1);
    #[scalar(f64)] DenseDeep: Input(3)
        -> Dense(3, tanh) -> Dense(3, tanh) -> Dense(3, tanh) -> Dense(3, tanh) -> Dense(3, tanh) -> Dense(3, tanh);
    #[scalar(f64)] FlattenRank1: Input(5) -> Flatten -> Dense(2);
    #[scalar(f64)] FlattenRank2: Flatten(3, 4) -> Dense(2);
    #[scalar(f64)] FlattenRank3: Input(2, 3, 2) -> Dense(3, tanh) -> Flatten -> Dense(2);
    #[scalar(f64)] FlattenLast: Input(2, 3) -> Dense(2, tanh) -> Flatten;
    #[scalar(f64)] ReshapeUp: Input(12) -> Reshape(2, 3, 2) -> Dense(3, tanh);
    #[scalar(f64)] ReshapeDown: Input(2, 3, 2) -> Reshape(4, 3) -> Dense(3, tanh) -> Reshape(12);
    #[scalar(f64)] ReshapeOnly: Input(6) -> Reshape(2, 3);
    #[scalar(f64)] ActivationFirst: Input(5) -> Activation(tanh) -> Dense(2);
    #[scalar(f64)] ActivationRow: Input(5) -> Dense(4) -> tanh -> softplus -> silu -> Dense(2);
    #[scalar(f64)] ActivationOnly: Input(5) -> tanh;
    #[scalar(f64)] ActivationAroundReshape: Input(6) -> tanh -> Reshape(2, 3) -> mish -> Flatten -> Dense(2);
    #[scalar(f64)] DropoutInside: Input(6) -> Dense(8, tanh) -> Dropout(0.5) -> Dense(3);
    #[scalar(f64)] DropoutFirst: Input(8) -> Dropout(0.25) -> Dense(3);
    #[scalar(f64)] DropoutLast: Input(6) -> Dense(8, tanh) -> Dropout(0.3);
    #[scalar(f64)] DropoutTwice: Input(6) -> Dropout(0.2) -> Dense(8, tanh) -> Dropout(0.5) -> Dense(2);
    #[scalar(f64)] DropoutRow: Input(6) -> Dense(8) -> Dropout(0.2) -> tanh -> Dropout(0.2) -> Dense(2);
    #[scalar(f64)] DropoutZero: Input(6) -> Dense(4, tanh) -> Dropout(0.0) -> Dense(2);
    #[scalar(f64)] DropoutRank2: Input(3, 4) -> Dense(3, tanh) -> Dropout(0.4) -> Dense(2);
    #[scalar(f64)] SoftmaxInside: Input(5) -> Dense(4, softmax) -> Dense(3);
    #[scalar(f64)] SoftmaxRank2: Input(3, 5) -> softmax -> Dense(2);
    #[scalar(f64)] SoftmaxRank3: Input(2, 3, 4) -> Dense(3, softmax) -> tanh;
    #[scalar(f64)] LogSoftmaxInside: Input(5) -> Dense(4, log_softmax) -> Dense(3);
    #[scalar(f64)] LogSoftmaxLast: Input(3, 5) -> Dense(4, log_softmax);
}

gradients! {
    dense_rank1: DenseRank1, MeanSquaredError::new(), values;
    dense_rank2: DenseRank2, MeanSquaredError::new(), values;
    dense_rank3: DenseRank3, MeanSquaredError::new(), values;
    dense_no_bias: DenseNoBias, MeanSquaredError::new(), values;
    dense_no_bias_rank2: DenseNoBiasRank2, MeanSquaredError::new(), values;
    dense_one: DenseOne, MeanSquaredError::new(), values;
    dense_wide: DenseWide, MeanSquaredError::new(), values;
    dense_deep: DenseDeep, MeanSquaredError::new(), values;
    flatten_rank1: FlattenRank1, MeanSquaredError::new(), values;
    flatten_rank2: FlattenRank2, MeanSquaredError::new(), values;
    flatten_rank3: FlattenRank3, MeanSquaredError::new(), values;
    flatten_last: FlattenLast, MeanSquaredError::new(), values;
    reshape_up: ReshapeUp, MeanSquaredError::new(), values;
    reshape_down: ReshapeDown, MeanSquaredError::new(), values;
    reshape_only: ReshapeOnly, MeanSquaredError::new(), values;
    activation_first: ActivationFirst, MeanSquaredError::new(), values;
    activation_row: ActivationRow, MeanSquaredError::new(), values;
    activation_only: ActivationOnly, MeanSquaredError::new(), values;
    activation_around_reshape: ActivationAroundReshape, MeanSquaredError::new(), values;
    dropout_inside: DropoutInside, MeanSquaredError::new(), values;
    dropout_first: DropoutFirst, MeanSquaredError::new(), values;
    dropout_last: DropoutLast, MeanSquaredError::new(), values;
    dropout_twice: DropoutTwice, MeanSquaredError::new(), values;
    dropout_row: DropoutRow, MeanSquaredError::new(), values;
    dropout_zero: DropoutZero, MeanSquaredError::new(), values;
    dropout_rank2: DropoutRank2, MeanSquaredError::new(), values;
    softmax_inside: SoftmaxInside, MeanSquaredError::new(), values;
    softmax_rank2: SoftmaxRank2, MeanSquaredError::new(), values;
    softmax_rank3: SoftmaxRank3, MeanSquaredError::new(), values;
    log_softmax_inside: LogSoftmaxInside, MeanSquaredError::new(), values;
    log_softmax_last: LogSoftmaxLast, MeanSquaredError::new(), values;
}
