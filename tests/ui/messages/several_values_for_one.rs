//! One value stands where one is expected.

use chainrule::model;

model! { pub TooFewNames: let x = Input(8, 4); let (y, h) = x -> LSTM(3, return_state = true); y + h }
model! { pub TooManyNames: let x = Input(8, 4); let (y, h, c) = x -> GRU(3, return_state = true); y + h + c }
model! { pub NoTuple: let x = Input(8, 4); let y = x -> GRU(3, return_state = true); y -> Dense(2) }
model! { pub OneValue: let x = Input(8, 4); let (y, h) = x -> GRU(3); y + h }
model! { pub InAChain: Input(8, 4) -> GRU(3, return_state = true) -> Dense(2) }
model! { pub InASum: let x = Input(8, 4); let h = Input(3); h + (x -> GRU(3, return_state = true)) }
model! { pub InParentheses: let x = Input(8, 4); Add()(x -> GRU(3, return_state = true)) }
model! { pub TupleInAChain: let x = Input(4); (x -> Dense(2), x -> Dense(2)) -> Dense(3) }
model! { pub TupleInATuple: let x = Input(4); ((x -> Dense(2), x -> Dense(2)), x -> Dense(3)) }
model! { pub NoneMode: Input(8, 4) -> Bidirectional(GRU(3), merge_mode = none) -> Dense(2) }

fn main() {}
