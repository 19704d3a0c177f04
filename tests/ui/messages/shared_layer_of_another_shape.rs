//! A layer that is used again has the same weights.

use chainrule::model;

model! { pub Vector: let x = Input(4); let a = x -> Dense(8) as hidden; a -> hidden -> Dense(2) }
model! { pub Inputs: let a = Input(4); let b = Input(5); let c = a -> Dense(3) as hidden; (b -> hidden) + c }
model! { pub Image: Input(8, 8, 1) -> Conv2D(4, 3) as conv -> conv -> Flatten -> Dense(2) }
model! { pub Cell: Input(8, 4) -> GRU(5, return_sequences = true) as cell -> cell -> Flatten -> Dense(2) }
model! { pub Norm: Input(8) -> BatchNormalization as norm -> Dense(4) -> norm -> Dense(2) }
model! { pub Part: Input(4) -> Dense(8); pub Whole: Input(4) -> Part as part -> part -> Dense(2) }

fn main() {}
