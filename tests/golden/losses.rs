//! Every loss with every head that it takes, at rank 1, 2 and 3.

use chainrule::loss::{
    BinaryCrossentropy, CategoricalCrossentropy, MeanAbsoluteError, MeanSquaredError, SparseCategoricalCrossentropy,
};
use chainrule::model;

use crate::check::{golden, nets};

static FILE: &[u8] = include_bytes!("losses.safetensors");

model! {
    #[scalar(f64)] Logits: Input(6) -> Dense(4);
    #[scalar(f64)] LogitsPerStep: Input(4, 5) -> Dense(3);
    #[scalar(f64)] OneLogit: Input(6) -> Dense(1);
    #[scalar(f64)] Values: Input(6) -> Dense(3);
    #[scalar(f64)] ValuesRank3: Input(2, 3, 4) -> Dense(2);
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
}
