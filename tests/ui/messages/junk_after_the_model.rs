//! Nothing follows a model but a semicolon and another model.

use chainrule::model;

model! { pub Word: Input(4) -> Dense(2) please }
model! { pub Number: Input(4) -> Dense(2) 3 }
model! { pub Semicolons: Input(4) -> Dense(2);; }
model! { pub AfterSemicolon: Input(4) -> Dense(2); Junk }
model! { pub Comma: Input(4) -> Dense(2), }
model! { pub Question: Input(4) -> Dense(2)? }
model! { pub Chain: Input(4) -> Dense(2); Input(4) -> Dense(2) }
model! { pub Loss: Input(4) -> Dense(2) -> SparseCategoricalCrossentropy }
model! { pub Where: Input(4) -> Dense(2) where Self: Sized }

fn main() {}
