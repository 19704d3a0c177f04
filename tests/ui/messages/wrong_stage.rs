//! A stage is a layer, an activation or a closure.

use chainrule::model;

model! { pub Number: Input(4) -> 8 -> Dense(2) }
model! { pub Shape: (28, 28) -> Flatten -> Dense(2) }
model! { pub Brackets: Input(4) -> [Dense(8)] -> Dense(2) }
model! { pub Braces: Input(4) -> { Dense(8) } -> Dense(2) }
model! { pub Keyword: Input(4) -> if -> Dense(2) }
model! { pub Question: Input(4) -> ? -> Dense(2) }
model! { pub Underscore: Input(4) -> _ -> Dense(2) }
model! { pub Reference: Input(4) -> &Dense(8) -> Dense(2) }
model! { pub Macro: Input(4) -> dense!(8) -> Dense(2) }
model! { pub This: Input(4) -> self -> Dense(2) }
model! { pub Generic: Input(4) -> Dense<8> -> Dense(2) }
model! { pub Turbofish: Input(4) -> Dense::<8>() -> Dense(2) }
model! { pub Negative: Input(4) -> -Dense(8) -> Dense(2) }

fn main() {}
