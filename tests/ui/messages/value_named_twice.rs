//! A value keeps its name.

use chainrule::model;

model! { pub Shadowed: let x = Input(4); let x = x -> Dense(8); x -> Dense(2) }
model! { pub LayerAndValue: let x = Input(4); let h = x -> Dense(8) as h; h -> Dense(2) }
model! { pub ValueAndLayer: let h = Input(4); h -> Dense(8) as h -> Dense(2) }
model! { pub InATuple: let x = Input(8, 4); let (y, y) = x -> GRU(3, return_state = true); y -> Dense(2) }

fn main() {}
