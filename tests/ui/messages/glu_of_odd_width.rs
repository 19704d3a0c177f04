//! `glu` halves the last axis.

use chainrule::model;

model! { pub Layer: Input(5) -> glu -> Dense(2) }
model! { pub Argument: Input(4) -> Dense(7, glu) -> Dense(2) }
model! { pub Channels: Input(8, 8, 1) -> Conv2D(3, 3, activation = glu) -> Flatten -> Dense(2) }

fn main() {}
