//! The axes of a dot product are equally long.

use chainrule::model;

model! { pub Lengths: let x = Input(4); let y = x -> Dense(3); Dot(-1)(x, y) }
model! { pub Axes: let x = Input(4, 3); let y = x -> Dense(5); Dot((2, 2))(x, y) }
model! { pub Batch: let x = Input(4, 3); let y = x -> Dense(3); Dot(0)(x, y) }
model! { pub OutOfRange: let x = Input(4, 3); let y = x -> Dense(3); Dot((1, 3))(x, y) }
model! { pub ThreeAxes: let x = Input(4, 3); let y = x -> Dense(3); Dot((1, 2, 2))(x, y) }
model! { pub Images: let x = Input(4, 4, 3); let y = x -> Dense(3); Dot(3)(x, y) }
model! { pub Missing: let x = Input(4); let y = x -> Dense(4); Dot()(x, y) }
model! { pub Word: let x = Input(4); let y = x -> Dense(4); Dot(last)(x, y) }

fn main() {}
