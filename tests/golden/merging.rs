//! Values that are merged: sums and products, concatenation, averages, maxima, scalar products.

use chainrule::loss::MeanSquaredError;
use chainrule::model;

use crate::check::{golden, nets};

static FILE: &[u8] = include_bytes!("merging.safetensors");

// Sums and products

model! {
    #[scalar(f64)] AddNet:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        let b = x -> Dense(4);
        (a + b) -> Dense(2);
    #[scalar(f64)] AddLast:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        let b = x -> Dense(4);
        a + b;
    #[scalar(f64)] SubtractNet:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        let b = x -> Dense(4);
        (a - b) -> Dense(2);
    #[scalar(f64)] MultiplyNet:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        let b = x -> Dense(4, sigmoid);
        (a * b) -> Dense(2);
    #[scalar(f64)] Precedence:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        let b = x -> Dense(4);
        let c = x -> Dense(4, sigmoid);
        a + b * c - a * c -> Dense(4);
    #[scalar(f64)] AddToItself:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        (a + a) -> Dense(2);
    #[scalar(f64)] MultiplyByItself:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        (a * a) -> Dense(2);
    #[scalar(f64)] SubtractInputs:
        let x = Input(4);
        x - (x -> Dense(4));
    #[scalar(f64)] MultiplyInputs:
        let x = Input(4);
        x * x * x;
    #[scalar(f64)] UsedThreeTimes:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        (a + (a -> Dense(4, relu)) * (a -> Dense(4))) -> Dense(2);
    #[scalar(f64)] AddRank3:
        let x = Input(2, 3, 2);
        let a = x -> Dense(3, tanh);
        let b = x -> Dense(3);
        (a + b) -> Flatten -> Dense(2);
}

nets!(
    AddNet,
    AddLast,
    SubtractNet,
    MultiplyNet,
    Precedence,
    AddToItself,
    MultiplyByItself,
    SubtractInputs,
    MultiplyInputs,
    UsedThreeTimes,
    AddRank3,
);

golden! {
    FILE;
    add: AddNet, MeanSquaredError::new(), values;
    add_last: AddLast, MeanSquaredError::new(), values;
    subtract: SubtractNet, MeanSquaredError::new(), values;
    multiply: MultiplyNet, MeanSquaredError::new(), values;
    precedence: Precedence, MeanSquaredError::new(), values;
    add_to_itself: AddToItself, MeanSquaredError::new(), values;
    multiply_by_itself: MultiplyByItself, MeanSquaredError::new(), values;
    subtract_inputs: SubtractInputs, MeanSquaredError::new(), values;
    multiply_inputs: MultiplyInputs, MeanSquaredError::new(), values;
    used_three_times: UsedThreeTimes, MeanSquaredError::new(), values;
    add_rank3: AddRank3, MeanSquaredError::new(), values;
}

// Concatenate

model! {
    #[scalar(f64)] ConcatenateNet:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        let b = x -> Dense(3);
        Concatenate()(a, b) -> Dense(2);
    #[scalar(f64)] ConcatenateThree:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        let b = x -> Dense(1);
        Concatenate(axis = -1)(a, x, b);
    #[scalar(f64)] ConcatenateWithItself:
        let x = Input(5);
        let a = x -> Dense(3, tanh);
        Concatenate()(a, a) -> Dense(2);
    #[scalar(f64)] ConcatenateRank2:
        let x = Input(3, 4);
        let a = x -> Dense(2, tanh);
        Concatenate()(a, x) -> Dense(2);
    #[scalar(f64)] ConcatenateAxis1:
        let x = Input(3, 4);
        let a = x -> Dense(4, tanh) -> Cropping1D((1, 0));
        Concatenate(axis = 1)(a, x) -> Dense(2);
    #[scalar(f64)] ConcatenateAxis1Rank3:
        let x = Input(2, 3, 2);
        let a = x -> Dense(2, tanh);
        Concatenate(1)(x, a) -> Conv2D(2, 3);
    #[scalar(f64)] ConcatenateAxis2Rank3:
        let x = Input(2, 3, 2);
        let a = x -> Dense(2, tanh);
        Concatenate(axis = 2)(x, a) -> Conv2D(2, 2);
    #[scalar(f64)] Inception:
        let x = Input(5, 5, 2);
        let a = x -> Conv2D(2, 1, activation = relu);
        let b = x -> Conv2D(2, 1, activation = relu) -> Conv2D(3, 3, padding = same, activation = relu);
        let c = x -> MaxPooling2D(3, strides = 1, padding = same) -> Conv2D(1, 1);
        Concatenate()(a, b, c) -> GlobalAveragePooling2D -> Dense(2);
}

nets!(
    ConcatenateNet,
    ConcatenateThree,
    ConcatenateWithItself,
    ConcatenateRank2,
    ConcatenateAxis1,
    ConcatenateAxis1Rank3,
    ConcatenateAxis2Rank3,
    Inception,
);

