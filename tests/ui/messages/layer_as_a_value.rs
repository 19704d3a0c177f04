//! A named layer is applied to a value.

use chainrule::model;

model! { pub AsASource: let x = Input(4); let h = x -> Dense(8) as hidden; hidden -> Dense(2) }
model! { pub InASum: let x = Input(4); let h = x -> Dense(8) as hidden; h + hidden }
model! { pub NamedTwice: let x = Input(4); let a = x -> Dense(4) as hidden; a -> hidden as again -> Dense(2) }
model! { pub AsTwice: Input(4) -> Dense(4) as hidden as again -> Dense(2) }
model! { pub WithArguments: let x = Input(4); let a = x -> Dense(4) as hidden; a -> hidden(8) -> Dense(2) }
model! { pub BeforeItsName: let x = Input(4); let a = x -> hidden; a -> Dense(4) as hidden }

fn main() {}
