//! A model as a layer takes as many values as it has inputs.

use chainrule::model;

model! { pub Pair: let a = Input(4); let b = Input(3); Concatenate()(a, b) -> Dense(2); pub One: let x = Input(4); Pair(x) }
model! { pub Pair2: let a = Input(4); let b = Input(3); Concatenate()(a, b) -> Dense(2); pub Arrow: Input(4) -> Pair2 -> Dense(2) }
model! { pub Pair3: let a = Input(4); let b = Input(3); Concatenate()(a, b) -> Dense(2); pub Three: let x = Input(4); let y = Input(3); Pair3(x, y, x) }
model! { pub Single: Input(4) -> Dense(2); pub Two: let x = Input(4); let y = Input(4); Single(x, y) }
model! { pub Pair4: let a = Input(4); let b = Input(3); Concatenate()(a, b) -> Dense(2); pub Again: let x = Input(4); let y = Input(3); let z = Pair4(x, y) as pair; z + (x -> pair) }
model! { pub Split: let x = Input(4); (x -> Dense(2), x -> Dense(3)); pub Chain: Input(4) -> Split -> Dense(2) }
model! { pub Sized: Input(4) -> Dense(2); pub WithArguments: Input(4) -> Sized(8) -> Dense(2) }

fn main() {}
