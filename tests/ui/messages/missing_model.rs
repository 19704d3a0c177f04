//! A model has a name, a colon and a body.

use chainrule::model;

model! { pub NameOnly }
model! { pub NoBody: }
model! { pub Semicolon: ; }
model! { NoBodyPrivate: }
model! { pub }
model! { pub NoColon Flatten(28, 28) -> Dense(10) }
model! { NoColonPrivate Flatten(28, 28) -> Dense(10) }
model! { pub : Flatten(28, 28) -> Dense(10) }
model! { : Flatten(28, 28) -> Dense(10) }
model! { pub Flatten(28, 28) -> Dense(10) }
model! { pub Equals = Flatten(28, 28) -> Dense(10) }
model! { pub Braces { Flatten(28, 28) -> Dense(10) } }
model! { pub Parentheses(Flatten(28, 28) -> Dense(10)) }
model! { pub BracedBody: { Flatten(28, 28) -> Dense(10) } }
model! { pub Angles: <> }
model! { pub "Quoted": Flatten(28, 28) -> Dense(10) }
model! { pub 3D: Input(3) -> Dense(10) }
model! { pub type: Input(3) -> Dense(10) }
model! { ; }

fn main() {}
