//! Values that are concatenated differ in one axis only.

use chainrule::model;

model! { pub Batch: let x = Input(4); let y = x -> Dense(3); Concatenate(axis = 0)(x, y) }
model! { pub OutOfRange: let x = Input(4); let y = x -> Dense(3); Concatenate(axis = 2)(x, y) }
model! { pub Negative: let x = Input(4); let y = x -> Dense(3); Concatenate(-2)(x, y) }
model! { pub OtherAxes: let x = Input(8, 8, 3); let y = x -> Conv2D(3, 3); Concatenate()(x, y) }
model! { pub AlongTheOther: let x = Input(8, 3); let y = x -> Dense(4); Concatenate(axis = 1)(x, y) }
model! { pub Ranks: let x = Input(8, 3); let y = x -> Flatten; Concatenate()(x, y) }
model! { pub Word: let x = Input(8, 3); let y = x -> Dense(4); Concatenate(last)(x, y) }

fn main() {}
