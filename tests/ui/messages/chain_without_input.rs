//! Each chain starts with a value, or states what shape its input has.

use chainrule::model;

model! { pub Sum: Input(4) -> Dense(2) + Dense(2) }
model! { pub Difference: Input(4) -> Dense(2) - Dense(2) }
model! { pub Product: Input(4) -> Dense(2) * relu }
model! { pub Tuple: (Input(4) -> Dense(2), Dense(3)) }
model! { pub Binding: let x = Input(4); let y = Dense(4); x + y }
model! { pub Parentheses: (Dense(2) -> relu) -> Dense(3) }
model! { pub Image: Conv2D(8, 3) -> Flatten -> Dense(3) }
model! { pub Sequence: LSTM(8) -> Dense(3) }

fn main() {}
