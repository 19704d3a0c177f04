//! Every loss with every head that it takes, at rank 1, 2 and 3.

use chainrule::loss::{
    BinaryCrossentropy, BinaryFocalCrossentropy, CategoricalCrossentropy, CategoricalFocalCrossentropy,
    CategoricalHinge, CosineSimilarity, Hinge, Huber, KLDivergence, LogCosh, MeanAbsoluteError,
    MeanAbsolutePercentageError, MeanSquaredError, MeanSquaredLogarithmicError, Poisson, Reduction,
    SparseCategoricalCrossentropy, SquaredHinge, reduced,
};
use chainrule::model;

use crate::check::{golden, nets};
use crate::weighted::weighted;

static FILE: &[u8] = include_bytes!("losses.safetensors");

model! {
    #[scalar(f64)] Logits: Input(6) -> Dense(4);
    #[scalar(f64)] LogitsPerStep: Input(4, 5) -> Dense(3);
    #[scalar(f64)] OneLogit: Input(6) -> Dense(1);
    #[scalar(f64)] Values: Input(6) -> Dense(3);
    #[scalar(f64)] ValuesRank3: Input(2, 3, 4) -> Dense(2);
    #[scalar(f64)] Counts: Input(6) -> Dense(3, softplus);
    #[scalar(f64)] CountsPerStep: Input(4, 5) -> Dense(3, softplus);
    CountsSingle: Input(6) -> Dense(3, softplus);
    #[scalar(f64)] Classes: Input(6) -> Dense(4, softmax);
    #[scalar(f64)] ClassesPerStep: Input(4, 5) -> Dense(3, softmax);
    #[scalar(f64)] Bit: Input(6) -> Dense(1, sigmoid);
    #[scalar(f64)] Bits: Input(6) -> Dense(4) -> sigmoid;
    #[scalar(f64)] BitsPerStep: Input(4, 5) -> Dense(3, sigmoid);
    #[scalar(f64)] SoftmaxOnly: Input(4) -> softmax;
    ClassesSingle: Input(6) -> Dense(4) -> Activation(softmax);
    BitsSingle: Input(6) -> Dense(4, sigmoid);
    ValuesSingle: Input(6) -> Dense(3);
}

nets!(
    Logits,
    LogitsPerStep,
    OneLogit,
    Values,
    ValuesRank3,
    Counts,
    CountsPerStep,
    CountsSingle,
    Classes,
    ClassesPerStep,
    Bit,
    Bits,
    BitsPerStep,
    SoftmaxOnly,
    ClassesSingle,
    BitsSingle,
    ValuesSingle,
);

