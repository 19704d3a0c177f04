//! `repeat` has a number from 1 to 1000, and layers.

use chainrule::model;

model! { pub Never: Input(4) -> repeat(0, Dense(4)) -> Dense(2) }
model! { pub Negative: Input(4) -> repeat(-1, Dense(4)) -> Dense(2) }
model! { pub Path: Input(4) -> repeat(sizes::DEPTH, Dense(4)) -> Dense(2) }
model! { pub Constant: Input(4) -> repeat(DEPTH, Dense(4)) -> Dense(2) }
model! { pub TooMany: Input(4) -> repeat(100000, Dense(4)) -> Dense(2) }
model! { pub Fraction: Input(4) -> repeat(2.5, Dense(4)) -> Dense(2) }
model! { pub Named: Input(4) -> repeat(3, Dense(4) as hidden) -> Dense(2) }
model! { pub NamedWhole: Input(4) -> repeat(3, Dense(4)) as hidden -> Dense(2) }
model! { pub NoNumber: Input(4) -> repeat(Dense(4)) -> Dense(2) }
model! { pub Swapped: Input(4) -> repeat(Dense(4), 3) -> Dense(2) }
model! { pub NoLayers: Input(4) -> repeat(3) -> Dense(2) }
model! { pub NoLayersAfterTheComma: Input(4) -> repeat(3,) -> Dense(2) }
model! { pub Nothing: Input(4) -> repeat() -> Dense(2) }
model! { pub Bare: Input(4) -> repeat -> Dense(2) }
model! { pub NoInput: repeat(3, Dense(4)) -> Dense(2) }
model! { pub Commas: Input(4) -> repeat(3, Dense(4), relu) -> Dense(2) }
model! { pub Sum: Input(4) -> repeat(3, Dense(4) + Dense(4)) -> Dense(2) }
model! { pub Shrinks: Input(8, 8, 1) -> repeat(5, Conv2D(1, 3)) -> Flatten -> Dense(2) }
model! { pub StatesItsInput: Input(4) -> repeat(2, Dense(4, input_shape = (4,))) -> Dense(2) }
model! { pub TooManyInside: Input(4) -> repeat(1000, repeat(1000, Dense(4) -> relu)) -> Dense(2) }
model! { pub Capital: Input(4) -> Repeat(3, Dense(4)) -> Dense(2) }

fn main() {}
