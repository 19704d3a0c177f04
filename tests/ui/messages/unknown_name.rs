//! An unknown name has the nearest value, layer or model as its help.

use chainrule::model;

model! { pub Value: let hidden = Input(4); hiden -> Dense(2) }
model! { pub NamedLayer: let x = Input(4); let a = x -> Dense(4) as encoder; a -> encodr -> Dense(2) }
model! { pub Encoder: Input(4) -> Dense(4); pub Model: Input(4) -> Encodr -> Dense(2) }
model! { pub Layer: let x = Input(4); x -> Dens(2) }
model! { pub Functional: let x = Input(4); let y = x -> Dense(4); Concatenat()(x, y) }
model! { pub Nothing: let x = Input(4); x + zebra }
model! { pub NothingApplied: let x = Input(4); zebra(x) -> Dense(2) }
model! { pub Lower: let x = Input(4); x -> dense(2) }
model! { pub OfAnotherCall: let x = Input(4); x -> Digits -> Dense(2) }
model! { pub Snake: let x = Input(8, 8, 1); x -> max_pooling2d(2) -> Flatten -> Dense(2) }

fn main() {}
