//! A layer has a name of its own, which no method of the model has.

use chainrule::model;

model! { pub Twice: Input(4) -> Dense(8) as hidden -> Dense(8) as hidden }
model! { pub Method: Input(4) -> Dense(8) as predict }
model! { pub Mutable: Input(4) -> Dense(8) as hidden_mut }
model! { pub Blank: Input(4) -> Dense(8) as _ }
model! { pub Missing: Input(4) -> Dense(8) as -> Dense(2) }
model! { pub AtTheEnd: Input(4) -> Dense(8) as }
model! { pub Text: Input(4) -> Dense(8) as "hidden" }
model! { pub Keyword: Input(4) -> Dense(8) as type }
model! { pub Number: Input(4) -> Dense(8) as 1st }
model! { pub Before: hidden: Dense(8) -> Dense(2) }
model! { pub Const: Input(4) -> Dense(8) as PARAMS }
model! { pub Again: Input(4) -> Dense(8) as hidden -> relu -> hidden -> Dense(2) }
model! { pub RawMethod: Input(4) -> Dense(8) as r#predict }
model! { pub RawTwice: Input(4) -> Dense(8) -> Dense(8) as r#dense1 }

fn main() {}
