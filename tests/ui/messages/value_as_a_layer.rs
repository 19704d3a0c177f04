//! A value is no layer.

use chainrule::model;

model! { pub AfterAnArrow: let x = Input(4); let h = x -> Dense(8); x -> h -> Dense(2) }
model! { pub Applied: let x = Input(4); let h = x -> Dense(8); h(x) -> Dense(2) }
model! { pub Renamed: let x = Input(4); let h = x as y; h -> Dense(2) }

fn main() {}
