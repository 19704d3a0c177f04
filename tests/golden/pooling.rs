//! Pooling, with padding, strides and ties. Which element wins a tie shows in the gradient of the inputs.

use chainrule::loss::MeanSquaredError;
use chainrule::model;

use crate::check::{golden, nets};

static FILE: &[u8] = include_bytes!("pooling.safetensors");

// MaxPooling1D

model! {
    #[scalar(f64)] MaxPooling1dNet: Input(7, 2) -> MaxPooling1D(2);
    #[scalar(f64)] MaxPooling1dDefault: Input(6, 2) -> MaxPooling1D;
    #[scalar(f64)] MaxPooling1dStrides1: Input(7, 2) -> MaxPooling1D(3, 1);
    #[scalar(f64)] MaxPooling1dStridesPastPool: Input(8, 2) -> MaxPooling1D(2, strides = 3);
    #[scalar(f64)] MaxPooling1dSame: Input(7, 2) -> MaxPooling1D(2, padding = same);
    #[scalar(f64)] MaxPooling1dSameStrides1: Input(6, 2) -> MaxPooling1D(3, 1, same);
    #[scalar(f64)] MaxPooling1dSameStrides2: Input(7, 2) -> MaxPooling1D(3, strides = 2, padding = same);
    #[scalar(f64)] MaxPooling1dTies: Input(9, 2) -> MaxPooling1D(3, strides = 2);
    #[scalar(f64)] MaxPooling1dSameTies: Input(9, 2) -> MaxPooling1D(4, strides = 1, padding = same);
    #[scalar(f64)] MaxPooling1dInside: Input(8, 2) -> Dense(3, tanh) -> MaxPooling1D(2) -> Flatten -> Dense(2);
}

nets!(
    MaxPooling1dNet,
    MaxPooling1dDefault,
    MaxPooling1dStrides1,
    MaxPooling1dStridesPastPool,
    MaxPooling1dSame,
    MaxPooling1dSameStrides1,
    MaxPooling1dSameStrides2,
    MaxPooling1dTies,
    MaxPooling1dSameTies,
    MaxPooling1dInside,
);

golden! {
    FILE;
    max_pooling1d: MaxPooling1dNet, MeanSquaredError::new(), values;
    max_pooling1d_default: MaxPooling1dDefault, MeanSquaredError::new(), values;
    max_pooling1d_strides1: MaxPooling1dStrides1, MeanSquaredError::new(), values;
    max_pooling1d_strides_past_pool: MaxPooling1dStridesPastPool, MeanSquaredError::new(), values;
    max_pooling1d_same: MaxPooling1dSame, MeanSquaredError::new(), values;
    max_pooling1d_same_strides1: MaxPooling1dSameStrides1, MeanSquaredError::new(), values;
    max_pooling1d_same_strides2: MaxPooling1dSameStrides2, MeanSquaredError::new(), values;
    max_pooling1d_ties: MaxPooling1dTies, MeanSquaredError::new(), values;
    max_pooling1d_same_ties: MaxPooling1dSameTies, MeanSquaredError::new(), values;
    max_pooling1d_inside: MaxPooling1dInside, MeanSquaredError::new(), values;
}

// MaxPooling2D

