//! Numbers that cannot be represented, and numbers that an argument cannot be.

use chainrule::model;

model! { pub Constant: Input(4) -> Dense(8, kernel_initializer = constant(1e400)) }
model! { pub Slope: Input(4) -> leaky_relu(negative_slope = -1e999) }
model! { pub Spread: Input(4) -> Dense(8, kernel_initializer = random_normal(stddev = -1.0)) }
model! { pub Scale: Input(4) -> Dense(8, kernel_initializer = variance_scaling(scale = 0)) }
model! { pub Penalty: Input(4) -> Dense(8, kernel_regularizer = l2(-0.1)) }

fn main() {}
