//! Without padding a kernel lies inside its image.

use chainrule::model;

model! { pub Both: Input(4, 4, 1) -> Conv2D(8, 5) -> Flatten -> Dense(2) }
model! { pub Height: Input(2, 9, 1) -> Conv2D(8, (3, 3)) -> Flatten -> Dense(2) }
model! { pub Width: Input(9, 2, 1) -> Conv2D(8, kernel_size = (3, 3)) -> Flatten -> Dense(2) }
model! { pub Steps: Input(4, 2) -> Conv1D(8, 5) -> Flatten -> Dense(2) }
model! { pub Dilated: Input(4, 4, 1) -> Conv2D(8, 3, dilation_rate = 2) -> Flatten -> Dense(2) }
model! { pub Depthwise: Input(2, 2, 3) -> DepthwiseConv2D(3) -> Flatten -> Dense(2) }
model! { pub Separable: Input(2, 2, 3) -> SeparableConv2D(4, 3) -> Flatten -> Dense(2) }
model! { pub AfterPooling: Input(8, 8, 1) -> Conv2D(4, 3) -> MaxPooling2D(3) -> Conv2D(4, 3) -> Flatten -> Dense(2) }

fn main() {}
