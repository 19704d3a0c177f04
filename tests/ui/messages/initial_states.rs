//! A recurrent layer takes as many initial states as it has, each as wide as its units.

use chainrule::model;

model! { pub OneOfTwo: let x = Input(8, 4); let h = Input(6); LSTM(6)(x, h) -> Dense(2) }
model! { pub TwoOfOne: let x = Input(8, 4); let h = Input(6); GRU(6)(x, h, h) -> Dense(2) }
model! { pub Narrow: let x = Input(8, 4); let h = Input(5); GRU(6)(x, h) -> Dense(2) }
model! { pub Sequence: let x = Input(8, 4); let h = Input(8, 6); SimpleRNN(6)(x, h) -> Dense(2) }
model! { pub Four: let x = Input(8, 4); let h = Input(6); LSTM(6)(x, h, h, h) -> Dense(2) }
model! { pub OddBoth: let x = Input(8, 4); let h = Input(6); Bidirectional(GRU(6))(x, h) -> Dense(2) }

fn main() {}
