//! Models of images: windows, pooling, what moves pixels.

use crate::coverage::exports;

exports! {
    network: Network { Input(12, 10, 3) -> Conv2D(8, 3, padding = same, activation = relu) -> BatchNormalization -> MaxPooling2D(2)
        -> Conv2D(6, 3, use_bias = false) -> BatchNormalization(scale = false) -> relu -> AveragePooling2D(2, padding = same)
        -> Flatten -> Dense(5, softmax) }
    digits: DigitsOfImages { Input(12, 12, 1) -> Conv2D(6, 5, activation = tanh) -> MaxPooling2D(2) -> Conv2D(16, 3) -> GlobalMaxPooling2D -> Dense(10, softmax) }
    strides: Strides { Input(9, 11, 4) -> Conv2D(6, (3, 2), strides = (2, 3), padding = same) -> Conv2D(4, 2, dilation_rate = 2, padding = same)
        -> Conv2D(8, 1, groups = 4) -> Conv2D(3, (2, 3), strides = (1, 2)) }
    windows_that_stop_early: StopEarly { Input(8, 9, 2) -> MaxPooling2D(3, strides = 2) -> Conv2D(3, 2, strides = 3) -> GlobalAveragePooling2D(keepdims = true) }
    by_channels: ByChannels { Input(8, 7, 3) -> DepthwiseConv2D(3, depth_multiplier = 2, padding = same, activation = relu)
        -> SeparableConv2D(5, 3, strides = 2, depth_multiplier = 3, padding = same) -> PReLU(shared_axes = (1, 2)) }
    transposed: TransposedImages { Input(4, 5, 3) -> Conv2DTranspose(4, 3, strides = 2, padding = same, activation = relu) -> Conv2DTranspose(2, (2, 3), strides = (3, 2)) }
    transposed_of_small_windows: TransposedOfSmallWindows { Input(3, 4, 2) -> Conv2DTranspose(3, 1, strides = 2) -> Conv2DTranspose(2, 2, strides = (1, 3), padding = same, use_bias = false) -> Conv2DTranspose(2, 3, dilation_rate = 2) }
    residual: ResidualImages { Input(6, 6, 4) -> repeat(2, Residual(Conv2D(4, 3, padding = same, use_bias = false) -> BatchNormalization -> relu
        -> Conv2D(4, 3, padding = same) -> BatchNormalization) -> relu) -> GlobalAveragePooling2D -> Dense(3) }
    joined: JoinedImages { let x = Input(6, 6, 3); let a = x -> Conv2D(4, 3, padding = same); let b = x -> Conv2D(2, 1, activation = silu);
        let c = Concatenate()(a, b); let d = c -> MaxPooling2D(2) -> UpSampling2D(2); Concatenate()(c, d, x) -> Conv2D(2, 3) }
    enlarged: Enlarged { Input(3, 4, 2) -> UpSampling2D((2, 3)) -> Conv2D(3, 2) -> UpSampling2D(2, interpolation = bilinear) -> ZeroPadding2D(((1, 2), (0, 3))) -> Cropping2D((1, 2)) }
    moved: Moved { Input(3, 4, 2) -> Permute(3, 1, 2) -> ZeroPadding2D(1) -> Permute(2, 3, 1) -> Cropping2D(((0, 1), (2, 0))) -> Reshape(4, 8) }
    noise: NoiseOfImages { Input(4, 4, 3) -> SpatialDropout2D(0.4) -> GroupNormalization(3) -> Conv2D(3, 2) -> GroupNormalization(1) -> LayerNormalization }
    video: Video { Input(3, 6, 6, 2) -> TimeDistributed(Conv2D(4, 3, activation = relu)) -> TimeDistributed(MaxPooling2D(2)) -> TimeDistributed(BatchNormalization)
        -> TimeDistributed(Flatten) -> LSTM(5) -> Dense(2) }
    more_video: MoreVideo { Input(2, 4, 4, 2) -> TimeDistributed(UpSampling2D(2)) -> TimeDistributed(GlobalAveragePooling2D) -> TimeDistributed(Dense(3)) -> Dense(2) }
}
