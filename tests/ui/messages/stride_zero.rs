//! Sizes of windows and strides are at least 1.

use chainrule::model;

model! { pub Stride: Input(8, 8, 1) -> Conv2D(4, 3, strides = 0) -> Flatten -> Dense(2) }
model! { pub OneOfTwo: Input(8, 8, 1) -> Conv2D(4, 3, (1, 0)) -> Flatten -> Dense(2) }
model! { pub Kernel: Input(8, 8, 1) -> Conv2D(4, 0) -> Flatten -> Dense(2) }
model! { pub Dilation: Input(8, 8, 1) -> Conv2D(4, 3, dilation_rate = 0) -> Flatten -> Dense(2) }
model! { pub Pool: Input(8, 8, 1) -> MaxPooling2D(0) -> Flatten -> Dense(2) }
model! { pub PoolStride: Input(8, 8, 1) -> MaxPooling2D(2, strides = 0) -> Flatten -> Dense(2) }
model! { pub Negative: Input(8, 2) -> Conv1D(4, -3) -> Flatten -> Dense(2) }
model! { pub Filters: Input(8, 2) -> Conv1D(0, 3) -> Flatten -> Dense(2) }
model! { pub Groups: Input(8, 2) -> Conv1D(4, 3, groups = 0) -> Flatten -> Dense(2) }
model! { pub Up: Input(8, 2) -> UpSampling1D(0) -> Flatten -> Dense(2) }
model! { pub Multiplier: Input(8, 8, 2) -> DepthwiseConv2D(3, depth_multiplier = 0) -> Flatten -> Dense(2) }

fn main() {}
