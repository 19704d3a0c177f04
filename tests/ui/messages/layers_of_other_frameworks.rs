//! What a Keras or PyTorch user would write.

use chainrule::model;

model! { pub Linear1: Input(4) -> Linear(4, 8) }
model! { pub Convolution: Input(28, 28, 1) -> Conv2D(32, 3, activation = "relu") -> Flatten -> Dense(10, softmax) }
model! { pub Lower: Input(28, 28, 1) -> conv2d(32, 3) }
model! { pub Torch: Input(28, 28, 1) -> Conv2d(1, 32, 3) -> BatchNorm2d(32) -> MaxPool2d(2) }
model! { pub Recurrent: Input(28, 28) -> RNN(128) -> Dense(10, softmax) }
model! { pub Addition: let x = Input(4); let y = x -> Dense(4); add(x, y) -> Dense(2) }
model! { pub Branches: let x = Input(4); let y = x -> Dense(4); cat(x, y) -> Dense(2) }
model! { pub Square: Input(4) -> Lambda(|x| x * x) -> Dense(2) }
model! { pub Name: Input(4) -> Lambda(square) -> Dense(2) }
model! { pub Start: InputLayer(input_shape = (4,)) -> Dense(2) }
model! { pub Volume: Input(8, 8, 8, 1) -> Conv3D(4, 3) -> Flatten -> Dense(2) }
model! { pub Attend: let x = Input(8, 16); let y = Input(8, 16); Attention()(x, y) -> Flatten -> Dense(2) }
model! { pub Norm: Input(8, 16) -> LayerNorm(16) -> Flatten -> Dense(2) }

fn main() {}
