//! `<` and `>` stand around a whole model.

use chainrule::model;

model! { pub Open: <Flatten(28, 28) -> Dense(10) }
model! { pub Close: Flatten(28, 28) -> Dense(10)> }
model! { pub Arrow: <Flatten(28, 28) -> Dense(10) -> }
model! { pub Junk: <Flatten(28, 28) -> Dense(10)> -> Dense(2) }
model! { pub Double: <<Flatten(28, 28) -> Dense(10)>> }
model! { pub First: <Flatten(28, 28) -> Dense(10); pub Second: Input(4) -> Dense(0) }

fn main() {}
