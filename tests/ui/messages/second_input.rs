//! Only the first stage states an input shape.

use chainrule::model;

model! { pub Input2: Input(4) -> Dense(8) -> Input(8) -> Dense(2) }
model! { pub Flatten2: Flatten(28, 28) -> Dense(128) -> Flatten(128) -> Dense(10) }
model! { pub Dense2: Input(4) -> Dense(8, input_shape = (4,)) }
model! { pub Both: Input(28, 28) -> Flatten(28, 28) -> Dense(10) }
model! { pub Twice: Flatten(28, 28, input_shape = (28, 28)) -> Dense(10) }

fn main() {}
