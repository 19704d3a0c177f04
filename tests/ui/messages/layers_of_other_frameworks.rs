//! What a Keras or PyTorch user would write.

use chainrule::model;

model! { pub Linear: Input(4) -> Linear(4, 8) }
model! { pub Relu: Input(4) -> Dense(8) -> ReLU -> Dense(2) }
model! { pub Soft: Input(4) -> Dense(8) -> Softmax() }
model! { pub Convolution: Input(28, 28, 1) -> Conv2D(32, 3, activation = "relu") -> Flatten -> Dense(10, softmax) }
model! { pub Pooling: Input(28, 28, 1) -> MaxPooling2D(2) -> Flatten -> Dense(10, softmax) }
model! { pub Lower: Input(28, 28, 1) -> conv2d(32, 3) }
model! { pub Torch: Input(28, 28, 1) -> Conv2d(1, 32, 3) -> BatchNorm2d(32) -> MaxPool2d(2) }
model! { pub Recurrent: Input(28, 28) -> LSTM(128) -> Dense(10, softmax) }
model! { pub Addition: Input(4) -> Add() -> Dense(2) }
model! { pub Branches: Input(4) -> Concatenate(axis = -1) -> Dense(2) }
model! { pub Lambda: Input(4) -> Lambda(|x| x * x) -> Dense(2) }
model! { pub InputLayer: InputLayer(input_shape = (4,)) -> Dense(2) }
model! { pub Axis: Input(4) -> Dense(8) -> BatchNormalization }

fn main() {}
