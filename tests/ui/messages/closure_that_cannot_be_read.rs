//! The expression language of closures.

use chainrule::model;

model! { pub Variable: Input(4) -> |x| x * y -> Dense(2) }
model! { pub TwoVariables: Input(4) -> |x, y| x * y -> Dense(2) }
model! { pub None: Input(4) -> || 1.0 -> Dense(2) }
model! { pub Empty: Input(4) -> |x| -> Dense(2) }
model! { pub Typed: Input(4) -> |x: f32| x * x -> Dense(2) }
model! { pub Power: Input(4) -> |x| x ^ 2 -> Dense(2) }
model! { pub Stars: Input(4) -> |x| x ** 2 -> Dense(2) }
model! { pub Condition: Input(4) -> |x| x > 0.0 -> Dense(2) }
model! { pub NoElse: Input(4) -> |x| if x > 0.0 { x } -> Dense(2) }
model! { pub Unclosed: Input(4) -> |x x -> Dense(2) }
model! { pub Zero: Input(4) -> |x| x / 0.0 -> Dense(2) }
model! { pub Match: Input(4) -> |x| match x { _ => x } -> Dense(2) }
model! { pub Function: Input(4) -> |x| tanh -> Dense(2) }
model! { pub TooFew: Input(4) -> |x| max(x) -> Dense(2) }

fn main() {}
