//! Arguments of the right kinds in the wrong order.

use chainrule::model;

model! { pub Dense1: Input(4) -> Dense(relu, 8) }
model! { pub Dense2: Input(4) -> Dense(|x| x * x, 8) }
model! { pub Bias: Input(4) -> Dense(8, false, relu) }
model! { pub Initializer: Input(4) -> Dense(8, he_normal) }
model! { pub Regularizer: Input(4) -> Dense(8, kernel_initializer = l2(0.01)) }
model! { pub Penalty: Input(4) -> Dense(8, kernel_regularizer = he_normal) }

fn main() {}