model! {
    #[scalar(f64)] MaxPooling2dNet: Input(5, 6, 2) -> MaxPooling2D(2);
    #[scalar(f64)] MaxPooling2dDefault: Input(4, 6, 2) -> MaxPooling2D;
    #[scalar(f64)] MaxPooling2dPool23: Input(5, 7, 2) -> MaxPooling2D((2, 3));
    #[scalar(f64)] MaxPooling2dStrides1: Input(5, 4, 2) -> MaxPooling2D(2, 1);
    #[scalar(f64)] MaxPooling2dStrides2: Input(5, 7, 2) -> MaxPooling2D(3, strides = 2);
    #[scalar(f64)] MaxPooling2dStrides21: Input(5, 4, 2) -> MaxPooling2D((3, 2), strides = (2, 1));
    #[scalar(f64)] MaxPooling2dStridesPastPool: Input(7, 5, 2) -> MaxPooling2D(2, strides = 3);
    #[scalar(f64)] MaxPooling2dSame: Input(5, 7, 2) -> MaxPooling2D(2, padding = same);
    #[scalar(f64)] MaxPooling2dSameStrides1: Input(4, 5, 2) -> MaxPooling2D(3, 1, same);
    #[scalar(f64)] MaxPooling2dSameStrides2: Input(5, 6, 2) -> MaxPooling2D(3, strides = 2, padding = same);
    #[scalar(f64)] MaxPooling2dSamePool23: Input(5, 5, 2) -> MaxPooling2D((2, 3), padding = same);
    #[scalar(f64)] MaxPooling2dWhole: Input(3, 4, 2) -> MaxPooling2D((3, 4));
    #[scalar(f64)] MaxPooling2dTies: Input(5, 6, 2) -> MaxPooling2D(3, strides = 1);
    #[scalar(f64)] MaxPooling2dSameTies: Input(5, 4, 2) -> MaxPooling2D(3, strides = 2, padding = same);
    #[scalar(f64)] MaxPooling2dInside: Input(5, 5, 2) -> Dense(3, tanh) -> MaxPooling2D(2) -> Dense(2);
    MaxPooling2dSingle: Input(7, 5, 5) -> MaxPooling2D(2, padding = same);
}

nets!(
    MaxPooling2dNet,
    MaxPooling2dDefault,
    MaxPooling2dPool23,
    MaxPooling2dStrides1,
    MaxPooling2dStrides2,
    MaxPooling2dStrides21,
    MaxPooling2dStridesPastPool,
    MaxPooling2dSame,
    MaxPooling2dSameStrides1,
    MaxPooling2dSameStrides2,
    MaxPooling2dSamePool23,
    MaxPooling2dWhole,
    MaxPooling2dTies,
    MaxPooling2dSameTies,
    MaxPooling2dInside,
    MaxPooling2dSingle,
);

golden! {
    FILE;
    max_pooling2d: MaxPooling2dNet, MeanSquaredError::new(), values;
    max_pooling2d_default: MaxPooling2dDefault, MeanSquaredError::new(), values;
    max_pooling2d_pool2_3: MaxPooling2dPool23, MeanSquaredError::new(), values;
    max_pooling2d_strides1: MaxPooling2dStrides1, MeanSquaredError::new(), values;
    max_pooling2d_strides2: MaxPooling2dStrides2, MeanSquaredError::new(), values;
    max_pooling2d_strides2_1: MaxPooling2dStrides21, MeanSquaredError::new(), values;
    max_pooling2d_strides_past_pool: MaxPooling2dStridesPastPool, MeanSquaredError::new(), values;
    max_pooling2d_same: MaxPooling2dSame, MeanSquaredError::new(), values;
    max_pooling2d_same_strides1: MaxPooling2dSameStrides1, MeanSquaredError::new(), values;
    max_pooling2d_same_strides2: MaxPooling2dSameStrides2, MeanSquaredError::new(), values;
    max_pooling2d_same_pool2_3: MaxPooling2dSamePool23, MeanSquaredError::new(), values;
    max_pooling2d_whole: MaxPooling2dWhole, MeanSquaredError::new(), values;
    max_pooling2d_ties: MaxPooling2dTies, MeanSquaredError::new(), values;
    max_pooling2d_same_ties: MaxPooling2dSameTies, MeanSquaredError::new(), values;
    max_pooling2d_inside: MaxPooling2dInside, MeanSquaredError::new(), values;
    max_pooling2d_f32: MaxPooling2dSingle, MeanSquaredError::new(), values;
}

// AveragePooling1D

