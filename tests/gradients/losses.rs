//! Every loss with every head that it takes, at rank 1, 2 and 3.

use chainrule::loss::{
    BinaryCrossentropy, CategoricalCrossentropy, MeanAbsoluteError, MeanSquaredError, SparseCategoricalCrossentropy,
};
use chainrule::model;

use crate::check::gradients;

model! {
    #[scalar(f64)] Linear1: Input(4) -> Dense(3);
    #[scalar(f64)] Linear2: Input(4, 3) -> Dense(3);
    #[scalar(f64)] Linear3: Input(2, 3, 3) -> Dense(2);
    #[scalar(f64)] Softmax1: Input(4) -> Dense(3, softmax);
    #[scalar(f64)] Softmax2: Input(4, 3) -> Dense(3, softmax);
    #[scalar(f64)] Softmax3: Input(2, 3, 3) -> Dense(2) -> softmax;
    #[scalar(f64)] SoftmaxOnly: Input(4) -> softmax;
    #[scalar(f64)] Sigmoid1: Input(4) -> Dense(3, sigmoid);
    #[scalar(f64)] Sigmoid2: Input(4, 3) -> Dense(3, sigmoid);
    #[scalar(f64)] Sigmoid3: Input(2, 3, 3) -> Dense(2) -> sigmoid;
    #[scalar(f64)] SigmoidOnly: Input(4) -> sigmoid;
}

gradients! {
    sparse_rank1: Softmax1, SparseCategoricalCrossentropy::new(), class(3);
    sparse_rank2: Softmax2, SparseCategoricalCrossentropy::new(), steps(4, 3);
    sparse_only: SoftmaxOnly, SparseCategoricalCrossentropy::new(), class(4);
    sparse_logits_rank1: Linear1, SparseCategoricalCrossentropy::from_logits(), class(3);
    sparse_logits_rank2: Linear2, SparseCategoricalCrossentropy::from_logits(), steps(4, 3);
    categorical_rank1: Softmax1, CategoricalCrossentropy::new(), distributions;
    categorical_rank2: Softmax2, CategoricalCrossentropy::new(), distributions;
    categorical_rank3: Softmax3, CategoricalCrossentropy::new(), distributions;
    categorical_any_sum: Softmax1, CategoricalCrossentropy::new(), fractions;
    categorical_logits_rank1: Linear1, CategoricalCrossentropy::from_logits(), distributions;
    categorical_logits_rank2: Linear2, CategoricalCrossentropy::from_logits(), distributions;
    categorical_logits_rank3: Linear3, CategoricalCrossentropy::from_logits(), distributions;
    binary_rank1: Sigmoid1, BinaryCrossentropy::new(), fractions;
    binary_rank2: Sigmoid2, BinaryCrossentropy::new(), fractions;
    binary_rank3: Sigmoid3, BinaryCrossentropy::new(), fractions;
    binary_only: SigmoidOnly, BinaryCrossentropy::new(), fractions;
    binary_logits_rank1: Linear1, BinaryCrossentropy::from_logits(), fractions;
    binary_logits_rank2: Linear2, BinaryCrossentropy::from_logits(), fractions;
    binary_logits_rank3: Linear3, BinaryCrossentropy::from_logits(), fractions;
    squared_linear1: Linear1, MeanSquaredError::new(), values;
    squared_linear2: Linear2, MeanSquaredError::new(), values;
    squared_linear3: Linear3, MeanSquaredError::new(), values;
    squared_softmax1: Softmax1, MeanSquaredError::new(), distributions;
    squared_softmax2: Softmax2, MeanSquaredError::new(), distributions;
    squared_softmax3: Softmax3, MeanSquaredError::new(), distributions;
    squared_sigmoid1: Sigmoid1, MeanSquaredError::new(), fractions;
    squared_sigmoid2: Sigmoid2, MeanSquaredError::new(), fractions;
    squared_sigmoid3: Sigmoid3, MeanSquaredError::new(), fractions;
    absolute_linear1: Linear1, MeanAbsoluteError::new(), values;
    absolute_linear2: Linear2, MeanAbsoluteError::new(), values;
    absolute_linear3: Linear3, MeanAbsoluteError::new(), values;
    absolute_softmax1: Softmax1, MeanAbsoluteError::new(), distributions;
    absolute_softmax2: Softmax2, MeanAbsoluteError::new(), distributions;
    absolute_softmax3: Softmax3, MeanAbsoluteError::new(), distributions;
    absolute_sigmoid1: Sigmoid1, MeanAbsoluteError::new(), fractions;
    absolute_sigmoid2: Sigmoid2, MeanAbsoluteError::new(), fractions;
    absolute_sigmoid3: Sigmoid3, MeanAbsoluteError::new(), fractions;
}
