//! The third argument of a convolution is its strides.

use chainrule::model;

model! { pub Conv2: Input(28, 28, 1) -> Conv2D(32, 3, relu) -> Flatten -> Dense(2) }
model! { pub Conv1: Input(28, 1) -> Conv1D(32, 3, gelu) -> Flatten -> Dense(2) }
model! { pub Transposed: Input(28, 28, 1) -> Conv2DTranspose(32, 3, relu) -> Flatten -> Dense(2) }
model! { pub Text: Input(28, 28, 1) -> Conv2D(32, 3, "relu") -> Flatten -> Dense(2) }
model! { pub Closure: Input(28, 28, 1) -> Conv2D(32, 3, |x| x * x) -> Flatten -> Dense(2) }
model! { pub Depthwise: Input(28, 28, 1) -> DepthwiseConv2D(3, relu) -> Flatten -> Dense(2) }
model! { pub KernelSize: Input(28, 28, 1) -> Conv2D(32, relu) -> Flatten -> Dense(2) }
model! { pub Padding: Input(28, 28, 1) -> Conv2D(32, 3, same) -> Flatten -> Dense(2) }
model! { pub PoolPadding: Input(28, 28, 1) -> MaxPooling2D(2, same) -> Flatten -> Dense(2) }
model! { pub Fourth: Input(28, 28, 1) -> Conv2D(32, 3, 1, relu) -> Flatten -> Dense(2) }

fn main() {}
