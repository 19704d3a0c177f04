//! More arguments than a layer has.

use chainrule::model;

model! { pub Rate: Input(4) -> Dropout(0.2, 1, 2, 3) }
model! { pub Function: Input(4) -> Activation(relu, tanh) }
model! { pub Words: Input(4) -> Dense(8, relu, relu, relu) -> softmax(-1) }
model! { pub Unparameterised: Input(4) -> Dense(8, tanh(2.0)) -> relu(0.0, 6.0, 0.0, 1.0) }
model! { pub Sizes: Input(4) -> Dense(8, 8) }

fn main() {}
