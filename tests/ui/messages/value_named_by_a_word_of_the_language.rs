//! Names of layers and activations name no values.

use chainrule::model;

model! { pub Activation: let relu = Input(4); relu -> Dense(2) }
model! { pub Layer: let Dense = Input(4); Dense -> Dense(2) }
model! { pub Residual: let x = Input(4); let repeat = x -> Dense(4); repeat + x }
model! { pub Model: Input(4) -> Dense(4); pub Other: let Model = Input(4); Model -> Dense(2) }

fn main() {}