golden! {
    FILE;
    concatenate: ConcatenateNet, MeanSquaredError::new(), values;
    concatenate_three: ConcatenateThree, MeanSquaredError::new(), values;
    concatenate_with_itself: ConcatenateWithItself, MeanSquaredError::new(), values;
    concatenate_rank2: ConcatenateRank2, MeanSquaredError::new(), values;
    concatenate_axis1: ConcatenateAxis1, MeanSquaredError::new(), values;
    concatenate_axis1_rank3: ConcatenateAxis1Rank3, MeanSquaredError::new(), values;
    concatenate_axis2_rank3: ConcatenateAxis2Rank3, MeanSquaredError::new(), values;
    inception: Inception, MeanSquaredError::new(), values;
}

// Average, Maximum and Minimum

model! {
    #[scalar(f64)] AverageNet:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        let b = x -> Dense(4);
        Average()(a, b) -> Dense(2);
    #[scalar(f64)] AverageThree:
        let x = Input(4);
        let a = x -> Dense(4, tanh);
        let b = x -> Dense(4);
        Average()(a, b, x);
    #[scalar(f64)] MaximumNet:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        let b = x -> Dense(4);
        Maximum()(a, b) -> Dense(2);
    #[scalar(f64)] MaximumThree:
        let x = Input(4);
        let a = x -> Dense(4, tanh);
        let b = x -> Dense(4);
        Maximum()(a, b, x);
    #[scalar(f64)] MaximumTies:
        let x = Input(4);
        let a = x -> relu;
        let b = x -> Rescaling(0.5);
        Maximum()(a, b) -> Dense(2);
    #[scalar(f64)] MinimumNet:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        let b = x -> Dense(4);
        Minimum()(a, b) -> Dense(2);
    #[scalar(f64)] MinimumTies:
        let x = Input(4);
        let a = x -> relu;
        let b = x -> Rescaling(2.0);
        Minimum()(a, b) -> Dense(2);
}

nets!(AverageNet, AverageThree, MaximumNet, MaximumThree, MaximumTies, MinimumNet, MinimumTies);

golden! {
    FILE;
    average: AverageNet, MeanSquaredError::new(), values;
    average_three: AverageThree, MeanSquaredError::new(), values;
    maximum: MaximumNet, MeanSquaredError::new(), values;
    maximum_three: MaximumThree, MeanSquaredError::new(), values;
    maximum_ties: MaximumTies, MeanSquaredError::new(), values;
    minimum: MinimumNet, MeanSquaredError::new(), values;
    minimum_ties: MinimumTies, MeanSquaredError::new(), values;
}

// Dot

model! {
    #[scalar(f64)] DotNet:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        let b = x -> Dense(4);
        Dot(1)(a, b);
    #[scalar(f64)] DotLast:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        let b = x -> Dense(4);
        Dot(axes = -1)(a, b) -> Dense(2);
    #[scalar(f64)] DotNormalize:
        let x = Input(5);
        let a = x -> Dense(4, tanh);
        let b = x -> Dense(4);
        Dot(axes = 1, normalize = true)(a, b);
    #[scalar(f64)] DotRank2:
        let x = Input(3, 4);
        let a = x -> Dense(2, tanh);
        let b = x -> Dense(5);
        Dot(axes = 1)(a, b);
    #[scalar(f64)] DotRank2Last:
        let x = Input(3, 4);
        let a = x -> Dense(2, tanh);
        let b = x -> Dense(2) -> Cropping1D((0, 1));
        Dot(axes = 2)(a, b);
    #[scalar(f64)] DotAxes:
        let x = Input(3, 4);
        let a = x -> Dense(3, tanh);
        let b = x -> Dense(5);
        Dot(axes = (2, 1))(a, b) -> Dense(2);
    #[scalar(f64)] DotAxesTurned:
        let x = Input(3, 4);
        let a = x -> Dense(2, tanh);
        let b = x -> Dense(3);
        Dot(axes = (1, 2))(a, b);
    #[scalar(f64)] DotRank2Normalize:
        let x = Input(3, 4);
        let a = x -> Dense(2, tanh);
        let b = x -> Dense(2);
        Dot(axes = 2, normalize = true)(a, b);
    #[scalar(f64)] DotWithVector:
        let x = Input(3, 4);
        let v = x -> Flatten -> Dense(4, tanh);
        Dot(axes = (2, 1))(x, v) -> Dense(2);
}

nets!(DotNet, DotLast, DotNormalize, DotRank2, DotRank2Last, DotAxes, DotAxesTurned, DotRank2Normalize, DotWithVector,);

golden! {
    FILE;
    dot: DotNet, MeanSquaredError::new(), values;
    dot_last: DotLast, MeanSquaredError::new(), values;
    dot_normalize: DotNormalize, MeanSquaredError::new(), values;
    dot_rank2: DotRank2, MeanSquaredError::new(), values;
    dot_rank2_last: DotRank2Last, MeanSquaredError::new(), values;
    dot_axes: DotAxes, MeanSquaredError::new(), values;
    dot_axes_turned: DotAxesTurned, MeanSquaredError::new(), values;
    dot_rank2_normalize: DotRank2Normalize, MeanSquaredError::new(), values;
    dot_with_vector: DotWithVector, MeanSquaredError::new(), values;
}