model! {
    #[scalar(f64)] AveragePooling1dNet: Input(7, 2) -> AveragePooling1D(2);
    #[scalar(f64)] AveragePooling1dStrides1: Input(7, 2) -> AveragePooling1D(3, 1);
    #[scalar(f64)] AveragePooling1dStridesPastPool: Input(8, 2) -> AveragePooling1D(2, strides = 3);
    #[scalar(f64)] AveragePooling1dSame: Input(7, 2) -> AveragePooling1D(2, padding = same);
    #[scalar(f64)] AveragePooling1dSameStrides2: Input(7, 2) -> AveragePooling1D(3, strides = 2, padding = same);
    #[scalar(f64)] AveragePooling1dInside: Input(8, 2) -> Dense(3, tanh) -> AveragePooling1D(2) -> Flatten -> Dense(2);
}

nets!(
    AveragePooling1dNet,
    AveragePooling1dStrides1,
    AveragePooling1dStridesPastPool,
    AveragePooling1dSame,
    AveragePooling1dSameStrides2,
    AveragePooling1dInside,
);

golden! {
    FILE;
    average_pooling1d: AveragePooling1dNet, MeanSquaredError::new(), values;
    average_pooling1d_strides1: AveragePooling1dStrides1, MeanSquaredError::new(), values;
    average_pooling1d_strides_past_pool: AveragePooling1dStridesPastPool, MeanSquaredError::new(), values;
    average_pooling1d_same: AveragePooling1dSame, MeanSquaredError::new(), values;
    average_pooling1d_same_strides2: AveragePooling1dSameStrides2, MeanSquaredError::new(), values;
    average_pooling1d_inside: AveragePooling1dInside, MeanSquaredError::new(), values;
}

// AveragePooling2D

model! {
    #[scalar(f64)] AveragePooling2dNet: Input(5, 6, 2) -> AveragePooling2D(2);
    #[scalar(f64)] AveragePooling2dPool23: Input(5, 7, 2) -> AveragePooling2D((2, 3));
    #[scalar(f64)] AveragePooling2dStrides1: Input(5, 4, 2) -> AveragePooling2D(2, 1);
    #[scalar(f64)] AveragePooling2dStrides21: Input(5, 4, 2) -> AveragePooling2D((3, 2), strides = (2, 1));
    #[scalar(f64)] AveragePooling2dSame: Input(5, 7, 2) -> AveragePooling2D(2, padding = same);
    #[scalar(f64)] AveragePooling2dSameStrides1: Input(4, 5, 2) -> AveragePooling2D(3, 1, same);
    #[scalar(f64)] AveragePooling2dSameStrides2: Input(5, 6, 2) -> AveragePooling2D(3, strides = 2, padding = same);
    #[scalar(f64)] AveragePooling2dInside: Input(5, 5, 2) -> Dense(3, tanh) -> AveragePooling2D(2) -> Dense(2);
}

nets!(
    AveragePooling2dNet,
    AveragePooling2dPool23,
    AveragePooling2dStrides1,
    AveragePooling2dStrides21,
    AveragePooling2dSame,
    AveragePooling2dSameStrides1,
    AveragePooling2dSameStrides2,
    AveragePooling2dInside,
);

golden! {
    FILE;
    average_pooling2d: AveragePooling2dNet, MeanSquaredError::new(), values;
    average_pooling2d_pool2_3: AveragePooling2dPool23, MeanSquaredError::new(), values;
    average_pooling2d_strides1: AveragePooling2dStrides1, MeanSquaredError::new(), values;
    average_pooling2d_strides2_1: AveragePooling2dStrides21, MeanSquaredError::new(), values;
    average_pooling2d_same: AveragePooling2dSame, MeanSquaredError::new(), values;
    average_pooling2d_same_strides1: AveragePooling2dSameStrides1, MeanSquaredError::new(), values;
    average_pooling2d_same_strides2: AveragePooling2dSameStrides2, MeanSquaredError::new(), values;
    average_pooling2d_inside: AveragePooling2dInside, MeanSquaredError::new(), values;
}

// GlobalMaxPooling1D and 2D

