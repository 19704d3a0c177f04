//! A convolution has strides or a dilation.

use chainrule::model;

model! { pub Both: Input(8, 8, 1) -> Conv2D(4, 3, strides = 2, dilation_rate = 2) -> Flatten -> Dense(2) }
model! { pub Steps: Input(8, 1) -> Conv1D(4, 3, strides = 2, dilation_rate = 2) -> Flatten -> Dense(2) }
model! { pub Transposed: Input(8, 8, 1) -> Conv2DTranspose(4, 3, strides = 2, dilation_rate = 2) -> Flatten -> Dense(2) }
model! { pub Depthwise: Input(8, 8, 1) -> DepthwiseConv2D(3, strides = 2, dilation_rate = 2) -> Flatten -> Dense(2) }
model! { pub Separable: Input(8, 8, 1) -> SeparableConv2D(4, 3, strides = 2, dilation_rate = 2) -> Flatten -> Dense(2) }

fn main() {}
