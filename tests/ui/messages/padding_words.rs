//! Padding is a word.

use chainrule::model;

model! { pub Misspelt: Input(8, 8, 1) -> Conv2D(4, 3, padding = sane) -> Flatten -> Dense(2) }
model! { pub Quotes: Input(8, 8, 1) -> Conv2D(4, 3, padding = "same") -> Flatten -> Dense(2) }
model! { pub Capitals: Input(8, 8, 1) -> Conv2D(4, 3, padding = SAME) -> Flatten -> Dense(2) }
model! { pub Number: Input(8, 8, 1) -> Conv2D(4, 3, padding = 1) -> Flatten -> Dense(2) }
model! { pub Causal: Input(8, 8, 1) -> Conv2D(4, 3, padding = causal) -> Flatten -> Dense(2) }
model! { pub CausalPool: Input(8, 1) -> MaxPooling1D(2, padding = causal) -> Flatten -> Dense(2) }
model! { pub CausalTransposed: Input(8, 1) -> Conv1DTranspose(4, 3, padding = causal) -> Flatten -> Dense(2) }
model! { pub Full: Input(8, 1) -> Conv1D(4, 3, padding = full) -> Flatten -> Dense(2) }
model! { pub Interpolation: Input(8, 8, 1) -> UpSampling2D(2, interpolation = bicubic) -> Flatten -> Dense(2) }
model! { pub Format: Input(8, 8, 1) -> Conv2D(4, 3, data_format = channels_first) -> Flatten -> Dense(2) }

fn main() {}
