//! Graphs other than chains are not part of the language yet.

use chainrule::model;

model! { pub Let: let x = Input(4); x -> Dense(2) }
model! { pub Sum: Input(4) -> Dense(2) + Dense(2) }
model! { pub Difference: Input(4) -> Dense(2) - Dense(2) }
model! { pub Product: Input(4) -> Dense(2) * Dense(2) }
model! { pub Tuple: (Input(4) -> Dense(2), Dense(3)) }
model! { pub Parentheses: Input(4) -> (Dense(2) -> relu) -> Dense(3) }
model! { pub Residual: Input(4) -> Residual(Dense(4)) -> Dense(3) }
model! { pub Repeat: Input(4) -> repeat(3, Dense(4)) -> Dense(3) }
model! { pub Functional: Dense(2)(Input(4)) }
model! { pub OtherModel: Input(4) -> Dense(4); pub Use: Input(4) -> OtherModel -> Dense(2) }

fn main() {}
