//! Without padding a window lies inside its image.

use chainrule::model;

model! { pub Max: Input(4, 4, 1) -> MaxPooling2D(5) -> Flatten -> Dense(2) }
model! { pub Average: Input(8, 3, 1) -> AveragePooling2D(4) -> Flatten -> Dense(2) }
model! { pub Steps: Input(3, 2) -> MaxPooling1D(4) -> Flatten -> Dense(2) }
model! { pub OneTooMany: Input(4, 4, 1) -> MaxPooling2D(2) -> MaxPooling2D(2) -> MaxPooling2D(2) -> Flatten -> Dense(2) }

fn main() {}
