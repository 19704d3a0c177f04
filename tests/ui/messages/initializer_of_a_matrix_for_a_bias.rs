//! Initializers that fill a matrix, for a weight that is none.

use chainrule::model;

model! { pub Orthogonal: Input(4) -> Dense(8, bias_initializer = orthogonal) }
model! { pub Identity: Input(4) -> Dense(8, bias_initializer = identity(gain = 2.0)) }

fn main() {}
