//! Keras' strings are words here.

use chainrule::model;

model! { pub Function: Input(4) -> Dense(8, "relu") }
model! { pub Named: Input(4) -> Dense(8, activation = "softmax") }
model! { pub Stage: Input(4) -> "relu" -> Dense(2) }
model! { pub Layer: Input(4) -> Activation("tanh") }
model! { pub Initializer: Input(4) -> Dense(8, kernel_initializer = "he_normal") }
model! { pub Regularizer: Input(4) -> Dense(8, kernel_regularizer = "l2") }
model! { pub Misspelt: Input(4) -> Dense(8, "rleu") }
model! { pub Character: Input(4) -> Dense(8, 'r') }
model! { pub Mode: Input(4) -> Dense(8, kernel_initializer = variance_scaling(1.0, "fan_out")) }

fn main() {}
