//! Values are defined before they are used.

use chainrule::model;

model! { pub Before: let x = Input(4); let y = x + h; let h = x -> Dense(4); y + h }
model! { pub Itself: let x = Input(4); let h = h -> Dense(4); x + h }
model! { pub Layer: let x = Input(4); let a = x -> hidden; let b = a -> Dense(4) as hidden; a + b }
model! { pub Cycle: let x = Input(4); let a = b -> Dense(4); let b = a -> Dense(4); x + a + b }

fn main() {}
