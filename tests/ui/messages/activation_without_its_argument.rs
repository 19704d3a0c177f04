//! Some activations have no default.

use chainrule::model;

model! { pub Bare: Input(4) -> threshold }
model! { pub Argument: Input(4) -> Dense(8, threshold(0.5)) }

fn main() {}
