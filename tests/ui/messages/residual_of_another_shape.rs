//! What a residual adds to has the shape of what it adds.

use chainrule::model;

model! { pub Wider: Input(4) -> Residual(Dense(8, relu)) -> Dense(2) }
model! { pub LastNarrow: Input(64) -> Residual(Dense(128, relu) -> Dense(32)) -> Dense(2) }
model! { pub Shrinks: Input(8, 8, 4) -> Residual(Conv2D(4, 3)) -> Flatten -> Dense(2) }
model! { pub MoreChannels: Input(8, 8, 4) -> Residual(Conv2D(8, 3, padding = same)) -> Flatten -> Dense(2) }
model! { pub Strided: Input(8, 8, 4) -> Residual(Conv2D(4, 3, strides = 2, padding = same)) -> Flatten -> Dense(2) }
model! { pub Flat: Input(8, 4) -> Residual(Flatten) -> Dense(2) }
model! { pub Sequence: Input(8, 4) -> Residual(LSTM(4)) -> Dense(2) }
model! { pub EndsInActivation: Input(4) -> Residual(Dense(8) -> relu) -> Dense(2) }
model! { pub NoInput: Residual(Dense(4)) -> Dense(2) }
model! { pub StatesItsInput: Input(4) -> Residual(Input(4) -> Dense(4)) -> Dense(2) }
model! { pub Nothing: Input(4) -> Residual() -> Dense(2) }
model! { pub Bare: Input(4) -> Residual -> Dense(2) }
model! { pub Applied: let x = Input(4); Residual(Dense(4))(x) -> Dense(2) }
model! { pub Named: Input(4) -> Residual(Dense(4)) as block -> Dense(2) }
model! { pub ConstantSize: Input(4) -> Residual(Dense(8) -> Dense(4, |x| x) -> Dense(5)) -> Dense(2) }
model! { pub Lower: Input(4) -> residual(Dense(4)) -> Dense(2) }

fn main() {}
