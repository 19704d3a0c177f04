//! A size is at least 1.

use chainrule::model;

model! { pub Units: Input(4) -> Dense(0) }
model! { pub Shape: Input(28, 0) -> Flatten -> Dense(10) }
model! { pub Reshaped: Input(28) -> Reshape(28, 0) }
model! { pub Stated: Dense(10, input_shape = (0,)) }

fn main() {}
