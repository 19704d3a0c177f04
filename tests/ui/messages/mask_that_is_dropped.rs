//! Which steps are masked is not forgotten in silence.

use chainrule::model;

model! { pub Flattened: Input(8) -> Embedding(100, 4, mask_zero = true) -> Flatten -> Dense(2) }
model! { pub Convolved: Input(8) -> Embedding(100, 4, mask_zero = true) -> Conv1D(4, 3) -> Flatten -> Dense(2) }
model! { pub Pooled: Input(8, 4) -> Masking -> GlobalMaxPooling1D -> Dense(2) }
model! { pub Reshaped: Input(8, 4) -> Masking -> Reshape(32) -> Dense(2) }
model! { pub AlongSteps: let x = Input(8, 4) -> Masking; let y = x -> LSTM(4, return_sequences = true); Concatenate(axis = 1)(x, y) -> LSTM(2) }
model! { pub AnotherWord: Input(8, 4) -> Masking -> Flatten(mask = keep) -> Dense(2) }
model! { pub Boolean: Input(8, 4) -> Masking -> Flatten(mask = false) -> Dense(2) }

fn main() {}
