//! A model as a layer takes what its input says.

use chainrule::model;

model! { pub Encoder: Input(8) -> Dense(4); pub Whole: Input(9) -> Encoder -> Dense(2) }
model! { pub Encoder2: Input(8) -> Dense(4); pub Whole2: Input(16) -> Dense(10) -> Encoder2 -> Dense(2) }
model! { pub Encoder3: Flatten(28, 28) -> Dense(4); pub Whole3: Input(784) -> Encoder3 -> Dense(2) }
model! { pub Pair: let a = Input(4); let b = Input(3); Concatenate()(a, b) -> Dense(2); pub Swapped: let a = Input(3); let b = Input(4); Pair(a, b) }

fn main() {}
