//! Layers that move, repeat, drop or scale elements and learn nothing.

use chainrule::loss::MeanSquaredError;
use chainrule::model;

use crate::check::{golden, nets};

static FILE: &[u8] = include_bytes!("geometry.safetensors");

// UpSampling1D and 2D

model! {
    #[scalar(f64)] UpSampling1dNet: Input(3, 2) -> UpSampling1D;
    #[scalar(f64)] UpSampling1dSize3: Input(3, 2) -> UpSampling1D(3);
    #[scalar(f64)] UpSampling1dInside: Input(3, 2) -> Dense(3, tanh) -> UpSampling1D(2) -> Dense(2);
    #[scalar(f64)] UpSampling2dNet: Input(3, 2, 2) -> UpSampling2D;
    #[scalar(f64)] UpSampling2dSize3: Input(2, 3, 2) -> UpSampling2D(3);
    #[scalar(f64)] UpSampling2dSize23: Input(3, 2, 2) -> UpSampling2D((2, 3));
    #[scalar(f64)] UpSampling2dInside: Input(3, 2, 2) -> Dense(3, tanh) -> UpSampling2D(2) -> Dense(2);
    #[scalar(f64)] UpSampling2dBilinear: Input(3, 4, 2) -> UpSampling2D(2, interpolation = bilinear);
    #[scalar(f64)] UpSampling2dBilinearSize3: Input(3, 2, 2) -> UpSampling2D(3, interpolation = bilinear);
    #[scalar(f64)] UpSampling2dBilinearSize14: Input(2, 3, 2) -> UpSampling2D((1, 4), interpolation = bilinear);
    #[scalar(f64)] UpSampling2dBilinearSize52: Input(3, 3, 1) -> UpSampling2D((5, 2), interpolation = bilinear);
    #[scalar(f64)] UpSampling2dBilinearOneRow: Input(1, 3, 2) -> UpSampling2D((2, 3), interpolation = bilinear);
    #[scalar(f64)] UpSampling2dBilinearInside: Input(3, 2, 2) -> Dense(3, tanh)
        -> UpSampling2D(2, interpolation = bilinear) -> Dense(2);
    UpSampling2dBilinearSingle: Input(5, 4, 3) -> Dense(3, tanh) -> UpSampling2D((2, 3), interpolation = bilinear)
        -> Dense(2);
}

nets!(
    UpSampling1dNet,
    UpSampling1dSize3,
    UpSampling1dInside,
    UpSampling2dNet,
    UpSampling2dSize3,
    UpSampling2dSize23,
    UpSampling2dInside,
    UpSampling2dBilinear,
    UpSampling2dBilinearSize3,
    UpSampling2dBilinearSize14,
    UpSampling2dBilinearSize52,
    UpSampling2dBilinearOneRow,
    UpSampling2dBilinearInside,
    UpSampling2dBilinearSingle,
);

golden! {
    FILE;
    up_sampling1d: UpSampling1dNet, MeanSquaredError::new(), values;
    up_sampling1d_size3: UpSampling1dSize3, MeanSquaredError::new(), values;
    up_sampling1d_inside: UpSampling1dInside, MeanSquaredError::new(), values;
    up_sampling2d: UpSampling2dNet, MeanSquaredError::new(), values;
    up_sampling2d_size3: UpSampling2dSize3, MeanSquaredError::new(), values;
    up_sampling2d_size2_3: UpSampling2dSize23, MeanSquaredError::new(), values;
    up_sampling2d_inside: UpSampling2dInside, MeanSquaredError::new(), values;
    up_sampling2d_bilinear: UpSampling2dBilinear, MeanSquaredError::new(), values;
    up_sampling2d_bilinear_size3: UpSampling2dBilinearSize3, MeanSquaredError::new(), values;
    up_sampling2d_bilinear_size1_4: UpSampling2dBilinearSize14, MeanSquaredError::new(), values;
    up_sampling2d_bilinear_size5_2: UpSampling2dBilinearSize52, MeanSquaredError::new(), values;
    up_sampling2d_bilinear_one_row: UpSampling2dBilinearOneRow, MeanSquaredError::new(), values;
    up_sampling2d_bilinear_inside: UpSampling2dBilinearInside, MeanSquaredError::new(), values;
    up_sampling2d_bilinear_f32: UpSampling2dBilinearSingle, MeanSquaredError::new(), values;
}

// ZeroPadding1D and 2D

