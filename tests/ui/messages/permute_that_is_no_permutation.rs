//! Permute names each axis once, from 1.

use chainrule::model;

model! { pub Twice: Input(4, 3) -> Permute(1, 1) -> Flatten -> Dense(2) }
model! { pub Zero: Input(4, 3) -> Permute(1, 0) -> Flatten -> Dense(2) }
model! { pub TooLarge: Input(4, 3) -> Permute(1, 3) -> Flatten -> Dense(2) }
model! { pub WithBatch: Input(4, 3) -> Permute(0, 2, 1) -> Flatten -> Dense(2) }
model! { pub TooFew: Input(4, 3, 2) -> Permute(2, 1) -> Flatten -> Dense(2) }
model! { pub TooMany: Input(4, 3) -> Permute(2, 1, 3) -> Flatten -> Dense(2) }
model! { pub Nothing: Input(4, 3) -> Permute -> Flatten -> Dense(2) }
model! { pub Constant: Input(4, 3) -> Permute(FIRST, SECOND) -> Flatten -> Dense(2) }
model! { pub Negative: Input(4, 3) -> Permute(-1, 1) -> Flatten -> Dense(2) }

const FIRST: usize = 2;
const SECOND: usize = 1;

fn main() {}
