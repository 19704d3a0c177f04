//! A stateful layer starts from what the sample in its place in the batch before left, and from nothing else.

use chainrule::model;

model! { pub Distributed: Input(3, 8, 4) -> TimeDistributed(LSTM(6, stateful = true)) -> Flatten -> Dense(2) }
model! { pub Given: let x = Input(8, 4); let h = Input(6); GRU(6, stateful = true)(x, h) -> Dense(2) }
model! { pub Both: let x = Input(8, 4); let h = Input(6); Bidirectional(SimpleRNN(6, stateful = true))(x, h, h) -> Dense(2) }
model! { pub Word: Input(8, 4) -> GRU(6, stateful = always) -> Dense(2) }

fn main() {}
