//! Attention has heads, keys of some width, and a key for each value.

use chainrule::model;

model! { pub NoHeads: Input(8, 16) -> MultiHeadAttention(0, 8) -> Flatten -> Dense(2) }
model! { pub NoWidth: Input(8, 16) -> MultiHeadAttention(2, 0) -> Flatten -> Dense(2) }
model! { pub NoValueWidth: Input(8, 16) -> MultiHeadAttention(2, 8, value_dim = 0) -> Flatten -> Dense(2) }
model! { pub OneArgument: Input(8, 16) -> MultiHeadAttention(2) -> Flatten -> Dense(2) }
model! { pub KeysAndValues: let q = Input(5, 16); let v = Input(8, 16); let k = Input(7, 16); MultiHeadAttention(2, 8)(q, v, k) }
model! { pub FourValues: let x = Input(5, 16); MultiHeadAttention(2, 8)(x, x, x, x) }
model! { pub ImageAsValue: let q = Input(5, 16); let v = Input(8, 8, 3); MultiHeadAttention(2, 8)(q, v) }
model! { pub Rate: Input(8, 16) -> MultiHeadAttention(2, 8, dropout = 1.0) -> Flatten -> Dense(2) }
model! { pub ConstantWidth: Input(8, 16) -> MultiHeadAttention(2, WIDTH) -> Flatten -> Dense(2) }
model! { pub CausalInTheCall: Input(8, 16) -> MultiHeadAttention(2, 8, causal = true) -> Flatten -> Dense(2) }

const WIDTH: usize = 8;

fn main() {}
