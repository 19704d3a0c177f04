//! Every loss with every head that it takes, at rank 1, 2 and 3.

use chainrule::loss::{
    BinaryCrossentropy, BinaryFocalCrossentropy, CategoricalCrossentropy, CategoricalFocalCrossentropy,
    CategoricalHinge, CosineSimilarity, Hinge, Huber, KLDivergence, LogCosh, MeanAbsoluteError,
    MeanAbsolutePercentageError, MeanSquaredError, MeanSquaredLogarithmicError, Poisson, Reduction,
    SparseCategoricalCrossentropy, SquaredHinge, reduced,
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
    logarithmic_linear2: Linear2, MeanSquaredLogarithmicError::new(), fractions;
    logarithmic_softmax2: Softmax2, MeanSquaredLogarithmicError::new(), fractions;
    logarithmic_sigmoid2: Sigmoid2, MeanSquaredLogarithmicError::new(), fractions;
    percentage_linear2: Linear2, MeanAbsolutePercentageError::new(), fractions;
    percentage_softmax2: Softmax2, MeanAbsolutePercentageError::new(), fractions;
    percentage_sigmoid2: Sigmoid2, MeanAbsolutePercentageError::new(), fractions;
    huber_linear2: Linear2, Huber::new().delta(0.5), values;
    huber_softmax2: Softmax2, Huber::new().delta(0.5), values;
    huber_sigmoid2: Sigmoid2, Huber::new().delta(0.5), values;
    log_cosh_linear2: Linear2, LogCosh::new(), values;
    log_cosh_softmax2: Softmax2, LogCosh::new(), values;
    log_cosh_sigmoid2: Sigmoid2, LogCosh::new(), values;
    hinge_linear2: Linear2, Hinge::new(), fractions;
    hinge_softmax2: Softmax2, Hinge::new(), fractions;
    hinge_sigmoid2: Sigmoid2, Hinge::new(), fractions;
    squared_hinge_linear2: Linear2, SquaredHinge::new(), fractions;
    squared_hinge_softmax2: Softmax2, SquaredHinge::new(), fractions;
    squared_hinge_sigmoid2: Sigmoid2, SquaredHinge::new(), fractions;
    categorical_hinge_linear2: Linear2, CategoricalHinge::new(), distributions;
    categorical_hinge_softmax2: Softmax2, CategoricalHinge::new(), distributions;
    categorical_hinge_sigmoid2: Sigmoid2, CategoricalHinge::new(), distributions;
    cosine_linear2: Linear2, CosineSimilarity::new(), values;
    cosine_softmax2: Softmax2, CosineSimilarity::new(), values;
    cosine_sigmoid2: Sigmoid2, CosineSimilarity::new(), values;
    poisson_softmax2: Softmax2, Poisson::new(), fractions;
    poisson_sigmoid3: Sigmoid3, Poisson::new(), fractions;
    divergence_softmax2: Softmax2, KLDivergence::new(), distributions;
    divergence_sigmoid3: Sigmoid3, KLDivergence::new(), distributions;
    categorical_smooth: Softmax2, CategoricalCrossentropy::new().label_smoothing(0.2), distributions;
    binary_smooth: Sigmoid2, BinaryCrossentropy::new().label_smoothing(0.2), fractions;
    binary_focal_sigmoid2: Sigmoid2, BinaryFocalCrossentropy::new().gamma(1.5).label_smoothing(0.1), fractions;
    binary_focal_balanced: Sigmoid2, BinaryFocalCrossentropy::new().apply_class_balancing(true), fractions;
    binary_focal_linear3: Linear3, BinaryFocalCrossentropy::from_logits(), fractions;
    categorical_focal_softmax2: Softmax2, CategoricalFocalCrossentropy::new().gamma(1.5).label_smoothing(0.1), distributions;
    categorical_focal_linear3: Linear3, CategoricalFocalCrossentropy::from_logits(), distributions;
    sum_rank2: Linear2, reduced(MeanSquaredError::new(), Reduction::Sum), values;
}
