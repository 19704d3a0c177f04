//! Every value is used.

use chainrule::model;

model! { pub Never: let x = Input(4); let h = x -> Dense(8); x -> Dense(2) }
model! { pub Last: let x = Input(4); let h = x -> Dense(8); let y = h -> Dense(2); h }
model! { pub OneOfTwo: let x = Input(8, 4); let (y, state) = x -> GRU(3, return_state = true); y -> Dense(2) }
model! { pub AnInput: let x = Input(4); let y = Input(5); x -> Dense(2) }

fn main() {}
