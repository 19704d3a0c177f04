//! An embedding looks up indices, which are an input of the model.

use chainrule::model;

model! { pub NoRows: Input(8) -> Embedding(0, 16) -> Flatten -> Dense(2) }
model! { pub NoWidth: Input(8) -> Embedding(100, 0) -> Flatten -> Dense(2) }
model! { pub AfterDense: Input(8) -> Dense(8) -> Embedding(100, 16) -> Flatten -> Dense(2) }
model! { pub OneArgument: Input(8) -> Embedding(100) -> Flatten -> Dense(2) }
model! { pub Twice: Input(8) -> Embedding(100, 16) -> Embedding(100, 16) -> Flatten -> Dense(2) }
model! { pub LengthOfInput: Embedding(100, 16, input_length = 8) -> Flatten -> Dense(2) }
model! { pub Alone: Embedding(100, 16) -> Flatten -> Dense(2) }

fn main() {}
