//! Normalization is over the last axis.

use chainrule::model;

model! { pub Batch: Input(8, 8, 3) -> BatchNormalization(axis = 1) -> Flatten -> Dense(2) }
model! { pub Layer: Input(8, 3) -> LayerNormalization(axis = (1, 2)) -> Flatten -> Dense(2) }
model! { pub Word: Input(8, 3) -> LayerNormalization(axis = last) -> Flatten -> Dense(2) }
model! { pub Zero: Input(8, 8, 3) -> BatchNormalization(axis = 0) -> Flatten -> Dense(2) }
model! { pub Momentum: Input(8) -> BatchNormalization(momentum = 1.5) -> Dense(2) }
model! { pub Epsilon: Input(8) -> LayerNormalization(epsilon = -1e-3) -> Dense(2) }
model! { pub Features: Input(8) -> BatchNormalization(8) -> Dense(2) }
model! { pub Idle: Input(8) -> BatchNormalization(scale = false, gamma_initializer = zeros) -> Dense(2) }
model! { pub SoftmaxAxis: Input(8, 3) -> Softmax(axis = 4) -> Flatten -> Dense(2) }

fn main() {}
