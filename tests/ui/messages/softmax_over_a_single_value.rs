//! A softmax over one value is always 1.

use chainrule::model;

model! { pub Binary: Input(4) -> Dense(8, relu) -> Dense(1, softmax) }
model! { pub Stage: Input(1) -> softmax }
model! { pub Layer: Input(3, 1) -> Activation(softmax) }
model! { pub Logarithm: Input(4) -> Dense(1, activation = log_softmax) }

fn main() {}
