//! A size, a number, a truth value, an activation, an initializer, a regularizer.

use chainrule::model;

model! { pub Size: Input(4) -> Dense(8.0) }
model! { pub SizeIsText: Input(4) -> Dense("8") }
model! { pub SizeIsTuple: Input(4) -> Dense((8, 8)) }
model! { pub SizeIsClosure: Input(4) -> Dense(|x| x) }
model! { pub SizeIsTrue: Input(4) -> Dense(true) }
model! { pub Number: Input(4) -> Dropout(relu) }
model! { pub NumberIsConst: Input(4) -> Dropout(RATE) }
model! { pub NumberIsBlock: Input(4) -> Dropout({ 0.1 + 0.1 }) }
model! { pub Truth: Input(4) -> Dense(8, use_bias = 1) }
model! { pub Activation: Input(4) -> Dense(8, 0.5) }
model! { pub ActivationIsPath: Input(4) -> Dense(8, activations::relu) }
model! { pub ActivationIsTrue: Input(4) -> Dense(8, true) }
model! { pub Initializer: Input(4) -> Dense(8, kernel_initializer = 0.1) }
model! { pub Regularizer: Input(4) -> Dense(8, kernel_regularizer = 0.01) }
model! { pub Slope: Input(4) -> leaky_relu(true) }
model! { pub Flag: Input(4) -> gelu(approximate = 1) }
model! { pub Deviation: Input(4) -> Dense(8, kernel_initializer = random_normal(stddev = small)) }
model! { pub Mode: Input(4) -> Dense(8, kernel_initializer = variance_scaling(mode = fan)) }

fn main() {}
