//! A kernel is a whole number, or one for each axis.

use chainrule::model;

model! { pub Three: Input(8, 8, 1) -> Conv2D(4, (3, 3, 3)) -> Flatten -> Dense(2) }
model! { pub Pair: Input(8, 1) -> Conv1D(4, (3, 3)) -> Flatten -> Dense(2) }
model! { pub Fraction: Input(8, 8, 1) -> Conv2D(4, 3.0) -> Flatten -> Dense(2) }
model! { pub Constant: Input(8, 8, 1) -> Conv2D(4, KERNEL) -> Flatten -> Dense(2) }
model! { pub Elsewhere: Input(8, 8, 1) -> Conv2D(4, sizes::KERNEL) -> Flatten -> Dense(2) }
model! { pub Computed: Input(8, 8, 1) -> Conv2D(4, { 2 + 1 }) -> Flatten -> Dense(2) }
model! { pub Missing: Input(8, 8, 1) -> Conv2D(4) -> Flatten -> Dense(2) }
model! { pub Text: Input(8, 8, 1) -> Conv2D(4, "3") -> Flatten -> Dense(2) }
model! { pub List: Input(8, 8, 1) -> Conv2D(4, [3, 3]) -> Flatten -> Dense(2) }
model! { pub Loose: Input(8, 8, 1) -> Conv2D(4, 3, 3, relu) -> Flatten -> Dense(2) }

const KERNEL: usize = 3;

fn main() {}
