//! A value is named by `let name = …;`.

use chainrule::model;

model! { pub AtTheEnd: let x = Input(4); let y = x -> Dense(2); }
model! { pub NoSemicolon: let x = Input(4) x -> Dense(2) }
model! { pub NoSemicolonBeforeLet: let x = Input(4); let y = x -> Dense(4) let z = y -> Dense(2); z }
model! { pub NoSemicolonAtAll: let x = Input(4) }
model! { pub NoLet: x = Input(4); x -> Dense(2) }
model! { pub Later: let x = Input(4); y = x -> Dense(2); y }
model! { pub Mutable: let mut x = Input(4); x -> Dense(2) }
model! { pub Typed: let x: Vector = Input(4); x -> Dense(2) }
model! { pub Blank: let _ = Input(4); Input(3) -> Dense(2) }
model! { pub Keyword: let type = Input(4); Input(3) -> Dense(2) }
model! { pub NoValue: let x = ; x -> Dense(2) }
model! { pub NoName: let = Input(4); Input(4) -> Dense(2) }
model! { pub Equal: let x == Input(4); x -> Dense(2) }
model! { pub Empty: let () = Input(4); Input(4) -> Dense(2) }
model! { pub AfterTheOutput: let x = Input(4); x -> Dense(2); let y = x -> Dense(3); y }
model! { pub InAChain: Input(4) -> let x = Dense(3); x }
model! { pub Return: let x = Input(4); return x -> Dense(2) }
model! { pub Assigned: let x = Input(4); let y = x -> Dense(3); y = y -> relu; y }

fn main() {}
