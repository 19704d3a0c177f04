//! What merges takes two values or more.

use chainrule::model;

model! { pub AddOne: let x = Input(4); Add()(x) }
model! { pub ConcatenateArrow: let x = Input(4); x -> Concatenate -> Dense(2) }
model! { pub AddArrow: Input(4) -> Add() -> Dense(2) }
model! { pub DotOne: let x = Input(4); Dot(-1)(x) }
model! { pub DotThree: let x = Input(4); let y = x -> Dense(4); Dot(-1)(x, y, x) }
model! { pub SubtractThree: let x = Input(4); let y = x -> Dense(4); Subtract()(x, y, x) }
model! { pub NoValues: let x = Input(4); Concatenate()() }
model! { pub AtTheStart: Concatenate() -> Dense(2) }
model! { pub InTheArguments: let x = Input(4); let y = x -> Dense(4); Concatenate(x, y) }
model! { pub ListOfValues: let x = Input(4); let y = x -> Dense(4); Concatenate()([x, y]) }
model! { pub ArrowFromTuple: let x = Input(4); let y = x -> Dense(4); (x, y) -> Concatenate() }

fn main() {}
