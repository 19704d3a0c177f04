//! Most layers take one value.

use chainrule::model;

model! { pub DenseOfTwo: let x = Input(4); let y = Input(4); Dense(2)(x, y) }
model! { pub DenseOfNothing: let x = Input(4); x + Dense(2)() }
model! { pub AfterAnArrow: let x = Input(4); let y = x -> Dense(3); x -> Dense(4)(y) -> Dense(2) }
model! { pub Activation: let x = Input(4); relu(x) -> Dense(2) }
model! { pub InputApplied: let x = Input(4); Input(4)(x) -> Dense(2) }
model! { pub WithoutArguments: let x = Input(4); Flatten(x) -> Dense(2) }
model! { pub KerasStyle: let x = Input(4); let y = Dense(2, x); y }

fn main() {}