model! {
    #[scalar(f64)] ZeroPadding1dNet: Input(3, 2) -> ZeroPadding1D;
    #[scalar(f64)] ZeroPadding1dBoth: Input(3, 2) -> ZeroPadding1D(2);
    #[scalar(f64)] ZeroPadding1dSides: Input(3, 2) -> ZeroPadding1D((1, 2));
    #[scalar(f64)] ZeroPadding1dEnd: Input(3, 2) -> ZeroPadding1D((0, 3));
    #[scalar(f64)] ZeroPadding2dNet: Input(3, 2, 2) -> ZeroPadding2D;
    #[scalar(f64)] ZeroPadding2dBoth: Input(3, 2, 2) -> ZeroPadding2D(2);
    #[scalar(f64)] ZeroPadding2dAxes: Input(3, 2, 2) -> ZeroPadding2D((1, 2));
    #[scalar(f64)] ZeroPadding2dSides: Input(3, 2, 2) -> ZeroPadding2D(((1, 0), (0, 2)));
    #[scalar(f64)] ZeroPadding2dInside: Input(3, 3, 2) -> Dense(3, tanh) -> ZeroPadding2D((1, 2)) -> Conv2D(2, 3);
}

nets!(
    ZeroPadding1dNet,
    ZeroPadding1dBoth,
    ZeroPadding1dSides,
    ZeroPadding1dEnd,
    ZeroPadding2dNet,
    ZeroPadding2dBoth,
    ZeroPadding2dAxes,
    ZeroPadding2dSides,
    ZeroPadding2dInside,
);

golden! {
    FILE;
    zero_padding1d: ZeroPadding1dNet, MeanSquaredError::new(), values;
    zero_padding1d_both: ZeroPadding1dBoth, MeanSquaredError::new(), values;
    zero_padding1d_sides: ZeroPadding1dSides, MeanSquaredError::new(), values;
    zero_padding1d_end: ZeroPadding1dEnd, MeanSquaredError::new(), values;
    zero_padding2d: ZeroPadding2dNet, MeanSquaredError::new(), values;
    zero_padding2d_both: ZeroPadding2dBoth, MeanSquaredError::new(), values;
    zero_padding2d_axes: ZeroPadding2dAxes, MeanSquaredError::new(), values;
    zero_padding2d_sides: ZeroPadding2dSides, MeanSquaredError::new(), values;
    zero_padding2d_inside: ZeroPadding2dInside, MeanSquaredError::new(), values;
}

// Cropping1D and 2D

model! {
    #[scalar(f64)] Cropping1dNet: Input(5, 2) -> Cropping1D;
    #[scalar(f64)] Cropping1dBoth: Input(5, 2) -> Cropping1D(2);
    #[scalar(f64)] Cropping1dSides: Input(5, 2) -> Cropping1D((1, 2));
    #[scalar(f64)] Cropping1dEnd: Input(5, 2) -> Cropping1D((0, 2));
    #[scalar(f64)] Cropping2dBoth: Input(4, 5, 2) -> Cropping2D(1);
    #[scalar(f64)] Cropping2dAxes: Input(4, 6, 2) -> Cropping2D((1, 2));
    #[scalar(f64)] Cropping2dSides: Input(4, 5, 2) -> Cropping2D(((1, 0), (0, 2)));
    #[scalar(f64)] Cropping2dInside: Input(4, 5, 2) -> Dense(3, tanh) -> Cropping2D(((0, 1), (1, 1))) -> Dense(2);
}

nets!(
    Cropping1dNet,
    Cropping1dBoth,
    Cropping1dSides,
    Cropping1dEnd,
    Cropping2dBoth,
    Cropping2dAxes,
    Cropping2dSides,
    Cropping2dInside,
);

golden! {
    FILE;
    cropping1d: Cropping1dNet, MeanSquaredError::new(), values;
    cropping1d_both: Cropping1dBoth, MeanSquaredError::new(), values;
    cropping1d_sides: Cropping1dSides, MeanSquaredError::new(), values;
    cropping1d_end: Cropping1dEnd, MeanSquaredError::new(), values;
    cropping2d_both: Cropping2dBoth, MeanSquaredError::new(), values;
    cropping2d_axes: Cropping2dAxes, MeanSquaredError::new(), values;
    cropping2d_sides: Cropping2dSides, MeanSquaredError::new(), values;
    cropping2d_inside: Cropping2dInside, MeanSquaredError::new(), values;
}

// Permute and RepeatVector

