//! The first stage says what shape one sample has.

use chainrule::model;

model! { pub DenseFirst: Dense(128, relu) -> Dense(10, softmax) }
model! { pub FlattenFirst: Flatten -> Dense(10, softmax) }
model! { pub DropoutFirst: Dropout(0.2) -> Dense(10) }
model! { pub ReshapeFirst: Reshape(28, 28) -> Flatten }
model! { pub ActivationFirst: relu -> Dense(10) }
model! { pub ClosureFirst: |x| x * x -> Dense(10) }
model! { pub PathFirst: crate::Own -> Dense(10) }
model! { pub PathOfNoSizes: crate::Own(input_shape = relu) -> Dense(10) }
model! { pub PathOfUnits: crate::Own(units = 4) -> Dense(10) }
model! { pub PathOfTwo: crate::Own(input_shape = (4,), 5) -> Dense(10) }
model! { pub PathLater: Input(4) -> crate::Own(input_shape = (4,)) -> Dense(10) }
model! { pub InputWithoutSizes: Input -> Dense(10) }

fn main() {}
