//! Values that are merged have one shape: nothing is broadcast.

use chainrule::model;

model! { pub Sum: let x = Input(4); (x -> Dense(3)) + (x -> Dense(2)) }
model! { pub Difference: let x = Input(4); (x -> Dense(3)) - x }
model! { pub Product: let x = Input(8, 8, 3); let gate = x -> GlobalAveragePooling2D -> Dense(3, sigmoid); x * gate }
model! { pub OneChannel: let x = Input(8, 8, 3); x * (x -> Conv2D(1, 1, activation = sigmoid)) }
model! { pub TighterArrow: let x = Input(4); let a = x -> Dense(4); let b = x -> Dense(4); a + b -> Dense(2) }
model! { pub Named: let x = Input(4); let a = x -> Dense(3); Add()(x, a) }
model! { pub Third: let x = Input(4); let a = x -> Dense(4); let b = x -> Dense(5); Average()(x, a, b) }
model! { pub Ranks: let x = Input(4, 3); let a = x -> Flatten; Maximum()(x, a) }
model! { pub Inputs: let a = Input(4); let b = Input(5); a + b -> Dense(2) }
model! { pub Convolved: let x = Input(8, 8, 3); x + (x -> Conv2D(3, 3)) }

fn main() {}
