//! `Reshape` keeps the number of elements.

use chainrule::model;

model! { pub FromInput: Input(784) -> Reshape(28, 29) -> Flatten -> Dense(10) }
model! { pub FromLayer: Flatten(28, 28) -> Dense(128, relu) -> Reshape(8, 8, 3) -> Flatten -> Dense(10) }
model! { pub Nested: Input(4, 6) -> Reshape((4, 5)) }
model! { pub Named: Input(4, 6) -> Reshape(target_shape = (5, 5)) }

fn main() {}
