//! A layer without weights is not trained.

use chainrule::model;

model! { pub Flat: Input(4, 4) -> Flatten(trainable = false) -> Dense(2) }
model! { pub Drop: Input(4) -> Dropout(0.2, trainable = false) -> Dense(2) }
model! { pub Pool: Input(4, 4, 1) -> MaxPooling2D(2, trainable = true) -> Flatten -> Dense(2) }
model! { pub Word: Input(4) -> Dense(4, trainable = no) -> Dense(2) }
model! { pub Merge: let x = Input(4); Add(trainable = false)(x, x) }

fn main() {}
