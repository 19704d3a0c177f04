//! Cropping leaves something.

use chainrule::model;

model! { pub All: Input(4, 4, 1) -> Cropping2D(2) -> Flatten -> Dense(2) }
model! { pub Height: Input(4, 9, 1) -> Cropping2D(((1, 3), (1, 1))) -> Flatten -> Dense(2) }
model! { pub Width: Input(9, 2, 1) -> Cropping2D((1, 3)) -> Flatten -> Dense(2) }
model! { pub Steps: Input(4, 1) -> Cropping1D((2, 3)) -> Flatten -> Dense(2) }
model! { pub Negative: Input(4, 1) -> Cropping1D(-1) -> Flatten -> Dense(2) }
model! { pub Three: Input(4, 1) -> ZeroPadding1D((1, 2, 3)) -> Flatten -> Dense(2) }
model! { pub Word: Input(4, 4, 1) -> ZeroPadding2D(same) -> Flatten -> Dense(2) }

fn main() {}
