//! A model that is wrong has its message once, not where it is used.

use chainrule::model;

model! { pub Encoder: Input(4) -> Dnse(8) -> Dense(4); pub Whole: Input(4) -> Encoder -> Dense(2) }
model! { pub Encoder2: Input(4) -> Reshape(3) -> Dense(4); pub Whole2: Encoder2 -> Dense(2); pub More: Whole2 -> Dense(3) }
model! { pub Encoder3: Input(4) => Dense(4); pub Whole3: Input(4) -> Encoder3 -> Encoder3 -> Dense(2) }
model! { pub Encoder4: Input(8, 8, 1) -> Conv2D(4, 9); pub Whole4: Input(8, 8, 1) -> Encoder4 -> Flatten -> Dens(2) }

fn main() {}
