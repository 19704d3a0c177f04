//! The functions of a cell tell their derivative by their output.

use chainrule::model;

model! { pub Gelu: Input(8, 4) -> LSTM(6, gelu) -> Dense(2) }
model! { pub Gates: Input(8, 4) -> GRU(6, recurrent_activation = softmax) -> Dense(2) }
model! { pub Closure: Input(8, 4) -> SimpleRNN(6, |x| x * x) -> Dense(2) }
model! { pub Misspelt: Input(8, 4) -> LSTM(6, tahn) -> Dense(2) }
model! { pub OfSimple: Input(8, 4) -> SimpleRNN(6, recurrent_activation = sigmoid) -> Dense(2) }
model! { pub NoUnits: Input(8, 4) -> LSTM(0) -> Dense(2) }
model! { pub Rate: Input(8, 4) -> LSTM(6, dropout = 20) -> Dense(2) }
model! { pub Sequences: Input(8, 4) -> LSTM(6, true) -> Dense(2) }

fn main() {}
