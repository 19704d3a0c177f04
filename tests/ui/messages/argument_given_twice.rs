//! An argument is given once.

use chainrule::model;

model! { pub Named: Input(4) -> Dense(8, units = 8) }
model! { pub Twice: Input(4) -> Dense(units = 8, units = 9) }
model! { pub Activations: Input(4) -> Dense(8, relu, activation = tanh) }
model! { pub Shape: Input(4, shape = (4,)) -> Dense(8) }
model! { pub OfActivation: Input(4) -> leaky_relu(0.1, negative_slope = 0.2) }
model! { pub OfInitializer: Input(4) -> Dense(8, kernel_initializer = random_normal(0.0, mean = 1.0)) }
model! { pub Reshaped: Input(4) -> Reshape(2, 2, target_shape = (2, 2)) }
model! { pub InputShape: Dense(8, input_shape = (4,), input_shape = (4,)) }

fn main() {}
