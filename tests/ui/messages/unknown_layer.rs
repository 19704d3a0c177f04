//! The nearest known layer, or all of them.

use chainrule::model;

model! { pub Misspelt: Input(4) -> Denes(8) }
model! { pub LowerCase: Input(4) -> dense(8) }
model! { pub LowerInput: input(4) -> Dense(8) }
model! { pub Long: Flattened(28, 28) -> Dense(8) }
model! { pub Far: Input(4) -> Banana(8) -> Dense(2) }
model! { pub FarWord: Input(4) -> banana -> Dense(2) }

fn main() {}