model! {
    #[scalar(f64)] PermuteNet: Input(3, 4) -> Permute(2, 1);
    #[scalar(f64)] PermuteRank1: Input(3) -> Permute(1);
    #[scalar(f64)] PermuteRank3: Input(2, 3, 4) -> Permute(3, 1, 2);
    #[scalar(f64)] PermuteRank3LastKept: Input(2, 3, 4) -> Permute(2, 1, 3);
    #[scalar(f64)] PermuteRank3Reversed: Input(2, 3, 4) -> Permute(3, 2, 1);
    #[scalar(f64)] PermuteInside: Input(3, 4) -> Dense(2, tanh) -> Permute(2, 1) -> Dense(3);
    #[scalar(f64)] RepeatVectorNet: Input(4) -> RepeatVector(3);
    #[scalar(f64)] RepeatVectorOnce: Input(4) -> RepeatVector(1);
    #[scalar(f64)] RepeatVectorInside: Input(4) -> Dense(3, tanh) -> RepeatVector(2) -> Dense(2);
}

nets!(
    PermuteNet,
    PermuteRank1,
    PermuteRank3,
    PermuteRank3LastKept,
    PermuteRank3Reversed,
    PermuteInside,
    RepeatVectorNet,
    RepeatVectorOnce,
    RepeatVectorInside,
);

golden! {
    FILE;
    permute: PermuteNet, MeanSquaredError::new(), values;
    permute_rank1: PermuteRank1, MeanSquaredError::new(), values;
    permute_rank3: PermuteRank3, MeanSquaredError::new(), values;
    permute_rank3_last_kept: PermuteRank3LastKept, MeanSquaredError::new(), values;
    permute_rank3_reversed: PermuteRank3Reversed, MeanSquaredError::new(), values;
    permute_inside: PermuteInside, MeanSquaredError::new(), values;
    repeat_vector: RepeatVectorNet, MeanSquaredError::new(), values;
    repeat_vector_once: RepeatVectorOnce, MeanSquaredError::new(), values;
    repeat_vector_inside: RepeatVectorInside, MeanSquaredError::new(), values;
}

// Rescaling and Normalization

model! {
    #[scalar(f64)] RescalingNet: Input(5) -> Rescaling(0.25);
    #[scalar(f64)] RescalingOffset: Input(2, 3) -> Rescaling(0.5, -1.0);
    #[scalar(f64)] RescalingNames: Input(2, 3, 2) -> Rescaling(scale = 2.0, offset = 0.25);
    #[scalar(f64)] RescalingInside: Input(5) -> Dense(3, tanh) -> Rescaling(0.5, offset = 0.5) -> Dense(2);
    #[scalar(f64)] NormalizationNet: Input(3) -> Normalization(mean = 0.5, variance = 2.0);
    #[scalar(f64)] NormalizationEach: Input(3) -> Normalization(mean = (0.5, -1.0, 2.0), variance = (0.25, 4.0, 3.0));
    #[scalar(f64)] NormalizationRank2: Input(4, 3)
        -> Normalization(mean = (0.5, -1.0, 2.0), variance = (0.25, 4.0, 3.0));
    #[scalar(f64)] NormalizationRank3: Input(2, 4, 2) -> Normalization(mean = (0.5, -1.0), variance = (0.25, 4.0));
    #[scalar(f64)] NormalizationInvert: Input(4, 3)
        -> Normalization(mean = (0.5, -1.0, 2.0), variance = (0.25, 4.0, 3.0), invert = true);
    #[scalar(f64)] NormalizationInside: Input(3) -> Normalization(mean = 0.5, variance = 2.0) -> Dense(4, tanh)
        -> Dense(2);
}

nets!(
    RescalingNet,
    RescalingOffset,
    RescalingNames,
    RescalingInside,
    NormalizationNet,
    NormalizationEach,
    NormalizationRank2,
    NormalizationRank3,
    NormalizationInvert,
    NormalizationInside,
);

golden! {
    FILE;
    rescaling: RescalingNet, MeanSquaredError::new(), values;
    rescaling_offset: RescalingOffset, MeanSquaredError::new(), values;
    rescaling_names: RescalingNames, MeanSquaredError::new(), values;
    rescaling_inside: RescalingInside, MeanSquaredError::new(), values;
    normalization: NormalizationNet, MeanSquaredError::new(), values;
    normalization_each: NormalizationEach, MeanSquaredError::new(), values;
    normalization_rank2: NormalizationRank2, MeanSquaredError::new(), values;
    normalization_rank3: NormalizationRank3, MeanSquaredError::new(), values;
    normalization_invert: NormalizationInvert, MeanSquaredError::new(), values;
    normalization_inside: NormalizationInside, MeanSquaredError::new(), values;
}
