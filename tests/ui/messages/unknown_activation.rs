//! The nearest known activation.

use chainrule::model;

model! { pub Argument: Input(4) -> Dense(8, rleu) }
model! { pub Stage: Input(4) -> Dense(8) -> sofmax }
model! { pub UpperCase: Input(4) -> Dense(8, Softmax) }
model! { pub Class: Input(4) -> Dense(8, ReLU) }
model! { pub Layer: Input(4) -> Activation(HardSigmoid) }
model! { pub Far: Input(4) -> Dense(8, banana) }
model! { pub Called: Input(4) -> Dense(8, relu()) -> Dense(8, LeakyReLU(0.1)) }
model! { pub LayerAsActivation: Input(4) -> Dense(8, Dropout(0.2)) }

fn main() {}