model! {
    #[scalar(f64)] GlobalMaxPooling1dNet: Input(7, 3) -> GlobalMaxPooling1D;
    #[scalar(f64)] GlobalMaxPooling1dTies: Input(7, 3) -> GlobalMaxPooling1D;
    #[scalar(f64)] GlobalMaxPooling1dKeepdims: Input(7, 3) -> GlobalMaxPooling1D(keepdims = true);
    #[scalar(f64)] GlobalMaxPooling1dOneStep: Input(1, 3) -> GlobalMaxPooling1D;
    #[scalar(f64)] GlobalMaxPooling2dNet: Input(3, 4, 3) -> GlobalMaxPooling2D;
    #[scalar(f64)] GlobalMaxPooling2dTies: Input(3, 4, 3) -> GlobalMaxPooling2D;
    #[scalar(f64)] GlobalMaxPooling2dKeepdims: Input(3, 4, 3) -> GlobalMaxPooling2D(keepdims = true);
    #[scalar(f64)] GlobalMaxPooling2dInside: Input(3, 4, 2) -> Dense(3, tanh) -> GlobalMaxPooling2D -> Dense(2);
}

nets!(
    GlobalMaxPooling1dNet,
    GlobalMaxPooling1dTies,
    GlobalMaxPooling1dKeepdims,
    GlobalMaxPooling1dOneStep,
    GlobalMaxPooling2dNet,
    GlobalMaxPooling2dTies,
    GlobalMaxPooling2dKeepdims,
    GlobalMaxPooling2dInside,
);

golden! {
    FILE;
    global_max_pooling1d: GlobalMaxPooling1dNet, MeanSquaredError::new(), values;
    global_max_pooling1d_ties: GlobalMaxPooling1dTies, MeanSquaredError::new(), values;
    global_max_pooling1d_keepdims: GlobalMaxPooling1dKeepdims, MeanSquaredError::new(), values;
    global_max_pooling1d_one_step: GlobalMaxPooling1dOneStep, MeanSquaredError::new(), values;
    global_max_pooling2d: GlobalMaxPooling2dNet, MeanSquaredError::new(), values;
    global_max_pooling2d_ties: GlobalMaxPooling2dTies, MeanSquaredError::new(), values;
    global_max_pooling2d_keepdims: GlobalMaxPooling2dKeepdims, MeanSquaredError::new(), values;
    global_max_pooling2d_inside: GlobalMaxPooling2dInside, MeanSquaredError::new(), values;
}

// GlobalAveragePooling1D and 2D

model! {
    #[scalar(f64)] GlobalAveragePooling1dNet: Input(7, 3) -> GlobalAveragePooling1D;
    #[scalar(f64)] GlobalAveragePooling1dKeepdims: Input(7, 3) -> GlobalAveragePooling1D(keepdims = true);
    #[scalar(f64)] GlobalAveragePooling2dNet: Input(3, 4, 3) -> GlobalAveragePooling2D;
    #[scalar(f64)] GlobalAveragePooling2dKeepdims: Input(3, 4, 3) -> GlobalAveragePooling2D(keepdims = true);
    #[scalar(f64)] GlobalAveragePooling2dInside: Input(3, 4, 2) -> Dense(3, tanh) -> GlobalAveragePooling2D -> Dense(2);
    GlobalAveragePooling2dSingle: Input(5, 3, 7) -> GlobalAveragePooling2D;
}

nets!(
    GlobalAveragePooling1dNet,
    GlobalAveragePooling1dKeepdims,
    GlobalAveragePooling2dNet,
    GlobalAveragePooling2dKeepdims,
    GlobalAveragePooling2dInside,
    GlobalAveragePooling2dSingle,
);

golden! {
    FILE;
    global_average_pooling1d: GlobalAveragePooling1dNet, MeanSquaredError::new(), values;
    global_average_pooling1d_keepdims: GlobalAveragePooling1dKeepdims, MeanSquaredError::new(), values;
    global_average_pooling2d: GlobalAveragePooling2dNet, MeanSquaredError::new(), values;
    global_average_pooling2d_keepdims: GlobalAveragePooling2dKeepdims, MeanSquaredError::new(), values;
    global_average_pooling2d_inside: GlobalAveragePooling2dInside, MeanSquaredError::new(), values;
    global_average_pooling2d_f32: GlobalAveragePooling2dSingle, MeanSquaredError::new(), values;
}
