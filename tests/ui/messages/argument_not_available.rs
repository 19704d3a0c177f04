//! What Keras has and this language has not, with what to write instead.

use chainrule::model;

model! { pub Name: Input(4) -> Dense(8, name = "hidden") }
model! { pub Type: Input(4) -> Dense(8, dtype = "float64") }
model! { pub Constraint: Input(4) -> Dense(8, kernel_constraint = max_norm(2)) }
model! { pub Penalty: Input(4) -> Dense(8, activity_regularizer = l2(0.01)) }
model! { pub Seed: Input(4) -> Dropout(0.5, seed = 42) }
model! { pub Positional: Input(4) -> Dropout(0.5, None, 42) }
model! { pub InitializerSeed: Input(4) -> Dense(8, kernel_initializer = he_normal(seed = 1)) }
model! { pub InputDim: Dense(8, input_dim = 4) }
model! { pub Batch: Input(4, batch_size = 32) -> Dense(8) }
model! { pub DataFormat: Flatten(28, 28, data_format = "channels_last") -> Dense(8) }

fn main() {}
