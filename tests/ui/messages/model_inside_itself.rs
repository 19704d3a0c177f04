//! A model is made of others.

use chainrule::model;

model! { pub Directly: Input(4) -> Directly -> Dense(2) }
model! { pub First: Input(4) -> Second -> Dense(4); pub Second: Input(4) -> First -> Dense(4) }
model! { pub One: Input(4) -> Two; pub Two: Input(4) -> Three; pub Three: Input(4) -> One }
model! { pub Innocent: Input(4) -> Guilty -> Dense(2); pub Guilty: Input(4) -> Guilty -> Dense(4) }

fn main() {}