golden! {
    FILE;
    sparse: Classes, SparseCategoricalCrossentropy::new(), classes;
    sparse_per_step: ClassesPerStep, SparseCategoricalCrossentropy::new(), steps;
    sparse_logits: Logits, SparseCategoricalCrossentropy::from_logits(), classes;
    sparse_logits_per_step: LogitsPerStep, SparseCategoricalCrossentropy::from_logits(), steps;
    sparse_softmax_only: SoftmaxOnly, SparseCategoricalCrossentropy::new(), classes;
    sparse_f32: ClassesSingle, SparseCategoricalCrossentropy::new(), classes;

    categorical: Classes, CategoricalCrossentropy::new(), values;
    categorical_soft: Classes, CategoricalCrossentropy::new(), values;
    categorical_per_step: ClassesPerStep, CategoricalCrossentropy::new(), values;
    categorical_logits: Logits, CategoricalCrossentropy::from_logits(), values;
    categorical_logits_per_step: LogitsPerStep, CategoricalCrossentropy::from_logits(), values;
    categorical_f32: ClassesSingle, CategoricalCrossentropy::new(), values;

    binary: Bit, BinaryCrossentropy::new(), values;
    binary_many: Bits, BinaryCrossentropy::new(), values;
    binary_per_step: BitsPerStep, BinaryCrossentropy::new(), values;
    binary_logits: OneLogit, BinaryCrossentropy::from_logits(), values;
    binary_logits_per_step: LogitsPerStep, BinaryCrossentropy::from_logits(), values;
    binary_f32: BitsSingle, BinaryCrossentropy::new(), values;

    squared: Values, MeanSquaredError::new(), values;
    squared_one: OneLogit, MeanSquaredError::new(), values;
    squared_rank2: LogitsPerStep, MeanSquaredError::new(), values;
    squared_rank3: ValuesRank3, MeanSquaredError::new(), values;
    squared_softmax: Classes, MeanSquaredError::new(), values;
    squared_softmax_rank2: ClassesPerStep, MeanSquaredError::new(), values;
    squared_sigmoid: Bits, MeanSquaredError::new(), values;
    squared_sigmoid_rank2: BitsPerStep, MeanSquaredError::new(), values;
    squared_f32: ValuesSingle, MeanSquaredError::new(), values;

    absolute: Values, MeanAbsoluteError::new(), values;
    absolute_one: OneLogit, MeanAbsoluteError::new(), values;
    absolute_rank2: LogitsPerStep, MeanAbsoluteError::new(), values;
    absolute_rank3: ValuesRank3, MeanAbsoluteError::new(), values;
    absolute_softmax: Classes, MeanAbsoluteError::new(), values;
    absolute_softmax_rank2: ClassesPerStep, MeanAbsoluteError::new(), values;
    absolute_sigmoid: Bits, MeanAbsoluteError::new(), values;
    absolute_sigmoid_rank2: BitsPerStep, MeanAbsoluteError::new(), values;
    absolute_f32: ValuesSingle, MeanAbsoluteError::new(), values;

    logarithmic: Values, MeanSquaredLogarithmicError::new(), values;
    logarithmic_per_step: LogitsPerStep, MeanSquaredLogarithmicError::new(), values;
    logarithmic_f32: ValuesSingle, MeanSquaredLogarithmicError::new(), values;
    percentage: Values, MeanAbsolutePercentageError::new(), values;
    percentage_per_step: LogitsPerStep, MeanAbsolutePercentageError::new(), values;
    percentage_f32: ValuesSingle, MeanAbsolutePercentageError::new(), values;
    huber: Values, Huber::new(), values;
    huber_per_step: LogitsPerStep, Huber::new(), values;
    huber_f32: ValuesSingle, Huber::new(), values;
    log_cosh: Values, LogCosh::new(), values;
    log_cosh_per_step: LogitsPerStep, LogCosh::new(), values;
    log_cosh_f32: ValuesSingle, LogCosh::new(), values;
    hinge: Values, Hinge::new(), values;
    hinge_per_step: LogitsPerStep, Hinge::new(), values;
    hinge_f32: ValuesSingle, Hinge::new(), values;
    squared_hinge: Values, SquaredHinge::new(), values;
    squared_hinge_per_step: LogitsPerStep, SquaredHinge::new(), values;
    squared_hinge_f32: ValuesSingle, SquaredHinge::new(), values;
    categorical_hinge: Values, CategoricalHinge::new(), values;
    categorical_hinge_per_step: LogitsPerStep, CategoricalHinge::new(), values;
    categorical_hinge_f32: ValuesSingle, CategoricalHinge::new(), values;
    cosine: Values, CosineSimilarity::new(), values;
    cosine_per_step: LogitsPerStep, CosineSimilarity::new(), values;
    cosine_f32: ValuesSingle, CosineSimilarity::new(), values;
    huber_delta: Values, Huber::new().delta(0.25), values;
    hinge_signs: Values, Hinge::new(), values;
    logarithmic_sigmoid: Bits, MeanSquaredLogarithmicError::new(), values;
    poisson: Counts, Poisson::new(), values;
    poisson_per_step: CountsPerStep, Poisson::new(), values;
    poisson_f32: CountsSingle, Poisson::new(), values;
    divergence: Classes, KLDivergence::new(), values;
    divergence_one_hot: Classes, KLDivergence::new(), values;
    divergence_per_step: ClassesPerStep, KLDivergence::new(), values;
    divergence_f32: ClassesSingle, KLDivergence::new(), values;

    binary_focal: Bits, BinaryFocalCrossentropy::new(), values;
    binary_focal_per_step: BitsPerStep, BinaryFocalCrossentropy::new(), values;
    binary_focal_logits: Logits, BinaryFocalCrossentropy::from_logits(), values;
    binary_focal_f32: BitsSingle, BinaryFocalCrossentropy::new(), values;
    binary_focal_arguments: Bits,
        BinaryFocalCrossentropy::new().apply_class_balancing(true).alpha(0.75).gamma(1.5).label_smoothing(0.125), values;
    categorical_focal: Classes, CategoricalFocalCrossentropy::new(), values;
    categorical_focal_per_step: ClassesPerStep, CategoricalFocalCrossentropy::new(), values;
    categorical_focal_logits: Logits, CategoricalFocalCrossentropy::from_logits(), values;
    categorical_focal_f32: ClassesSingle, CategoricalFocalCrossentropy::new(), values;
    categorical_focal_arguments: Classes,
        CategoricalFocalCrossentropy::new().alpha(0.75).gamma(1.5).label_smoothing(0.125), values;

    categorical_smooth: Classes, CategoricalCrossentropy::new().label_smoothing(0.125), values;
    categorical_smooth_logits: LogitsPerStep, CategoricalCrossentropy::from_logits().label_smoothing(0.125), values;
    binary_smooth: Bits, BinaryCrossentropy::new().label_smoothing(0.125), values;
    binary_smooth_logits: LogitsPerStep, BinaryCrossentropy::from_logits().label_smoothing(0.125), values;

    squared_sum: Values, reduced(MeanSquaredError::new(), Reduction::Sum), values;
    sparse_sum: Classes, reduced(SparseCategoricalCrossentropy::new(), Reduction::Sum), classes;
}

weighted! {
    FILE;
    squared_weighted: LogitsPerStep, MeanSquaredError::new(), values;
    sparse_weighted: ClassesPerStep, SparseCategoricalCrossentropy::new(), steps;
    categorical_weighted: Classes, CategoricalCrossentropy::new(), values;
    binary_weighted: Bits, BinaryCrossentropy::new(), values;
    cosine_weighted: Values, CosineSimilarity::new(), values;
    squared_steps_weighted: LogitsPerStep, MeanSquaredError::new(), values;
    squared_rank3_steps_weighted: ValuesRank3, MeanSquaredError::new(), values;
    sparse_steps_weighted: ClassesPerStep, SparseCategoricalCrossentropy::new(), steps;
    categorical_steps_weighted: ClassesPerStep, CategoricalCrossentropy::new(), values;
    binary_steps_weighted: BitsPerStep, BinaryCrossentropy::new(), values;
}
