//! Signs stand between whole values.

use chainrule::model;

model! { pub Ends: let x = Input(4); x + }
model! { pub Starts: let x = Input(4); + x }
model! { pub Negative: let x = Input(4); -x -> Dense(2) }
model! { pub Divided: let x = Input(4); let y = x -> Dense(4); x / y }
model! { pub Number: let x = Input(4); x * 2.0 -> Dense(2) }
model! { pub NumberFirst: let x = Input(4); 2.0 * x }
model! { pub Power: let x = Input(4); x ** 2 }
model! { pub Matrix: let x = Input(4, 4); x @ x }
model! { pub PlusEqual: let x = Input(4); x += x }
model! { pub InAChain: Input(4) -> Dense(4) -> + Dense(2) }
model! { pub Parentheses: Input(4) -> (Dense(2) -> relu) -> Dense(3) }
model! { pub Branch: Input(4) -> (Dense(4) + Dense(4)) -> Dense(2) }
model! { pub Method: let x = Input(4); x.relu() -> Dense(2) }
model! { pub Indexed: let x = Input(4); x[0] -> Dense(2) }
model! { pub EmptyParentheses: let x = Input(4); x + () }
model! { pub Called: let x = Input(4); (x + x)(x) }

fn main() {}
