//! Layers are joined by `->`.

use chainrule::model;

model! { pub Missing: Flatten(28, 28) Dense(10) }
model! { pub Double: Flatten(28, 28) -> -> Dense(10) }
model! { pub Trailing: Flatten(28, 28) -> Dense(10) -> }
model! { pub TrailingSemicolon: Flatten(28, 28) -> Dense(10) ->; }
model! { pub Leading: -> Flatten(28, 28) -> Dense(10) }
model! { pub Fat: Flatten(28, 28) => Dense(10) }
model! { pub Comma: Flatten(28, 28), Dense(10) }
model! { pub Dot: Flatten(28, 28).Dense(10) }
model! { pub Pipe: Flatten(28, 28) | Dense(10) }
model! { pub PipeArrow: Flatten(28, 28) |> Dense(10) }
model! { pub Shift: Flatten(28, 28) >> Dense(10) }
model! { pub Half: Flatten(28, 28) - Dense(10) }
model! { pub Head: Flatten(28, 28) > Dense(10) }
model! { pub Long: Flatten(28, 28) --> Dense(10) }
model! { pub Back: Flatten(28, 28) <- Dense(10) }
model! { pub Spaced: Flatten(28, 28) - > Dense(10) }
model! { pub Equals: Flatten(28, 28) = Dense(10) }
model! { pub Colon: Flatten(28, 28): Dense(10) }
model! { pub Paths: Flatten(28, 28)::Dense(10) }
model! { pub Block: Flatten(28, 28) { Dense(10) } }
model! { pub Brackets: Flatten(28, 28)[Dense(10)] }
model! { pub Twice: Flatten(28, 28)(28) -> Dense(10) }
model! { pub Text: Flatten(28, 28) "->" Dense(10) }

fn main() {}
